// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/musiclm/TokenLayout.h"
#include "pretrain/TrainingCorpus.h"

#include <cstdint>
#include <filesystem>
#include <torch/torch.h>

namespace musicrl {

/// M windows of equal length as the tokens that language and fine model learn from.
struct TokenizedClips {
    torch::Tensor semantic;   ///< [M, F] int64
    torch::Tensor codes;      ///< [M, K, F * codesPerFrame] int64
    torch::Tensor fromAudio;  ///< [M, C] int64, conditioning tokens of the sound
    torch::Tensor fromText;   ///< [M, X, C] int64, of the caption and X - 1 other descriptions of the clip

    [[nodiscard]] std::int64_t size() const { return semantic.size(0); }
};

/// A text that asks for nothing but music.
inline constexpr const char* plainDescription = "music";

struct TokenizedCorpus {
    TokenizedClips train;
    TokenizedClips heldOut;
    std::int64_t codesPerFrame = 2;
    std::int64_t levels = 8;  ///< K
    std::int64_t codeVocabulary = 256;
    std::int64_t semanticVocabulary = 256;
    std::int64_t conditioningVocabulary = 64;
    torch::Tensor plainConditioning;      ///< [C] int64, of plainDescription; undefined where unknown
    torch::Tensor conditioningCodebooks;  ///< [C, conditioning vocabulary, D] float, MuLan's; undefined where unknown
};

/// The corpus through the codec, the semantic tokenizer and MuLan of a model folder. A clip longer than
/// \p windowSeconds is several windows, a remainder of less than half being left out; a shorter one ends in silence.
///
/// On the CPU it takes all cores at hand. The tokens are kept in \p cacheFile, and read from there when corpus and parts are the same.
/// \param cacheFile  empty for none
/// \throws Error(NotFound) when a part is missing, Error(BadInput) when rates do not fit together, JobStopped
[[nodiscard]] TokenizedCorpus tokenizeCorpus(const TrainingCorpus& corpus, const std::filesystem::path& modelFolder,
                                             double windowSeconds, torch::Device device,
                                             const std::filesystem::path& cacheFile, const JobContext& context);

}  // namespace musicrl
