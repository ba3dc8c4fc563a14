// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"
#include "study/StudyReport.h"
#include "study/report/MethodsParts.h"
#include "study/report/Wording.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace musicrl {
namespace {

std::string askedText(const Question& question, StudyKind kind) {
    switch (question.kind) {
        case QuestionKind::Preference:
            return "a preference from −" + std::to_string(question.steps) + " to " + std::to_string(question.steps) +
                   (question.tieAllowed ? "" : " without 0");
        case QuestionKind::Rating:
            return kind == StudyKind::Mos ? "a rating from 1 to 5" : "a rating of each clip from 1 to 5";
        case QuestionKind::Identity:
            break;
    }
    return "whether X was A or B";
}

/// Of the plan, whether or not anything of them was judged.
std::int64_t promptsOf(const StudyPlan& plan) {
    std::set<std::string> prompts;
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.role == TrialRole::Regular) {
            prompts.insert(trial.prompt);
        }
    }
    return static_cast<std::int64_t>(prompts.size());
}

std::string heardText(StudyKind kind) {
    switch (kind) {
        case StudyKind::Abx:
            return "two clips of the same prompt by different models as A and B, and one of the two again as X,";
        case StudyKind::Mos:
            return "one clip at a time";
        case StudyKind::Pairs:
            break;
    }
    return "two clips of the same prompt by different models";
}

std::string taskText(const StudyPlan& plan, const StudyResults& results) {
    std::vector<std::string> questions;
    for (const Question& question : plan.design.questions) {
        questions.push_back("\"" + question.text + "\" (" + askedText(question, results.kind) + ")");
    }
    const auto models = static_cast<std::int64_t>(results.models.size());
    return countedText(models, "model") + (models == 1 ? " was" : " were") +
           (results.kind == StudyKind::Mos ? " rated (" : " compared (") + listText(results.models) + ") on " +
           countedText(promptsOf(plan), "prompt") + ". Raters heard " + heardText(results.kind) +
           " blind, under opaque names, and were asked " + listText(questions) + ".";
}

/// Empty where practice need not be passed.
std::string practiceText(const RevealedStudy& study) {
    if (study.practice.empty()) {
        return "";
    }
    std::map<PracticeProgress::State, std::int64_t> raters;
    std::int64_t attempts = 0;
    for (const auto& [rater, practice] : study.practice) {
        ++raters[practice.state];
        attempts += std::ssize(practice.begun);
    }
    const PracticeProgress& rules = study.practice.begin()->second;
    return " Practice had to be passed before anything counted: " + std::to_string(rules.needed) + " of " +
           std::to_string(rules.trials) + " times a clip was to be preferred to itself under noise, in at most " +
           countedText(rules.attempts, "attempt") + " with other clips each; " +
           std::to_string(raters[PracticeProgress::State::Passed]) + " of " +
           countedText(std::ssize(study.practice), "rater") + " passed, " +
           std::to_string(raters[PracticeProgress::State::Failed]) + " did not and judged nothing else (" +
           countedText(attempts, "attempt") + " in all).";
}

std::string randomisedText(StudyKind kind) {
    switch (kind) {
        case StudyKind::Abx:
            return " Which clip was A, which of the two X was, which was to be heard first and the order of trials "
                   "were";
        case StudyKind::Mos:
            return " The order of trials was";
        case StudyKind::Pairs:
            break;
    }
    return " Which clip was A, which was to be heard first and the order of trials were";
}

/// What each rater had besides the trials that count; empty for nothing.
std::string checksText(const StudyDesign& design) {
    const std::int64_t gold = static_cast<std::int64_t>(design.gold.size()) + design.noisyGold;
    std::vector<std::string> checks;
    if (design.practice > 0 && design.practiceToPass <= 0.0) {  // else practiceText says it
        checks.push_back(countedText(design.practice, "practice trial"));
    }
    if (design.repeats > 0) {
        checks.push_back(countedText(design.repeats, "hidden repeat") +
                         (design.kind == StudyKind::Pairs ? " with sides swapped" : ""));
    }
    if (gold > 0) {
        checks.push_back(countedText(gold, "gold pair") + " of known answer");
    }
    return checks.empty() ? "" : " Each rater also had " + listText(checks) + ", none of which counts below.";
}

std::string orderText(const RevealedStudy& study) {
    const StudyDesign& design = study.plan.design;
    return randomisedText(design.kind) + " randomised" + (design.kind == StudyKind::Mos ? "" : " and balanced") +
           " from a stored seed (" + std::to_string(design.seed) + ")" +
           (design.commonLength ? "; clips of a prompt were cut to the length of the shortest" : "") +
           "; each clip had to be heard for " + numberText(design.minimumListeningSeconds) +
           " s, or whole where it is shorter, before an answer counted." + checksText(design) + practiceText(study) +
           " The plan's hash (SHA-256 " + study.planHash + ") was stored on " + study.createdUtc +
           ", before the first trial; models were revealed after the study was sealed on " + study.sealedUtc + ".";
}

