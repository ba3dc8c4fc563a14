// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/plan/RaterOrder.h"

#include "base/Error.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace musicrl {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::BadInput, reason);
}

/// Puts a trial of another prompt than the last one's in this place, if one is left.
void bringForward(std::vector<PlannedTrial>& trials, std::size_t place, const std::vector<PlannedTrial>& order) {
    if (order.empty()) {
        return;
    }
    const auto here = trials.begin() + static_cast<std::ptrdiff_t>(place);
    const auto other = std::find_if(here, trials.end(),
                                    [&](const PlannedTrial& trial) { return trial.prompt != order.back().prompt; });
    if (other != trials.end()) {
        std::iter_swap(here, other);
    }
}

}  // namespace

std::vector<PlannedTrial> inRounds(std::vector<std::vector<PlannedTrial>> groups, Random& random) {
    std::vector<PlannedTrial> order;
    std::size_t longest = 0;
    for (const auto& group : groups) {
        longest = std::max(longest, group.size());
    }
    for (std::size_t round = 0; round < longest; ++round) {
        std::vector<PlannedTrial> now;
        for (auto& group : groups) {
            if (round < group.size()) {
                bringForward(group, round, order);
                now.push_back(std::move(group[round]));
            }
        }
        random.shuffle(now);
        for (std::size_t i = 0; i < now.size(); ++i) {
            bringForward(now, i, order);
            order.push_back(now[i]);
        }
    }
    return order;
}

std::vector<PlannedTrial> practiceFrom(const std::vector<PlannedTrial>& order, std::int64_t wanted, Random& random) {
    const auto count = static_cast<std::size_t>(wanted);
    if (count > order.size()) {
        refuse("\"practice\" asks for " + std::to_string(count) + " trials, but a rater has only " +
               std::to_string(order.size()) + ".");
    }
    std::vector<PlannedTrial> practice(order.end() - static_cast<std::ptrdiff_t>(count), order.end());
    for (PlannedTrial& trial : practice) {
        trial.role = TrialRole::Practice;
    }
    random.shuffle(practice);
    return practice;
}

std::vector<PlannedTrial> withRepeats(std::vector<PlannedTrial> order, std::int64_t wanted, Random& random) {
    const std::size_t half = order.size() / 2;
    const auto count = static_cast<std::size_t>(wanted);
    if (count > half) {
        refuse("\"repeats\" asks for " + std::to_string(count) +
               " trials again, but only the first half of a rater's " + std::to_string(order.size()) + " can be.");
    }
    std::vector<std::size_t> places(half);
    std::iota(places.begin(), places.end(), 0);
    random.shuffle(places);
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i].id = std::to_string(i);  // by which the repeat finds its original later
    }
    for (std::size_t i = 0; i < count; ++i) {
        PlannedTrial repeat = order[places[i]];
        repeat.role = TrialRole::Repeat;
        repeat.repeatOf = std::exchange(repeat.id, "");
        std::reverse(repeat.clips.begin(), repeat.clips.end());
        const std::size_t earliest = std::max(half, places[i] + half / 2 + 1);
        const std::size_t place = earliest + random.index(order.size() - earliest + 1);
        order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), std::move(repeat));
    }
    return order;
}

std::vector<PlannedTrial> withGold(std::vector<PlannedTrial> order, const std::vector<PlannedTrial>& gold,
                                   Random& random) {
    std::vector<PlannedTrial> mixed;
    std::size_t taken = 0;
    const auto take = [&](std::size_t end) {
        std::move(order.begin() + static_cast<std::ptrdiff_t>(taken), order.begin() + static_cast<std::ptrdiff_t>(end),
                  std::back_inserter(mixed));
        taken = end;
    };
    for (std::size_t i = 0; i < gold.size(); ++i) {
        const std::size_t end = order.size() * (i + 1) / gold.size();
        take(taken + random.index(end - taken + 1));
        mixed.push_back(gold[i]);
        take(end);
    }
    take(order.size());
    return mixed;
}

}  // namespace musicrl
