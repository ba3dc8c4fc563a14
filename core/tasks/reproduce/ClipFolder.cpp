// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ClipFolder.h"

#include "base/AtomicFile.h"
#include "record/StoredClip.h"

#include <algorithm>
#include <memory>

namespace musicrl {
namespace {

bool isThere(const std::filesystem::path& file) {
    return std::filesystem::exists(file) && std::filesystem::exists(recordPathFor(file));
}

}  // namespace

std::filesystem::path clipFile(const std::filesystem::path& folder, const Prompt& prompt) {
    return folder / (prompt.id + ".flac");
}

void makeClipFolder(const ClipFolderConfig& config, const JobContext& context) {
    makeFolder(config.folder);
    std::unique_ptr<ClipEvaluator> evaluator;
    const auto total = static_cast<std::int64_t>(config.prompts.size());
    const auto batch = static_cast<std::size_t>(config.batchClips);
    for (std::size_t first = 0; first < config.prompts.size(); first += batch) {
        context.throwIfStopped();
        context.publish(Progress{static_cast<std::int64_t>(first), total, "making clips"});
        const auto begin = config.prompts.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end =
            config.prompts.begin() + static_cast<std::ptrdiff_t>(std::min(first + batch, config.prompts.size()));
        const std::vector<Prompt> prompts(begin, end);
        if (std::all_of(begin, end, [&](const Prompt& prompt) { return isThere(clipFile(config.folder, prompt)); })) {
            continue;
        }
        if (!evaluator) {
            evaluator = std::make_unique<ClipEvaluator>(config.evaluator);
            evaluator->usePolicy(config.checkpoint);
        }
        for (const MeasuredClip& clip : evaluator->make(prompts, context)) {
            ClipRecipe recipe = evaluator->recipeFor(clip.prompt);
            recipe.checkpoint = config.checkpointName;
            storeClip(clipFile(config.folder, clip.prompt), *clip.clip, recipe, clip.scores);
        }
        context.yieldPoint();
    }
    context.publish(Progress{total, total, "making clips"});
}

}  // namespace musicrl
