// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/SimulatedStudyTask.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "base/FreedMemory.h"
#include "base/Hash.h"
#include "base/Random.h"
#include "preference/ImpressionMeter.h"
#include "preference/KeptImpressions.h"
#include "preference/RaterPanel.h"
#include "study/ClipCopies.h"
#include "study/StudyStore.h"
#include "tasks/ModelCatalog.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// What a verdict says to one question.
Answer answerFrom(const SimulatedVerdict& verdict, const Question& question, bool twoClips) {
    Answer answer{.question = question.id};
    if (question.kind == QuestionKind::Rating) {
        answer.ratingA = verdict.ratingA;
        if (twoClips) {
            answer.ratingB = verdict.ratingB;
        }
        return answer;
    }
    // A step for the choice, and one for each point between the clips beyond the first.
    const int difference = std::abs(verdict.ratingA - verdict.ratingB);
    const int strength = std::clamp(difference, 1, question.steps);
    switch (verdict.label) {
        case PreferenceLabel::A:
            answer.preference = -strength;
            break;
        case PreferenceLabel::B:
            answer.preference = strength;
            break;
        default:
            answer.preference = question.tieAllowed ? 0 : verdict.ratingA >= verdict.ratingB ? -1 : 1;
    }
    return answer;
}

/// One study, from its opening to its last simulated answer.
class SimulatedStudy {
public:
    SimulatedStudy(const SimulatedStudyConfig& config, const JobContext& context)
        : config_(config),
          context_(context),
          store_(StudyStore::open(config.folder)),
          panel_(readRaterPanel(config.panel.empty() ? shippedRaterPanel() : config.panel)),
          judge_(findModel(panel_.judge)),
          impressions_(config.impressions, judge_.hash) {}

    void run() {
        check();
        const std::vector<const SimulatedRater*> raters = chosenRaters();
        Json result = {{"simulated", true}, {"study", store_.folder().filename().string()}, {"raters", Json::array()}};
        for (const SimulatedRater* rater : raters) {
            requireProgram(rater->name, store_.profile(rater->name), progressOf(rater->name).done);
            total_ += openTrialsOf(rater->name);
        }
        for (const SimulatedRater* rater : raters) {
            const std::int64_t before = done_;
            answerAll(*rater);
            result["raters"].push_back(
                {{"name", rater->name}, {"answered", done_ - before}, {"count", countOf(rater->name)}});
        }
        context_.publish(ResultRow{"simulated study", result});
    }

private:
    [[noreturn]] static void refuse(const std::string& reason) { throw Error(ErrorKind::BadInput, reason); }

    void check() const {
        if (store_.sealed()) {
            refuse("The study was sealed at " + store_.status().sealedUtc + ": nothing more can be recorded.");
        }
    }

    [[nodiscard]] const SimulatedRater* inPanel(const std::string& name) const {
        for (const auto* group : {&panel_.train, &panel_.test}) {
            for (const SimulatedRater& rater : *group) {
                if (rater.name == name) {
                    return &rater;
                }
            }
        }
        return nullptr;
    }

    [[nodiscard]] std::string panelNames() const {
        std::string names;
        for (const auto* group : {&panel_.train, &panel_.test}) {
            for (const SimulatedRater& rater : *group) {
                names += (names.empty() ? "" : ", ") + rater.name;
            }
        }
        return names;
    }

    [[nodiscard]] std::vector<const SimulatedRater*> chosenRaters() const {
        std::vector<const SimulatedRater*> raters;
        for (const std::string& name : store_.raters()) {
            if (config_.rater.empty() || name == config_.rater) {
                if (const SimulatedRater* rater = inPanel(name)) {
                    raters.push_back(rater);
                }
            }
        }
        if (raters.empty()) {
            refuse(config_.rater.empty()
                       ? "None of the study's raters is simulated: name some of the panel's in its design (" +
                             panelNames() + ")."
                       : "The study has no simulated rater \"" + config_.rater + "\"; the panel's are " + panelNames() +
                             ".");
        }
        return raters;
    }

