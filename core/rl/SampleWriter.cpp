// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/SampleWriter.h"

#include "base/AtomicFile.h"
#include "record/StoredClip.h"

#include <algorithm>

namespace musicrl {

std::vector<RewardBreakdown> SampleWriter::write(const Policy& policy, const RewardModel& reward,
                                                 const std::string& checkpoint, const std::filesystem::path& folder,
                                                 const JobContext& context) const {
    makeFolder(folder);
    std::vector<RewardBreakdown> all;
    const auto batch = static_cast<std::size_t>(batchClips_);
    for (std::size_t first = 0; first < prompts_.size(); first += batch) {
        const auto begin = prompts_.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = prompts_.begin() + static_cast<std::ptrdiff_t>(std::min(first + batch, prompts_.size()));
        const RolloutBatch rollouts = collector_.collect(policy, {begin, end}, context);
        const std::vector<RewardBreakdown> scores =
            reward.score(rewardInputs(rollouts, collector_.generator().codecHash()), context);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const std::filesystem::path file = folder / (rollouts.prompts[i].id + ".flac");
            writeClip(rollouts.prompts[i], *rollouts.clips[i], scores[i], checkpoint, file);
            context.publish(FileWritten{file, "sample"});
        }
        all.insert(all.end(), scores.begin(), scores.end());
    }
    return all;
}

void SampleWriter::writeClip(const Prompt& prompt, const Clip& clip, const RewardBreakdown& scores,
                             const std::string& checkpoint, const std::filesystem::path& file) const {
    ClipRecipe recipe = origin_;
    recipe.prompt = prompt;
    recipe.checkpoint = checkpoint;
    recipe.temperature = collector_.temperature();
    recipe.fineIterations = collector_.fineIterations();
    storeClip(file, clip, recipe, scores);
}

}  // namespace musicrl
