// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/KMeans.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "tensor/Device.h"

#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

SemanticTokenizerConfig tiny() {
    SemanticTokenizerConfig config;
    config.mels = 16;
    config.channels = 4;
    config.layers = 2;
    config.width = 16;
    config.heads = 2;
    config.feedForward = 32;
    config.featureLayer = 1;
    config.vocabulary = 4;
    return config;
}

torch::Tensor tone(double hz, std::int64_t samples) {
    return torch::sin(torch::arange(samples, torch::kFloat32) * (2.0 * std::numbers::pi * hz / 16000.0)) * 0.5;
}

std::shared_ptr<SemanticTokenizer> fitted() {
    torch::manual_seed(1);
    auto tokenizer = std::make_shared<SemanticTokenizer>(tiny());
    tokenizer->eval();
    const torch::NoGradGuard noGrad;
    const auto waves = torch::stack({tone(200.0, 32000), tone(3000.0, 32000)});
    tokenizer->fitClusters(tokenizer->features(waves).flatten(0, 1), seededGenerator(2));
    return tokenizer;
}

TEST(SemanticTokenizer, makesTwentyFiveTokensASecond) {
    const auto tokenizer = fitted();
    EXPECT_EQ(tokenizer->tokens(torch::zeros({2, 16000})).sizes(), (std::vector<std::int64_t>{2, 25}));
    EXPECT_EQ(tokenizer->tokens(torch::zeros({1, 16001})).size(1), 26);
    EXPECT_EQ(tokenizer->tokens(torch::zeros({1, 160000})).size(1), 250);
    EXPECT_LT(tokenizer->tokens(torch::randn({1, 16000})).max().item<std::int64_t>(), 4);
}

TEST(SemanticTokenizer, tellsSoundsApart) {
    const auto tokenizer = fitted();
    const auto low = tokenizer->tokens(tone(200.0, 32000).unsqueeze(0))[0].slice(0, 10, 40);
    const auto high = tokenizer->tokens(tone(3000.0, 32000).unsqueeze(0))[0].slice(0, 10, 40);
    EXPECT_FALSE(low.eq(high).any().item<bool>());
}

TEST(SemanticTokenizer, survivesSaving) {
    const TemporaryFolder folder;
    const auto tokenizer = fitted();
    saveSemanticTokenizer(folder.path(), *tokenizer);
    const auto loaded = loadSemanticTokenizer(folder.path(), torch::kCPU);
    const auto wave = torch::cat({tone(200.0, 16000), tone(3000.0, 16000)}).unsqueeze(0);
    EXPECT_GT(loaded->tokens(wave).eq(tokenizer->tokens(wave)).to(torch::kFloat64).mean().item<double>(), 0.9);
    Json wrong = toJson(tiny());
    wrong["feature_layer"] = 3;
    expectError(ErrorKind::BadInput, "only 2 layers",
                [&] { (void)semanticTokenizerConfigFromJson(wrong, "config.json"); });
}

TEST(KMeans, findsClustersThatAreThere) {
    torch::manual_seed(3);
    const auto truth = torch::tensor({{0.0F, 0.0F}, {10.0F, 0.0F}, {0.0F, 10.0F}});
    const auto points = truth.repeat({50, 1}) + torch::randn({150, 2}) * 0.1;
    const auto centres = kMeans(points, 3, 10, seededGenerator(4));
    const auto order = nearestCentre(truth, centres);
    EXPECT_EQ(std::get<0>(torch::_unique(order)).numel(), 3);
    EXPECT_LT((centres.index_select(0, order) - truth).abs().max().item<double>(), 0.1);
    expectError(ErrorKind::BadInput, "clusters",
                [&] { (void)kMeans(points.narrow(0, 0, 2), 3, 5, seededGenerator(1)); });
}

}  // namespace
}  // namespace musicrl
