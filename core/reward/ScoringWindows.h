// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "record/RewardBreakdown.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// A span of a clip in frames: [begin, end).
struct FrameSpan {
    std::int64_t begin = 0;
    std::int64_t end = 0;

    [[nodiscard]] std::int64_t length() const { return end - begin; }
    [[nodiscard]] bool operator==(const FrameSpan&) const = default;
};

/// Consecutive windows from the start; what is left at the end is covered by one more that ends with the clip and
/// overlaps the one before. A clip shorter than a window is one span of its own length.
/// \pre frames > 0, window > 0
[[nodiscard]] std::vector<FrameSpan> consecutiveWindows(std::int64_t frames, std::int64_t window);

/// The first and the last window of a clip longer than a window, else the whole clip. \pre as above
[[nodiscard]] std::vector<FrameSpan> firstAndLastWindow(std::int64_t frames, std::int64_t window);

/// The clip as a model wants it: one channel at its rate.
/// \throws Error(BadInput) for no clip, one without samples, or with samples that are no finite numbers
[[nodiscard]] Clip preparedForScoring(const ClipPtr& clip, int sampleRateHz);

/// \throws Error(Internal) when the value is not finite, naming the term and the clip's number
void expectFiniteScore(double value, const std::string& term, std::size_t clipIndex);

}  // namespace musicrl