/// Of the judgements of which it is known.
std::string volumeText(const RevealedStudy& study) {
    std::int64_t known = 0;
    std::int64_t locked = 0;
    for (const RevealedJudgement& each : study.judgements) {
        const std::optional<bool>& isLocked = each.judgement.playback.volumeLocked;
        known += isLocked ? 1 : 0;
        locked += isLocked.value_or(false) ? 1 : 0;
    }
    return known == 0 ? ""
                      : " The volume had been set by a reference tone and was locked in " + std::to_string(locked) +
                            " of " + countedText(known, "judgement") + ".";
}

std::string matchingText(const StudyDesign& design) {
    const std::string target = numberText(design.targetLufs) + " LUFS";
    return design.kind == StudyKind::Mos
               ? " Clips were brought to " + target + " (ITU-R BS.1770, attenuation only, so quieter ones were left)"
               : " Clips of a trial were matched in loudness (ITU-R BS.1770, attenuation only, to the quietest of them "
                 "and " +
                     target + " at most)";
}

std::string playbackText(const RevealedStudy& study) {
    std::set<std::string> devices;
    std::int64_t gaps = 0;
    std::int64_t resampled = 0;
    std::int64_t matched = 0;
    for (const RevealedJudgement& each : study.judgements) {
        const PlaybackConditions& playback = each.judgement.playback;
        if (!playback.device.empty()) {
            devices.insert(playback.device);
        }
        gaps += playback.outputGaps;
        resampled += playback.resampled ? 1 : 0;
        matched += playback.matchedLufs ? 1 : 0;
    }
    const auto all = static_cast<std::int64_t>(study.judgements.size());
    const std::string of = " of " + countedText(all, "judgement") + " (practice and checks included)";
    return (matched == 0 ? std::string(" Clips were not matched in loudness")
                         : matchingText(study.plan.design) + " in " + std::to_string(matched) + of) +
           "; they were resampled for the device in " + std::to_string(resampled) + (matched == 0 ? of : "") +
           ", and " + countedText(gaps, "gap") + " of the output " + (gaps == 1 ? "was" : "were") + " counted." +
           volumeText(study) + (devices.empty() ? "" : " Outputs: " + listText(devices) + ".");
}

/// \param planned  raters
std::string ratersText(const StudyResults& results, std::size_t planned) {
    std::vector<double> years;
    std::set<std::string> fluencies;
    std::set<std::string> devices;
    std::int64_t programs = 0;
    for (const RaterResult& rater : results.raters) {
        if (!rater.profile) {
            continue;
        }
        programs += rater.profile->simulated ? 1 : 0;
        if (rater.profile->yearsOfListening) {
            years.push_back(*rater.profile->yearsOfListening);
        }
        if (!rater.profile->fluency.empty()) {
            fluencies.insert(rater.profile->fluency);
        }
        if (!rater.profile->playbackDevice.empty()) {
            devices.insert(rater.profile->playbackDevice);
        }
    }
    std::string text = " " + std::to_string(results.raters.size()) + " of " +
                       countedText(static_cast<std::int64_t>(planned), "rater") + " took part";
    text += programs == 0   ? ""
            : programs == 1 ? ", of whom 1 is a program and no person"
                            : ", of whom " + std::to_string(programs) + " are programs and no people";
    if (!years.empty()) {
        const auto [least, most] = std::minmax_element(years.begin(), years.end());
        text += "; years of attentive listening: " + numberText(*least) +
                (*least == *most ? "" : " to " + numberText(*most)) +
                (years.size() == results.raters.size() ? "" : " (" + std::to_string(years.size()) + " said so)");
    }
    text += fluencies.empty() ? "" : "; fluency in the prompts' language: " + listText(fluencies);
    text += devices.empty() ? "" : "; listening on: " + listText(devices);
    return text + ".";
}

}  // namespace

std::string methodsText(const RevealedStudy& study, const StudyResults& results) {
    const std::string design = taskText(study.plan, results) + completionText(study, results) + orderText(study);
    const std::string conduct =
        playbackText(study) + ratersText(results, study.plan.design.raters.size()) + screeningText(study, results);
    const std::string analysis = statisticsText(results) + " Worked out by MusicRL workbench " + programVersion() + ".";
    return design + "\n\n" + conduct.substr(1) + "\n\n" + analysis.substr(1);
}

}  // namespace musicrl
