// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/ReproduceTask.h"

#include "base/AtomicFile.h"
#include "tasks/SameSettings.h"
#include "tasks/reproduce/Report.h"
#include "tasks/reproduce/ReproduceWork.h"
#include "tasks/reproduce/StageLog.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

ReproduceSettings settingsOf(const ReproduceConfig& config) {
    ReproduceSettings settings = readReproduceSettings(config.settings);
    settings.model = config.model.empty() ? settings.model : config.model;
    settings.device = config.device.empty() ? settings.device : config.device;
    return settings;
}

ReproduceSettings withoutJoint(ReproduceSettings settings) {
    std::erase_if(settings.runs, [](const RunSettings& run) { return run.name == "joint"; });
    return settings;
}

/// A part of the whole, with what it should take.
struct Stage {
    std::string name;
    double seconds = 0.0;
    std::function<Json(const JobContext&)> work;
};

/// One reproduction.
class Reproduction {
public:
    Reproduction(const ReproduceConfig& config, const JobContext& context)
        : config_(config),
          context_(context),
          whole_(settingsOf(config)),
          work_(config.withJoint ? whole_ : withoutJoint(whole_),
                ReproduceFolder{fs::absolute(config.outFolder).lexically_normal()}),
          log_(work_.folder().stages()) {}

    void run() {
        const ReproduceFolder& folder = work_.folder();
        makeFolder(folder.root);
        // The joint run belongs to the settings even where it is left out: it may come later.
        expectSameSettings(folder.settings(), identityOf(whole_, work_.hashes()),
                           "The reproduction in " + folder.root.string());
        const auto measure = [&](const JobContext& context) { return work_.measure(context); };
        const StageRecord measured = log_.run("measure", measure, context_);
        const ClipCosts costs = clipCostsFromJson(measured.result.at("clip_seconds"), folder.stages().string());
        const std::vector<Stage> stages = allStages(TimeBudget(work_.settings(), work_.counts(), costs));
        tellPlan(stages);
        if (config_.planOnly) {
            return;
        }
        for (const Stage& stage : stages) {
            doStage(stage);
        }
        writeReport(folder, whole_, config_.drawFigures, context_);
    }

private:
    [[nodiscard]] std::vector<Stage> allStages(const TimeBudget& budget) {
        std::vector<Stage> stages;
        const auto add = [&](const std::string& name, double seconds, auto work) {
            stages.push_back({name, seconds, std::move(work)});
        };
        add("rollouts", budget.rollouts(), [this](const JobContext& context) { return work_.makeRollouts(context); });
        add("votes", budget.votes(), [this](const JobContext& context) { return work_.vote(context); });
        std::vector<std::string> preferences = {"full"};
        preferences.insert(preferences.end(), work_.settings().preference.ablations.begin(),
                           work_.settings().preference.ablations.end());
        for (const std::string& name : preferences) {
            add("preference-" + name, budget.preference(name),
                [this, name](const JobContext& context) { return work_.learnPreference(name, context); });
        }
        for (const RunSettings& run : work_.settings().runs) {
            const Recipe recipe = recipeOf(work_.settings(), run, work_.folder().root);
            add("run-" + run.name, budget.run(recipe),
                [this, run](const JobContext& context) { return work_.finetune(run, context); });
            add("evaluate-" + run.name, budget.evaluation(recipe),
                [this, run](const JobContext& context) { return work_.evaluate(run, context); });
        }
        for (const std::string& model : comparedModels()) {
            add("clips-" + model, budget.headToHeadClips(),
                [this, model](const JobContext& context) { return work_.makeComparedClips(model, context); });
        }
        add(config_.withJoint ? "test-votes-joint" : "test-votes",
            budget.testVotes(static_cast<std::int64_t>(comparedModels().size())),
            [this](const JobContext& context) { return work_.voteOnModels(comparedModels(), context); });
        return stages;
    }

    [[nodiscard]] std::vector<std::string> comparedModels() const {
        std::vector<std::string> models = {"base", "r", "u", "ru"};
        if (config_.withJoint) {
            models.emplace_back("joint");
        }
        return models;
    }

    void tellPlan(const std::vector<Stage>& stages) {
        Json list = Json::array();
        double remaining = 0.0;
        for (const Stage& stage : stages) {
            const bool done = log_.find(stage.name).has_value();
            list.push_back({{"name", stage.name}, {"seconds", stage.seconds}, {"done", done}});
            total_ += stage.seconds;
            remaining += done ? 0.0 : stage.seconds;
        }
        context_.publish(ResultRow{"plan", {{"stages", list}, {"seconds", total_}, {"remaining_seconds", remaining}}});
    }

    void doStage(const Stage& stage) {
        context_.throwIfStopped();
        const bool wasDone = log_.find(stage.name).has_value();
        JobContext inner(context_.stopToken(), [&](const JobMessage& message) {
            const auto* progress = std::get_if<Progress>(&message);
            context_.publish(progress == nullptr ? message : overall(*progress, stage));
        });
        inner.onYield([this] { context_.yieldPoint(); });
        const StageRecord record = log_.run(stage.name, stage.work, inner);
        done_ += stage.seconds;
        if (!wasDone) {
            context_.publish(ResultRow{
                "stage",
                {{"name", record.name}, {"seconds", record.seconds}, {"peak_memory_bytes", record.peakMemoryBytes}}});
        }
    }

    /// A stage's progress in estimated seconds of the whole.
    [[nodiscard]] JobMessage overall(const Progress& progress, const Stage& stage) {
        const double part =
            progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : 0.0;
        const auto total = std::max<std::int64_t>(1, std::llround(total_));
        const auto done = std::min<std::int64_t>(total, std::llround(done_ + part * stage.seconds));
        shown_ = std::max(shown_, done);  // a job that counts anew must not turn the bar back
        return Progress{shown_, total, stage.name + ": " + progress.what};
    }

    const ReproduceConfig& config_;
    const JobContext& context_;
    ReproduceSettings whole_;
    ReproduceWork work_;
    StageLog log_;
    double total_ = 0.0;  ///< estimated seconds
    double done_ = 0.0;
    std::int64_t shown_ = 0;
};

}  // namespace

Job makeReproduceJob(ReproduceConfig config) {
    return [config = std::move(config)](const JobContext& context) { Reproduction(config, context).run(); };
}

}  // namespace musicrl
