// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/SampleWriter.h"

#include "base/AtomicFile.h"
#include "record/StoredClip.h"
#include "rl/ClipDiversity.h"
#include "rl/ClipMeasures.h"
#include "rl/ClipTokens.h"
#include "rl/RewardMetrics.h"

#include <algorithm>

namespace musicrl {

namespace {

double klOf(const TokenTrace& trace) {
    double sum = 0.0;
    for (const TracedToken& token : trace) {
        sum += token.klNats;
    }
    return sum;
}

Measures measuresOf(const Clip& clip, const torch::Tensor& codes, const RewardBreakdown& scores,
                    const TokenTrace& trace) {
    const ClipMeasures sound = measureClip(clip, codes);
    Measures measures = {{"scores", scores.total},
                         {"kl", klOf(trace)},
                         {"level_db", sound.levelDb},
                         {"silence", sound.silence},
                         {"sounding_seconds", sound.soundingSeconds},
                         {"repetition", sound.repetition}};
    for (const RewardTerm& term : scores.terms) {
        measures[term.name] = term.raw;
    }
    return measures;
}

}  // namespace

std::vector<RewardBreakdown> SampleWriter::write(const Policy& policy, const RewardModel& reward,
                                                 const InspectTokens& inspect, const std::string& checkpoint,
                                                 const std::filesystem::path& folder, const JobContext& context) const {
    makeFolder(folder);
    std::vector<RewardBreakdown> all;
    std::vector<Measures> measures;
    std::vector<torch::Tensor> codes;
    const auto batch = static_cast<std::size_t>(batchClips_);
    for (std::size_t first = 0; first < prompts_.size(); first += batch) {
        const auto begin = prompts_.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = prompts_.begin() + static_cast<std::ptrdiff_t>(std::min(first + batch, prompts_.size()));
        const RolloutBatch rollouts = collector_.collect(policy, {begin, end}, context);
        const std::vector<RewardBreakdown> scores =
            reward.score(rewardInputs(rollouts, collector_.generator().codecHash()), context);
        const std::vector<TokenTrace> traces = tokenTraces(rollouts, inspect(rollouts, totals(scores)), policy);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const std::filesystem::path file = folder / (rollouts.prompts[i].id + ".flac");
            writeTokenTrace(tokenTracePath(file), traces[i]);
            writeClip(rollouts.prompts[i], *rollouts.clips[i], scores[i], checkpoint, file);
            context.publish(FileWritten{file, "sample"});
            measures.push_back(
                measuresOf(*rollouts.clips[i], rollouts.codes[static_cast<std::int64_t>(i)], scores[i], traces[i]));
        }
        all.insert(all.end(), scores.begin(), scores.end());
        codes.push_back(rollouts.codes);
    }
    writeMeasures(std::move(measures), codes, folder);
    return all;
}

void SampleWriter::writeMeasures(std::vector<Measures> measures, const std::vector<torch::Tensor>& codes,
                                 const std::filesystem::path& folder) const {
    if (measures.empty()) {
        return;
    }
    const std::vector<double> nearest = nearestDistances(torch::cat(codes));
    SampleMeasures table;
    for (std::size_t i = 0; i < measures.size(); ++i) {
        measures[i]["nearest"] = nearest[i];
        table.add(prompts_[i].id, std::move(measures[i]));
    }
    table.write(folder);
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
