// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyReport.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>

namespace musicrl {
namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string percent(double share) {
    return number(100.0 * share) + " %";
}

std::string counted(std::int64_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

template <typename Items>
std::string listed(const Items& items) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : ", ") + item;
    }
    return text;
}

std::string askedText(const Question& question) {
    switch (question.kind) {
        case QuestionKind::Preference:
            return "a preference in " + std::to_string(2 * question.steps + (question.tieAllowed ? 1 : 0)) + " steps";
        case QuestionKind::Rating:
            return "a rating of each clip from 1 to 5";
        case QuestionKind::Identity:
            break;
    }
    return "whether X was A or B";
}

std::string taskText(const StudyDesign& design, const StudyResults& results) {
    std::vector<std::string> questions;
    for (const Question& question : design.questions) {
        questions.push_back("\"" + question.text + "\" (" + askedText(question) + ")");
    }
    const std::string what = design.kind == StudyKind::Pairs ? "two clips of the same prompt by different models"
                             : design.kind == StudyKind::Abx ? "clips A, B and X, which was one of the two again,"
                                                             : "one clip at a time";
    return counted(static_cast<std::int64_t>(design.models.size()), "model") + " were compared (" +
           listed(results.models) + ") on " + counted(results.prompts, "prompt") + ". Raters heard " + what +
           " blind, under opaque names, and were asked " + listed(questions) + ".";
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
           counted(rules.attempts, "attempt") + " with other clips each; " +
           std::to_string(raters[PracticeProgress::State::Passed]) + " of " +
           counted(std::ssize(study.practice), "rater") + " passed, " +
           std::to_string(raters[PracticeProgress::State::Failed]) + " did not and judged nothing else (" +
           counted(attempts, "attempt") + " in all).";
}

std::string orderText(const RevealedStudy& study) {
    const StudyDesign& design = study.plan.design;
    std::string text =
        " Sides and order were randomised and balanced from a stored seed (" + std::to_string(design.seed) + ")";
    text += design.commonLength ? "; clips of a prompt were cut to the length of the shortest" : "";
    text += "; each had to be heard for " + number(design.minimumListeningSeconds) + " s before an answer counted.";
    std::int64_t gold = static_cast<std::int64_t>(design.gold.size()) + design.noisyGold;
    text += " Each rater also had " + counted(design.practice, "practice trial") + ", " +
            counted(design.repeats, "hidden repeat") + " with sides swapped and " + counted(gold, "gold pair") +
            " of known answer, none of which counts below.";
    text += practiceText(study);
    return text + " The plan's hash (SHA-256 " + study.planHash + ") was stored before the first trial on " +
           study.createdUtc + "; the models were revealed after the study was sealed on " + study.sealedUtc + ".";
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
                            " of " + counted(known, "judgement") + ".";
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
    return " Clips of a trial were matched in loudness (ITU-R BS.1770, attenuation only, at most " +
           number(study.plan.design.targetLufs) + " LUFS) in " + std::to_string(matched) + " of " +
           counted(all, "judgement") + ", and resampled for the device in " + std::to_string(resampled) + "; " +
           counted(gaps, "gap") + " of the output were counted." + volumeText(study) +
           (devices.empty() ? "" : " Devices: " + listed(devices) + ".");
}

std::string ratersText(const StudyResults& results) {
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
    std::string text = " " + counted(static_cast<std::int64_t>(results.raters.size()), "rater") + " took part";
    text += programs == 0   ? ""
            : programs == 1 ? ", of whom 1 is a program and no person"
                            : ", of whom " + std::to_string(programs) + " are programs and no people";
    if (!years.empty()) {
        const auto [least, most] = std::minmax_element(years.begin(), years.end());
        text += "; years of attentive listening: " + number(*least) + " to " + number(*most);
    }
    text += fluencies.empty() ? "" : "; fluency in the prompts' language: " + listed(fluencies);
    text += devices.empty() ? "" : "; listening on: " + listed(devices);
    return text + ".";
}

