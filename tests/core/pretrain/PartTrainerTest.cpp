// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Fields.h"
#include "pretrain/PartTrainer.h"
#include "run/MetricsLog.h"
#include "tensor/Device.h"

#include <csignal>
#include <gtest/gtest.h>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Fits y = 3x with one weight, on batches that depend on the loop's randomness alone.
class LineTrainer : public PartTrainer {
public:
    explicit LineTrainer(double learningRate) : line_(torch::nn::LinearOptions(1, 1).bias(false)) {
        torch::NoGradGuard guard;
        line_->weight.fill_(0.0);
        optimizer_ = std::make_unique<torch::optim::Adam>(line_->parameters(), learningRate);
    }
    torch::nn::Module& state() override { return *line_; }
    std::vector<torch::optim::Optimizer*> optimizers() override { return {optimizer_.get()}; }
    Json step(std::int64_t, Random& random) override {
        const torch::Tensor x = torch::full({1, 1}, random.uniform(0.5, 1.5));
        const torch::Tensor loss = (line_(x) - 3.0 * x).square().mean();
        optimizer_->zero_grad();
        loss.backward();
        optimizer_->step();
        return {{"loss", loss.item<double>()}};
    }
    Json evaluate() override { return {{"heldout/error", std::abs(weight() - 3.0)}}; }
    void save(const fs::path&) override {}
    [[nodiscard]] double weight() const { return line_->weight.item<double>(); }

private:
    torch::nn::Linear line_;
    std::unique_ptr<torch::optim::Adam> optimizer_;
};

class PartTrainerLoop : public ::testing::Test {
protected:
    void SetUp() override { fs::remove_all(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    /// Stops after a number of metric rows, as a user would.
    static JobContext stoppingAfter(std::stop_source& source, int rows) {
        auto seen = std::make_shared<int>(0);
        return {source.get_token(), [&source, seen, rows](const JobMessage& message) {
                    if (std::holds_alternative<MetricRow>(message) && ++*seen == rows) {
                        source.request_stop();
                    }
                }};
    }

    const fs::path folder_ = fs::temp_directory_path() / ("musicrl-part-trainer-" + std::to_string(::getpid()));
    TrainingSchedule schedule_{.steps = 40, .learningRate = 0.2, .warmupSteps = 4, .checkpointEvery = 7, .evaluateEvery = 10};
};

TEST_F(PartTrainerLoop, learnsAndLeavesMetrics) {
    LineTrainer trainer(0.2);
    trainPart("line", trainer, schedule_, 3, folder_, JobContext());
    EXPECT_NEAR(trainer.weight(), 3.0, 0.3);
    const std::vector<MetricRow> rows = readMetricRows(folder_ / "metrics.jsonl");
    ASSERT_EQ(rows.size(), 41U);
    EXPECT_LT(rows[39].values["loss"].get<double>(), rows[0].values["loss"].get<double>());
    EXPECT_LT(rows[40].values["heldout/error"].get<double>(), 0.3);
}

TEST_F(PartTrainerLoop, goesOnBitForBitAfterAStop) {
    LineTrainer straight(0.2);
    trainPart("line", straight, schedule_, 3, folder_ / "straight", JobContext());

    LineTrainer first(0.2);
    std::stop_source source;
    EXPECT_THROW(trainPart("line", first, schedule_, 3, folder_ / "broken", stoppingAfter(source, 17)), JobStopped);
    LineTrainer second(0.2);
    trainPart("line", second, schedule_, 3, folder_ / "broken", JobContext());
    EXPECT_EQ(second.weight(), straight.weight());
}

/// Ends its process by force, as the kernel or an impatient user would, after so many steps or in a checkpoint.
class KilledTrainer : public LineTrainer {
public:
    enum class When { InAStep, WhileWritingACheckpoint };
    explicit KilledTrainer(When when) : LineTrainer(0.2), when_(when) {}
    Json step(std::int64_t step, Random& random) override {
        if (when_ == When::InAStep && step == 17) {
            ::raise(SIGKILL);
        }
        stepped_ = step;
        return LineTrainer::step(step, random);
    }
    torch::nn::Module& state() override {
        if (when_ == When::WhileWritingACheckpoint && stepped_ == 20) {
            killNext_ = true;  // the weights are being written; the optimizers come next
        }
        return LineTrainer::state();
    }
    std::vector<torch::optim::Optimizer*> optimizers() override {
        if (killNext_) {
            ::raise(SIGKILL);
        }
        return LineTrainer::optimizers();
    }

private:
    When when_;
    std::int64_t stepped_ = 0;
    bool killNext_ = false;
};

TEST_F(PartTrainerLoop, goesOnBitForBitAfterAKill) {
    LineTrainer straight(0.2);
    trainPart("line", straight, schedule_, 3, folder_ / "straight", JobContext());
    for (const auto when : {KilledTrainer::When::InAStep, KilledTrainer::When::WhileWritingACheckpoint}) {
        const fs::path work = folder_ / (when == KilledTrainer::When::InAStep ? "step" : "checkpoint");
        KilledTrainer killed(when);
        EXPECT_EXIT(trainPart("line", killed, schedule_, 3, work, JobContext()), testing::KilledBySignal(SIGKILL), "");
        EXPECT_TRUE(fs::exists(work / "checkpoint-14" / "progress.json"));
        LineTrainer second(0.2);
        trainPart("line", second, schedule_, 3, work, JobContext());
        EXPECT_EQ(second.weight(), straight.weight());
        const std::vector<MetricRow> rows = readMetricRows(work / "metrics.jsonl");
        ASSERT_EQ(rows.size(), 41U) << "steps that were taken twice are told once";
        EXPECT_EQ(rows[17].step, 18);
    }
}

TEST_F(PartTrainerLoop, ignoresAHalfWrittenCheckpoint) {
    fs::create_directories(folder_ / "checkpoint-1000");
    LineTrainer trainer(0.2);
    trainPart("line", trainer, schedule_, 3, folder_, JobContext());
    EXPECT_NEAR(trainer.weight(), 3.0, 0.3);
}

TEST_F(PartTrainerLoop, refusesACheckpointOfAnotherModel) {
    LineTrainer line(0.2);
    trainPart("line", line, schedule_, 3, folder_, JobContext());
    class WideTrainer : public LineTrainer {
    public:
        WideTrainer() : LineTrainer(0.1) {}
        torch::nn::Module& state() override { return *wide_; }

    private:
        torch::nn::Linear wide_{torch::nn::LinearOptions(2, 2)};
    };
    WideTrainer wide;
    try {
        trainPart("line", wide, schedule_, 3, folder_, JobContext());
        FAIL() << "a checkpoint of another shape was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::BadInput);
        EXPECT_NE(std::string(error.what()).find("state.safetensors"), std::string::npos) << error.what();
    }
}

TEST(TrainingScheduleSettings, areReadStrictly) {
    const Json json{{"steps", 5}, {"learning_rate", 2.0}};
    Fields fields(json, "test.toml");
    TrainingSchedule schedule;
    EXPECT_THROW(readSchedule(fields, schedule), Error);
}

}  // namespace
}  // namespace musicrl
