// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyPlan.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Hash.h"

#include <algorithm>
#include <array>

namespace musicrl {
namespace {

constexpr std::array<std::pair<const char*, TrialRole>, 4> roles = {{{"practice", TrialRole::Practice},
                                                                     {"regular", TrialRole::Regular},
                                                                     {"repeat", TrialRole::Repeat},
                                                                     {"gold", TrialRole::Gold}}};

TrialRole roleFromText(const std::string& text, const std::string& where) {
    for (const auto& [name, role] : roles) {
        if (text == name) {
            return role;
        }
    }
    throw Error(ErrorKind::BadInput, where + ": a trial's role is \"" + text + "\", which is none.");
}

Json toJson(const StudyClip& clip) {
    Json json = {{"model", clip.model},       {"prompt", clip.prompt},
                 {"seed", clip.seed},         {"source", clip.source.string()},
                 {"sha256", clip.sha256},     {"sample_rate_hz", clip.sampleRateHz},
                 {"channels", clip.channels}, {"seconds", clip.seconds},
                 {"cut", clip.cut},           {"noisy", clip.noisy}};
    if (!clip.copySha256.empty()) {
        json["copy_sha256"] = clip.copySha256;
    }
    return json;
}

StudyClip clipFromJson(const std::string& handle, const Json& json, const std::string& where) {
    StudyClip clip;
    clip.handle = handle;
    clip.model = requireKey<std::string>(json, "model", where);
    clip.prompt = requireKey<std::string>(json, "prompt", where);
    clip.seed = requireKey<std::uint64_t>(json, "seed", where);
    clip.source = requireKey<std::string>(json, "source", where);
    clip.sha256 = requireKey<std::string>(json, "sha256", where);
    clip.sampleRateHz = requireKey<int>(json, "sample_rate_hz", where);
    clip.channels = requireKey<int>(json, "channels", where);
    clip.seconds = requireKey<double>(json, "seconds", where);
    clip.cut = requireKey<bool>(json, "cut", where);
    clip.noisy = requireKey<bool>(json, "noisy", where);
    if (json.contains("copy_sha256")) {
        clip.copySha256 = requireKey<std::string>(json, "copy_sha256", where);
    }
    return clip;
}

Json toJson(const PlannedTrial& trial) {
    Json json = {{"id", trial.id},
                 {"rater", trial.rater},
                 {"role", textOf(trial.role)},
                 {"block", trial.block},
                 {"prompt", trial.prompt},
                 {"comparison", trial.comparison},
                 {"clips", trial.clips},
                 {"first_heard", textOf(trial.firstHeard)}};
    if (trial.attempt > 0) {
        json["attempt"] = trial.attempt;
    }
    if (!trial.repeatOf.empty()) {
        json["repeat_of"] = trial.repeatOf;
    }
    if (trial.answer) {
        json["answer"] = textOf(*trial.answer);
    }
    return json;
}

PlannedTrial trialFromJson(const Json& json, const std::string& where) {
    PlannedTrial trial;
    trial.id = requireKey<std::string>(json, "id", where);
    trial.rater = requireKey<std::string>(json, "rater", where);
    trial.role = roleFromText(requireKey<std::string>(json, "role", where), where);
    trial.block = requireKey<std::int64_t>(json, "block", where);
    trial.prompt = requireKey<std::string>(json, "prompt", where);
    trial.comparison = requireKey<std::string>(json, "comparison", where);
    trial.clips = requireKey<std::vector<std::string>>(json, "clips", where);
    if (json.contains("attempt")) {
        trial.attempt = requireKey<std::int64_t>(json, "attempt", where);
    }
    if (json.contains("repeat_of")) {
        trial.repeatOf = requireKey<std::string>(json, "repeat_of", where);
    }
    if (json.contains("answer")) {
        trial.answer = sideFromText(requireKey<std::string>(json, "answer", where), where);
    }
    if (json.contains("first_heard")) {
        trial.firstHeard = sideFromText(requireKey<std::string>(json, "first_heard", where), where);
    }
    return trial;
}

}  // namespace

const PlannedTrial& StudyPlan::trial(const std::string& id) const {
    const auto found =
        std::find_if(trials.begin(), trials.end(), [&](const PlannedTrial& trial) { return trial.id == id; });
    if (found == trials.end()) {
        throw Error(ErrorKind::BadInput, "The study has no trial \"" + id + "\".");
    }
    return *found;
}

std::vector<const PlannedTrial*> StudyPlan::trialsOf(const std::string& rater) const {
    std::vector<const PlannedTrial*> found;
    for (const PlannedTrial& trial : trials) {
        if (trial.rater == rater) {
            found.push_back(&trial);
        }
    }
    return found;
}

Json toJson(const StudyPlan& plan) {
    Json json = {{"format", 1},
                 {"design", toJson(plan.design)},
                 {"sample_rate_hz", plan.sampleRateHz},
                 {"channels", plan.channels},
                 {"clips", Json::object()},
                 {"trials", Json::array()}};
    for (const auto& [handle, clip] : plan.clips) {
        json["clips"][handle] = toJson(clip);
    }
    for (const PlannedTrial& trial : plan.trials) {
        json["trials"].push_back(toJson(trial));
    }
    return json;
}

StudyPlan studyPlanFromJson(const Json& json, const std::string& where) {
    if (const int format = requireKey<int>(json, "format", where); format != 1) {
        throw Error(ErrorKind::BadInput,
                    where + ": the plan has format " + std::to_string(format) + ", but this version reads format 1.");
    }
    StudyPlan plan;
    plan.design = studyDesignFromJson(requireKey<Json>(json, "design", where), where, "/");
    plan.sampleRateHz = requireKey<int>(json, "sample_rate_hz", where);
    plan.channels = requireKey<int>(json, "channels", where);
    const auto clips = requireKey<Json>(json, "clips", where);
    for (const auto& [handle, clip] : clips.items()) {
        plan.clips[handle] = clipFromJson(handle, clip, where);
    }
    for (const Json& trial : requireKey<Json>(json, "trials", where)) {
        plan.trials.push_back(trialFromJson(trial, where));
    }
    return plan;
}

std::string hashOf(const StudyPlan& plan) {
    return sha256(toJson(plan).dump());
}

std::string textOf(TrialRole role) {
    for (const auto& [name, value] : roles) {
        if (value == role) {
            return name;
        }
    }
    throw Error(ErrorKind::Internal, "A trial has no role.");
}

}  // namespace musicrl
