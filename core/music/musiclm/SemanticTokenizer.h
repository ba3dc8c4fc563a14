// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "nn/Conformer.h"
#include "nn/LogMel.h"

#include <filesystem>
#include <memory>
#include <string>
#include <torch/torch.h>

namespace musicrl {

struct SemanticTokenizerConfig {
    int sampleRateHz = 16000;    ///< a multiple of 100
    std::int64_t mels = 64;      ///< a multiple of 4
    std::int64_t channels = 32;  ///< of the two convolutions that quarter time and frequency
    std::int64_t layers = 4;     ///< conformer layers
    std::int64_t width = 192;
    std::int64_t heads = 4;
    std::int64_t feedForward = 512;
    std::int64_t featureLayer = 2;  ///< the layer whose output is clustered, 1 to layers
    std::int64_t vocabulary = 256;  ///< clusters
    double dropout = 0.0;
};

/// \throws Error(BadInput) naming \p where and the key
[[nodiscard]] SemanticTokenizerConfig semanticTokenizerConfigFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const SemanticTokenizerConfig& config);

/// Sound as 25 semantic tokens a second: log-mel at 100 Hz, normalised per band, two convolutions of stride 2, a
/// conformer; the output of a middle layer, standardised per dimension, is coded by its nearest cluster.
///
/// It stands where MusicLM has w2v-BERT, layer 7 of 24, with 1024 clusters.
/// \see Agostinelli et al., MusicLM, 2023, section 3.1; Borsos et al., AudioLM, 2022, section III-B
class SemanticTokenizer : public torch::nn::Module {
public:
    static constexpr int framesPerSecond = 25;
    static constexpr std::int64_t melFramesPerFrame = 4;

    explicit SemanticTokenizer(const SemanticTokenizerConfig& config);

    /// \param waves  [B, N] float; N is padded with zeros to whole frames
    /// \return       [B, F] int64 in [0, V), F = ceil(25 N / sampleRateHz)
    [[nodiscard]] torch::Tensor tokens(const torch::Tensor& waves);

    /// The parts of the way, for training. \return [B, 4F, mels], normalised
    [[nodiscard]] torch::Tensor melFrames(const torch::Tensor& waves);
    /// \param mel  [B, 4F, mels] \return [B, F, D] after the first \p layers conformer layers
    [[nodiscard]] torch::Tensor encode(const torch::Tensor& mel, std::int64_t layers);
    /// The middle layer's output before it is standardised. \return [B, F, D]
    [[nodiscard]] torch::Tensor features(const torch::Tensor& waves) {
        return encode(melFrames(waves), config_.featureLayer);
    }

    /// \param mean, deviation  [mels], of log-mel over the training clips
    void setMelStatistics(const torch::Tensor& mean, const torch::Tensor& deviation);
    /// \param features  [N, D] of training clips
    void fitClusters(const torch::Tensor& features, at::Generator generator);

    [[nodiscard]] const SemanticTokenizerConfig& config() const { return config_; }

private:
    torch::Tensor rawMelFrames(const torch::Tensor& waves);

    SemanticTokenizerConfig config_;
    LogMel logMel_{nullptr};
    torch::Tensor melMean_;       ///< [mels]
    torch::Tensor melDeviation_;  ///< [mels]
    torch::nn::Conv2d firstConvolution_{nullptr};
    torch::nn::Conv2d secondConvolution_{nullptr};
    torch::nn::Linear toConformer_{nullptr};
    Conformer conformer_{nullptr};
    torch::Tensor featureMean_;       ///< [D]
    torch::Tensor featureDeviation_;  ///< [D]
    torch::Tensor centres_;           ///< [V, D]
};

/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<SemanticTokenizer> loadSemanticTokenizer(const std::filesystem::path& partFolder,
                                                                       torch::Device device);
void saveSemanticTokenizer(const std::filesystem::path& partFolder, const SemanticTokenizer& tokenizer);

}  // namespace musicrl
