// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "music/musiclm/HierarchicalLm.h"
#include "preference/PreferenceTrainer.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

constexpr std::int64_t likedToken = 3;

PreferenceConfig tinyConfig() {
    PreferenceConfig config;
    config.language = {.layout = {.coarseLevels = 2, .codesPerFrame = 2},
                       .vocabulary = 16,
                       .conditioningTokens = 2,
                       .conditioningVocabulary = 4,
                       .maxFrames = 40,
                       .globalLayers = 1,
                       .globalWidth = 16,
                       .globalHeads = 2,
                       .globalFeedForward = 32,
                       .localLayers = 1,
                       .localWidth = 16,
                       .localHeads = 2,
                       .localFeedForward = 32,
                       .plainConditioning = {0, 0}};
    return config;
}

std::unique_ptr<PreferenceModel> freshModel(std::uint64_t seed = 1) {
    torch::manual_seed(seed);
    return std::make_unique<PreferenceModel>(tinyConfig());
}

/// 8 to 12 frames of random tokens, of which this share, at random places, are the liked one.
torch::Tensor streamOf(Random& random, double share) {
    const std::size_t count = 5 * (8 + random.index(5));
    const auto liked = static_cast<std::size_t>(std::llround(share * static_cast<double>(count)));
    std::vector<std::int64_t> tokens(liked, likedToken);
    while (tokens.size() < count) {
        tokens.push_back(4 + static_cast<std::int64_t>(random.index(12)));
    }
    random.shuffle(tokens);
    return torch::tensor(tokens, torch::kInt64);
}

/// A rater who likes clips with many liked tokens, and calls clips with equal shares of them a tie.
TokenizedPairs likingPairs(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    TokenizedPairs pairs;
    std::vector<torch::Tensor> captions;
    for (std::size_t i = 0; i < count; ++i) {
        const double shareA = random.chance(0.5) ? 0.4 : 0.1;
        const double shareB = i % 4 == 3 ? shareA : 0.5 - shareA;
        pairs.a.push_back(streamOf(random, shareA));
        pairs.b.push_back(streamOf(random, shareB));
        pairs.outcomes.push_back(shareA > shareB ? 1.0 : shareA < shareB ? 0.0 : 0.5);
        captions.push_back(
            torch::tensor({static_cast<std::int64_t>(random.index(4)), static_cast<std::int64_t>(random.index(4))}));
    }
    pairs.conditioning = torch::stack(captions);
    return pairs;
}

const PreferenceTraining quick{.epochs = 6, .batchPairs = 8, .learningRate = 1e-2};

TEST(PreferenceLoss, isBradleyTerrysWithTiesAsHalfAWin) {
    const torch::Tensor loss = preferenceLoss(torch::tensor({1.5F, 1.5F, 1.5F}), torch::tensor({1.0F, 0.0F, 0.5F}));
    const double win = std::log1p(std::exp(-1.5));
    const double defeat = std::log1p(std::exp(1.5));
    EXPECT_NEAR(loss[0].item<double>(), win, 1e-6);
    EXPECT_NEAR(loss[1].item<double>(), defeat, 1e-6);
    EXPECT_NEAR(loss[2].item<double>(), 0.5 * (win + defeat), 1e-6);
}

/// Three clips a caption, each two of them a pair.
TokenizedPairs pairsOfThree(std::size_t captions, bool sharedTensors) {
    Random random(7);
    TokenizedPairs pairs;
    std::vector<torch::Tensor> told;
    for (std::size_t caption = 0; caption < captions; ++caption) {
        const std::vector<torch::Tensor> clips = {streamOf(random, 0.1), streamOf(random, 0.3), streamOf(random, 0.5)};
        for (const auto& [a, b] : {std::pair(0U, 1U), std::pair(1U, 2U), std::pair(2U, 0U)}) {
            pairs.a.push_back(sharedTensors ? clips[a] : clips[a].clone());
            pairs.b.push_back(sharedTensors ? clips[b] : clips[b].clone());
            pairs.outcomes.push_back(a > b ? 1.0 : 0.0);
            told.push_back(
                torch::tensor({static_cast<std::int64_t>(caption % 4), static_cast<std::int64_t>(caption / 4)}));
        }
    }
    pairs.conditioning = torch::stack(told);
    return pairs;
}

