// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"

#include <memory>

namespace musicrl {

/// A language model small enough to enumerate: the next token depends on the one before and on the conditioning token
/// through a layer of a few numbers.
class TinyPolicy final : public Policy {
public:
    struct Shape {
        std::int64_t vocabulary = 3;              ///< V
        std::int64_t conditioningVocabulary = 4;  ///< C is 1
        std::int64_t width = 5;                   ///< D
    };

    explicit TinyPolicy(std::uint64_t seed) : TinyPolicy(seed, Shape{}) {}
    TinyPolicy(std::uint64_t seed, const Shape& shape);

    [[nodiscard]] torch::Tensor sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                       const std::vector<std::uint64_t>& seeds, const JobContext& context) const override;
    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override;
    [[nodiscard]] torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const override;
    [[nodiscard]] std::unique_ptr<Policy> clone() const override;
    [[nodiscard]] torch::nn::Module& module() override;
    [[nodiscard]] const torch::nn::Module& module() const override;
    [[nodiscard]] std::int64_t vocabulary() const override { return shape_.vocabulary; }
    [[nodiscard]] std::int64_t hiddenWidth() const override { return shape_.width; }
    [[nodiscard]] std::int64_t tokensPerFrame() const override { return 2; }
    [[nodiscard]] double framesPerSecond() const override { return 10.0; }

private:
    struct Net;

    Shape shape_;
    std::shared_ptr<Net> net_;
};

}  // namespace musicrl
