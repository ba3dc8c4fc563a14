// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedding/mulan/MulanConfig.h"

#include "base/Error.h"
#include "base/Fields.h"

#include <cmath>

namespace musicrl {

std::int64_t MulanConfig::windowSamples() const {
    return static_cast<std::int64_t>(std::llround(windowSeconds * static_cast<double>(sampleRateHz)));
}

std::int64_t MulanConfig::windowFrames() const {
    return 1 + windowSamples() / hopSamples;
}

Json toJson(const MulanConfig& config) {
    return Json{{"sample_rate_hz", config.sampleRateHz},
                {"window_seconds", config.windowSeconds},
                {"mels", config.mels},
                {"hop_samples", config.hopSamples},
                {"channels", config.channels},
                {"width", config.width},
                {"heads", config.heads},
                {"audio_layers", config.audioLayers},
                {"text_layers", config.textLayers},
                {"embedding_width", config.embeddingWidth},
                {"rvq_levels", config.rvqLevels},
                {"rvq_vocabulary", config.rvqVocabulary}};
}

MulanConfig mulanConfigFromJson(const Json& json, const std::string& where) {
    MulanConfig config;
    Fields fields(json, where);
    fields.integer("sample_rate_hz", config.sampleRateHz, 16000, 48000);
    fields.number("window_seconds", config.windowSeconds, 0.5, 60.0);
    fields.integer("mels", config.mels, 16, 256);
    fields.integer("hop_samples", config.hopSamples, 16, 4096);
    fields.integer("channels", config.channels, 1, 512);
    fields.integer("width", config.width, 8, 4096);
    fields.integer("heads", config.heads, 1, 64);
    fields.integer("audio_layers", config.audioLayers, 1, 48);
    fields.integer("text_layers", config.textLayers, 1, 48);
    fields.integer("embedding_width", config.embeddingWidth, 2, 4096);
    fields.integer("rvq_levels", config.rvqLevels, 1, 32);
    fields.integer("rvq_vocabulary", config.rvqVocabulary, 2, 65536);
    fields.finish();
    if (config.mels % 8 != 0 || config.width % (2 * config.heads) != 0) {
        throw Error(ErrorKind::BadInput, where + ": mels must be a multiple of 8, and width a multiple of 2 x heads.");
    }
    return config;
}

}  // namespace musicrl
