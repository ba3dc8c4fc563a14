// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/TinyMulan.h"
#include "embedding/mulan/EmbeddingQuantizer.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

torch::Tensor noise(std::int64_t batch, std::int64_t samples, std::uint64_t seed) {
    torch::manual_seed(seed);
    return 0.1 * torch::randn({batch, samples});
}

bool near(const torch::Tensor& a, const torch::Tensor& b, double tolerance) {
    return torch::allclose(a, b, 0.0, tolerance);
}

TEST(Mulan, embedsSoundsAndTextsAsUnitVectors) {
    const auto mulan = makeTinyMulan();
    const torch::Tensor audio = mulan->embedAudio(noise(3, 16000, 1));
    const torch::Tensor text = mulan->embedText({"low tone", "", "a word never heard of"});
    EXPECT_EQ(audio.sizes(), (std::vector<std::int64_t>{3, 8}));
    EXPECT_EQ(text.sizes(), (std::vector<std::int64_t>{3, 8}));
    EXPECT_TRUE(near(audio.norm(2, 1), torch::ones({3}), 1e-5));
    EXPECT_TRUE(near(text.norm(2, 1), torch::ones({3}), 1e-5));
}

TEST(Mulan, embedsATextTheSameAloneAndBesideLongerOnes) {
    const auto mulan = makeTinyMulan();
    const torch::Tensor alone = mulan->embedText({"low tone"});
    const torch::Tensor together = mulan->embedText({"high quiet noise one two one two loud", "low tone"});
    EXPECT_TRUE(near(alone[0], together[1], 1e-5));
    EXPECT_FALSE(near(alone[0], together[0], 1e-2));
}

TEST(Mulan, takesAShortSoundAsFollowedBySilence) {
    const auto mulan = makeTinyMulan();
    const torch::Tensor wave = noise(2, 7000, 3);
    EXPECT_TRUE(near(mulan->embedAudio(wave), mulan->embedAudio(torch::constant_pad_nd(wave, {0, 9000})), 1e-6));
}

TEST(Mulan, refusesSoundsLongerThanItsWindow) {
    const auto mulan = makeTinyMulan();
    expectError(ErrorKind::BadInput, "16001 samples", [&] { (void)mulan->embedAudio(noise(1, 16001, 1)); });
    expectError(ErrorKind::BadInput, "no text", [&] { (void)mulan->embedText({}); });
}

TEST(Mulan, comesBackFromItsFolderNearlyTheSame) {
    const auto mulan = makeTinyMulan();
    const torch::Tensor vectors =
        torch::cat({mulan->embedAudio(noise(20, 16000, 5)), mulan->embedText({"low", "high"})});
    mulan->setCodebooks(fitResidualCodebooks(vectors, 3, 4, 7));
    const TemporaryFolder folder;
    saveMulan(*mulan, folder.path());
    const auto once = loadMulan(folder.path(), torch::kCPU);
    const auto again = loadMulan(folder.path(), torch::kCPU);
    const torch::Tensor wave = noise(4, 16000, 9);
    EXPECT_TRUE(near(once->embedAudio(wave), mulan->embedAudio(wave), 2e-2));  // float16 on disk
    EXPECT_TRUE(torch::equal(once->embedText({"loud noise"}), again->embedText({"loud noise"})));
    const torch::Tensor codes = once->conditioningTokens(once->embedAudio(wave));
    EXPECT_TRUE(torch::equal(codes, again->conditioningTokens(again->embedAudio(wave))));
    EXPECT_EQ(codes.sizes(), (std::vector<std::int64_t>{4, 3}));
    EXPECT_GE(codes.min().item<std::int64_t>(), 0);
    EXPECT_LT(codes.max().item<std::int64_t>(), 4);
}

