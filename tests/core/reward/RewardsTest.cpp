// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/TinyMulan.h"
#include "reward/LoadRewards.h"
#include "reward/MulanReward.h"
#include "reward/QualityReward.h"
#include "reward/WeightedReward.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// Puts a sound at the angle of its mean sample, and every text at the angle 0: the cosine is known.
class AngleEncoder final : public TextAudioEncoder {
public:
    torch::Tensor embedAudio(const torch::Tensor& waves) const override {
        const torch::Tensor angle = waves.mean(1);
        return torch::stack({angle.cos(), angle.sin()}, 1);
    }
    torch::Tensor embedText(const std::vector<std::string>& texts) const override {
        return torch::tensor({1.0F, 0.0F}).repeat({static_cast<std::int64_t>(texts.size()), 1});
    }
    int sampleRateHz() const override { return 1000; }
    double windowSeconds() const override { return 10.0; }
    std::int64_t width() const override { return 2; }
};

/// A clip whose seconds hold one value each.
ClipPtr steps(const std::vector<float>& perSecond) {
    Clip clip{.sampleRateHz = 1000, .channels = 1, .samples = {}};
    for (const float value : perSecond) {
        clip.samples.insert(clip.samples.end(), 1000, value);
    }
    return std::make_shared<const Clip>(std::move(clip));
}

std::vector<float> seconds(int count, float value) {
    return std::vector<float>(static_cast<std::size_t>(count), value);
}

std::vector<float> operator+(std::vector<float> a, const std::vector<float>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TEST(MulanReward, keepsEachWindowAndAveragesThem) {
    const MulanReward reward(std::make_shared<AngleEncoder>());
    const std::array<RewardInput, 2> inputs = {
        RewardInput{"x", steps(seconds(10, 0.0F) + seconds(10, 1.0F) + seconds(5, 0.5F)), {}, {}},
        RewardInput{"y", steps(seconds(7, 1.0F)), {}, {}}};
    const auto scores = reward.score(inputs, JobContext());
    ASSERT_EQ(scores.size(), 2U);
    const RewardTerm* term = scores[0].find("mulan");
    ASSERT_NE(term, nullptr);
    ASSERT_EQ(term->windows.size(), 3U);
    EXPECT_NEAR(term->windows[0].value, 1.0, 1e-5);
    EXPECT_NEAR(term->windows[1].value, std::cos(1.0), 1e-5);
    EXPECT_NEAR(term->windows[2].value, std::cos(0.75), 1e-5);  // 15 s to 25 s: half 1.0, half 0.5
    EXPECT_DOUBLE_EQ(term->windows[2].startSeconds, 15.0);
    EXPECT_DOUBLE_EQ(term->windows[2].endSeconds, 25.0);
    EXPECT_NEAR(term->raw, (1.0 + std::cos(1.0) + std::cos(0.75)) / 3.0, 1e-5);
    EXPECT_DOUBLE_EQ(term->contribution, term->raw);
    ASSERT_EQ(scores[1].terms[0].windows.size(), 1U);
    EXPECT_NEAR(scores[1].total, std::cos(0.7), 1e-5);  // 3 s of silence follow
    EXPECT_DOUBLE_EQ(scores[1].terms[0].windows[0].endSeconds, 7.0);
}

TEST(MulanReward, scoresAClipTheSameAloneAndInABatch) {
    const MulanReward reward(makeTinyMulan());
    std::vector<RewardInput> inputs;
    for (int i = 0; i < 40; ++i) {  // more than go through the towers at once
        inputs.push_back({i % 2 == 0 ? "low tone" : "high noise one two",
                          std::make_shared<const Clip>(makeSine(100.0 + 50.0 * i, 1.0)),
                          {},
                          {}});
    }
    const auto together = reward.score(inputs, JobContext());
    for (const std::size_t i : {std::size_t{0}, std::size_t{37}}) {
        EXPECT_NEAR(together[i].total, reward.score(std::span(inputs).subspan(i, 1), JobContext())[0].total, 1e-5);
    }
}

std::shared_ptr<QualityModel> tinyQuality() {
    QualityConfig config;
    config.mels = 16;
    config.channels = 2;
    config.width = 8;
    torch::manual_seed(2);
    auto model = std::make_shared<QualityModel>(config);
    model->eval();
    return model;
}

/// A sound that changes all the time, so that no two spans of it score alike.
ClipPtr changing(double durationSeconds) {
    Clip clip = makeSine(300.0, durationSeconds);
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        clip.samples[i] *= std::sin(3e-5F * static_cast<float>(i)) +
                           0.2F * std::sin(1e-8F * static_cast<float>(i) * static_cast<float>(i));
    }
    return std::make_shared<const Clip>(std::move(clip));
}

double mosOf(const QualityModel& model, const Clip& clip, std::int64_t beginSeconds, std::int64_t endSeconds) {
    const torch::Tensor wave = torch::tensor(clip.samples).slice(0, beginSeconds * 16000, endSeconds * 16000);
    return model.track(wave.unsqueeze(0)).mean().item<double>();
}

