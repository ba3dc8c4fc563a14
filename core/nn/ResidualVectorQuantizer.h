// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <torch/torch.h>

#include <cstdint>
#include <string>

namespace musicrl {

struct RvqConfig {
    std::int64_t levels = 8;        ///< K
    std::int64_t vocabulary = 256;  ///< V, entries of each level
    std::int64_t width = 64;        ///< D
    double decay = 0.99;            ///< of the moving averages, per training batch
    double deadBelow = 2.0;         ///< an entry with fewer hits a batch, on moving average, is replaced
};

/// \throws Error(BadInput)
[[nodiscard]] RvqConfig rvqConfigFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const RvqConfig& config);

struct RvqOutput {
    torch::Tensor quantized;   ///< [B, D, T]; its gradient passes straight through to the input
    torch::Tensor commitment;  ///< scalar: mean squared distance of each level's input from its entry, over the levels used
    torch::Tensor codes;       ///< [B, K, T] int64, all levels
};

/// Residual vector quantization: each level codes what the levels before it left over.
///
/// In training mode forward() also learns: entries start from k-means on the first batch and then follow moving
/// averages of the vectors they coded; entries hardly used are replaced by random vectors of the batch. Where a batch
/// is so small that the mean number of hits is below four times deadBelow, a quarter of that mean is the bound.
///
/// \see Zeghidour et al., SoundStream, 2021, section III-C; van den Oord et al., VQ-VAE, 2017, appendix A.1
class ResidualVectorQuantizerImpl : public torch::nn::Module {
public:
    explicit ResidualVectorQuantizerImpl(const RvqConfig& config = {});

    /// \param x       [B, D, T] float
    /// \param levels  how many of the first levels, 0 for all
    /// \return        [B, levels, T] int64 in [0, V)
    [[nodiscard]] torch::Tensor encode(const torch::Tensor& x, std::int64_t levels = 0) const;

    /// \param codes  [B, K', T] int64, K' <= K: the first K' levels
    /// \return       [B, D, T] float, the sum of their entries
    /// \throws Error(BadInput) for more levels than there are, or a code outside [0, V)
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& codes) const;

    /// \param x                 [B, D, T] float
    /// \param levelsPerExample  [B] int64 from 1 to K, the levels each example may use (quantizer dropout);
    ///                          undefined: all
    /// \param generator         for the start and for replacements; unused in evaluation mode
    [[nodiscard]] RvqOutput forward(const torch::Tensor& x, const torch::Tensor& levelsPerExample, at::Generator generator);

    [[nodiscard]] const RvqConfig& config() const { return config_; }
    /// Whether the entries have come from data.
    [[nodiscard]] bool started() const { return started_.item<std::int64_t>() != 0; }
    /// [K, V, D]
    [[nodiscard]] const torch::Tensor& codebooks() const { return codebooks_; }

private:
    [[nodiscard]] torch::Tensor nearest(const torch::Tensor& vectors, std::int64_t level) const;
    void start(const torch::Tensor& vectors, std::int64_t level, at::Generator& generator);
    void learn(const torch::Tensor& vectors, const torch::Tensor& codes, const torch::Tensor& counted, std::int64_t level,
               at::Generator& generator);

    RvqConfig config_;
    torch::Tensor codebooks_;  ///< [K, V, D]
    torch::Tensor usage_;      ///< [K, V] float, moving average of hits a batch
    torch::Tensor started_;    ///< [] int64, 1 once the entries have come from data
};
TORCH_MODULE(ResidualVectorQuantizer);

}  // namespace musicrl
