// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/DeskLane.h"

#include "playback/LevelMatch.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

constexpr double fadeSeconds = 0.005;

ClipPtr cutTo(const ClipPtr& clip, double seconds) {
    const auto frames = static_cast<std::int64_t>(std::llround(seconds * clip->sampleRateHz));
    if (clip->frames() <= frames) {
        return clip;
    }
    auto cut = std::make_shared<Clip>(*clip);
    const auto channels = static_cast<std::size_t>(clip->channels);
    cut->samples.resize(static_cast<std::size_t>(frames) * channels);
    const std::int64_t fade = std::min<std::int64_t>(frames, std::llround(fadeSeconds * clip->sampleRateHz));
    for (std::int64_t i = 0; i < fade; ++i) {
        const double share = static_cast<double>(i + 1) / static_cast<double>(fade);
        const auto gain = static_cast<float>(0.5 * (1.0 + std::cos(std::numbers::pi * share)));
        const auto at = static_cast<std::size_t>(frames - fade + i) * channels;
        std::for_each_n(cut->samples.begin() + static_cast<std::ptrdiff_t>(at), channels,
                        [gain](float& sample) { sample *= gain; });
    }
    return cut;
}

}  // namespace

bool anyIsReading(std::span<const DeskLane> lanes) {
    return std::any_of(lanes.begin(), lanes.end(),
                       [](const DeskLane& lane) { return lane.status == LaneStatus::Reading; });
}

double shortestSeconds(std::span<const DeskLane> lanes) {
    double shortest = 0.0;
    for (const DeskLane& lane : lanes) {
        if (lane.loaded) {
            const double seconds = lane.loaded->clip->durationSeconds();
            shortest = shortest > 0.0 ? std::min(shortest, seconds) : seconds;
        }
    }
    return shortest;
}

LaneLevels levelsOf(std::span<const DeskLane> lanes, double wishedLufs, bool wished) {
    std::vector<Loudness> loudness;
    std::vector<std::size_t> loaded;
    QString unknown;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (const auto& clip = lanes[i].loaded) {
            loudness.push_back(clip->loudness);
            loaded.push_back(i);
            if (unknown.isEmpty() && !clip->loudness.integratedLufs) {
                unknown = QString(QChar(u'A' + static_cast<int>(i)));
            }
        }
    }
    LaneLevels levels{matchLevels(loudness, wishedLufs), std::vector<double>(lanes.size(), 0.0), {}};
    if (!unknown.isEmpty()) {
        levels.reason = QCoreApplication::translate("DeskLane",
                                                    "Levels are not matched: %1 is silent or shorter than 0.4 s, so "
                                                    "that its loudness cannot be measured.")
                            .arg(unknown);
    }
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        levels.gainsDb[loaded[i]] = wished ? levels.match.gainsDb[i] : 0.0;
    }
    return levels;
}

PlayableClip cutTo(const PlayableClip& clip, double seconds) {
    if (!clip.source) {
        return clip;
    }
    const ClipPtr source = cutTo(clip.source, seconds);
    return {source, clip.playable == clip.source ? source : cutTo(clip.playable, seconds)};
}

}  // namespace musicrl