TEST(QualityReward, averagesTheFirstAndTheLastTwentySeconds) {
    const auto model = tinyQuality();
    const std::array<RewardInput, 2> inputs = {RewardInput{"", changing(30.0), {}, {}},
                                               RewardInput{"", changing(8.0), {}, {}}};
    const auto scores = QualityReward(model).score(inputs, JobContext());
    const RewardTerm& longTerm = scores[0].terms.at(0);
    const double wanted = 0.5 * (mosOf(*model, *inputs[0].clip, 0, 20) + mosOf(*model, *inputs[0].clip, 10, 30));
    EXPECT_EQ(longTerm.name, "quality");
    EXPECT_NEAR(longTerm.raw, wanted, 1e-5);
    EXPECT_NEAR(longTerm.contribution, (wanted - 1.0) / 4.0, 1e-5);
    EXPECT_NEAR(scores[1].terms.at(0).raw, mosOf(*model, *inputs[1].clip, 0, 8), 1e-5);
}

TEST(QualityReward, keepsWindowsOfFiveSecondsThatTileTheClip) {
    const std::array<RewardInput, 1> inputs = {RewardInput{"", changing(30.0), {}, {}}};
    const auto windows = QualityReward(tinyQuality()).score(inputs, JobContext())[0].terms.at(0).windows;
    ASSERT_EQ(windows.size(), 6U);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        EXPECT_NEAR(windows[i].startSeconds, 5.0 * static_cast<double>(i), 1e-9);
        EXPECT_NEAR(windows[i].endSeconds, 5.0 * static_cast<double>(i + 1), 1e-9);
        EXPECT_GE(windows[i].value, 1.0);
        EXPECT_LE(windows[i].value, 5.0);
    }
}

TEST(QualityModel, comesBackFromItsFolderAndStaysBetweenOneAndFive) {
    const auto model = tinyQuality();
    const TemporaryFolder folder;
    saveQuality(*model, folder.path());
    const auto loaded = loadQuality(folder.path(), torch::kCPU);
    const torch::Tensor waves = torch::stack({torch::zeros({4000}), 100.0 * torch::randn({4000})});
    const torch::Tensor track = loaded->track(waves);
    EXPECT_TRUE(torch::allclose(track, model->track(waves), 0.0, 2e-2));
    EXPECT_GE(track.min().item<double>(), 1.0);
    EXPECT_LE(track.max().item<double>(), 5.0);
    EXPECT_DOUBLE_EQ(loaded->stepSeconds(), 0.32);
}

/// Gives the k-th clip the score k.
class Counting final : public RewardModel {
public:
    explicit Counting(std::string name) : name_(std::move(name)) {}
    std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs, const JobContext&) const override {
        std::vector<RewardBreakdown> scores;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const auto value = static_cast<double>(i + 1);
            scores.push_back({value, {RewardTerm{name_, value, 1.0, value, {}}}});
        }
        return scores;
    }

private:
    std::string name_;
};

std::vector<WeightedReward::Part> parts(double first, double second, const std::string& secondName = "b") {
    std::vector<WeightedReward::Part> made;
    made.push_back({"a", first, std::make_unique<Counting>("a")});
    made.push_back({secondName, second, std::make_unique<Counting>(secondName)});
    return made;
}

TEST(WeightedReward, addsUpTheContributionsAndKeepsEveryTerm) {
    const std::array<RewardInput, 2> inputs = {};
    const auto scores = WeightedReward(parts(0.5, 0.0)).score(inputs, JobContext());
    ASSERT_EQ(scores.size(), 2U);
    ASSERT_EQ(scores[1].terms.size(), 2U);
    EXPECT_DOUBLE_EQ(scores[1].find("a")->contribution, 1.0);
    EXPECT_DOUBLE_EQ(scores[1].find("a")->weight, 0.5);
    EXPECT_DOUBLE_EQ(scores[1].find("b")->raw, 2.0);
    EXPECT_DOUBLE_EQ(scores[1].find("b")->contribution, 0.0);
    EXPECT_DOUBLE_EQ(WeightedReward(parts(0.5, -2.0)).score(inputs, JobContext())[1].total, 0.5 * 2.0 - 2.0 * 2.0);
}

TEST(WeightedReward, refusesAMixThatMeansNothing) {
    expectError(ErrorKind::BadInput, "no reward", [] { WeightedReward{{}}; });
    expectError(ErrorKind::BadInput, "twice", [] { WeightedReward{parts(1.0, 1.0, "a")}; });
    expectError(ErrorKind::BadInput, "\"b\" is not a finite", [] { WeightedReward{parts(1.0, std::nan(""))}; });
}

TEST(LoadRewards, loadsTheNamedPartsAndRefusesUnknownOnes) {
    const TemporaryFolder folder;
    saveMulan(*makeTinyMulan(), folder / "mulan");
    const std::array<RewardInput, 1> inputs = {RewardInput{"low tone", changing(1.5), {}, {}}};
    const auto scores = loadRewards(folder.path(), {{"mulan", 2.0}}, torch::kCPU)->score(inputs, JobContext());
    EXPECT_DOUBLE_EQ(scores[0].total, 2.0 * scores[0].find("mulan")->raw);
    expectError(ErrorKind::BadInput, "Known rewards: mulan, quality", [&] {
        (void)loadRewards(folder.path(), {{"beauty", 1.0}}, torch::kCPU);
    });
    expectError(ErrorKind::NotFound, "quality", [&] {
        (void)loadRewards(folder.path(), {{"quality", 1.0}}, torch::kCPU);
    });
}

}  // namespace
}  // namespace musicrl
