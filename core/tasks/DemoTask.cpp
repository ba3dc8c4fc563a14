// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/DemoTask.h"

#include "base/Error.h"
#include "base/Paths.h"
#include "base/Random.h"
#include "record/PromptSet.h"
#include "run/RecipeFiles.h"
#include "run/RunDirectory.h"
#include "tasks/DemoReport.h"
#include "tasks/FinetuneTask.h"
#include "tasks/GenerateTask.h"

#include <algorithm>
#include <chrono>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::vector<Prompt> demoPrompts(const DemoConfig& config) {
    const std::vector<Prompt> all = readPrompts(resourcesFolder() / "prompts" / "eval.txt");
    const std::size_t count = std::min(all.size(), static_cast<std::size_t>(std::max<std::int64_t>(1, config.prompts)));
    std::vector<Prompt> prompts;
    for (std::size_t i = 0; i < count; ++i) {
        prompts.push_back(all[i * all.size() / count]);  // the file goes by genre: take some of each
        prompts[i].durationSeconds = config.clipSeconds;
        prompts[i].seed = deriveSeed(config.seed, "demo", i) % 1000000;  // short enough to be typed again
    }
    return prompts;
}

Recipe demoRecipe(const DemoConfig& config) {
    Recipe recipe = readRecipe("r");
    recipe.model = config.model;
    recipe.device = config.device;
    recipe.seed = config.seed;
    recipe.steps = config.steps;
    recipe.learningRate = 1e-4;  // so few steps show something only at a rate that costs more KL
    recipe.checkpointEvery = config.steps;
    recipe.sampleEvery = std::max<std::int64_t>(1, config.steps / 2);
    return recipe;
}

/// The demo is one job made of three: their progress becomes one bar, everything else passes through.
class Phases {
public:
    Phases(const JobContext& context, std::int64_t units) : context_(context), units_(units) {}

    void run(const Job& job, const std::string& what, std::int64_t units) {
        JobContext inner(context_.stopToken(), [&](const JobMessage& message) {
            const auto* progress = std::get_if<Progress>(&message);
            context_.publish(progress == nullptr ? message : overall(*progress, what, units));
        });
        inner.onYield([&] { context_.yieldPoint(); });
        inner.onTakeCommands([&] { return context_.takeCommands(); });
        job(inner);
        context_.throwIfStopped();
        done_ += units;
    }

private:
    [[nodiscard]] JobMessage overall(const Progress& progress, const std::string& what, std::int64_t units) const {
        const std::int64_t part = progress.total > 0 ? progress.done * units / progress.total : 0;
        return Progress{done_ + part, units_, what + ": " + progress.what};
    }

    const JobContext& context_;
    std::int64_t units_;
    std::int64_t done_ = 0;
};

Job generation(const DemoConfig& config, const std::vector<Prompt>& prompts, const std::string& checkpoint,
               const fs::path& folder) {
    GenerateConfig generate;
    generate.model = config.model;
    generate.checkpoint = checkpoint;
    generate.prompts = prompts;
    generate.device = config.device;
    generate.outFolder = folder;
    return makeGenerateJob(std::move(generate));
}

void runDemo(const DemoConfig& config, const JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    if (config.steps < 1) {
        throw Error(ErrorKind::BadInput, "The demo needs at least one training step.");
    }
    const fs::path base = config.outFolder / "base";
    const fs::path tuned = config.outFolder / "tuned";
    const fs::path runFolder = config.outFolder / "run";
    if (RunDirectory::exists(runFolder)) {
        throw Error(ErrorKind::BadInput, config.outFolder.string() + " already holds a demo: choose another folder.");
    }
    const std::vector<Prompt> prompts = demoPrompts(config);
    const auto clips = static_cast<std::int64_t>(prompts.size());
    Phases phases(context, clips + config.steps + clips);
    phases.run(generation(config, prompts, "", base), "base clips", clips);
    phases.run(makeFinetuneJob({.recipe = demoRecipe(config), .runFolder = runFolder}), "fine-tuning", config.steps);
    const RunDirectory run = RunDirectory::open(runFolder);
    phases.run(generation(config, prompts, run.newestCheckpoint().value().string(), tuned), "tuned clips", clips);

    const std::vector<BeforeAfter> comparisons = compareFolders(prompts, base, tuned);
    writeComparisonTable(config.outFolder / "table.csv", comparisons);
    context.publish(FileWritten{config.outFolder / "table.csv", "table"});
    writeCurves(config.outFolder / "curves.csv", run);
    context.publish(FileWritten{config.outFolder / "curves.csv", "table"});
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    publishComparisons(comparisons, seconds.count(), context);
}

}  // namespace

Job makeDemoJob(DemoConfig config) {
    return [config = std::move(config)](const JobContext& context) { runDemo(config, context); };
}

}  // namespace musicrl
