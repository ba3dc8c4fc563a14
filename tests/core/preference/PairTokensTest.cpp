// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "music/musiclm/HierarchicalLm.h"
#include "preference/PairTokens.h"
#include "preference/RewardJudgements.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/TonesOrNoise.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

class PairTokensTest : public testing::Test {
protected:
    static PreferenceTokens loadTokens(const fs::path& model) {
        writeTinyModel(model);
        return loadPreferenceTokens(model, loadHierarchicalLm(model / "language", torch::kCPU)->config().layout,
                                    torch::kCPU);
    }

    static PreferenceConfig configOf(double crop) {
        PreferenceConfig config;
        config.language.layout = {.coarseLevels = 2, .codesPerFrame = 2};
        config.crop = crop;
        return config;
    }

    [[nodiscard]] TokenizedPairs tokenized(const std::vector<PreferencePair>& pairs, double crop = 1.0,
                                           const fs::path& cache = {}) const {
        return tokenizePairs(pairs, tokens_, configOf(crop), cache, JobContext());
    }

    TemporaryFolder folder_;
    PreferenceTokens tokens_ = loadTokens(folder_ / "model");
};

TEST_F(PairTokensTest, makesWholeFramesOfWhatIsHeard) {
    auto pairs = readPreferencePairs(writeTonesOrNoise(folder_.path(), 2, 2));
    const TokenizedPairs whole = tokenized(pairs);
    ASSERT_EQ(whole.size(), 4U);
    EXPECT_EQ(whole.conditioning.sizes().vec(), (std::vector<std::int64_t>{4, 2}));
    EXPECT_EQ(whole.a[0].size(0), 7 * 5) << "0.25 s are seven frames of 40 ms, begun";
    EXPECT_EQ(whole.outcomes[1], 0.5);
    EXPECT_EQ(tokenized(pairs, 0.5).a[0].size(0), 4 * 5);
    pairs[0].a.span = ClipSpan{0.1, 0.2};
    EXPECT_EQ(tokenized(pairs).a[0].size(0), 3 * 5);
}

TEST_F(PairTokensTest, takesKnownClipsFromTheCacheUnlessWhatIsHeardHasChanged) {
    const auto pairs = readPreferencePairs(writeTonesOrNoise(folder_.path(), 2, 2));
    const fs::path cache = folder_ / "tokens.safetensors";
    const TokenizedPairs first = tokenized(pairs, 1.0, cache);
    const std::string written = sha256OfFile(cache);
    const TokenizedPairs again = tokenized(pairs, 1.0, cache);
    EXPECT_EQ(sha256OfFile(cache), written) << "nothing was added";
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_TRUE(torch::equal(first.a[i], again.a[i]));
    }
    EXPECT_EQ(tokenized(pairs, 0.5, cache).a[0].size(0), 4 * 5);
    EXPECT_NE(sha256OfFile(cache), written);
    EXPECT_EQ(tokenized(pairs, 1.0, cache).a[0].size(0), 7 * 5) << "both crops are kept";
}

TEST_F(PairTokensTest, refusesAClipThatIsMissingOrNotTheOneThatWasJudged) {
    auto pairs = readPreferencePairs(writeTonesOrNoise(folder_.path(), 2, 2));
    pairs[1].b.sha256 = sha256OfFile(pairs[1].b.file);
    EXPECT_EQ(tokenized(pairs).size(), 4U);
    pairs[1].b.sha256[0] = 'x';
    expectError(ErrorKind::BadInput, "b1.wav of the pair pair-1 is not the one that was judged",
                [&] { (void)tokenized(pairs); });
    fs::remove(pairs[0].a.file);
    expectError(ErrorKind::NotFound, "a0.wav of the pair pair-0 does not exist", [&] { (void)tokenized(pairs); });
}

/// Scores a clip by its first sample.
class FirstSample final : public RewardModel {
public:
    std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs, const JobContext&) const override {
        std::vector<RewardBreakdown> scores;
        for (const RewardInput& input : inputs) {
            const double value = input.clip->samples.front();
            scores.push_back({value,
                              {RewardTerm{.name = "first", .raw = value, .windows = {}},
                               RewardTerm{.name = "less", .raw = -2.0 * value, .windows = {}}}});
        }
        return scores;
    }
};

TEST(RewardJudgements, areTheDifferencesOfEveryTermInTheOrderOfThePairs) {
    const TemporaryFolder folder;
    std::vector<PreferencePair> pairs;
    for (int i = 0; i < 19; ++i) {  // more than are read at once
        const auto clipOf = [&](const std::string& name, float value) {
            writeAudioFile(folder / name, Clip{.sampleRateHz = 16000, .channels = 1, .samples = {value, 0.0F}},
                           SampleFormat::Float32);
            return folder / name;
        };
        PreferencePair pair;
        pair.prompt = "p";
        pair.a.file = clipOf("a" + std::to_string(i) + ".wav", 0.01F * static_cast<float>(i));
        pair.b.file = clipOf("b" + std::to_string(i) + ".wav", 0.1F);
        pair.label = i < 9 ? PreferenceLabel::B : PreferenceLabel::A;
        pairs.push_back(pair);
    }
    const auto judged = judgeByReward(pairs, FirstSample(), JobContext());
    ASSERT_EQ(judged.size(), 2U);
    ASSERT_EQ(judged.at("first").size(), 19U);
    for (std::size_t i = 0; i < 19; ++i) {
        EXPECT_NEAR(judged.at("first")[i].margin, 0.01 * static_cast<double>(i) - 0.1, 1e-6);
        EXPECT_NEAR(judged.at("less")[i].margin, -2.0 * judged.at("first")[i].margin, 1e-6);
        EXPECT_EQ(judged.at("less")[i].outcome, i < 9 ? 0.0 : 1.0);
    }
}

}  // namespace
}  // namespace musicrl
