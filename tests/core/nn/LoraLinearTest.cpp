// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/LoraLinear.h"
#include "tensor/Device.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

struct Adapted {
    Adapted() {
        torch::manual_seed(1);
        layer = torch::nn::Linear(6, 4);
        adapter = LoraAdapter(*layer, 2, 8.0, seededGenerator(3));
        x = torch::randn({5, 3, 6});
    }
    void learnSomething() {
        const torch::NoGradGuard noGradients;
        adapter->named_parameters()["lora_B"].normal_();
    }
    torch::Tensor adaptedOutput() {
        layer->register_module("lora", adapter.ptr());
        const torch::Tensor output = adaptedLinear(layer, x);
        layer->unregister_module("lora");
        return output;
    }

    torch::nn::Linear layer{nullptr};
    LoraAdapter adapter{nullptr};
    torch::Tensor x;
};

TEST(LoraLinear, startsAsTheLayerBitForBit) {
    Adapted adapted;
    EXPECT_TRUE(torch::equal(adapted.adaptedOutput(), adapted.layer->forward(adapted.x)));
    EXPECT_GT(adapted.adapter->named_parameters()["lora_A"].abs().sum().item<double>(), 0.0);
}

TEST(LoraLinear, addsAMatrixOfItsRankScaledByAlpha) {
    Adapted adapted;
    adapted.learnSomething();
    const auto parameters = adapted.adapter->named_parameters();
    const torch::Tensor product = parameters["lora_B"].matmul(parameters["lora_A"]);
    EXPECT_TRUE(torch::allclose(adapted.adapter->weight(), 4.0 * product)) << "alpha / rank is 8 / 2";
    EXPECT_EQ(torch::linalg_matrix_rank(product).item<std::int64_t>(), 2);
    const torch::Tensor merged =
        torch::linear(adapted.x, adapted.layer->weight + adapted.adapter->weight(), adapted.layer->bias);
    EXPECT_TRUE(torch::allclose(adapted.adaptedOutput(), merged, 1e-5, 1e-5));
}

TEST(LoraLinear, isThePlainLayerOnceTheAdapterIsTakenOut) {
    Adapted adapted;
    adapted.learnSomething();
    EXPECT_FALSE(torch::allclose(adapted.adaptedOutput(), adapted.layer->forward(adapted.x)));
    EXPECT_TRUE(torch::equal(adaptedLinear(adapted.layer, adapted.x), adapted.layer->forward(adapted.x)));
}

TEST(LoraLinear, copiesItsWeights) {
    Adapted adapted;
    adapted.learnSomething();
    const std::shared_ptr<LoraAdapterImpl> copy = adapted.adapter->copy();
    EXPECT_TRUE(torch::equal(copy->weight(), adapted.adapter->weight()));
    adapted.learnSomething();
    EXPECT_FALSE(torch::equal(copy->weight(), adapted.adapter->weight()));
}

}  // namespace
}  // namespace musicrl
