// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"
#include "nn/LoraLinear.h"
#include "run/Recipe.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// A policy whose transformer layers learn through low-rank adapters while its own weights stay as they are. All that
/// starts from one base (the policy that learns, its reference, its value network) shares these weights: one copy in
/// memory.
///
/// Samples with adapters and weights added up; learns with them apart, which the frozen weights need no gradient for.
///
/// Thread-safety: one caller at a time of all policies that share a base, since adapters are plugged into its layers
/// for the time of a pass.
class LoraPolicy final : public Policy {
public:
    /// Starts as what \p base is. \param base  copied
    /// \param seed  of the adapters' random half
    /// \throws Error(BadInput) for a target that is in no layer's name, telling the names that there are
    LoraPolicy(const Policy& base, const LoraSettings& settings, std::uint64_t seed);

    /// The base with its adapters off: what a run is held against. Shares the base.
    [[nodiscard]] std::unique_ptr<Policy> withAdaptersOff() const;

    [[nodiscard]] torch::Tensor sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                       const std::vector<std::uint64_t>& seeds,
                                       const JobContext& context) const override;
    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override;
    [[nodiscard]] torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const override;
    /// With adapters of its own; the base is shared.
    [[nodiscard]] std::unique_ptr<Policy> clone() const override;
    /// The adapters alone.
    [[nodiscard]] torch::nn::Module& module() override { return *adapters_; }
    [[nodiscard]] const torch::nn::Module& module() const override { return *adapters_; }
    [[nodiscard]] std::int64_t vocabulary() const override { return base_->vocabulary(); }
    [[nodiscard]] std::int64_t hiddenWidth() const override { return base_->hiddenWidth(); }
    [[nodiscard]] std::int64_t tokensPerFrame() const override { return base_->tokensPerFrame(); }
    [[nodiscard]] double framesPerSecond() const override { return base_->framesPerSecond(); }

    /// The frozen weights.
    [[nodiscard]] const torch::nn::Module& baseModule() const { return std::as_const(*base_).module(); }
    /// Writes the whole policy, adapters and weights added up, as any other policy is written. \throws Error(Io)
    void saveMerged(const std::filesystem::path& file) const;

private:
    struct AdaptedLayer {
        std::string name;
        std::shared_ptr<torch::nn::LinearImpl> linear;
        LoraAdapter adapter;
    };
    class Plugged;
    class Merged;

    LoraPolicy(std::shared_ptr<Policy> base, std::vector<AdaptedLayer> layers);

    std::shared_ptr<Policy> base_;
    std::vector<AdaptedLayer> layers_;
    std::shared_ptr<torch::nn::Module> adapters_;
};

/// The policy that a run learns from \p start: a LoraPolicy around it where the settings have a rank, else nullptr.
[[nodiscard]] std::unique_ptr<Policy> adaptedWhereAsked(const Policy& start, const LoraSettings& settings,
                                                        std::uint64_t seed);

/// What a learning policy that started as \p start is held against: the same weights without adapters, or a frozen
/// copy.
[[nodiscard]] std::unique_ptr<Policy> referenceFrom(const Policy& start);

/// policy.safetensors, the whole policy in full precision, which loads everywhere; of a LoraPolicy also
/// adapter.safetensors, from which its learning goes on. \throws Error(Io)
void savePolicy(const std::filesystem::path& folder, const Policy& policy);
/// After it, learning goes on bit for bit. \throws Error(NotFound), Error(BadInput) for files of another model
void loadPolicy(const std::filesystem::path& folder, Policy& policy);

/// What a run holds in memory for learning.
struct WeightUse {
    std::int64_t learning = 0;  ///< weights that learn
    std::int64_t held = 0;      ///< all weights, those that several models share counted once
    double megabytes = 0.0;     ///< of the weights, and of gradient and Adam's two moments of those that learn
};

/// \param policy     that learns, \p reference that it is held against
/// \param otherParts that learn, such as a value network; nullptr for none
[[nodiscard]] WeightUse weightUse(const Policy& policy, const Policy& reference, const torch::nn::Module* otherParts);

/// The same in words.
[[nodiscard]] std::string weightUseText(const WeightUse& use);

}  // namespace musicrl
