// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

namespace musicrl {

/// A metric as the user reads it.
struct MetricChoice {
    std::string key;  ///< as in metrics.jsonl
    QString name;
    QString unit;
    QString group = {};  ///< under which a menu has it; empty: a reward or a KL
};

/// What the upright axes can show, the rewards first: the mix, MuLan, MOS, taste, then what else a run measures, by
/// groups. Mixes of different recipes do not compare.
[[nodiscard]] const std::vector<MetricChoice>& rewardChoices();
/// KL to the recipe's reference and to the base model, nats per clip.
[[nodiscard]] const std::vector<MetricChoice>& klChoices();

}  // namespace musicrl
