// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <string>

namespace musicrl {

/// Shape of a MuLan; the defaults are the demo model's.
struct MulanConfig {
    std::int64_t sampleRateHz = 16000;
    double windowSeconds = 10.0;
    std::int64_t mels = 64;
    std::int64_t hopSamples = 640;  ///< between log-mel frames
    std::int64_t channels = 24;     ///< of the first convolution; doubles with each of three halvings
    std::int64_t width = 192;       ///< of both transformers
    std::int64_t heads = 4;
    std::int64_t audioLayers = 2;
    std::int64_t textLayers = 2;
    std::int64_t embeddingWidth = 128;  ///< D
    std::int64_t rvqLevels = 6;         ///< conditioning tokens per embedding
    std::int64_t rvqVocabulary = 64;

    [[nodiscard]] std::int64_t windowSamples() const;
    [[nodiscard]] std::int64_t windowFrames() const;  ///< log-mel frames of a whole window
};

[[nodiscard]] Json toJson(const MulanConfig& config);
/// \throws Error(BadInput) naming \p where and the key
[[nodiscard]] MulanConfig mulanConfigFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
