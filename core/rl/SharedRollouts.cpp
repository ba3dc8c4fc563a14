// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/SharedRollouts.h"

#include "base/Json.h"

#include <utility>

namespace musicrl {
namespace {

std::vector<ClipPtr> gathered(const std::vector<ClipPtr>& own, const ProcessGroup& group) {
    const Clip& like = *own.front();
    std::vector<torch::Tensor> rows;
    for (const ClipPtr& clip : own) {
        rows.push_back(torch::tensor(clip->samples));
    }
    const torch::Tensor all = group.gather(torch::stack(rows)).contiguous();
    std::vector<ClipPtr> clips;
    for (std::int64_t i = 0; i < all.size(0); ++i) {
        const float* first = all[i].data_ptr<float>();
        clips.push_back(std::make_shared<const Clip>(
            Clip{like.sampleRateHz, like.channels, std::vector<float>(first, first + all.size(1))}));
    }
    return clips;
}

}  // namespace

std::vector<Prompt> ownPart(const std::vector<Prompt>& prompts, const ProcessGroup& group) {
    const auto count = static_cast<std::ptrdiff_t>(prompts.size()) / group.size();
    const auto first = prompts.begin() + group.rank() * count;
    return {first, first + count};
}

RolloutBatch gathered(const RolloutBatch& own, std::vector<Prompt> all, const ProcessGroup& group) {
    if (group.size() == 1) {
        return own;
    }
    return {.prompts = std::move(all),
            .conditioning = group.gather(own.conditioning),
            .tokens = group.gather(own.tokens),
            .clips = gathered(own.clips, group),
            .codes = group.gather(own.codes)};
}

std::vector<RewardBreakdown> gathered(const std::vector<RewardBreakdown>& own, const ProcessGroup& group) {
    if (group.size() == 1) {
        return own;
    }
    Json rows = Json::array();
    for (const RewardBreakdown& reward : own) {
        rows.push_back(toJson(reward));
    }
    const std::vector<std::uint8_t> bytes = Json::to_cbor(rows);  // keeps what is not finite
    std::vector<RewardBreakdown> all;
    for (const std::string& text : group.gather(std::string(bytes.begin(), bytes.end()))) {
        for (const Json& row : Json::from_cbor(text)) {
            all.push_back(rewardBreakdownFromJson(row, "the rewards of another process"));
        }
    }
    return all;
}

}  // namespace musicrl
