// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/FlopCount.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace musicrl {
namespace {

TEST(FlopCount, isTwiceTheMultiplicationsOfAProduct) {
    const torch::Tensor a = torch::randn({3, 5});
    const torch::Tensor b = torch::randn({5, 7});
    EXPECT_EQ(countFlops([&] { (void)a.matmul(b); }), 2 * 3 * 5 * 7);
    EXPECT_EQ(countFlops([&] { (void)torch::randn({4, 3, 5}).matmul(torch::randn({4, 5, 2})); }), 2 * 4 * 3 * 5 * 2);
    EXPECT_EQ(countFlops([&] { (void)(a + a).exp(); }), 0);
}

TEST(FlopCount, countsALinearLayerOnceAndItsBackwardPassTwice) {
    torch::nn::Linear layer(6, 4);
    const torch::Tensor x = torch::randn({2, 5, 6}).requires_grad_(true);
    const double forward = 2.0 * 2 * 5 * 6 * 4;
    EXPECT_EQ(countFlops([&] { (void)layer->forward(x); }), forward);
    EXPECT_EQ(countFlops([&] { layer->forward(x).sum().backward(); }), 3 * forward);
}

TEST(FlopCount, countsConvolutionsByTheirOutputs) {
    torch::nn::Conv1d convolution(torch::nn::Conv1dOptions(4, 6, 3).stride(2).groups(2));
    const torch::Tensor x = torch::randn({2, 4, 21});
    EXPECT_EQ(countFlops([&] { (void)convolution->forward(x); }), 2.0 * (2 * 6 * 10) * (4 / 2 * 3));
    torch::nn::ConvTranspose1d back(torch::nn::ConvTranspose1dOptions(4, 6, 3).stride(2));
    EXPECT_EQ(countFlops([&] { (void)back->forward(x); }), 2.0 * (2 * 4 * 21) * (6 * 3));
    const torch::Tensor input = x.clone().requires_grad_(true);
    EXPECT_EQ(countFlops([&] { convolution->forward(input).sum().backward(); }), 3 * 2.0 * (2 * 6 * 10) * (4 / 2 * 3));
}

}  // namespace
}  // namespace musicrl
