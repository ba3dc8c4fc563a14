// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"
#include "music/musiclm/HierarchicalNet.h"

#include <filesystem>
#include <memory>

namespace musicrl {

/// MusicRL's language model as a policy: semantic and coarse acoustic tokens, frame by frame, given MuLan tokens.
///
/// Sampling holds no gradients and uses caches that are allocated once; it draws one uniform number per token, so that
/// a shorter clip of the same seed is the beginning of a longer one. The same build, thread count and batch give the
/// same tokens.
///
/// Where its configuration says so the policy is guided: each token's logits are those of what is asked for, plus
/// guidance times what sets them apart from those of a text that asks for nothing. Sampling, log-probabilities and
/// gradients all are the guided policy's, at twice the work.
///
/// Weights take gradients, also after loading and in clones; whoever does not train works under a torch::NoGradGuard.
/// Dropout acts in training mode only, and loaded models and clones are in evaluation mode.
///
/// Thread-safety: one caller at a time.
class HierarchicalLm : public Policy {
public:
    /// Fresh weights out of LibTorch's default generator.
    explicit HierarchicalLm(const HierarchicalLmConfig& config);

    /// \throws Error(BadInput) for shapes, frames outside 1 to maxFrames, temperature <= 0, as many seeds as clips
    /// missing
    [[nodiscard]] torch::Tensor sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                       const std::vector<std::uint64_t>& seeds,
                                       const JobContext& context) const override;
    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override;
    [[nodiscard]] torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const override;
    [[nodiscard]] std::unique_ptr<Policy> clone() const override;

    [[nodiscard]] torch::nn::Module& module() override { return *net_; }
    [[nodiscard]] const torch::nn::Module& module() const override { return *net_; }
    [[nodiscard]] std::int64_t vocabulary() const override { return config().vocabulary; }
    [[nodiscard]] std::int64_t hiddenWidth() const override { return config().localWidth; }
    [[nodiscard]] std::int64_t tokensPerFrame() const override { return config().layout.tokensPerFrame(); }
    [[nodiscard]] double framesPerSecond() const override { return config().framesPerSecond; }

    /// Logits of every position under teacher forcing, before temperature. \return [B, S, V]
    [[nodiscard]] torch::Tensor logits(const torch::Tensor& tokens, const torch::Tensor& conditioning) const;

    /// The same of the network alone, which is what pretraining fits. \return [B, S, V]
    [[nodiscard]] torch::Tensor unguidedLogits(const torch::Tensor& tokens, const torch::Tensor& conditioning) const;

    /// The same where training looks inside some frames only, which makes a step cheaper.
    struct PartialLogits {
        torch::Tensor first;   ///< [B F, V], of the first token of every frame
        torch::Tensor others;  ///< [N, P - 1, V], of the other tokens of the frames looked into
    };
    /// \param inside  [N] int64, into the B F frames
    /// \param seen    [B, F] bool, the frames that later ones are told of; undefined: all
    [[nodiscard]] PartialLogits partialLogits(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                              const torch::Tensor& inside, const torch::Tensor& seen = {}) const;
    /// What a training may begin with. \see HierarchicalNet::startConditioningFrom
    void startConditioningFrom(const torch::Tensor& codebooks);

    [[nodiscard]] const HierarchicalLmConfig& config() const { return net_->config(); }
    [[nodiscard]] torch::Device device() const;

private:
    [[nodiscard]] torch::Tensor byFrame(const torch::Tensor& tokens, const torch::Tensor& conditioning) const;
    [[nodiscard]] torch::Tensor hiddenByFrame(const torch::Tensor& tokens, const torch::Tensor& conditioning) const;

    std::shared_ptr<HierarchicalNet> net_;
};

/// config.json and model.safetensors of a part folder. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<HierarchicalLm> loadHierarchicalLm(const std::filesystem::path& partFolder,
                                                                 torch::Device device);
void saveHierarchicalLm(const std::filesystem::path& partFolder, const HierarchicalLm& model);

}  // namespace musicrl