    [[nodiscard]] RaterProgress progressOf(const std::string& rater) const {
        for (const RaterProgress& progress : store_.status().raters) {
            if (progress.rater == rater) {
                return progress;
            }
        }
        return {};
    }
    [[nodiscard]] std::int64_t countOf(const std::string& rater) const { return progressOf(rater).count; }
    [[nodiscard]] std::int64_t openTrialsOf(const std::string& rater) const {
        const RaterProgress progress = progressOf(rater);
        return progress.count - progress.done;
    }

    void answerAll(const SimulatedRater& rater) {
        store_.saveProfile({.pseudonym = rater.name,
                            .yearsOfListening = {},
                            .fluency = "",
                            .playbackDevice = "none: a program",
                            .note = "simulated by a program, no person",
                            .simulated = true});
        while (const std::optional<Trial> trial = store_.currentTrial(rater.name)) {
            context_.throwIfStopped();
            store_.record(judgementOf(rater, *trial));
            context_.publish(Progress{++done_, total_, "simulated raters answer " + rater.name});
            context_.yieldPoint();
        }
    }

    [[nodiscard]] const ClipImpression& heard(const Trial& trial, const TrialClip& clip) {
        const auto [hash, isNew] = hashes_.emplace(clip.file, std::string());
        if (isNew) {
            requirePlannedCopy(clip);
            hash->second = sha256OfFile(clip.file);
        }
        const Listening listening{trial.prompt, hash->second};
        if (!impressions_.has(listening)) {
            if (!meter_) {
                meter_ = loadImpressionMeter(judge_.folder, findModel(config_.model).folder, config_.device);
            }
            const std::vector<HeardClip> clips = {
                {trial.prompt, std::make_shared<const Clip>(readAudioFile(clip.file))}};
            impressions_.add(listening, meter_->hear(clips, context_).at(0));
        }
        return impressions_.of(listening);
    }

    [[nodiscard]] Judgement judgementOf(const SimulatedRater& rater, const Trial& trial) {
        const bool twoClips = trial.clips.size() > 1;
        const ClipImpression a = heard(trial, trial.clips[0]);
        const ClipImpression b = twoClips ? heard(trial, trial.clips[1]) : a;
        Judgement judgement;
        judgement.trial = trial.id;
        judgement.rater = rater.name;
        for (const Question& question : trial.questions) {
            const std::uint64_t seed = deriveSeed(config_.seed, trial.id + " " + question.id);
            if (question.kind == QuestionKind::Identity) {
                const bool isA = takesXForA(rater, a, b, heard(trial, trial.clips.at(2)), seed);
                judgement.answers.push_back({.question = question.id, .identity = isA ? Side::A : Side::B});
            } else {
                judgement.answers.push_back(answerFrom(judge(rater, a, b, seed), question, twoClips));
            }
        }
        for (const TrialClip& clip : trial.clips) {
            judgement.listenedSeconds[clip.side] = clip.seconds;
            judgement.coveredSeconds[clip.side] = clip.seconds;
            judgement.gainsDb[clip.side] = 0.0;
        }
        judgement.firstHeard = trial.firstHeard;
        judgement.playback.device = "none: simulated by a program";
        return judgement;
    }

    const SimulatedStudyConfig& config_;
    const JobContext& context_;
    StudyStore store_;
    RaterPanel panel_;
    ModelInfo judge_;
    KeptImpressions impressions_;
    std::unique_ptr<ImpressionMeter> meter_;
    std::map<fs::path, std::string> hashes_;
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
};

}  // namespace

Job makeSimulatedStudyJob(SimulatedStudyConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        keepFreedMemory();
        translatingTorchErrors([&] { SimulatedStudy(config, context).run(); });
    };
}

}  // namespace musicrl
