// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/AudioFile.h"
#include "record/MusicCaps.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace musicrl {

constexpr int oneClipRate = 8000;

/// A corpus of two seconds of a broken chord at oneClipRate, the same for learning and for measuring.
inline void writeOneClip(const TemporaryFolder& folder) {
    Clip clip{.sampleRateHz = oneClipRate, .channels = 1, .samples = {}};
    for (int i = 0; i < 2 * oneClipRate; ++i) {
        const double hertz = std::vector<double>{220.0, 277.2, 329.6, 440.0}[static_cast<std::size_t>(i / 2000) % 4];
        const double fade = std::exp(-static_cast<double>(i % 2000) / 1500.0);
        clip.samples.push_back(static_cast<float>(0.4 * fade * std::sin(2.0 * std::numbers::pi * hertz * i / oneClipRate)));
    }
    std::vector<MusicCapsRow> rows(2);
    rows[0].id = "learnt";
    rows[1].id = "measured";
    rows[1].audiosetEval = true;
    for (MusicCapsRow& row : rows) {
        row.caption = "a broken chord";
        writeAudioFile(folder.path() / "audio" / (row.id + ".wav"), clip);
    }
    writeMusicCaps(folder / "corpus.csv", rows);
}

}  // namespace musicrl