TEST(PreferenceTrainer, learnsTheSameFromAClipThatItHearsOnceForSeveralPairs) {
    const TokenizedPairs heldOut = likingPairs(24, 2);
    std::vector<double> losses;
    for (const bool shared : {true, false}) {
        const auto model = freshModel();
        const auto epochs = trainPreference(  // all in one batch: clones come in another order
            *model, pairsOfThree(12, shared), heldOut, {.epochs = 9, .batchPairs = 36, .learningRate = 1e-2},
            [](const PreferenceEpoch&) {}, JobContext());
        losses.push_back(epochs.back().heldOut.loss);
    }
    EXPECT_LT(losses[0], 0.69) << "something is learned";
    EXPECT_NEAR(losses[0], losses[1], 1e-4);
}

TEST(PreferenceTrainer, learnsATasteThatHoldsForOtherPairs) {
    const auto model = freshModel();
    const TokenizedPairs heldOut = likingPairs(80, 2);
    EXPECT_NEAR(measurePairs(judgePairs(*model, heldOut, JobContext())).loss, std::log(2.0), 1e-6) << "chance, before";
    const auto epochs = trainPreference(
        *model, likingPairs(160, 1), heldOut, quick, [](const auto&) {}, JobContext());
    ASSERT_EQ(epochs.size(), 6U);
    EXPECT_GT(epochs.back().heldOut.accuracy.accuracy, 0.9);
    EXPECT_EQ(epochs.back().heldOut.accuracy.decisive, 60);
    EXPECT_LT(epochs.back().heldOut.loss, 0.45) << "a quarter of the pairs are ties, which cost ln 2 at best";
    EXPECT_GT(epochs.back().trainAccuracy, epochs.front().trainAccuracy);
}

TEST(PreferenceTrainer, givesTiesAProbabilityNearAHalf) {
    const auto model = freshModel();
    const TokenizedPairs heldOut = likingPairs(80, 2);
    (void)trainPreference(
        *model, likingPairs(160, 1), heldOut, quick, [](const auto&) {}, JobContext());
    double tieGap = 0.0;
    double otherGap = 0.0;
    for (const JudgedPair& pair : judgePairs(*model, heldOut, JobContext())) {
        const double gap = std::abs(1.0 / (1.0 + std::exp(-pair.margin)) - 0.5);
        (pair.outcome == 0.5 ? tieGap : otherGap) += gap / (pair.outcome == 0.5 ? 20.0 : 60.0);
    }
    EXPECT_LT(tieGap, 0.2);
    EXPECT_GT(otherGap, 0.4);
}

TEST(PreferenceTrainer, keepsTheEpochWithTheLowestHeldOutLossAndCentresItsScores) {
    const auto model = freshModel();
    const TokenizedPairs heldOut = likingPairs(24, 2);
    std::int64_t kept = 0;
    double keptLoss = 0.0;
    double meanScore = 1.0;
    const auto keep = [&](const PreferenceEpoch& epoch) {
        kept = epoch.epoch;
        keptLoss = measurePairs(judgePairs(*model, heldOut, JobContext())).loss;
        const torch::NoGradGuard noGradients;
        meanScore = 0.5 * (model->score(heldOut.a, heldOut.conditioning).mean() +
                           model->score(heldOut.b, heldOut.conditioning).mean())
                              .item<double>();
    };
    PreferenceTraining reckless = quick;
    reckless.learningRate = 0.1;
    const auto epochs = trainPreference(*model, likingPairs(48, 1), heldOut, reckless, keep, JobContext());
    for (const PreferenceEpoch& epoch : epochs) {
        EXPECT_GE(epoch.heldOut.loss, keptLoss - 1e-6);
    }
    EXPECT_NEAR(epochs.at(static_cast<std::size_t>(kept - 1)).heldOut.loss, keptLoss, 1e-6);
    EXPECT_NEAR(meanScore, 0.0, 1e-3);
}

TEST(PreferenceTrainer, repeatsItselfForOneSeed) {
    std::vector<std::vector<JudgedPair>> words;
    for (int i = 0; i < 2; ++i) {
        const auto model = freshModel();
        (void)trainPreference(
            *model, likingPairs(24, 1), likingPairs(8, 2), {.epochs = 2, .batchPairs = 8, .learningRate = 1e-2},
            [](const auto&) {}, JobContext());
        words.push_back(judgePairs(*model, likingPairs(8, 2), JobContext()));
    }
    for (std::size_t i = 0; i < words[0].size(); ++i) {
        EXPECT_EQ(words[0][i].margin, words[1][i].margin);
    }
}

TEST(PreferenceTrainer, endsWhenAskedToAndLeavesTheBestSoFar) {
    const auto model = freshModel();
    std::stop_source stop;
    int kept = 0;
    const JobContext context(stop.get_token(), [](const JobMessage&) {});
    const auto keep = [&](const PreferenceEpoch&) {
        ++kept;
        stop.request_stop();
    };
    EXPECT_THROW((void)trainPreference(*model, likingPairs(24, 1), likingPairs(8, 2), quick, keep, context),
                 JobStopped);
    EXPECT_EQ(kept, 1);
}

