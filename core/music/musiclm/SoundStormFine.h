// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "job/JobContext.h"
#include "nn/Conformer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

struct SoundStormFineConfig {
    std::int64_t levels = 8;        ///< K
    std::int64_t coarseLevels = 4;  ///< given; the rest is filled in
    std::int64_t vocabulary = 256;  ///< V
    std::int64_t semanticVocabulary = 256;
    std::int64_t codesPerSemantic = 2;  ///< code steps in one semantic token
    std::int64_t layers = 3;            ///< conformer
    std::int64_t width = 192;
    std::int64_t heads = 4;
    std::int64_t feedForward = 512;
    double dropout = 0.0;
};

/// \throws Error(BadInput) naming \p where and the key
[[nodiscard]] SoundStormFineConfig soundStormFineConfigFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const SoundStormFineConfig& config);

/// SoundStorm for the fine levels: a bidirectional conformer over code steps whose input is the sum of the semantic
/// token's embedding and those of all K levels, masked ones having an embedding of their own.
///
/// Thread-safety: one caller at a time.
/// \see Borsos et al., "SoundStorm: efficient parallel audio generation", 2023;
///      Chang et al., "MaskGIT", 2022, for the decoding
class SoundStormFine : public torch::nn::Module {
public:
    explicit SoundStormFine(const SoundStormFineConfig& config);

    /// \param semantic  [B, F] int64
    /// \param codes     [B, K, T] int64, T = F * codesPerSemantic, maskCode() where hidden
    /// \param levels    [B] int64, the fine level asked for in each clip
    /// \return          [B, T, V], logits of that level
    [[nodiscard]] torch::Tensor logits(const torch::Tensor& semantic, const torch::Tensor& codes,
                                       const torch::Tensor& levels);

    /// Fills in the fine levels one after another. The first takes \p iterations passes: after pass i of n the least
    /// sure share cos(π/2 · (i+1)/n) of the steps is hidden again; the others take one. The last pass of each level
    /// takes the most probable codes, earlier ones draw from the clip's seed.
    /// \param coarse  [B, coarseLevels, T] int64
    /// \param seeds   one per clip
    /// \return        [B, K, T] int64, the coarse levels as they were given
    /// \throws Error(BadInput) for shapes or iterations < 1, JobStopped
    [[nodiscard]] torch::Tensor fill(const torch::Tensor& semantic, const torch::Tensor& coarse,
                                     std::int64_t iterations, const std::vector<std::uint64_t>& seeds,
                                     const JobContext& context);

    [[nodiscard]] std::int64_t maskCode() const { return config_.vocabulary; }
    [[nodiscard]] const SoundStormFineConfig& config() const { return config_; }

private:
    torch::Tensor fillLevel(const torch::Tensor& semantic, const torch::Tensor& codes, std::int64_t level,
                            const std::vector<torch::Tensor>& uniforms, const JobContext& context);

    SoundStormFineConfig config_;
    torch::nn::Embedding semanticEmbedding_{nullptr};
    torch::nn::Embedding codeEmbedding_{nullptr};  ///< K tables of V + 1 entries, the last of each for masked steps
    Conformer conformer_{nullptr};
    torch::Tensor headWeights_;  ///< [K - coarse, D, V]
    torch::Tensor headBiases_;   ///< [K - coarse, 1, V]
};

/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<SoundStormFine> loadSoundStormFine(const std::filesystem::path& partFolder,
                                                                 torch::Device device);
void saveSoundStormFine(const std::filesystem::path& partFolder, const SoundStormFine& model);

}  // namespace musicrl
