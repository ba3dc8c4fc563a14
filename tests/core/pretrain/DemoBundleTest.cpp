// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/Paths.h"
#include "embedding/mulan/Mulan.h"
#include "music/LoadAudioCodec.h"
#include "nn/LogMel.h"
#include "pretrain/corpus/Degradations.h"
#include "record/MusicCaps.h"
#include "reward/LoadRewards.h"

#include <array>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

/// What the shipped model claims, on clips that none of its parts has seen in training.
class DemoBundle : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const std::filesystem::path folder = std::filesystem::path(MUSICRL_TEST_DATA) / "demo-heldout";
        for (const MusicCapsRow& row : readMusicCaps(folder / "corpus.csv")) {
            captions_.push_back(row.caption);
            clips_.push_back(std::make_shared<const Clip>(readAudioFile(folder / "audio" / (row.id + ".ogg"))));
        }
    }
    static void TearDownTestSuite() {
        captions_.clear();
        clips_.clear();
    }
    static std::filesystem::path model() { return resourcesFolder() / "models" / "demo"; }

    static inline std::vector<std::string> captions_;
    static inline std::vector<ClipPtr> clips_;
};

torch::Tensor waveOf(const Clip& clip) {
    return torch::tensor(clip.samples).unsqueeze(0);
}

TEST_F(DemoBundle, findsTheRightCaptionAmongTwentyFiveTimesAsOftenAsChance) {
    const auto mulan = loadMulan(model() / "mulan", torch::kCPU);
    ASSERT_EQ(clips_.size(), 20U);
    std::vector<torch::Tensor> embedded;
    for (const ClipPtr& clip : clips_) {
        ASSERT_EQ(clip->sampleRateHz, mulan->sampleRateHz());
        embedded.push_back(mulan->embedAudio(waveOf(*clip).slice(1, 0, mulan->config().windowSamples())));
    }
    const torch::Tensor best = torch::cat(embedded).matmul(mulan->embedText(captions_).t()).argmax(1);
    const auto right = (best == torch::arange(20)).sum().item<std::int64_t>();
    RecordProperty("right_of_20", static_cast<int>(right));
    EXPECT_GE(right, 5);  // chance is 1
}

TEST_F(DemoBundle, givesSoundAndTextConditioningTokensThatAgreeMoreThanChance) {
    const auto mulan = loadMulan(model() / "mulan", torch::kCPU);
    std::vector<torch::Tensor> embedded;
    for (const ClipPtr& clip : clips_) {
        embedded.push_back(mulan->embedAudio(waveOf(*clip).slice(1, 0, mulan->config().windowSamples())));
    }
    const torch::Tensor fromSound = mulan->conditioningTokens(torch::cat(embedded)).select(1, 0);
    const torch::Tensor fromText = mulan->conditioningTokens(mulan->embedText(captions_)).select(1, 0);
    const auto equal = (fromSound == fromText).sum().item<std::int64_t>();
    RecordProperty("equal_first_tokens_of_20", static_cast<int>(equal));
    EXPECT_GE(equal, 4);  // chance is about 20 / 64
}

TEST_F(DemoBundle, ordersDegradationsByTheirSeverity) {
    const auto reward = loadRewards(model(), {{"quality", 1.0}}, torch::kCPU);
    const std::array<double, 4> severities = {0.0, 0.3, 0.6, 0.9};
    std::vector<double> means;
    for (const double severity : severities) {
        std::vector<RewardInput> inputs;
        for (std::size_t i = 0; i < 5; ++i) {
            inputs.push_back(
                {captions_[i], std::make_shared<const Clip>(degrade(*clips_[i], severity, 100 + i)), {}, {}});
        }
        double mean = 0.0;
        for (const RewardBreakdown& scores : reward->score(inputs, JobContext())) {
            mean += scores.find("quality")->raw / 5.0;
        }
        RecordProperty("mean_mos_" + std::to_string(severity).substr(0, 3), std::to_string(mean));
        means.push_back(mean);
    }
    for (std::size_t i = 1; i < means.size(); ++i) {
        EXPECT_LT(means[i], means[i - 1] - 0.1) << "severity " << severities[i];
    }
}

TEST_F(DemoBundle, codesSoundCloserThanACutAtTwoKilohertz) {
    const auto codec = loadAudioCodec(model() / "codec", torch::kCPU);
    LogMel logMel;
    double coded = 0.0;
    double cut = 0.0;
    for (std::size_t i = 0; i < 5; ++i) {
        const Clip lowPassed = resample(resample(*clips_[i], 4000), 16000);
        const torch::Tensor original = waveOf(*clips_[i]).slice(1, 0, 48000);
        const torch::NoGradGuard noGradients;
        const torch::Tensor rebuilt = codec->decode(codec->encode(original.unsqueeze(1))).squeeze(1);
        const auto distance = [&](const torch::Tensor& other) {
            const std::int64_t samples = std::min(original.size(1), other.size(1));
            return torch::l1_loss(logMel->forward(original.slice(1, 0, samples)),
                                  logMel->forward(other.slice(1, 0, samples)))
                .item<double>();
        };
        coded += distance(rebuilt) / 5.0;
        cut += distance(waveOf(lowPassed).slice(1, 0, 48000)) / 5.0;
    }
    RecordProperty("log_mel_distance_codec", std::to_string(coded));
    RecordProperty("log_mel_distance_cut", std::to_string(cut));
    EXPECT_LT(coded, 0.7 * cut);
}

}  // namespace
}  // namespace musicrl
