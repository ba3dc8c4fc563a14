// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TinyModelFolder.h"

#include "base/AtomicFile.h"
#include "base/Json.h"
#include "embedding/mulan/Mulan.h"
#include "music/SoundStream.h"
#include "music/musiclm/HierarchicalLm.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "music/musiclm/SoundStormFine.h"
#include "reward/QualityModel.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t vocabulary = 16;
constexpr std::int64_t levels = 4;
constexpr std::int64_t coarseLevels = 2;

void writeCodec(const fs::path& folder) {
    SoundStreamConfig config;
    config.network = {.channels = 2, .dimension = 8, .residualKernel = 3, .dilations = {1}};
    config.quantizer = {.levels = levels, .vocabulary = vocabulary, .width = 8};
    SoundStreamNetwork network(config);
    for (auto& buffer : network->quantizer->named_buffers()) {
        if (buffer.key() == "codebooks") {
            buffer.value().normal_();
        } else if (buffer.key() == "started") {
            buffer.value().fill_(1);
        }
    }
    saveSoundStream(folder, config, network);
}

void writeMulan(const fs::path& folder) {
    const MulanConfig config{.mels = 16, .channels = 2, .width = 16, .heads = 2, .audioLayers = 1, .textLayers = 1,
                             .embeddingWidth = 8, .rvqLevels = 2, .rvqVocabulary = 4};
    Mulan mulan(config, buildCaptionTokens({"slow calm piano", "fast loud drums"}, 1, 8, 16));
    mulan.setCodebooks(torch::randn({config.rvqLevels, config.rvqVocabulary, config.embeddingWidth}));
    saveMulan(mulan, folder);
}

void writeLanguageModel(const fs::path& folder) {
    HierarchicalLmConfig config;
    config.layout.coarseLevels = coarseLevels;
    config.vocabulary = vocabulary;
    config.conditioningTokens = 2;
    config.conditioningVocabulary = 4;
    config.maxFrames = 250;
    config.globalLayers = 1;
    config.globalWidth = 16;
    config.globalHeads = 2;
    config.globalFeedForward = 32;
    config.localLayers = 1;
    config.localWidth = 16;
    config.localHeads = 2;
    config.localFeedForward = 32;
    saveHierarchicalLm(folder, HierarchicalLm(config));
}

}  // namespace

void writeTinyModel(const fs::path& folder, std::uint64_t seed) {
    torch::manual_seed(seed);
    const torch::NoGradGuard noGradients;
    for (const char* part : {"codec", "mulan", "quality", "semantic", "language", "fine"}) {
        makeFolder(folder / part);
    }
    writeCodec(folder / "codec");
    writeMulan(folder / "mulan");
    saveQuality(QualityModel({.mels = 16, .channels = 2, .width = 8}), folder / "quality");
    SemanticTokenizer semantic({.mels = 16, .channels = 2, .layers = 1, .width = 16, .heads = 2, .feedForward = 32,
                                .featureLayer = 1, .vocabulary = vocabulary});
    saveSemanticTokenizer(folder / "semantic", semantic);
    writeLanguageModel(folder / "language");
    SoundStormFine fine({.levels = levels, .coarseLevels = coarseLevels, .vocabulary = vocabulary,
                         .semanticVocabulary = vocabulary, .layers = 1, .width = 16, .heads = 2, .feedForward = 32});
    saveSoundStormFine(folder / "fine", fine);
    writeJsonFile(folder / "model.json", {{"format", 1}, {"name", "tiny"}, {"description", "Noise for tests"}, {"maxSeconds", 10.0}});
}

}  // namespace musicrl
