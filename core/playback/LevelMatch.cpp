// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/LevelMatch.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr double highestPeakDbtp = -1.0;

/// By how much all have to go down so that no true peak stays above the highest.
double peakGuard(std::span<const Loudness> clips, const std::vector<double>& gainsDb) {
    double excess = 0.0;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        excess = std::max(excess, clips[i].truePeakDbtp + gainsDb[i] - highestPeakDbtp);
    }
    return excess;
}

std::string reasonAgainst(std::span<const Loudness> clips) {
    const auto unknown =
        std::find_if(clips.begin(), clips.end(), [](const Loudness& clip) { return !clip.integratedLufs; });
    if (unknown == clips.end()) {
        return {};
    }
    const auto letter = static_cast<char>('A' + (unknown - clips.begin()));
    return std::string("Levels are not matched: clip ") + letter +
           " is silent or shorter than 0.4 s, so that its loudness cannot be measured.";
}

}  // namespace

TrialLevels matchLevels(std::span<const Loudness> clips, double wishedLufs) {
    TrialLevels levels;
    levels.reason = reasonAgainst(clips);
    levels.matched = levels.reason.empty();
    levels.targetLufs = wishedLufs;
    for (const Loudness& clip : clips) {
        levels.integratedLufs.push_back(clip.integratedLufs);
        levels.truePeaksDbtp.push_back(clip.truePeakDbtp);
        if (levels.matched) {
            levels.targetLufs = std::min(levels.targetLufs, *clip.integratedLufs);
        }
    }
    for (const Loudness& clip : clips) {
        levels.gainsDb.push_back(levels.matched ? levels.targetLufs - *clip.integratedLufs : 0.0);
    }
    levels.peakGuardDb = peakGuard(clips, levels.gainsDb);
    for (double& gain : levels.gainsDb) {
        gain -= levels.peakGuardDb;
    }
    levels.targetLufs -= levels.matched ? levels.peakGuardDb : 0.0;
    return levels;
}

}  // namespace musicrl
