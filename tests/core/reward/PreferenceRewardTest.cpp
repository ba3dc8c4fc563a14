// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Resampler.h"
#include "music/LoadAudioCodec.h"
#include "music/musiclm/HierarchicalLm.h"
#include "reward/LoadRewards.h"
#include "reward/PreferenceReward.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/makeSine.h"

#include <array>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A model folder with a preference part of random weights, and no language part any more.
class PreferenceRewardTest : public testing::Test {
protected:
    PreferenceRewardTest() { writeTinyModel(model_, 3); }

    /// \param change  of the configuration
    template <typename Change>
    void writePreference(const Change& change) {
        const auto language = loadHierarchicalLm(model_ / "language", torch::kCPU);
        PreferenceConfig config{.language = language->config(), .sources = {}};
        config.sources = loadPreferenceTokens(model_, config.language.layout, torch::kCPU).sources();
        config.language.plainConditioning = {1, 2};
        change(config);
        torch::manual_seed(5);
        PreferenceModel model(config);
        model.startFrom(language->module());
        {
            const torch::NoGradGuard noGradients;
            model.named_parameters()["head.weight"].normal_();
        }
        savePreference(model, model_ / "preference");
        fs::remove_all(model_ / "language");
    }

    [[nodiscard]] RewardBreakdown scoreOf(const std::string& prompt, const Clip& clip) const {
        const std::array<RewardInput, 1> inputs = {RewardInput{prompt, std::make_shared<const Clip>(clip), {}, {}}};
        return loadRewards(model_, {{"preference", 1.0}}, torch::kCPU)->score(inputs, JobContext()).front();
    }

    TemporaryFolder folder_;
    fs::path model_ = folder_ / "model";
};

TEST_F(PreferenceRewardTest, scoresTheStreamOfSemanticAndCoarseTokensForMulansTokensOfThePrompt) {
    writePreference([](PreferenceConfig&) {});
    const Clip clip = makeSine(440.0, 0.4);
    const auto model = loadPreference(model_ / "preference", torch::kCPU);
    const auto mulan = loadMulan(model_ / "mulan", torch::kCPU);
    const auto semantic = loadSemanticTokenizer(model_ / "semantic", torch::kCPU);
    const auto codec = loadAudioCodec(model_ / "codec", torch::kCPU);
    const torch::Tensor wave = torch::tensor(clip.samples).unsqueeze(0);
    const torch::Tensor stream =
        interleave(semantic->tokens(wave), codec->encode(wave.unsqueeze(1)), model->config().language.layout)[0];
    const torch::Tensor caption = mulan->conditioningTokens(mulan->embedText({"slow calm piano"}));
    const double wanted = model->score({stream}, caption).item<double>();
    const RewardBreakdown found = scoreOf("slow calm piano", clip);
    ASSERT_EQ(found.terms.size(), 1U);
    EXPECT_EQ(found.terms[0].name, "preference");
    EXPECT_NEAR(found.total, wanted, 1e-5);
    EXPECT_NE(wanted, 0.0);
    EXPECT_EQ(found.terms[0].contribution, found.terms[0].raw);
}

TEST_F(PreferenceRewardTest, averagesTheFirstAndTheLastWindowAndHearsTheirCrop) {
    writePreference([](PreferenceConfig& config) {
        config.windowSeconds = 1.0;
        config.crop = 0.5;
    });
    Clip clip = makeSine(300.0, 2.5);
    const Clip end = makeSine(2000.0, 0.5);
    std::copy(end.samples.begin(), end.samples.end(), clip.samples.begin() + 24000);  // 1.5 s to 2 s
    const RewardTerm term = scoreOf("x", clip).terms.at(0);
    ASSERT_EQ(term.windows.size(), 2U);
    EXPECT_DOUBLE_EQ(term.windows[0].startSeconds, 0.0);
    EXPECT_DOUBLE_EQ(term.windows[0].endSeconds, 0.5);
    EXPECT_DOUBLE_EQ(term.windows[1].startSeconds, 1.5);
    EXPECT_DOUBLE_EQ(term.windows[1].endSeconds, 2.0);
    EXPECT_NEAR(term.raw, 0.5 * (term.windows[0].value + term.windows[1].value), 1e-9);
    EXPECT_NEAR(term.windows[1].value, scoreOf("x", makeSine(2000.0, 1.0)).total, 1e-4) << "half of a second is heard";
    EXPECT_NE(term.windows[0].value, term.windows[1].value);
}

TEST_F(PreferenceRewardTest, scoresAClipTheSameAloneAndInABatch) {
    writePreference([](PreferenceConfig&) {});
    const auto reward = loadPreferenceReward(model_, model_ / "preference", torch::kCPU);
    std::vector<RewardInput> inputs;
    for (int i = 0; i < 20; ++i) {  // more than go through the model at once, of different lengths and rates
        inputs.push_back({i % 2 == 0 ? "slow calm piano" : "fast loud drums",
                          std::make_shared<const Clip>(
                              resample(makeSine(100.0 + 50.0 * i, 0.2 + 0.01 * i), i == 17 ? 44100 : 16000)),
                          {},
                          {}});
    }
    const auto together = reward->score(inputs, JobContext());
    for (const std::size_t i : {std::size_t{0}, std::size_t{17}}) {
        EXPECT_NEAR(together[i].total, reward->score(std::span(inputs).subspan(i, 1), JobContext())[0].total, 1e-5);
    }
}

TEST_F(PreferenceRewardTest, refusesTokensOfOtherPartsAndAFolderWithoutAModel) {
    writePreference([](PreferenceConfig&) {});
    writeTinyModel(folder_ / "other", 4);
    expectError(ErrorKind::BadInput, "was trained with another codec", [&] {
        (void)loadRewards(folder_ / "other", {{"preference", 1.0}}, torch::kCPU, model_ / "preference");
    });
    expectError(ErrorKind::NotFound, "other/preference", [&] {
        (void)loadRewards(folder_ / "other", {{"preference", 1.0}}, torch::kCPU);
    });
}

}  // namespace
}  // namespace musicrl
