// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/MusicLmGenerator.h"

#include "base/Error.h"
#include "base/Json.h"
#include "music/LoadAudioCodec.h"
#include "music/musiclm/TokenLayout.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace musicrl {
namespace {

void expectEqual(std::int64_t found, std::int64_t expected, const std::string& what) {
    if (found != expected) {
        throw Error(ErrorKind::BadInput, "The model's parts do not fit together: " + what + " is " +
                                             std::to_string(found) + " in one and " + std::to_string(expected) +
                                             " in another. Train the language and fine parts again.");
    }
}

ClipPtr clipOf(const torch::Tensor& wave, int sampleRateHz) {
    const torch::Tensor samples = wave.clamp(-1.0, 1.0).to(torch::kCPU, torch::kFloat32).contiguous();
    const float* first = samples.data_ptr<float>();
    return std::make_shared<const Clip>(Clip{sampleRateHz, 1, std::vector<float>(first, first + samples.numel())});
}

}  // namespace

MusicLmGenerator::MusicLmGenerator(Parts parts, double maxSeconds) : parts_(std::move(parts)) {
    const HierarchicalLmConfig& language = parts_.language->config();
    const SoundStormFineConfig& fine = parts_.fine->config();
    expectEqual(language.conditioningTokens, parts_.mulan->config().rvqLevels, "the number of conditioning tokens");
    expectEqual(language.conditioningVocabulary, parts_.mulan->config().rvqVocabulary, "the conditioning vocabulary");
    expectEqual(fine.coarseLevels, language.layout.coarseLevels, "the number of coarse levels");
    expectEqual(fine.codesPerSemantic, language.layout.codesPerFrame, "the number of code steps a frame");
    expectEqual(fine.vocabulary, language.vocabulary, "the vocabulary");
    expectEqual(fine.levels, parts_.codec->codebooks(), "the number of codebooks");
    expectEqual(fine.vocabulary, parts_.codec->vocabulary(), "the number of codes");
    maxSeconds_ = std::min(maxSeconds, static_cast<double>(language.maxFrames) / language.framesPerSecond);
}

torch::Tensor MusicLmGenerator::conditioning(const std::vector<std::string>& texts) const {
    return parts_.mulan->conditioningTokens(parts_.mulan->embedText(texts));
}

DecodedBatch MusicLmGenerator::decode(const torch::Tensor& tokens, const torch::Tensor& /*conditioning*/,
                                      const std::vector<std::uint64_t>& seeds, std::int64_t fineIterations,
                                      const JobContext& context) const {
    const torch::NoGradGuard noGrad;
    const TokenStreams streams = deinterleave(tokens.to(parts_.language->device()), parts_.language->config().layout);
    DecodedBatch batch;
    batch.codes = parts_.fine->fill(streams.semantic, streams.coarse, fineIterations, seeds, context);
    const torch::Tensor waves = parts_.codec->decode(batch.codes);
    for (std::int64_t i = 0; i < waves.size(0); ++i) {
        batch.clips.push_back(clipOf(waves[i][0], sampleRateHz()));
    }
    return batch;
}

std::int64_t MusicLmGenerator::framesFor(double seconds) const {
    if (!(seconds > 0.0) || seconds > maxSeconds_) {
        throw Error(ErrorKind::BadInput, "A clip of " + std::to_string(seconds) +
                                             " s cannot be made: this model makes clips above 0 s and up to " +
                                             std::to_string(maxSeconds_) + " s.");
    }
    constexpr double rounding = 1e-9;  // 0.12 s are three frames, whatever binary fractions say
    return std::max<std::int64_t>(1, std::llround(std::ceil(seconds * policy().framesPerSecond() - rounding)));
}

std::unique_ptr<MusicLmGenerator> loadMusicLm(const std::filesystem::path& modelFolder, torch::Device device) {
    const std::filesystem::path file = modelFolder / "model.json";
    const auto maxSeconds = requireKey<double>(readJsonFile(file), "maxSeconds", file.string());
    MusicLmGenerator::Parts parts{.mulan = loadMulan(modelFolder / "mulan", device),
                                  .language = loadHierarchicalLm(modelFolder / "language", device),
                                  .fine = loadSoundStormFine(modelFolder / "fine", device),
                                  .codec = loadAudioCodec(modelFolder / "codec", device)};
    return std::make_unique<MusicLmGenerator>(std::move(parts), maxSeconds);
}

}  // namespace musicrl
