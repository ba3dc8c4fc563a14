// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TinyPolicy.h"

#include <memory>
#include <utility>

namespace musicrl {

/// A TinyPolicy of which one forward pass that is learned from has a gradient that is not a number, though its values
/// are right. All copies count together.
class FaultyPolicy final : public Policy {
public:
    /// \param faulty  which of the passes with gradients, from 1
    FaultyPolicy(std::uint64_t seed, int faulty)
        : FaultyPolicy(std::make_unique<TinyPolicy>(seed), std::make_shared<Count>(Count{faulty, 0})) {}

    /// Passes with gradients so far.
    [[nodiscard]] int passes() const { return count_->passes; }

    [[nodiscard]] torch::Tensor sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                       const std::vector<std::uint64_t>& seeds,
                                       const JobContext& context) const override {
        return inner_->sample(conditioning, frames, temperature, seeds, context);
    }
    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override {
        const torch::Tensor right = inner_->logProbs(tokens, conditioning, temperature);
        if (!right.requires_grad() || ++count_->passes != count_->faulty) {
            return right;
        }
        return right + 0.0 * (right - right.detach()).sqrt();  // the slope of a root at 0 is infinite
    }
    [[nodiscard]] torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const override {
        return inner_->hidden(tokens, conditioning);
    }
    [[nodiscard]] std::unique_ptr<Policy> clone() const override {
        return std::unique_ptr<Policy>(new FaultyPolicy(inner_->clone(), count_));
    }
    [[nodiscard]] torch::nn::Module& module() override { return inner_->module(); }
    [[nodiscard]] const torch::nn::Module& module() const override { return std::as_const(*inner_).module(); }
    [[nodiscard]] std::int64_t vocabulary() const override { return inner_->vocabulary(); }
    [[nodiscard]] std::int64_t hiddenWidth() const override { return inner_->hiddenWidth(); }
    [[nodiscard]] std::int64_t tokensPerFrame() const override { return inner_->tokensPerFrame(); }
    [[nodiscard]] double framesPerSecond() const override { return inner_->framesPerSecond(); }

private:
    struct Count {
        int faulty;
        int passes;
    };

    FaultyPolicy(std::unique_ptr<Policy> inner, std::shared_ptr<Count> count)
        : inner_(std::move(inner)), count_(std::move(count)) {}

    std::unique_ptr<Policy> inner_;
    std::shared_ptr<Count> count_;
};

}  // namespace musicrl
