// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Composition.h"

#include <array>

namespace musicrl {

std::string nameOf(Role role) {
    constexpr std::array names = {"melody", "chords", "bass", "drums"};
    return names[static_cast<std::size_t>(role)];
}

std::string tempoClass(double tempoBpm) {
    if (tempoBpm <= 84.0) {
        return "slow";
    }
    return tempoBpm < 120.0 ? "medium" : "fast";
}

std::string keyName(const Composition& composition) {
    constexpr std::array names = {"C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    return std::string(names[static_cast<std::size_t>(composition.tonic)]) + (composition.minor ? " minor" : " major");
}

Json factsOf(const Composition& composition) {
    Json instruments = Json::array();
    for (const Part& part : composition.parts) {
        instruments.push_back(Json{{"role", nameOf(part.role)}, {"name", part.instrument}});
    }
    return Json{{"genre", composition.genre},
                {"mood", composition.mood},
                {"tempo_bpm", composition.tempoBpm},
                {"tempo", tempoClass(composition.tempoBpm)},
                {"key", keyName(composition)},
                {"metre", std::to_string(composition.beatsPerBar) + "/4"},
                {"density", composition.density},
                {"chords", composition.chords},
                {"instruments", std::move(instruments)}};
}

}  // namespace musicrl
