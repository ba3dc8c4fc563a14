// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/PreferenceTokens.h"

#include "base/Error.h"
#include "base/Hash.h"
#include "music/LoadAudioCodec.h"

#include <map>

namespace musicrl {

PreferenceTokens::PreferenceTokens(Parts parts, const TokenLayout& layout) : parts_(std::move(parts)), layout_(layout) {
    const int rate = parts_.codec->sampleRateHz();
    const std::int64_t frameSamples = layout.codesPerFrame * parts_.codec->hopSamples();
    if (parts_.semantic->config().sampleRateHz != rate || rate != frameSamples * SemanticTokenizer::framesPerSecond) {
        throw Error(ErrorKind::BadInput,
                    "The model's parts do not fit together: a frame is " + std::to_string(frameSamples) +
                        " samples of the codec at " + std::to_string(rate) + " Hz, but " +
                        std::to_string(parts_.semantic->config().sampleRateHz / SemanticTokenizer::framesPerSecond) +
                        " of the semantic tokenizer. Train the language part again.");
    }
}

torch::Tensor PreferenceTokens::ofCaptions(const std::vector<std::string>& captions) const {
    constexpr std::size_t perPass = 64;
    std::map<std::string, std::int64_t> places;
    std::vector<std::string> distinct;
    std::vector<std::int64_t> rows;
    for (const std::string& caption : captions) {
        const auto [found, isNew] = places.emplace(caption, static_cast<std::int64_t>(distinct.size()));
        if (isNew) {
            distinct.push_back(caption);
        }
        rows.push_back(found->second);
    }
    std::vector<torch::Tensor> tokens;
    for (std::size_t from = 0; from < distinct.size(); from += perPass) {
        const auto first = distinct.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = distinct.begin() + static_cast<std::ptrdiff_t>(std::min(distinct.size(), from + perPass));
        tokens.push_back(parts_.mulan->conditioningTokens(parts_.mulan->embedText({first, last})).cpu());
    }
    return torch::cat(tokens).index_select(0, torch::tensor(rows, torch::kInt64));
}

torch::Tensor PreferenceTokens::ofSound(const float* samples, std::int64_t count) const {
    const torch::NoGradGuard noGradients;
    const std::int64_t frameSamples = layout_.codesPerFrame * parts_.codec->hopSamples();
    const std::int64_t frames = (count + frameSamples - 1) / frameSamples;
    torch::Tensor wave = torch::zeros({1, frames * frameSamples});
    std::copy(samples, samples + count, wave.data_ptr<float>());
    wave = wave.to(parts_.mulan->device());
    return interleave(parts_.semantic->tokens(wave), parts_.codec->encode(wave.unsqueeze(1)), layout_)[0].cpu();
}

PreferenceTokens loadPreferenceTokens(const std::filesystem::path& modelFolder, const TokenLayout& layout,
                                      torch::Device device) {
    PreferenceTokens::Parts parts{.mulan = loadMulan(modelFolder / "mulan", device),
                                  .semantic = loadSemanticTokenizer(modelFolder / "semantic", device),
                                  .codec = loadAudioCodec(modelFolder / "codec", device),
                                  .sources = {}};
    parts.sources = {.codec = parts.codec->hash(),
                     .semantic = sha256OfFile(modelFolder / "semantic" / "model.safetensors"),
                     .mulan = sha256OfFile(modelFolder / "mulan" / "model.safetensors")};
    return {std::move(parts), layout};
}

void expectSameSources(const PreferenceTokens& tokens, const PreferenceConfig& config,
                       const std::filesystem::path& preferenceFolder) {
    if (!(tokens.sources() == config.sources)) {
        const TokenSources& own = tokens.sources();
        const std::string part = own.codec != config.sources.codec         ? "codec"
                                 : own.semantic != config.sources.semantic ? "semantic tokenizer"
                                                                           : "MuLan";
        throw Error(ErrorKind::BadInput,
                    "The preference model in " + preferenceFolder.string() + " was trained with another " + part +
                        " than this model's: use the model it was trained with, or train it again.");
    }
}

}  // namespace musicrl
