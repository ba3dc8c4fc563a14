// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/ResidualVectorQuantizer.h"

#include "support/ExpectError.h"
#include "tensor/Device.h"

namespace musicrl {
namespace {

torch::Tensor buffer(const ResidualVectorQuantizer& quantizer, const std::string& name) { return quantizer->named_buffers()[name]; }

/// One level with the given entries [V, D] and hits [V], as if trained before.
ResidualVectorQuantizer oneLevel(const torch::Tensor& entries, const torch::Tensor& usage, double decay, double deadBelow) {
    ResidualVectorQuantizer quantizer(RvqConfig{
        .levels = 1, .vocabulary = entries.size(0), .width = entries.size(1), .decay = decay, .deadBelow = deadBelow});
    buffer(quantizer, "codebooks")[0].copy_(entries);
    buffer(quantizer, "usage")[0].copy_(usage);
    buffer(quantizer, "started").fill_(1);
    return quantizer;
}

/// [B * T, D] as one example [1, D, T]
torch::Tensor asExample(const torch::Tensor& rows) { return rows.t().unsqueeze(0); }

TEST(ResidualVectorQuantizer, everyLevelBringsTheSoundCloser) {
    torch::manual_seed(1);
    ResidualVectorQuantizer quantizer(RvqConfig{.levels = 4, .vocabulary = 32, .width = 6});
    const torch::Tensor x = torch::randn({4, 6, 100});
    (void)quantizer->forward(x, {}, seededGenerator(1));
    quantizer->eval();
    const torch::Tensor codes = quantizer->encode(x);
    ASSERT_EQ(codes.sizes(), (std::vector<std::int64_t>{4, 4, 100}));
    double before = x.square().mean().item<double>();
    for (std::int64_t levels = 1; levels <= 4; ++levels) {
        const double error = (quantizer->decode(codes.slice(1, 0, levels)) - x).square().mean().item<double>();
        EXPECT_LT(error, 0.75 * before) << levels;
        before = error;
        EXPECT_TRUE(torch::equal(quantizer->encode(x, levels), codes.slice(1, 0, levels)));
    }
}

TEST(ResidualVectorQuantizer, choosesTheNearestEntry) {
    torch::manual_seed(2);
    ResidualVectorQuantizer quantizer = oneLevel(torch::randn({10, 3}), torch::ones({10}), 0.9, 0.0);
    const torch::Tensor rows = torch::randn({50, 3});
    const torch::Tensor distances = torch::cdist(rows, quantizer->codebooks()[0]);
    EXPECT_TRUE(torch::equal(quantizer->encode(asExample(rows))[0][0], distances.argmin(1)));
}

TEST(ResidualVectorQuantizer, entriesFollowTheMovingAverageOfTheirVectors) {
    const torch::Tensor entries = torch::tensor({{0.0F, 0.0F}, {10.0F, 0.0F}});
    ResidualVectorQuantizer quantizer = oneLevel(entries, torch::tensor({4.0F, 2.0F}), 0.75, 0.0);
    quantizer->train();
    const torch::Tensor rows = torch::tensor({{1.0F, 1.0F}, {1.0F, 3.0F}, {9.0F, 0.0F}});
    (void)quantizer->forward(asExample(rows), {}, seededGenerator(1));
    // hits: 0.75 * 4 + 0.25 * 2 = 3.5 and 0.75 * 2 + 0.25 * 1 = 1.75
    // sums: 0.75 * 4 * (0, 0) + 0.25 * (2, 4) = (0.5, 1) and 0.75 * 2 * (10, 0) + 0.25 * (9, 0) = (17.25, 0)
    EXPECT_TRUE(torch::allclose(buffer(quantizer, "usage")[0], torch::tensor({3.5F, 1.75F})));
    EXPECT_TRUE(torch::allclose(quantizer->codebooks()[0],
                                torch::tensor({{0.5F / 3.5F, 1.0F / 3.5F}, {17.25F / 1.75F, 0.0F}})));
}

TEST(ResidualVectorQuantizer, anEntryThatNobodyUsesIsReplacedByAVectorOfTheBatch) {
    ResidualVectorQuantizer quantizer =
        oneLevel(torch::tensor({{0.0F, 0.0F}, {500.0F, 500.0F}}), torch::tensor({8.0F, 1.0F}), 0.5, 1.0);
    quantizer->train();
    const torch::Tensor rows = torch::tensor({{1.0F, 0.0F}, {0.0F, 1.0F}}).repeat({8, 1});
    (void)quantizer->forward(asExample(rows), {}, seededGenerator(3));
    const torch::Tensor replaced = quantizer->codebooks()[0][1];
    EXPECT_TRUE(torch::equal(replaced, rows[0]) || torch::equal(replaced, rows[1])) << replaced;
}

TEST(ResidualVectorQuantizer, learnsNothingInEvaluationMode) {
    torch::manual_seed(4);
    ResidualVectorQuantizer quantizer = oneLevel(torch::randn({8, 3}), torch::ones({8}), 0.5, 2.0);
    quantizer->eval();
    const torch::Tensor before = quantizer->codebooks().clone();
    (void)quantizer->forward(torch::randn({2, 3, 20}), {}, seededGenerator(1));
    EXPECT_TRUE(torch::equal(quantizer->codebooks(), before));
}

TEST(ResidualVectorQuantizer, dropoutUsesTheFirstLevelsOfEachExample) {
    torch::manual_seed(5);
    ResidualVectorQuantizer quantizer(RvqConfig{.levels = 3, .vocabulary = 16, .width = 4});
    const torch::Tensor x = torch::randn({2, 4, 30});
    (void)quantizer->forward(x, {}, seededGenerator(1));
    quantizer->eval();
    const RvqOutput output = quantizer->forward(x, torch::tensor({1, 3}), seededGenerator(1));
    const torch::Tensor codes = quantizer->encode(x);
    EXPECT_TRUE(torch::equal(output.codes, codes));
    EXPECT_TRUE(torch::allclose(output.quantized[0], quantizer->decode(codes.slice(1, 0, 1))[0], 1e-4, 1e-5));
    EXPECT_TRUE(torch::allclose(output.quantized[1], quantizer->decode(codes)[1], 1e-4, 1e-5));
}

TEST(ResidualVectorQuantizer, droppedLevelsLearnNothing) {
    torch::manual_seed(6);
    ResidualVectorQuantizer quantizer(RvqConfig{.levels = 2, .vocabulary = 4, .width = 2, .decay = 0.5, .deadBelow = 0.0});
    const torch::Tensor x = torch::randn({1, 2, 40});
    (void)quantizer->forward(x, {}, seededGenerator(1));
    const torch::Tensor before = quantizer->codebooks().clone();
    (void)quantizer->forward(x + 1.0, torch::tensor({1}), seededGenerator(1));
    EXPECT_FALSE(torch::allclose(quantizer->codebooks()[0], before[0]));
    EXPECT_TRUE(torch::allclose(quantizer->codebooks()[1], before[1]));
}

TEST(ResidualVectorQuantizer, gradientsPassStraightThroughAndCommitmentPullsToTheEntry) {
    ResidualVectorQuantizer quantizer = oneLevel(torch::tensor({{1.0F}, {5.0F}}), torch::ones({2}), 0.9, 0.0);
    quantizer->eval();
    torch::Tensor x = torch::tensor({{{1.5F, 4.0F}}}).requires_grad_();
    const RvqOutput output = quantizer->forward(x, {}, seededGenerator(1));
    EXPECT_TRUE(torch::equal(output.quantized, torch::tensor({{{1.0F, 5.0F}}})));
    EXPECT_NEAR(output.commitment.item<double>(), (0.25 + 1.0) / 2.0, 1e-6);
    (output.quantized * torch::tensor({3.0F, 7.0F})).sum().backward();
    EXPECT_TRUE(torch::equal(x.grad(), torch::tensor({{{3.0F, 7.0F}}})));
    const torch::Tensor pull = torch::autograd::grad({quantizer->forward(x, {}, seededGenerator(1)).commitment}, {x})[0];
    EXPECT_TRUE(torch::allclose(pull, torch::tensor({{{0.5F, -1.0F}}})));
}

TEST(ResidualVectorQuantizer, refusesCodesThatItDoesNotHave) {
    const ResidualVectorQuantizer quantizer = oneLevel(torch::zeros({4, 2}), torch::ones({4}), 0.9, 0.0);
    const auto codes = [](std::vector<std::int64_t> shape, std::int64_t value) { return torch::full(shape, value, torch::kInt64); };
    expectError(ErrorKind::BadInput, "expected 1 to 1 levels of codes, found 2", [&] { (void)quantizer->decode(codes({1, 2, 3}, 0)); });
    expectError(ErrorKind::BadInput, "a code is outside 0 to 3", [&] { (void)quantizer->decode(codes({1, 1, 3}, 4)); });
    expectError(ErrorKind::BadInput, "a code is outside", [&] { (void)quantizer->decode(codes({1, 1, 3}, -1)); });
}

}  // namespace
}  // namespace musicrl