TEST(Mulan, learnsWhichOfEightTextsBelongsToWhichSound) {
    const auto mulan = makeTinyMulan();
    std::vector<std::string> texts = {"low quiet tone",  "low loud tone",  "high quiet tone", "high loud tone",
                                      "one quiet noise", "one loud noise", "two low",         "two high"};
    std::vector<torch::Tensor> waves;
    for (int i = 0; i < 8; ++i) {
        waves.push_back(0.3 * torch::sin(torch::arange(16000) * (2.0 * M_PI * 120.0 * std::pow(1.7, i) / 16000.0)));
    }
    const torch::Tensor logMels = mulan->logMels(torch::stack(waves));
    torch::optim::Adam optimizer(mulan->parameters(), 5e-3);
    mulan->train();
    for (int step = 0; step < 80; ++step) {
        optimizer.zero_grad();
        contrastiveLoss(mulan->embedLogMels(logMels), mulan->embedTokens(textBatch(mulan->tokens(), texts)),
                        mulan->inverseTemperature(), torch::eye(8).to(torch::kBool))
            .backward();
        optimizer.step();
    }
    mulan->eval();
    const torch::Tensor best = mulan->embedAudio(torch::stack(waves)).matmul(mulan->embedText(texts).t()).argmax(1);
    EXPECT_TRUE(torch::equal(best, torch::arange(8))) << best;
}

/// The loss pair by pair, as it is written in the paper.
double lossByHand(const torch::Tensor& cosines, const torch::Tensor& same, double scale) {
    const std::int64_t n = cosines.size(0);
    double sum = 0.0;
    for (std::int64_t i = 0; i < n; ++i) {
        double toText = 0.0;
        double toAudio = 0.0;
        for (std::int64_t j = 0; j < n; ++j) {
            if (i == j || !same[i][j].item<bool>()) {
                toText += std::exp(scale * cosines[i][j].item<double>());
                toAudio += std::exp(scale * cosines[j][i].item<double>());
            }
        }
        sum += std::log(toText) + std::log(toAudio) - 2.0 * scale * cosines[i][i].item<double>();
    }
    return sum / static_cast<double>(2 * n);
}

TEST(ContrastiveLoss, equalsTheSumOverPairsAndLeavesEqualTextsOut) {
    torch::manual_seed(3);
    const torch::Tensor audio = torch::nn::functional::normalize(torch::randn({5, 4}));
    torch::Tensor text = torch::nn::functional::normalize(torch::randn({5, 4}));
    torch::Tensor same = torch::eye(5).to(torch::kBool);
    same[1][3] = true;
    same[3][1] = true;
    const double loss = contrastiveLoss(audio, text, torch::tensor(9.0), same).item<double>();
    EXPECT_NEAR(loss, lossByHand(audio.matmul(text.t()), same, 9.0), 1e-4);
}

TEST(EmbeddingQuantizer, findsTheNearestWordOfEachLevel) {
    const torch::Tensor codebooks =
        torch::tensor({10.0, 0.0, 0.0, 10.0, 1.0, 0.0, 0.0, 1.0}).view({2, 2, 2});  // coarse axes, then fine ones
    const torch::Tensor vectors = torch::tensor({10.9, 0.1, 0.2, 10.8, 11.0, 0.0}).view({3, 2});
    const torch::Tensor codes = residualCodes(vectors, codebooks);
    EXPECT_TRUE(torch::equal(codes, torch::tensor({{0, 0}, {1, 1}, {0, 0}}, torch::kInt64))) << codes;
    EXPECT_TRUE(near(vectorsFromResidualCodes(codes, codebooks)[1], torch::tensor({0.0, 11.0}), 1e-6));
}

TEST(EmbeddingQuantizer, comesCloserWithEveryLevelAndIsExactWithAWordForEach) {
    torch::manual_seed(11);
    const torch::Tensor vectors = torch::nn::functional::normalize(torch::randn({200, 6}));
    double before = vectors.square().sum(1).mean().item<double>();
    for (std::int64_t levels = 1; levels <= 4; ++levels) {
        const torch::Tensor codebooks = fitResidualCodebooks(vectors, levels, 8, 5);
        const torch::Tensor rebuilt = vectorsFromResidualCodes(residualCodes(vectors, codebooks), codebooks);
        const double error = (vectors - rebuilt).square().sum(1).mean().item<double>();
        EXPECT_LT(error, 0.8 * before);
        before = error;
    }
    const torch::Tensor few = vectors.slice(0, 0, 6);
    const torch::Tensor exact = fitResidualCodebooks(few, 1, 8, 5);
    EXPECT_TRUE(near(vectorsFromResidualCodes(residualCodes(few, exact), exact), few, 1e-5));
}

}  // namespace
}  // namespace musicrl
