// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace musicrl {

/// Finds clips of noise in a recording of them, sample by sample. A channel each; frames are recorded ones.
class HeardFrames {
public:
    /// \param tolerance  of a sample, such as half a step of what the recording was rounded to
    HeardFrames(std::span<const float> recording, float tolerance) : recording_(recording), tolerance_(tolerance) {}

    /// Where the clip's frame 0 lies, so that what is heard from frame \p at on for 64 frames is the clip.
    [[nodiscard]] std::optional<std::int64_t> alignmentAt(std::int64_t at, const Clip& clip) const;
    /// The same for the first frame behind \p from, looked for in steps, at which the clip is heard at all.
    /// \return frame and alignment
    struct Found {
        std::int64_t frame = 0;
        std::int64_t alignment = 0;
    };
    [[nodiscard]] std::optional<Found> findFrom(std::int64_t from, std::int64_t to, std::int64_t step,
                                                const Clip& clip) const;
    /// The first frame from \p at on that is not the clip's, repeated without end.
    [[nodiscard]] std::int64_t endOf(const Clip& clip, std::int64_t alignment, std::int64_t at) const;
    /// The first frame of those before \p at that are all the clip's.
    [[nodiscard]] std::int64_t beginOf(const Clip& clip, std::int64_t alignment, std::int64_t at) const;
    /// Frames of digital silence in [begin, end).
    [[nodiscard]] std::int64_t silentIn(std::int64_t begin, std::int64_t end) const;
    [[nodiscard]] std::int64_t frames() const { return static_cast<std::int64_t>(recording_.size()); }

private:
    [[nodiscard]] bool matches(const Clip& clip, std::int64_t alignment, std::int64_t at) const;

    std::span<const float> recording_;
    float tolerance_;
};

/// A place of a recording at which the clip that plays round and round is not heard as it should be.
struct HeardGap {
    std::int64_t frame = 0;   ///< recorded
    std::int64_t frames = 0;  ///< until the clip is heard again
    std::int64_t shift =
        0;  ///< by how much it then is late (more than 0: silence was put in) or early (frames were lost)
};

/// \param begin  where the clip is heard at full level
[[nodiscard]] std::vector<HeardGap> findGaps(const HeardFrames& heard, const Clip& looped, std::int64_t begin,
                                             std::int64_t end);

}  // namespace musicrl
