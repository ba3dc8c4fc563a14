// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/Compat.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

torch::Tensor byHand(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v, const torch::Tensor& bias) {
    return torch::matmul(torch::softmax(torch::matmul(q, k.transpose(2, 3)) / 2.0 + bias, 3), v);  // D = 4
}

TEST(Compat, attentionIsTheTextbookFormula) {
    torch::manual_seed(1);
    const torch::Tensor q = torch::randn({2, 3, 5, 4});
    const torch::Tensor k = torch::randn({2, 3, 7, 4});
    const torch::Tensor v = torch::randn({2, 3, 7, 4});
    const torch::Tensor bias = torch::randn({5, 7});
    EXPECT_TRUE(torch::allclose(compat::attention(q, k, v, bias, false), byHand(q, k, v, bias), 1e-4, 1e-5));
    EXPECT_TRUE(torch::allclose(compat::attention(q, k, v, {}, false), byHand(q, k, v, torch::zeros({1})), 1e-4, 1e-5));
}

TEST(Compat, causalAttentionSeesNoFuture) {
    torch::manual_seed(2);
    const torch::Tensor q = torch::randn({1, 2, 6, 4});
    const torch::Tensor k = torch::randn({1, 2, 6, 4});
    const torch::Tensor v = torch::randn({1, 2, 6, 4});
    const torch::Tensor all = compat::attention(q, k, v, {}, true);
    for (std::int64_t i = 0; i < 6; ++i) {
        const torch::Tensor alone = byHand(q.slice(2, i, i + 1), k.slice(2, 0, i + 1), v.slice(2, 0, i + 1), torch::zeros({1}));
        EXPECT_TRUE(torch::allclose(all.slice(2, i, i + 1), alone, 1e-4, 1e-5)) << i;
    }
}

TEST(Compat, autocastEndsWithItsScope) {
    const torch::Tensor a = torch::ones({4, 4});
    {
        const compat::Autocast on(torch::kCPU, true);
        EXPECT_EQ(torch::matmul(a, a).scalar_type(), torch::kBFloat16);
        const compat::Autocast off(torch::kCPU, false);
        EXPECT_EQ(torch::matmul(a, a).scalar_type(), torch::kBFloat16);
    }
    EXPECT_EQ(torch::matmul(a, a).scalar_type(), torch::kFloat32);
}

TEST(Compat, knowsTheLibrarysVersion) { EXPECT_NE(compat::libTorchVersion().find('.'), std::string::npos); }

}  // namespace
}  // namespace musicrl
