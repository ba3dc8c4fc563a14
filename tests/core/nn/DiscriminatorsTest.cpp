// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Discriminators.h"

#include "support/ExpectError.h"

namespace musicrl {
namespace {

using Shape = std::vector<std::int64_t>;

TEST(Discriminators, theSpectrogramsHasThePapersShapes) {
    const torch::NoGradGuard guard;
    StftDiscriminator discriminator(2);
    const Judgment judgment = discriminator->forward(torch::randn({2, 1, 16384}));
    // 65 frames, 512 bins; time halves three times, bins six times, channels end at 16 times the first layer's.
    ASSERT_EQ(judgment.features.size(), 7U);
    EXPECT_EQ(judgment.features.front().sizes(), (Shape{2, 2, 65, 512}));
    EXPECT_EQ(judgment.features.back().sizes(), (Shape{2, 32, 8, 8}));
    EXPECT_EQ(judgment.logits.sizes(), (Shape{2, 1, 8, 1}));
}

TEST(Discriminators, theWavesHasFourStridesOfFourAndGroupsOfFour) {
    const torch::NoGradGuard guard;
    WaveDiscriminator discriminator(16, 1024);
    const Judgment judgment = discriminator->forward(torch::randn({1, 1, 4096}));
    ASSERT_EQ(judgment.features.size(), 6U);
    EXPECT_EQ(judgment.features[0].sizes(), (Shape{1, 16, 4096}));
    EXPECT_EQ(judgment.features[3].sizes(), (Shape{1, 1024, 64}));
    EXPECT_EQ(judgment.features[5].sizes(), (Shape{1, 1024, 16}));
    EXPECT_EQ(judgment.logits.sizes(), (Shape{1, 1, 16}));
    const torch::Tensor grouped = discriminator->named_parameters()["layers.2.weight"];
    EXPECT_EQ(grouped.sizes(), (Shape{256, 4, 41})) << "each output of a grouped layer sees four channels";
}

TEST(Discriminators, judgeThreeResolutionsAndTheSpectrogram) {
    const torch::NoGradGuard guard;
    Discriminators discriminators(DiscriminatorsConfig{.waveChannels = 4, .waveMaxChannels = 16, .stftChannels = 2});
    const std::vector<Judgment> judgments = discriminators->forward(torch::randn({1, 1, 8192}));
    ASSERT_EQ(judgments.size(), 4U);
    EXPECT_EQ(judgments[0].logits.size(2), 32);
    EXPECT_EQ(judgments[1].logits.size(2), 16);
    EXPECT_EQ(judgments[2].logits.size(2), 8);
}

TEST(Discriminators, refuseSoundsTooShortToJudge) {
    expectError(ErrorKind::BadInput, "at least 2048 samples", [] { (void)StftDiscriminator(2)->forward(torch::zeros({1, 1, 1000})); });
}

}  // namespace
}  // namespace musicrl
