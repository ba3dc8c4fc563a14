// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/ImpressionMeter.h"
#include "reward/RewardModel.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/makeSine.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Says that a clip fits a prompt by its length, and nothing of quality where told so.
class LengthJudge final : public RewardModel {
public:
    explicit LengthJudge(bool saysQuality) : saysQuality_(saysQuality) {}

    [[nodiscard]] std::vector<RewardBreakdown> score(std::span<const RewardInput> inputs,
                                                     const JobContext&) const override {
        std::vector<RewardBreakdown> scores;
        for (const RewardInput& input : inputs) {
            RewardBreakdown breakdown;
            breakdown.terms.push_back(
                {.name = "mulan", .raw = input.prompt == "long" ? input.clip->durationSeconds() : 0.0, .windows = {}});
            if (saysQuality_) {
                breakdown.terms.push_back({.name = "quality", .raw = 4.5, .windows = {}});
            }
            scores.push_back(std::move(breakdown));
        }
        return scores;
    }

private:
    bool saysQuality_;
};

std::vector<HeardClip> twoClips() {
    return {{"long", std::make_shared<const Clip>(makeSine(300.0, 2.0))},
            {"short", std::make_shared<const Clip>(makeSine(300.0, 1.0))}};
}

TEST(ImpressionMeter, takesFitAndQualityFromTheJudgesAndTheRestFromTheSound) {
    const std::vector<HeardClip> clips = twoClips();
    const std::vector<ClipImpression> heard =
        ImpressionMeter(std::make_unique<LengthJudge>(true)).hear(clips, JobContext());
    ASSERT_EQ(heard.size(), 2U);
    EXPECT_DOUBLE_EQ(heard[0].fit, 2.0);
    EXPECT_DOUBLE_EQ(heard[1].fit, 0.0);
    EXPECT_DOUBLE_EQ(heard[1].quality, 4.5);
    EXPECT_EQ(heard[1].sound, measureSound(*clips[1].clip));
    EXPECT_EQ(clipImpressionFromJson(toJson(heard[0]), "test"), heard[0]);
    expectError(ErrorKind::Internal, "both fit and quality",
                [&] { (void)ImpressionMeter(std::make_unique<LengthJudge>(false)).hear(clips, JobContext()); });
}

TEST(ImpressionMeter, refusesJudgesThatTrainingUses) {
    const TemporaryFolder folder;
    writeTinyModel(folder / "model", 1);
    writeTinyModel(folder / "judge", 2);
    EXPECT_NO_THROW((void)loadImpressionMeter(folder / "judge", folder / "model", "cpu"));
    fs::copy_file(folder / "model" / "quality" / "model.safetensors",
                  folder / "judge" / "quality" / "model.safetensors", fs::copy_options::overwrite_existing);
    expectError(ErrorKind::BadInput, "must not call a reward that training uses",
                [&] { (void)loadImpressionMeter(folder / "judge", folder / "model", "cpu"); });
}

}  // namespace
}  // namespace musicrl