TEST(PreferenceTrainer, goesOnAfterAnInterruptedEpochAsIfInOneGo) {
    const TemporaryFolder folder;
    const TokenizedPairs train = likingPairs(24, 1);
    const TokenizedPairs heldOut = likingPairs(8, 2);
    PreferenceTraining training{.epochs = 3, .batchPairs = 8, .learningRate = 1e-2};
    const auto straight = freshModel();
    const auto expected = trainPreference(
        *straight, train, heldOut, training, [](const auto&) {}, JobContext());

    training.stateFile = folder / "state.safetensors";
    std::stop_source stop;
    const JobContext stopping(stop.get_token(), [&](const JobMessage& message) {
        const auto* progress = std::get_if<Progress>(&message);
        if (progress != nullptr && progress->done == 4) {
            stop.request_stop();  // in the second of three epochs of three steps
        }
    });
    EXPECT_THROW((void)trainPreference(
                     *freshModel(), train, heldOut, training, [](const auto&) {}, stopping),
                 JobStopped);
    const auto resumed = freshModel(9);
    std::vector<std::int64_t> rows;
    std::int64_t firstStep = 0;
    const JobContext goingOn({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<MetricRow>(&message)) {
            rows.push_back(row->step);
        } else if (const auto* progress = std::get_if<Progress>(&message); progress != nullptr && firstStep == 0) {
            firstStep = progress->done;
        }
    });
    const auto found = trainPreference(
        *resumed, train, heldOut, training, [](const auto&) {}, goingOn);

    EXPECT_EQ(firstStep, 4) << "the first epoch is not done again";
    EXPECT_EQ(rows, (std::vector<std::int64_t>{1, 2, 3}));
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(toMetrics(found[i]), toMetrics(expected[i]));
    }
    const auto ours = judgePairs(*resumed, heldOut, JobContext());
    const auto theirs = judgePairs(*straight, heldOut, JobContext());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].margin, theirs[i].margin);
    }
}

TEST(PreferenceModel, scoresAClipTheSameAloneAndBesideLongerOnes) {
    const auto model = freshModel();
    const torch::NoGradGuard noGradients;
    model->named_parameters()["head.weight"].normal_();
    const TokenizedPairs pairs = likingPairs(6, 3);
    const torch::Tensor together = model->score(pairs.a, pairs.conditioning);
    for (std::size_t i = 0; i < 6; ++i) {
        const auto row = static_cast<std::int64_t>(i);
        const torch::Tensor alone = model->score({pairs.a[i]}, pairs.conditioning.slice(0, row, row + 1));
        EXPECT_NEAR(alone.item<double>(), together[row].item<double>(), 1e-5);
    }
    EXPECT_GT(together.std().item<double>(), 1e-3);
}

TEST(PreferenceModel, readsTheCaptionUnlessItIsTrainedWithoutText) {
    PreferenceConfig config = tinyConfig();
    config.language.plainConditioning = {3, 1};
    const torch::NoGradGuard noGradients;
    const torch::Tensor stream = likingPairs(1, 4).a[0];
    for (const bool usesText : {true, false}) {
        config.usesText = usesText;
        PreferenceModel model(config);
        model.named_parameters()["head.weight"].normal_();
        const double first = model.score({stream}, torch::tensor({{0, 1}})).item<double>();
        EXPECT_EQ(first != model.score({stream}, torch::tensor({{2, 1}})).item<double>(), usesText);
        EXPECT_EQ(first == model.score({stream}, torch::tensor({{3, 1}})).item<double>(), !usesText);
    }
}

TEST(PreferenceModel, startsFromALanguageModelsWeights) {
    HierarchicalLmConfig shape = tinyConfig().language;
    torch::manual_seed(9);
    const HierarchicalLm language(shape);
    const auto model = freshModel();
    model->startFrom(language.module());
    const torch::NoGradGuard noGradients;
    const torch::Tensor weight = model->named_parameters()["head.weight"];
    weight.normal_();
    const torch::Tensor tokens = likingPairs(1, 4).a[0].unsqueeze(0);
    const torch::Tensor captions = torch::tensor({{1, 2}});
    const torch::Tensor pooled = language.hidden(tokens, captions).mean(1);  // [1, D]
    EXPECT_NEAR(model->score({tokens[0]}, captions).item<double>(), (pooled * weight).sum().item<double>(), 1e-4);
    shape.localWidth = 32;
    expectError(ErrorKind::BadInput, "", [&] { model->startFrom(HierarchicalLm(shape).module()); });
}

}  // namespace
}  // namespace musicrl
