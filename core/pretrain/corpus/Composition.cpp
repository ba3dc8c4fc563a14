// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Composition.h"

#include <array>
#include <cmath>

namespace musicrl {
namespace {

double hundredths(double value) { return std::round(value * 100.0) / 100.0; }

}  // namespace

std::string nameOf(Role role) {
    constexpr std::array names = {"melody", "chords", "bass", "drums"};
    return names[static_cast<std::size_t>(role)];
}

std::string tempoClass(double tempoBpm) {
    if (tempoBpm < 85.0) {
        return "slow";
    }
    return tempoBpm <= 125.0 ? "medium" : "fast";
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
                {"tempo_bpm", hundredths(composition.tempoBpm)},
                {"tempo", tempoClass(composition.tempoBpm)},
                {"key", keyName(composition)},
                {"metre", std::to_string(composition.beatsPerBar) + "/4"},
                {"density", composition.density},
                {"dynamics", composition.dynamics},
                {"intro_seconds", hundredths(composition.introBeats * composition.secondsPerBeat())},
                {"ending", composition.ending},
                {"chords", composition.chords},
                {"lead", composition.parts.empty() ? "" : composition.parts.front().instrument},
                {"instruments", std::move(instruments)}};
}

}  // namespace musicrl
