// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/ClipRecipe.h"
#include "reward/RewardModel.h"
#include "rl/Learner.h"
#include "rl/RolloutCollector.h"
#include "run/SampleMeasures.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace musicrl {

/// What the learner makes of clips with these total rewards.
using InspectTokens = std::function<TokenFigures(const RolloutBatch& rollouts, const std::vector<double>& rewards)>;

/// Clips for fixed prompts and seeds, so that what a policy has learned can be heard and measured on prompts it does not
/// train on.
class SampleWriter {
public:
    /// \param prompts     each with its id, duration and seed
    /// \param origin      what all records share: model, hash, sampling
    /// \param batchClips  clips sampled at a time
    SampleWriter(const RolloutCollector& collector, std::vector<Prompt> prompts, ClipRecipe origin, std::int64_t batchClips)
        : collector_(collector), prompts_(std::move(prompts)), origin_(std::move(origin)), batchClips_(batchClips) {}

    /// Writes <prompt id>.flac, its record with the scores and its tokens, and publishes FileWritten("sample") each; then
    /// measures.csv with what was measured of all: "scores", each term, "kl", "level_db", "silence", "sounding_seconds",
    /// "repetition" and "nearest", the distance to the sample most like it.
    /// \param checkpoint  of the policy, for the records
    /// \return            the scores, in the order of the prompts
    /// \throws Error(Io), JobStopped
    std::vector<RewardBreakdown> write(const Policy& policy, const RewardModel& reward, const InspectTokens& inspect,
                                       const std::string& checkpoint, const std::filesystem::path& folder,
                                       const JobContext& context) const;

private:
    void writeMeasures(std::vector<Measures> measures, const std::vector<torch::Tensor>& codes,
                       const std::filesystem::path& folder) const;
    void writeClip(const Prompt& prompt, const Clip& clip, const RewardBreakdown& scores, const std::string& checkpoint,
                   const std::filesystem::path& file) const;

    const RolloutCollector& collector_;
    std::vector<Prompt> prompts_;
    ClipRecipe origin_;
    std::int64_t batchClips_;
};

}  // namespace musicrl
