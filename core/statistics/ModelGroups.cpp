// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ModelGroups.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace musicrl {
namespace {

using Link = std::function<bool(std::size_t, std::size_t)>;

/// Which models can be reached from which, row by row (Warshall).
std::vector<std::vector<bool>> reachable(std::size_t models, const Link& link) {
    std::vector<std::vector<bool>> reached(models, std::vector<bool>(models, false));
    for (std::size_t from = 0; from < models; ++from) {
        for (std::size_t to = 0; to < models; ++to) {
            reached[from][to] = from == to || link(from, to);
        }
    }
    for (std::size_t by = 0; by < models; ++by) {
        for (std::size_t from = 0; from < models; ++from) {
            for (std::size_t to = 0; to < models; ++to) {
                reached[from][to] = reached[from][to] || (reached[from][by] && reached[by][to]);
            }
        }
    }
    return reached;
}

/// Models that reach each other.
std::vector<std::size_t> groupsBy(std::size_t models, const Link& link) {
    const std::vector<std::vector<bool>> reached = reachable(models, link);
    std::vector<std::size_t> groups(models);
    std::size_t count = 0;
    for (std::size_t model = 0; model < models; ++model) {
        std::size_t mate = 0;
        while (!reached[model][mate] || !reached[mate][model]) {
            ++mate;
        }
        groups[model] = mate == model ? count++ : groups[mate];
    }
    return groups;
}

/// The models of each group.
std::vector<std::vector<std::size_t>> membersOf(const std::vector<std::size_t>& groups) {
    std::vector<std::vector<std::size_t>> members;
    for (std::size_t model = 0; model < groups.size(); ++model) {
        members.resize(std::max(members.size(), groups[model] + 1));
        members[groups[model]].push_back(model);
    }
    return members;
}

std::string listed(const std::vector<std::vector<std::size_t>>& groups, const std::vector<std::string>& names) {
    std::string text;
    for (const std::vector<std::size_t>& group : groups) {
        text += text.empty() ? "(" : ", (";
        for (std::size_t i = 0; i < group.size(); ++i) {
            text += (i > 0 ? ", " : "") + names.at(group[i]);
        }
        text += ")";
    }
    return text;
}

}  // namespace

ModelGroups groupsOf(const WinMatrix& matrix) {
    const auto won = [&](std::size_t a, std::size_t b) { return matrix.wins(a, b) > 0.0; };
    const auto met = [&](std::size_t a, std::size_t b) { return won(a, b) || won(b, a) || matrix.ties(a, b) > 0.0; };
    return {groupsBy(matrix.models(), won), groupsBy(matrix.models(), met)};
}

std::vector<bool> modelsOnOneScale(const ModelGroups& groups) {
    const std::vector<std::vector<std::size_t>> meetings = membersOf(groups.meeting);
    const auto together =
        std::count_if(meetings.begin(), meetings.end(), [](const auto& each) { return each.size() > 1; });
    std::vector<bool> onScale;
    for (const std::size_t meeting : groups.meeting) {
        onScale.push_back(together == 1 && meetings[meeting].size() > 1);
    }
    return onScale;
}

bool worthsHaveEnds(const ModelGroups& groups) {
    const std::vector<bool> onScale = modelsOnOneScale(groups);
    const auto first = std::find(onScale.begin(), onScale.end(), true);
    if (first == onScale.end()) {
        return false;
    }
    const std::size_t group = groups.winning[static_cast<std::size_t>(first - onScale.begin())];
    for (std::size_t model = 0; model < onScale.size(); ++model) {
        if (onScale[model] && groups.winning[model] != group) {
            return false;
        }
    }
    return true;
}

std::string textOf(const ModelGroups& groups, const std::vector<std::string>& names) {
    std::vector<std::vector<std::size_t>> together = membersOf(groups.meeting);
    std::vector<std::vector<std::size_t>> alone;
    std::copy_if(together.begin(), together.end(), std::back_inserter(alone),
                 [](const auto& each) { return each.size() == 1; });
    std::erase_if(together, [](const auto& each) { return each.size() == 1; });
    std::string text =
        alone.empty() ? "" : "Without a comparison that counts, so without a strength: " + listed(alone, names) + ".";
    const std::string space = text.empty() ? "" : " ";
    if (together.size() > 1) {
        return text + space + "The groups " + listed(together, names) +
               " never met, not even by way of others: their strengths cannot be compared, and none are given.";
    }
    if (together.size() == 1 && !worthsHaveEnds(groups)) {
        std::vector<std::vector<std::size_t>> parts = membersOf(groups.winning);
        std::erase_if(parts,
                      [&](const auto& part) { return std::find(alone.begin(), alone.end(), part) != alone.end(); });
        return text + space + "Between the groups " + listed(parts, names) +
               " all decisive votes went one way, or there was none: nothing tells how far apart they are, so no "
               "strength has an interval.";
    }
    return text;
}

}  // namespace musicrl
