// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/HeldOutSignal.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Fields.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

const std::string before = "preference of ";
const std::string after = ", held out";

fs::path fileFor(const fs::path& studyFolder, const std::string& question) {
    return studyFolder / ("signal-" + question + ".json");
}

void addSignal(ClipSignals& signals, const RevealedStudy& study, const fs::path& file, const std::string& question) {
    const auto values = requireKey<std::map<std::string, double>>(readJsonFile(file), "values", file.string());
    for (const auto& [handle, value] : values) {
        if (const auto clip = study.plan.clips.find(handle); clip != study.plan.clips.end()) {
            signals[clip->second.source][heldOutName(question)] = value;
        }
    }
}

}  // namespace

void writeHeldOutSignal(const fs::path& studyFolder, const HeldOutSignal& signal) {
    writeJsonFile(fileFor(studyFolder, signal.question), {{"format", 1},
                                                          {"question", signal.question},
                                                          {"model", signal.model.string()},
                                                          {"prompts", signal.prompts},
                                                          {"values", signal.values}});
}

ClipSignals studySignals(const RevealedStudy& study, const fs::path& studyFolder) {
    ClipSignals signals = recordedSignals(study);
    for (const Question& question : study.plan.design.questions) {
        const fs::path file = fileFor(studyFolder, question.id);
        std::error_code ignored;
        if (!fs::exists(file, ignored)) {
            continue;
        }
        try {
            addSignal(signals, study, file, question.id);
        } catch (const Error&) {
            continue;  // one signal of several: the others and the votes are still worth a look
        }
    }
    return signals;
}

std::string heldOutName(const std::string& question) {
    return before + question + after;
}

std::optional<std::string> heldOutQuestion(const std::string& signal) {
    if (!signal.starts_with(before) || !signal.ends_with(after)) {
        return std::nullopt;
    }
    return signal.substr(before.size(), signal.size() - before.size() - after.size());
}

}  // namespace musicrl
