// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeardFrames.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr std::int64_t needleFrames = 64;  // of noise: no other place is alike

}  // namespace

bool HeardFrames::matches(const Clip& clip, std::int64_t alignment, std::int64_t at) const {
    const std::int64_t place = (at - alignment) % clip.frames();
    const auto index = static_cast<std::size_t>(place < 0 ? place + clip.frames() : place);
    return std::abs(recording_[static_cast<std::size_t>(at)] - clip.samples[index]) <= tolerance_;
}

std::optional<std::int64_t> HeardFrames::alignmentAt(std::int64_t at, const Clip& clip) const {
    if (at < 0 || at + needleFrames > frames()) {
        return std::nullopt;
    }
    for (std::int64_t place = 0; place < clip.frames(); ++place) {
        std::int64_t same = 0;
        while (same < needleFrames && matches(clip, at - place, at + same)) {
            ++same;
        }
        if (same == needleFrames) {
            return at - place;
        }
    }
    return std::nullopt;
}

std::optional<HeardFrames::Found> HeardFrames::findFrom(std::int64_t from, std::int64_t to, std::int64_t step,
                                                        const Clip& clip) const {
    for (std::int64_t frame = from; frame < to; frame += step) {
        if (const auto alignment = alignmentAt(frame, clip)) {
            return Found{frame, *alignment};
        }
    }
    return std::nullopt;
}

std::int64_t HeardFrames::endOf(const Clip& clip, std::int64_t alignment, std::int64_t at) const {
    while (at < frames() && matches(clip, alignment, at)) {
        ++at;
    }
    return at;
}

std::int64_t HeardFrames::beginOf(const Clip& clip, std::int64_t alignment, std::int64_t at) const {
    while (at > 0 && matches(clip, alignment, at - 1)) {
        --at;
    }
    return at;
}

std::int64_t HeardFrames::silentIn(std::int64_t begin, std::int64_t end) const {
    return std::count_if(recording_.begin() + begin, recording_.begin() + end,
                         [](float sample) { return std::abs(sample) < 1e-7F; });
}

std::vector<HeardGap> findGaps(const HeardFrames& heard, const Clip& looped, std::int64_t begin, std::int64_t end) {
    std::vector<HeardGap> gaps;
    std::optional<std::int64_t> alignment = heard.alignmentAt(begin, looped);
    while (alignment && begin < end) {
        const std::int64_t stop = std::min(end, heard.endOf(looped, *alignment, begin));
        if (stop >= end) {
            break;
        }
        const auto again = heard.findFrom(stop, end, 16, looped);
        if (!again) {
            gaps.push_back({stop, end - stop, 0});
            break;
        }
        const std::int64_t resumed = std::max(stop + 1, heard.beginOf(looped, again->alignment, again->frame));
        std::int64_t shift = (again->alignment - *alignment) % looped.frames();
        shift = shift > looped.frames() / 2 ? shift - looped.frames() : shift;
        shift = shift < -looped.frames() / 2 ? shift + looped.frames() : shift;
        gaps.push_back({stop, resumed - stop, shift});
        alignment = again->alignment;
        begin = resumed;
    }
    return gaps;
}

}  // namespace musicrl
