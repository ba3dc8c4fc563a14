// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"
#include "tasks/reproduce/ReportNumbers.h"

#include <string>
#include <vector>

namespace musicrl {

constexpr std::int64_t plantedPrompts = 40;

/// A value of every planted clip around \p mean; the same prompts are good in all models.
inline std::vector<double> plantedClips(double mean, double spread, std::uint64_t seed) {
    Random prompts(7);
    Random own(seed);
    std::vector<double> values;
    for (std::int64_t i = 0; i < plantedPrompts; ++i) {
        values.push_back(mean + spread * prompts.normal() + 0.2 * spread * own.normal());
    }
    return values;
}

inline MeasuredCheckpoint plantedCheckpoint(std::int64_t step, double quality, double mulan, double preference,
                                            double kl) {
    const auto seed =
        static_cast<std::uint64_t>(1000.0 * quality + 100.0 * preference) + static_cast<std::uint64_t>(step);
    return {step,
            {{"quality", plantedClips(quality, 0.2, seed)},
             {"mulan", plantedClips(mulan, 0.03, seed + 1)},
             {"preference", plantedClips(preference, 0.3, seed + 2)},
             {"kl", plantedClips(kl, 0.01, seed + 3)},
             {"kl_base", plantedClips(kl, 0.01, seed + 4)}}};
}

inline MeasuredPair plantedPair(const std::string& first, const std::string& second, std::int64_t wins,
                                std::int64_t ties, std::int64_t losses) {
    const WinTieLoss counts{wins, ties, losses};
    const double rate = winRate(counts);
    return {first, second, counts, {rate, {rate - 0.04, rate + 0.04}}, 0.001};
}

/// Numbers with the paper's shape throughout: its own rewards and percentages.
inline ReportNumbers numbersOfThePaper() {
    const auto base = [](std::int64_t step) { return plantedCheckpoint(step, 3.5, 0.58, -1.5, 0.0); };
    ReportNumbers numbers;
    numbers.evaluationPrompts = plantedPrompts;
    numbers.runs = {{"mulan",
                     "",
                     20,
                     {base(0), plantedCheckpoint(10, 3.8, 0.66, -1.4, 15), plantedCheckpoint(20, 4.1, 0.71, -1.3, 30)},
                     {},
                     {}},
                    {"quality",
                     "",
                     20,
                     {base(0), plantedCheckpoint(10, 4.3, 0.60, -0.9, 14), plantedCheckpoint(20, 4.6, 0.61, -1.4, 28)},
                     {},
                     {}},
                    {"r",
                     "",
                     20,
                     {base(0), plantedCheckpoint(10, 4.2, 0.69, -1.2, 18), plantedCheckpoint(20, 4.4, 0.71, -1.1, 33)},
                     {0.5, 0.1, 0.5, 0.7, 2},
                     {2.0, 0.3, 1.5, 3.8}},
                    {"u",
                     "",
                     10,
                     {base(0), plantedCheckpoint(10, 4.0, 0.55, 1.6, 20), plantedCheckpoint(20, 4.0, 0.45, 2.2, 50)},
                     {},
                     {}},
                    {"ru",
                     "r",
                     10,
                     {plantedCheckpoint(0, 4.4, 0.71, -1.1, 0), plantedCheckpoint(10, 4.45, 0.69, 1.2, 12)},
                     {},
                     {}}};
    numbers.preferences = {{"full", {0.57, 0.60}, 0.60, 0.01},
                           {"no-text", {0.58, 0.60}, 0.60, 0.01},
                           {"quarter", {0.55, 0.56}, 0.56, 0.01},
                           {"scratch", {0.50, 0.50}, 0.50, 0.01}};
    numbers.heuristics = {{"mulan", 0.516, 0.01}, {"quality", 0.533, 0.01}};
    numbers.standings = {{"base", {3.07, {3.0, 3.1}}, 133, 900},
                         {"r", {3.54, {3.5, 3.6}}, 362, 900},
                         {"u", {3.53, {3.5, 3.6}}, 372, 900},
                         {"ru", {3.82, {3.7, 3.9}}, 460, 900}};
    numbers.pairs = {plantedPair("r", "base", 394, 134, 78), plantedPair("u", "base", 355, 128, 123),
                     plantedPair("u", "r", 218, 200, 188),   plantedPair("ru", "base", 404, 139, 63),
                     plantedPair("u", "ru", 160, 180, 266),  plantedPair("ru", "r", 284, 190, 132)};
    numbers.stages = {{"run-r", 3600.0, 2'000'000'000, 2}};
    numbers.settings = {{"seed", 1}, {"runs", {{"r", {{"steps", 400}, {"batch_clips", 16}, {"alpha", 0.005}}}}}};
    return numbers;
}

}  // namespace musicrl
