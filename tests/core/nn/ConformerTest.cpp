// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Conformer.h"

#include "base/Error.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

ConformerConfig tiny() { return {.layers = 2, .width = 16, .heads = 2, .feedForward = 32}; }

TEST(Conformer, everyPositionSeesBothSides) {
    torch::manual_seed(1);
    Conformer model(tiny());
    auto x = torch::randn({1, 9, 16}).requires_grad_(true);
    model->forward(x).select(1, 4).select(1, 0).sum().backward();
    EXPECT_GT(x.grad().abs().sum(-1).min().item<double>(), 0.0);
}

TEST(Conformer, aClipDoesNotDependOnItsBatch) {
    torch::manual_seed(2);
    Conformer model(tiny());
    model->train();
    const torch::NoGradGuard noGrad;
    const auto x = torch::randn({3, 10, 16});
    const auto together = model->forward(x).narrow(0, 1, 1);
    EXPECT_LT((together - model->forward(x.narrow(0, 1, 1))).abs().max().item<double>(), 1e-5);
}

TEST(Conformer, middleLayersAreOnTheWayToTheLast) {
    torch::manual_seed(3);
    Conformer model(tiny());
    const torch::NoGradGuard noGrad;
    const auto x = torch::randn({1, 5, 16});
    EXPECT_TRUE(torch::equal(model->forwardTo(x, 0), x));
    EXPECT_TRUE(torch::equal(model->forwardTo(x, 2), model->forward(x)));
    EXPECT_FALSE(torch::equal(model->forwardTo(x, 1), model->forward(x)));
}

TEST(Conformer, refusesAnEvenKernel) {
    auto even = tiny();
    even.kernel = 4;
    EXPECT_THROW(Conformer{even}, Error);
}

}  // namespace
}  // namespace musicrl
