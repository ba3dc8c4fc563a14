// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyPairs.h"

#include "base/Error.h"
#include "study/StudyStore.h"

namespace musicrl {

namespace fs = std::filesystem;

RevealedStudy revealStudy(const std::string& idOrFolder, const fs::path& studies) {
    return StudyStore::open(findStudy(idOrFolder, studies)).reveal();
}

std::string questionOf(const RevealedStudy& study, const std::string& wanted) {
    std::string known;
    for (const Question& question : study.plan.design.questions) {
        if (wanted.empty() || question.id == wanted) {
            return question.id;
        }
        known += (known.empty() ? "" : ", ") + question.id;
    }
    throw Error(ErrorKind::BadInput,
                "The study asked nothing called \"" + wanted + "\"; its questions are " + known + ".");
}

fs::path writeStudyPairs(const std::string& idOrFolder, const fs::path& studies, const std::string& question) {
    const fs::path folder = findStudy(idOrFolder, studies);
    const RevealedStudy study = StudyStore::open(folder).reveal();
    const std::string asked = questionOf(study, question);
    const std::vector<ExchangedPair> pairs = exchangedPairs(study, asked);
    if (pairs.empty()) {
        throw Error(ErrorKind::BadInput, "The study " + folder.string() + " has no judgement of two clips on \"" +
                                             asked + "\" that counts: there is nothing to learn from.");
    }
    const fs::path file = folder / ("pairs-" + asked + ".jsonl");
    writeExchange(file, pairs, ExchangeFormat::Pairs);
    return file;
}

}  // namespace musicrl
