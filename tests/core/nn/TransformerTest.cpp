// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Transformer.h"

#include "base/Error.h"

#include <gtest/gtest.h>

#include <cmath>

namespace musicrl {
namespace {

TransformerConfig tiny(bool causal) {
    return {.layers = 2, .width = 16, .heads = 2, .feedForward = 32, .causal = causal, .maxLength = 12};
}

double largestDifference(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

TEST(Transformer, causalPositionsDoNotSeeWhatFollows) {
    torch::manual_seed(1);
    Transformer model(tiny(true));
    const torch::NoGradGuard noGrad;
    const auto x = torch::randn({2, 8, 16});
    auto changed = x.clone();
    changed.slice(1, 5).neg_();
    const auto a = model->forward(x);
    const auto b = model->forward(changed);
    EXPECT_EQ(largestDifference(a.slice(1, 0, 5), b.slice(1, 0, 5)), 0.0);
    EXPECT_GT(largestDifference(a.slice(1, 5), b.slice(1, 5)), 1e-3);
}

TEST(Transformer, stepsWithACacheEqualTheWholeSequence) {
    torch::manual_seed(2);
    Transformer model(tiny(true));
    const torch::NoGradGuard noGrad;
    const auto x = torch::randn({3, 12, 16});
    const auto whole = model->forward(x);
    KeyValueCache cache = model->makeCache(3);
    for (int round = 0; round < 2; ++round) {
        cache.clear();
        for (std::int64_t i = 0; i < 12; ++i) {
            EXPECT_LT(largestDifference(model->step(x.narrow(1, i, 1), cache), whole.narrow(1, i, 1)), 1e-5);
        }
    }
    EXPECT_THROW((void)model->step(x.narrow(1, 0, 1), cache), Error);
}

TEST(Transformer, paddingDoesNotReachTheRest) {
    torch::manual_seed(3);
    Transformer model(tiny(false));
    const torch::NoGradGuard noGrad;
    const auto x = torch::randn({1, 6, 16});
    const auto padded = torch::cat({x, torch::randn({1, 4, 16})}, 1);
    const auto keep = torch::arange(10).lt(6).unsqueeze(0);
    EXPECT_LT(largestDifference(model->forward(padded, keep).narrow(1, 0, 6), model->forward(x)), 1e-5);
}

TEST(Transformer, refusesTooLongAndWronglyShapedInput) {
    Transformer model(tiny(true));
    EXPECT_THROW((void)model->forward(torch::zeros({1, 13, 16})), Error);
    EXPECT_THROW((void)model->forward(torch::zeros({1, 4, 15})), Error);
    EXPECT_THROW((void)model->forward(torch::zeros({1, 4, 16}), torch::ones({1, 4}, torch::kBool)), Error);
    auto odd = tiny(true);
    odd.heads = 3;
    EXPECT_THROW(Transformer{odd}, Error);
}

TEST(RotaryPositions, scoresDependOnDistanceAlone) {
    torch::manual_seed(4);
    RotaryPositions positions(8);
    const auto query = torch::randn({1, 1, 1, 8});
    const auto key = torch::randn({1, 1, 1, 8});
    const auto score = [&](std::int64_t at, std::int64_t other) {
        const auto q = RotaryPositions::rotate(query, positions.at(at, 1, query));
        const auto k = RotaryPositions::rotate(key, positions.at(other, 1, key));
        return (q * k).sum().item<double>();
    };
    EXPECT_NEAR(score(7, 3), score(507, 503), 1e-4);
    EXPECT_GT(std::abs(score(7, 3) - score(7, 4)), 1e-3);
}

TEST(RotaryPositions, turnsEachPairByItsAngle) {
    RotaryPositions positions(2);
    const auto x = torch::tensor({1.0F, 0.0F}).view({1, 1, 1, 2});
    const auto turned = RotaryPositions::rotate(x, positions.at(2, 1, x)).flatten();
    EXPECT_NEAR(turned[0].item<double>(), std::cos(2.0), 1e-6);
    EXPECT_NEAR(turned[1].item<double>(), std::sin(2.0), 1e-6);
}

}  // namespace
}  // namespace musicrl
