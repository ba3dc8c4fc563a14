// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "embedding/mulan/Mulan.h"

#include <memory>

namespace musicrl {

/// A MuLan of a few hundred weights with windows of one second, random, in evaluation mode.
inline std::shared_ptr<Mulan> makeTinyMulan(std::uint64_t seed = 1) {
    MulanConfig config;
    config.windowSeconds = 1.0;
    config.mels = 16;
    config.hopSamples = 320;
    config.channels = 4;
    config.width = 16;
    config.heads = 2;
    config.audioLayers = 1;
    config.textLayers = 1;
    config.embeddingWidth = 8;
    config.rvqLevels = 3;
    config.rvqVocabulary = 4;
    torch::manual_seed(seed);
    auto mulan = std::make_shared<Mulan>(
        config, CaptionTokens({"low", "high", "quiet", "loud", "tone", "noise", "one", "two"}, 4, 12));
    mulan->eval();
    return mulan;
}

}  // namespace musicrl
