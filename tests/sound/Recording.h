// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ChildProcess.h"
#include "SoundServer.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace musicrl {

/// What comes out of the server's sink, from its monitor.
class Recorder {
public:
    /// Returns once samples arrive. \throws std::runtime_error if none do within 20 s
    explicit Recorder(const SoundWorld& world);

    /// Ends the recording. \return [frames × 2] float, interleaved
    [[nodiscard]] std::vector<float> finish();

private:
    std::filesystem::path file_;
    ChildProcess process_;
};

/// The left channel.
[[nodiscard]] std::vector<float> leftOf(const std::vector<float>& interleaved);

/// Where \p needle stands in \p haystack: the shift with the greatest normalised cross-correlation.
/// \return nothing when that is below 0.9
[[nodiscard]] std::optional<std::int64_t> findByCorrelation(std::span<const float> haystack,
                                                            std::span<const float> needle);

}  // namespace musicrl
