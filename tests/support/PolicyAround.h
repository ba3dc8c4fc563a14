// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"

#include <memory>
#include <utility>

namespace musicrl {

/// Passes everything on to a policy inside, for policies that go wrong in one way. What derives from it has clone().
class PolicyAround : public Policy {
public:
    explicit PolicyAround(std::unique_ptr<Policy> inner) : inner_(std::move(inner)) {}

    [[nodiscard]] torch::Tensor sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                       const std::vector<std::uint64_t>& seeds,
                                       const JobContext& context) const override {
        return inner_->sample(conditioning, frames, temperature, seeds, context);
    }
    [[nodiscard]] torch::Tensor logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                         double temperature) const override {
        return inner_->logProbs(tokens, conditioning, temperature);
    }
    [[nodiscard]] torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const override {
        return inner_->hidden(tokens, conditioning);
    }
    [[nodiscard]] torch::nn::Module& module() override { return inner_->module(); }
    [[nodiscard]] const torch::nn::Module& module() const override { return std::as_const(*inner_).module(); }
    [[nodiscard]] std::int64_t vocabulary() const override { return inner_->vocabulary(); }
    [[nodiscard]] std::int64_t hiddenWidth() const override { return inner_->hiddenWidth(); }
    [[nodiscard]] std::int64_t tokensPerFrame() const override { return inner_->tokensPerFrame(); }
    [[nodiscard]] double framesPerSecond() const override { return inner_->framesPerSecond(); }

protected:
    [[nodiscard]] const Policy& inner() const { return *inner_; }

private:
    std::unique_ptr<Policy> inner_;
};

}  // namespace musicrl
