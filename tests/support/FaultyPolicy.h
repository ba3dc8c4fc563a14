// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/PolicyAround.h"
#include "support/TinyPolicy.h"

#include <memory>

namespace musicrl {

/// A TinyPolicy of which one forward pass that is learned from has a gradient that is not a number, though its values
/// are right. All copies count together.
class FaultyPolicy final : public PolicyAround {
public:
    /// \param faulty  which of the passes with gradients, from 1
    FaultyPolicy(std::uint64_t seed, int faulty)
        : FaultyPolicy(std::make_unique<TinyPolicy>(seed), std::make_shared<Count>(Count{faulty, 0})) {}

    /// Passes with gradients so far.
    [[nodiscard]] int passes() const { return count_->passes; }

    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override {
        const torch::Tensor right = inner().logProbs(tokens, conditioning, temperature);
        if (!right.requires_grad() || ++count_->passes != count_->faulty) {
            return right;
        }
        return right + 0.0 * (right - right.detach()).sqrt();  // the slope of a root at 0 is infinite
    }
    [[nodiscard]] std::unique_ptr<Policy> clone() const override {
        return std::unique_ptr<Policy>(new FaultyPolicy(inner().clone(), count_));
    }

private:
    struct Count {
        int faulty;
        int passes;
    };

    FaultyPolicy(std::unique_ptr<Policy> inner, std::shared_ptr<Count> count)
        : PolicyAround(std::move(inner)), count_(std::move(count)) {}

    std::shared_ptr<Count> count_;
};

}  // namespace musicrl
