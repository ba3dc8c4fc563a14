// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "audio/AudioFile.h"
#include "base/Error.h"
#include "study/ClipCopies.h"
#include "study/CreateStudy.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

double rootMeanSquare(const Clip& clip) {
    double power = 0.0;
    for (const float sample : clip.samples) {
        power += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return std::sqrt(power / static_cast<double>(clip.samples.size()));
}

class ClipCopies : public testing::Test {
protected:
    /// Model 2 has longer clips, at another rate.
    ClipCopies() {
        fixture_.makeModel("model1", 2, 0.25, 8000);
        fixture_.makeModel("model2", 2, 0.5, 16000);
        plan_ = copyStudyClips(fixture_.plan(2, 2, {{"noisy_gold", 1}}), fixture_.studyFolder(),
                               [](std::size_t, std::size_t) {});
    }

    StudyFixture fixture_;
    StudyPlan plan_;
};

TEST_F(ClipCopies, tellNothingButTheSound) {
    std::set<std::uintmax_t> sizes;
    std::set<fs::file_time_type> times;
    for (const auto& [handle, clip] : plan_.clips) {
        const fs::path file = copyOf(fixture_.studyFolder(), handle);
        sizes.insert(fs::file_size(file));
        times.insert(fs::last_write_time(file));
        EXPECT_EQ(readAudioComment(file), "");
        EXPECT_NE(readAudioComment(clip.source), "");
        EXPECT_EQ(handle.find(clip.model), std::string::npos);
        const AudioFileInfo info = readAudioInfo(file);
        EXPECT_EQ(info.sampleRateHz, 16000);
        EXPECT_EQ(info.frames, 4000);
    }
    EXPECT_EQ(sizes.size(), 1U);
    EXPECT_EQ(times.size(), 1U);
}

TEST_F(ClipCopies, keepTheSoundUpToTheCut) {
    for (const auto& [handle, clip] : plan_.clips) {
        if (clip.sampleRateHz != plan_.sampleRateHz || clip.noisy) {
            continue;
        }
        const Clip copy = readAudioFile(copyOf(fixture_.studyFolder(), handle));
        const Clip source = readAudioFile(clip.source);
        const std::size_t kept = copy.samples.size() - 320;  // the fade's 20 ms
        EXPECT_TRUE(std::equal(copy.samples.begin(), copy.samples.begin() + static_cast<std::ptrdiff_t>(kept),
                               source.samples.begin()));
        EXPECT_NEAR(copy.samples.back(), 0.0F, 1e-6F);
    }
}

TEST_F(ClipCopies, makeGoldPairsByLoudNoise) {
    for (const PlannedTrial& trial : plan_.trials) {
        if (trial.role == TrialRole::Gold) {
            const std::size_t worse = *trial.answer == Side::A ? 1 : 0;
            Clip noisy = readAudioFile(copyOf(fixture_.studyFolder(), trial.clips[worse]));
            const Clip clean = readAudioFile(copyOf(fixture_.studyFolder(), trial.clips[1 - worse]));
            for (std::size_t i = 0; i < noisy.samples.size(); ++i) {
                noisy.samples[i] -= 0.5F * clean.samples[i];
            }
            EXPECT_NEAR(rootMeanSquare(noisy) / (0.5 * rootMeanSquare(clean)), 1.0,
                        0.1);  // 0 dB between sound and noise
        }
    }
}

TEST_F(ClipCopies, refuseASourceThatChanged) {
    const fs::path source = plan_.clips.begin()->second.source;
    writeAudioFile(source, makeSine(999.0, 0.5, 16000));
    try {
        copyStudyClips(plan_, fixture_.studyFolder(), [](std::size_t, std::size_t) {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("has changed since the study was planned"));
    }
    EXPECT_TRUE(fs::exists(copyOf(fixture_.studyFolder(), plan_.clips.begin()->first)));  // the old ones
}

TEST_F(ClipCopies, leaveNoEmptyFolderWhereTheyCannotBeMade) {
    writeAudioFile(plan_.clips.begin()->second.source, makeSine(999.0, 0.5, 16000));
    const fs::path folder = fixture_.folder() / "never made";
    EXPECT_THROW(copyStudyClips(plan_, folder, [](std::size_t, std::size_t) {}), Error);
    EXPECT_FALSE(fs::exists(folder));
}

/// A study of these clips, replaced by one of another seed, and so of other names.
class ReplacedClips : public ClipCopies {
protected:
    ReplacedClips() { static_cast<void>(StudyStore::create(fixture_.studyFolder(), plan_)); }

    [[nodiscard]] std::string replace(const std::function<void()>& meanwhile) const {
        try {
            static_cast<void>(createStudy(fixture_.design(2, 2, {{"seed", 9}}), fixture_.studyFolder(),
                                          [&](std::size_t done, std::size_t of) {
                                              if (done == of) {
                                                  meanwhile();
                                              }
                                          }));
        } catch (const std::exception& error) {
            return error.what();
        }
        return "nothing";
    }

    [[nodiscard]] bool areWhole() const {
        return std::all_of(plan_.clips.begin(), plan_.clips.end(),
                           [&](const auto& clip) { return fs::exists(copyOf(fixture_.studyFolder(), clip.first)); });
    }
};

TEST_F(ReplacedClips, stayWhereTheStudyBeganWhileTheNewOnesWereCopied) {
    StudyStore open = StudyStore::open(fixture_.studyFolder());
    EXPECT_THAT(replace([&] { open.record(answerTo(open.currentTrial("ann").value(), "ann", 1)); }),
                HasSubstr("has begun"));
    EXPECT_TRUE(areWhole());
    EXPECT_EQ(StudyStore::open(fixture_.studyFolder()).status().planHash, hashOf(plan_));
    EXPECT_EQ(std::distance(fs::directory_iterator(fixture_.studyFolder() / "clips"), {}),
              static_cast<std::ptrdiff_t>(plan_.clips.size()));
}

TEST_F(ReplacedClips, areReplacedByOneProgramAtATime) {
    std::string second;
    EXPECT_EQ(replace([&] { second = replace([] {}); }), "nothing");
    EXPECT_THAT(second, HasSubstr("is being made"));
    EXPECT_EQ(replace([] {}), "nothing");
    EXPECT_FALSE(fs::exists(fixture_.studyFolder() / ".creating"));
}

TEST_F(ReplacedClips, areKnownFromOthersOfTheSameNames) {
    const StudyStore study = StudyStore::open(fixture_.studyFolder());
    const Trial trial = study.currentTrial("ann").value();
    EXPECT_NO_THROW(requirePlannedCopy(trial.clips[0]));
    fs::copy_file(trial.clips[1].file, trial.clips[0].file, fs::copy_options::overwrite_existing);
    try {
        requirePlannedCopy(trial.clips[0]);
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("is not the one that the study was planned with"));
    }
}

TEST_F(ReplacedClips, comeBackWhereTheNewPlanCannotBeStored) {
    {
        StagedClips staged(fixture_.plan(2, 2, {{"seed", 9}}), fixture_.studyFolder(), [](std::size_t, std::size_t) {});
        EXPECT_THROW(static_cast<void>(StudyStore::create(fixture_.studyFolder(), fixture_.plan(2, 2, {{"seed", 9}}),
                                                          [&] {
                                                              staged.takePlace();
                                                              throw Error(ErrorKind::Io, "the disk is full");
                                                          })),
                     Error);
        EXPECT_FALSE(areWhole());
    }
    EXPECT_TRUE(areWhole());
    EXPECT_EQ(StudyStore::open(fixture_.studyFolder()).status().planHash, hashOf(plan_));
}

TEST_F(ReplacedClips, areNotTakenForThoseOfThePlanWhereThatWasCutOff) {
    const fs::path mark = fixture_.studyFolder() / "clips.replaced";
    fs::create_directories(mark);
    try {
        static_cast<void>(StudyStore::open(fixture_.studyFolder()));
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("create it again"));
    }
    EXPECT_EQ(replace([] {}), "nothing");
    EXPECT_FALSE(fs::exists(mark));
    EXPECT_NE(StudyStore::open(fixture_.studyFolder()).status().planHash, hashOf(plan_));
}

}  // namespace
}  // namespace musicrl
