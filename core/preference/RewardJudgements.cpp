// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/RewardJudgements.h"

#include "preference/PairClips.h"

#include <algorithm>

namespace musicrl {

std::map<std::string, std::vector<JudgedPair>> judgeByReward(const std::vector<PreferencePair>& pairs,
                                                             const RewardModel& reward, const JobContext& context) {
    constexpr std::size_t pairsAtOnce = 8;
    std::map<std::string, std::vector<JudgedPair>> judged;
    for (std::size_t begin = 0; begin < pairs.size(); begin += pairsAtOnce) {
        context.throwIfStopped();
        const std::size_t end = std::min(pairs.size(), begin + pairsAtOnce);
        std::vector<RewardInput> inputs;  // A and B of each pair in turn
        for (std::size_t i = begin; i < end; ++i) {
            inputs.push_back({pairs[i].prompt, readComparedClip(pairs[i].a, pairs[i].id), {}, {}});
            inputs.push_back({pairs[i].prompt, readComparedClip(pairs[i].b, pairs[i].id), {}, {}});
        }
        const std::vector<RewardBreakdown> scores = reward.score(inputs, context);
        for (std::size_t i = begin; i < end; ++i) {
            const RewardBreakdown& a = scores[2 * (i - begin)];
            const RewardBreakdown& b = scores[2 * (i - begin) + 1];
            for (const RewardTerm& term : a.terms) {
                judged[term.name].push_back(
                    {term.raw - b.find(term.name)->raw, outcomeOf(pairs[i].label).value(), pairs[i].prompt});
            }
        }
        context.publish(Progress{static_cast<std::int64_t>(end), static_cast<std::int64_t>(pairs.size()),
                                 "judging held-out pairs"});
        context.yieldPoint();
    }
    return judged;
}

}  // namespace musicrl
