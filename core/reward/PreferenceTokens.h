// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "embedding/mulan/Mulan.h"
#include "music/AudioCodec.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "music/musiclm/TokenLayout.h"
#include "reward/PreferenceModel.h"

#include <filesystem>
#include <memory>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// What a preference model reads, made by the parts of a model folder: the caption as MuLan's conditioning tokens,
/// which are the text tokens of this project's language model, and the sound as the language model's own stream of
/// semantic and coarse acoustic tokens.
///
/// Thread-safety: one caller at a time.
class PreferenceTokens {
public:
    struct Parts {
        std::shared_ptr<const Mulan> mulan;
        std::shared_ptr<SemanticTokenizer> semantic;
        std::shared_ptr<const AudioCodec> codec;
        TokenSources sources;
    };

    /// \throws Error(BadInput) when the parts' rates and steps do not fit together
    PreferenceTokens(Parts parts, const TokenLayout& layout);

    /// Without gradients. \return [B, C] int64 on the CPU; equal captions go through MuLan once
    [[nodiscard]] torch::Tensor ofCaptions(const std::vector<std::string>& captions) const;

    /// Without gradients. The end is filled up with silence to whole frames.
    /// \param samples  N > 0 at sampleRateHz(), mono
    /// \return         [S] int64 on the CPU
    [[nodiscard]] torch::Tensor ofSound(const float* samples, std::int64_t count) const;

    [[nodiscard]] int sampleRateHz() const { return parts_.codec->sampleRateHz(); }
    [[nodiscard]] const TokenSources& sources() const { return parts_.sources; }

private:
    Parts parts_;
    TokenLayout layout_;
};

/// The parts mulan, semantic and codec of a model folder. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] PreferenceTokens loadPreferenceTokens(const std::filesystem::path& modelFolder, const TokenLayout& layout,
                                                    torch::Device device);

/// \throws Error(BadInput) when a preference model was trained on the tokens of other parts
void expectSameSources(const PreferenceTokens& tokens, const PreferenceConfig& config,
                       const std::filesystem::path& preferenceFolder);

}  // namespace musicrl
