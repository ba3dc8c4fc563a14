// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Seanet.h"

#include "support/ExpectError.h"

namespace musicrl {
namespace {

const SeanetConfig tiny = {.strides = {2, 5}, .channels = 4, .dimension = 6, .residualKernel = 3, .dilations = {1, 3}};

/// Of the steps in which two tensors [B, C, T] differ, the first; T when they are equal.
std::int64_t firstDifference(const torch::Tensor& a, const torch::Tensor& b) {
    const torch::Tensor differs = (a != b).any(1).any(0);
    return differs.any().item<bool>() ? differs.to(torch::kInt64).argmax().item<std::int64_t>() : a.size(2);
}

TEST(Seanet, theEncoderSeesNoFuture) {
    torch::manual_seed(1);
    const torch::NoGradGuard guard;
    SeanetEncoder encoder(tiny);
    const torch::Tensor wave = torch::randn({1, 1, 200});
    for (const std::int64_t changed : {0, 57, 110, 199}) {
        torch::Tensor other = wave.clone();
        other.slice(2, changed).add_(1.0);
        EXPECT_EQ(firstDifference(encoder->forward(wave), encoder->forward(other)), changed / 10) << changed;
    }
}

TEST(Seanet, theDecoderSeesNoFuture) {
    torch::manual_seed(2);
    const torch::NoGradGuard guard;
    SeanetDecoder decoder(tiny);
    const torch::Tensor x = torch::randn({1, 6, 20});
    for (const std::int64_t changed : {0, 7, 19}) {
        torch::Tensor other = x.clone();
        other.slice(2, changed).add_(1.0);
        EXPECT_EQ(firstDifference(decoder->forward(x), decoder->forward(other)), changed * 10) << changed;
    }
}

TEST(Seanet, twentyFourKilohertzAtFiftyStepsASecondComesBackWhole) {
    const torch::NoGradGuard guard;
    const SeanetConfig config{.strides = {3, 4, 5, 8}, .channels = 2, .dimension = 16};
    EXPECT_EQ(config.hopSamples(), 480);
    const torch::Tensor steps = SeanetEncoder(config)->forward(torch::randn({2, 1, 24000}));
    EXPECT_EQ(steps.sizes(), (std::vector<std::int64_t>{2, 16, 50}));
    EXPECT_EQ(SeanetDecoder(config)->forward(steps).sizes(), (std::vector<std::int64_t>{2, 1, 24000}));
}

TEST(Seanet, aSignalKeepsItsSizeThroughAFreshEncoder) {
    torch::manual_seed(3);
    const torch::NoGradGuard guard;
    const double size = SeanetEncoder(SeanetConfig{})->forward(torch::randn({1, 1, 16000})).std().item<double>();
    EXPECT_GT(size, 0.3);
    EXPECT_LT(size, 6.0);
}

TEST(Seanet, refusesPartsOfAStep) {
    expectError(ErrorKind::BadInput, "a whole number of steps of 10 samples, found 205",
                [] { (void)SeanetEncoder(tiny)->forward(torch::zeros({1, 1, 205})); });
    expectError(ErrorKind::BadInput, "waves [B, 1, N]", [] { (void)SeanetEncoder(tiny)->forward(torch::zeros({1, 2, 200})); });
    expectError(ErrorKind::BadInput, "x [B, D, T]", [] { (void)SeanetDecoder(tiny)->forward(torch::zeros({1, 5, 4})); });
}

}  // namespace
}  // namespace musicrl
