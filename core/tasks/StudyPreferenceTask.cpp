// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/StudyPreferenceTask.h"

#include "base/AtomicFile.h"
#include "base/Fields.h"
#include "preference/PairClips.h"
#include "reward/LoadRewards.h"
#include "study/StudyStore.h"
#include "study/results/HeldOutSignal.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::set<std::string> heldOutPrompts(const fs::path& preference) {
    const fs::path file = preference / "split.json";
    return requireKey<std::set<std::string>>(readJsonFile(file), "held_out", file.string());
}

/// Clips that were compared: those under noise, of which there is no original, and those of gold pairs are not.
std::vector<StudyClip> clipsOf(const StudyPlan& plan, const std::set<std::string>& prompts) {
    std::set<std::string> compared;
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.role == TrialRole::Regular) {
            compared.insert(trial.clips.begin(), trial.clips.end());
        }
    }
    std::vector<StudyClip> clips;
    for (const auto& [handle, clip] : plan.clips) {
        if (compared.contains(handle) && prompts.contains(clip.prompt)) {
            clips.push_back(clip);
        }
    }
    return clips;
}

RewardInput inputFrom(const StudyClip& clip) {
    ComparedClip heard;
    heard.file = clip.source;
    heard.sha256 = clip.sha256;
    heard.span = ClipSpan{0.0, clip.seconds};
    return {clip.prompt, readComparedClip(heard, clip.handle), {}, {}};
}

HeldOutSignal heldOutSignal(const PreferenceTrainConfig& training, const RevealedStudy& study,
                            const JobContext& context) {
    constexpr std::size_t clipsAtOnce = 8;
    const std::set<std::string> prompts = heldOutPrompts(training.out);
    const std::vector<StudyClip> clips = clipsOf(study.plan, prompts);
    const auto reward = loadRewards(findModel(training.model).folder, {{"preference", 1.0}},
                                    deviceFromName(training.device), training.out);
    HeldOutSignal signal;
    signal.model = training.out;
    signal.prompts = static_cast<std::int64_t>(prompts.size());
    for (std::size_t begin = 0; begin < clips.size(); begin += clipsAtOnce) {
        context.throwIfStopped();
        const std::size_t end = std::min(clips.size(), begin + clipsAtOnce);
        std::vector<RewardInput> inputs;
        std::transform(clips.begin() + static_cast<std::ptrdiff_t>(begin),
                       clips.begin() + static_cast<std::ptrdiff_t>(end), std::back_inserter(inputs), inputFrom);
        const std::vector<RewardBreakdown> scores = reward->score(inputs, context);
        for (std::size_t i = begin; i < end; ++i) {
            signal.values[clips[i].handle] = scores[i - begin].find("preference")->raw;
        }
        context.publish(Progress{static_cast<std::int64_t>(end), static_cast<std::int64_t>(clips.size()),
                                 "scoring clips of held-out prompts"});
        context.yieldPoint();
    }
    return signal;
}

}  // namespace

Job makeStudyPreferenceJob(PreferenceTrainConfig training, fs::path study, std::string question) {
    return [training = std::move(training), folder = std::move(study),
            question = std::move(question)](const JobContext& context) {
        makePreferenceTrainJob(training)(context);
        translatingTorchErrors([&] {
            HeldOutSignal signal = heldOutSignal(training, StudyStore::open(folder).reveal(), context);
            signal.question = question;
            writeHeldOutSignal(folder, signal);
        });
    };
}

}  // namespace musicrl