std::string screeningText(const RevealedStudy& study, const StudyResults& results) {
    const Json rules = toJson(study.plan.design.screening);
    const Json never = toJson(ScreeningRules{});
    std::vector<std::string> applied;
    for (const auto& [key, value] : rules.items()) {
        if (value != never.at(key)) {
            applied.push_back(key + " " + number(value.get<double>()));
        }
    }
    const auto left = std::count_if(results.raters.begin(), results.raters.end(),
                                    [](const RaterResult& rater) { return !rater.exclusion.empty(); });
    return (applied.empty() ? std::string(" No rules of screening were set.")
                            : " Rules of screening, fixed with the plan: " + listed(applied) + ".") +
           " " + counted(left, "rater") + " with " + counted(results.excludedJudgements, "judgement") +
           " were left out; " + counted(results.judgements, "judgement") + " count, " + std::to_string(results.undone) +
           " were taken back by their raters." +
           (results.judgements > 0 ? "" : " Nobody's judgements are left, so nothing is said of the models.");
}

/// Each question's alpha may be of something else.
std::string alphaText(const StudyResults& results) {
    std::set<std::string> things;
    for (const QuestionResults& question : results.questions) {
        things.insert(alphaIsOf(results.kind, question.question.kind));
    }
    std::string text;
    for (const std::string& thing : things) {
        text += (text.empty() ? "" : ", or of ") + thing;
    }
    const bool abx = results.kind == StudyKind::Abx;
    return std::string(" Agreement is Krippendorff's ") + (abx ? "nominal" : "ordinal") + " alpha of " + text +
           (abx ? ", a rater's first answer to two clips held against the others' first, and so on" : "") +
           ", its interval clustered by prompt.";
}

std::string differenceText(const Question& question) {
    return question.kind == QuestionKind::Rating ? "differences of the two clips' ratings" : "preference in its steps";
}

std::string statisticsText(const StudyResults& results) {
    const QuestionResults& first = results.questions.front();
    const bool both = first.standings.resampling == Resampling::PromptsAndRaters;
    const std::string intervals = " Intervals are " + percent(results.bootstrap.confidence) + " bootstrap intervals (" +
                                  std::to_string(results.bootstrap.replicates) + " resamples) clustered by " +
                                  (both ? "prompt and rater (two-way variances with Student's t)"
                                        : "prompt (expanded percentiles, Student's t below eight prompts); with so few "
                                          "raters they speak of these raters only");
    if (results.kind == StudyKind::Abx) {
        return std::string(
                   " Right answers were tested against guessing by the exact binomial test, one-sided, corrected by"
                   " Holm over the pairs of models; their interval is the wider of Clopper's and Pearson's and one"
                   " clustered by prompt, from ") +
               std::to_string(ratersToResample) + " raters up by rater too." + alphaText(results);
    }
    if (results.kind == StudyKind::Mos) {
        return intervals + "." + alphaText(results);
    }
    return " The win rate is win / (win + loss), ties left out. Strengths are log worths of Davidson's model with ties."
           " Pairs of models were tested on " +
           differenceText(first.question) + ", by " +
           (both ? "Student's t of the mean with the same two-way variances, so that p speaks of other raters too"
                 : "Wilcoxon's signed-rank test on the means of prompts (Pratt's zeros), whose p speaks of these "
                   "raters") +
           ", and on win, tie and loss alone (+1, 0, −1) beside; corrected by Holm over the pairs of models of a "
           "question." +
           intervals + "." + alphaText(results);
}

}  // namespace

std::string methodsText(const RevealedStudy& study, const StudyResults& results) {
    return taskText(study.plan.design, results) + orderText(study) + playbackText(study) + ratersText(results) +
           screeningText(study, results) + statisticsText(results);
}

}  // namespace musicrl
