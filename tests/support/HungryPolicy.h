// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/PolicyAround.h"
#include "support/TinyPolicy.h"

#include <memory>
#include <new>

namespace musicrl {

/// A TinyPolicy that has memory for a forward pass of a few clips only.
class HungryPolicy final : public PolicyAround {
public:
    /// \param mostClips  of a pass
    HungryPolicy(std::uint64_t seed, std::int64_t mostClips)
        : HungryPolicy(std::make_unique<TinyPolicy>(seed), mostClips) {}

    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override {
        if (tokens.size(0) > mostClips_) {
            throw std::bad_alloc();
        }
        return inner().logProbs(tokens, conditioning, temperature);
    }
    [[nodiscard]] std::unique_ptr<Policy> clone() const override {
        return std::unique_ptr<Policy>(new HungryPolicy(inner().clone(), mostClips_));
    }

private:
    HungryPolicy(std::unique_ptr<Policy> inner, std::int64_t mostClips)
        : PolicyAround(std::move(inner)), mostClips_(mostClips) {}

    std::int64_t mostClips_;
};

}  // namespace musicrl
