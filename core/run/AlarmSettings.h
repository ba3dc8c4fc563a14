// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// When a run is suspected of earning its reward by a trick: a recipe's [alarms]. A limit of 0 turns its alarm off.
/// What a rule compares are means over \p window steps, the newest with the first.
struct AlarmSettings {
    std::int64_t window = 10;           ///< steps
    double sureness = 3.0;              ///< of a rise or fall of a reward, in standard errors
    std::vector<std::string> heldOut;   ///< terms watched on the fixed prompts; empty: those of weight 0
    double rewardSpread = 0.25;         ///< share of the totals' deviation that must be left
    double componentShare = 0.9;        ///< of the gain, that one of several terms may carry
    double levelDb = 6.0;               ///< change of the clips' level
    double silence = 0.2;               ///< change of the share of a clip that is silent
    double length = 0.2;                ///< share of the time up to the last sound that may get lost
    double repetition = 0.2;            ///< growth of the share of a clip that was there before
    double diversity = 0.5;             ///< share of the clips' difference that must be left
    double duplicates = 0.25;           ///< share of a step's clips that may be as good as equal to another
    double klBudgetNats = 60.0;         ///< a clip; as far as the paper's runs go
    std::vector<std::string> stopOn;    ///< names of the alarms that end a run
};

/// The names of all alarms, as in stopOn.
[[nodiscard]] const std::vector<std::string>& alarmNames();

/// \throws Error(BadInput) naming \p where, key, value and what is allowed
[[nodiscard]] AlarmSettings alarmSettingsFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const AlarmSettings& settings);

}  // namespace musicrl
