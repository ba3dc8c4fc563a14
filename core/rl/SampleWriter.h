// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/ClipRecipe.h"
#include "reward/RewardModel.h"
#include "rl/RolloutCollector.h"

#include <filesystem>
#include <vector>

namespace musicrl {

/// Clips for fixed prompts and seeds, so that what a policy has learned can be heard and measured on prompts it does not
/// train on.
class SampleWriter {
public:
    /// \param prompts     each with its id, duration and seed
    /// \param origin      what all records share: model, hash, sampling
    /// \param batchClips  clips sampled at a time
    SampleWriter(const RolloutCollector& collector, std::vector<Prompt> prompts, ClipRecipe origin, std::int64_t batchClips)
        : collector_(collector), prompts_(std::move(prompts)), origin_(std::move(origin)), batchClips_(batchClips) {}

    /// Writes <prompt id>.flac and its record with the scores, and publishes FileWritten("sample") each.
    /// \param checkpoint  of the policy, for the records
    /// \return            the scores, in the order of the prompts
    /// \throws Error(Io), JobStopped
    std::vector<RewardBreakdown> write(const Policy& policy, const RewardModel& reward, const std::string& checkpoint,
                                       const std::filesystem::path& folder, const JobContext& context) const;

private:
    void writeClip(const Prompt& prompt, const Clip& clip, const RewardBreakdown& scores, const std::string& checkpoint,
                   const std::filesystem::path& file) const;

    const RolloutCollector& collector_;
    std::vector<Prompt> prompts_;
    ClipRecipe origin_;
    std::int64_t batchClips_;
};

}  // namespace musicrl
