// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/AlarmSettings.h"

#include "base/Error.h"
#include "base/Fields.h"

#include <algorithm>

namespace musicrl {
namespace {

void expectKnown(const std::vector<std::string>& names, const std::vector<std::string>& known, const std::string& what) {
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            std::string list;
            for (const std::string& one : known) {
                list += (list.empty() ? "" : ", ") + one;
            }
            throw Error(ErrorKind::BadInput, what + " has \"" + name + "\", but may only have " + list + ".");
        }
    }
}

}  // namespace

const std::vector<std::string>& alarmNames() {
    static const std::vector<std::string> names = {"held_out_falls", "reward_spread", "one_component", "level",
                                                   "silence",        "length",        "repetition",    "diversity",
                                                   "duplicates",     "kl_budget"};
    return names;
}

AlarmSettings alarmSettingsFromJson(const Json& json, const std::string& where) {
    AlarmSettings settings;
    Fields fields(json, where);
    fields.integer("window", settings.window, 2, 100'000);
    fields.number("sureness", settings.sureness, 0.0, 100.0);
    fields.texts("held_out", settings.heldOut);
    fields.number("reward_spread", settings.rewardSpread, 0.0, 1.0);
    fields.number("component_share", settings.componentShare, 0.0, 100.0);
    fields.number("level_db", settings.levelDb, 0.0, 200.0);
    fields.number("silence", settings.silence, 0.0, 1.0);
    fields.number("length", settings.length, 0.0, 1.0);
    fields.number("repetition", settings.repetition, 0.0, 1.0);
    fields.number("diversity", settings.diversity, 0.0, 1.0);
    fields.number("duplicates", settings.duplicates, 0.0, 1.0);
    fields.number("kl_budget", settings.klBudgetNats, 0.0, 1e6);
    fields.texts("stop_on", settings.stopOn);
    fields.finish();
    expectKnown(settings.heldOut, {"mulan", "quality", "preference"}, where + ": \"held_out\"");
    expectKnown(settings.stopOn, alarmNames(), where + ": \"stop_on\"");
    return settings;
}

Json toJson(const AlarmSettings& settings) {
    return {{"window", settings.window},
            {"sureness", settings.sureness},
            {"held_out", settings.heldOut},
            {"reward_spread", settings.rewardSpread},
            {"component_share", settings.componentShare},
            {"level_db", settings.levelDb},
            {"silence", settings.silence},
            {"length", settings.length},
            {"repetition", settings.repetition},
            {"diversity", settings.diversity},
            {"duplicates", settings.duplicates},
            {"kl_budget", settings.klBudgetNats},
            {"stop_on", settings.stopOn}};
}

}  // namespace musicrl
