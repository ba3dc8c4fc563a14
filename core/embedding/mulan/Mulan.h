// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "embedding/TextAudioEncoder.h"
#include "embedding/mulan/MulanConfig.h"
#include "embedding/mulan/MulanTowers.h"
#include "nn/LogMel.h"
#include "text/CaptionTokens.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// Padded word ids of several texts.
struct TextBatch {
    torch::Tensor ids;   ///< [B, L] int64
    torch::Tensor keep;  ///< [B, L] bool, false for padding
};
[[nodiscard]] TextBatch textBatch(const CaptionTokens& tokens, const std::vector<std::string>& texts);

/// Music and text in one space of unit vectors, learned by contrast; its residual quantizer turns a vector into the
/// conditioning tokens of the language model, from a sound while training and from a text at inference.
///
/// Thread-safety: one caller at a time.
/// \see Huang et al., MuLan, 2022; Agostinelli et al., MusicLM, 2023, section 3.2
class Mulan final : public torch::nn::Module, public TextAudioEncoder {
public:
    Mulan(const MulanConfig& config, CaptionTokens tokens);

    /// Without gradients. \throws Error(BadInput) for another shape, or waves longer than the window
    [[nodiscard]] torch::Tensor embedAudio(const torch::Tensor& waves) const override;
    /// Without gradients. \throws Error(BadInput) for no text at all
    [[nodiscard]] torch::Tensor embedText(const std::vector<std::string>& texts) const override;
    [[nodiscard]] int sampleRateHz() const override { return static_cast<int>(config_.sampleRateHz); }
    [[nodiscard]] double windowSeconds() const override { return config_.windowSeconds; }
    [[nodiscard]] std::int64_t width() const override { return config_.embeddingWidth; }

    /// \param embeddings  [B, D] float
    /// \return            [B, C] int64 in [0, rvqVocabulary), C = rvqLevels
    [[nodiscard]] torch::Tensor conditioningTokens(const torch::Tensor& embeddings) const;

    /// \param waves  [B, N] float
    /// \return       [B, mels, 1 + N / hop] float
    [[nodiscard]] torch::Tensor logMels(const torch::Tensor& waves) const;

    /// The towers with gradients where the mode is on. \return [B, D] float, L2-normalised
    [[nodiscard]] torch::Tensor embedLogMels(const torch::Tensor& logMels) const;
    [[nodiscard]] torch::Tensor embedTokens(const TextBatch& texts) const;

    /// 1 / temperature, trainable, at most 50. \return scalar float
    [[nodiscard]] torch::Tensor inverseTemperature() const;

    /// \param codebooks  [rvqLevels, rvqVocabulary, D] float
    void setCodebooks(const torch::Tensor& codebooks);
    [[nodiscard]] const torch::Tensor& codebooks() const { return codebooks_; }

    [[nodiscard]] const MulanConfig& config() const { return config_; }
    [[nodiscard]] const CaptionTokens& tokens() const { return tokens_; }
    [[nodiscard]] torch::Device device() const { return codebooks_.device(); }

private:
    MulanConfig config_;
    CaptionTokens tokens_;
    mutable LogMel mel_{nullptr};  // mutable: LibTorch's forward() is not const
    mutable AudioTower audio_{nullptr};
    mutable TextTower text_{nullptr};
    torch::Tensor logInverseTemperature_;
    torch::Tensor codebooks_;
};

/// Symmetric contrastive loss, mean of the sound → text and text → sound cross entropies over the batch (the softmax
/// over all of the batch's candidates, the right one among them).
///
/// \param audio, text         [B, D] float, row i of one belongs to row i of the other
/// \param inverseTemperature  scalar float
/// \param same                [B, B] bool, true where text i equals text j: such a pair is no contrast and left out
/// \return                    scalar float, nats
/// \see Radford et al., CLIP, 2021, figure 3
[[nodiscard]] torch::Tensor contrastiveLoss(const torch::Tensor& audio, const torch::Tensor& text,
                                            const torch::Tensor& inverseTemperature, const torch::Tensor& same);

/// Writes config.json, vocabulary.json and model.safetensors (float16) into the folder. \throws Error(Io)
void saveMulan(const Mulan& mulan, const std::filesystem::path& folder);

/// In evaluation mode, without gradients. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<Mulan> loadMulan(const std::filesystem::path& folder, torch::Device device);

}  // namespace musicrl
