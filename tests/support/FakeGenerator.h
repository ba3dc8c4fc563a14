// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Generator.h"
#include "support/TinyPolicy.h"

namespace musicrl {

/// A generator around TinyPolicy whose clips are steps: each token is ten samples of its own height, at 8 kHz.
class FakeGenerator final : public Generator {
public:
    explicit FakeGenerator(std::uint64_t seed) : policy_(seed) {}

    [[nodiscard]] torch::Tensor conditioning(const std::vector<std::string>& texts) const override;
    [[nodiscard]] DecodedBatch decode(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                      const std::vector<std::uint64_t>& seeds, std::int64_t fineIterations,
                                      const JobContext& context) const override;
    [[nodiscard]] const Policy& policy() const override { return policy_; }
    [[nodiscard]] std::int64_t framesFor(double seconds) const override;
    [[nodiscard]] double maxSeconds() const override { return 30.0; }
    [[nodiscard]] int sampleRateHz() const override { return 8000; }
    [[nodiscard]] const std::string& codecHash() const override { return hash_; }

private:
    TinyPolicy policy_;
    std::string hash_ = "steps";
};

}  // namespace musicrl
