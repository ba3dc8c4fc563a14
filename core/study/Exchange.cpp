// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/Exchange.h"

#include "base/Error.h"
#include "study/exchange/Formats.h"
#include "study/results/RatersLeftOut.h"

#include <algorithm>
#include <iterator>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void refuseEmpty(const std::vector<ExchangedPair>& pairs, std::size_t leftOut) {
    if (pairs.empty()) {
        throw Error(ErrorKind::BadInput, "There is nothing to write: no judgement of two clips on this question.");
    }
    if (pairs.size() == leftOut) {
        throw Error(ErrorKind::BadInput, "There is nothing to write: this format can say none of the " +
                                             std::to_string(pairs.size()) + " pairs.");
    }
}

std::vector<ExchangedPair> readPairs(const fs::path& file) {
    std::vector<ExchangedPair> pairs;
    for (PreferencePair& pair : readPreferencePairs(file)) {
        pairs.push_back({.pair = std::move(pair), .note = {}, .spentSeconds = {}});
    }
    return pairs;
}

std::size_t writePairs(const fs::path& file, const std::vector<ExchangedPair>& pairs) {
    std::vector<PreferencePair> plain;
    std::transform(pairs.begin(), pairs.end(), std::back_inserter(plain),
                   [](const ExchangedPair& each) { return each.pair; });
    refuseEmpty(pairs, 0);
    writePreferencePairs(file, plain);
    return 0;
}

}  // namespace

const std::vector<std::string>& exchangeFormatNames() {
    static const std::vector<std::string> names = {"pairs", "chosen-rejected", "webmushra", "music-arena"};
    return names;
}

ExchangeFormat exchangeFormat(const std::string& name) {
    const std::vector<std::string>& names = exchangeFormatNames();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        throw Error(ErrorKind::BadInput, "There is no format \"" + name +
                                             "\"; there are pairs, chosen-rejected, webmushra and music-arena.");
    }
    return static_cast<ExchangeFormat>(found - names.begin());
}

std::vector<ExchangedPair> exchangedPairs(const RevealedStudy& study, const std::string& question, bool everything) {
    std::map<std::string, const Judgement*> judgements;
    for (const RevealedJudgement& revealed : study.judgements) {
        judgements[revealed.trial.id] = &revealed.judgement;
    }
    const std::set<std::string> leftOut = everything ? std::set<std::string>() : ratersLeftOut(study);
    std::vector<ExchangedPair> pairs;
    for (PreferencePair& pair : preferencePairs(study, question, everything)) {
        if (leftOut.count(pair.rater) > 0) {
            continue;
        }
        const Judgement& judgement = *judgements.at(pair.trial);
        pairs.push_back({.pair = std::move(pair), .note = judgement.note, .spentSeconds = judgement.spentSeconds});
    }
    return pairs;
}

std::size_t writeExchange(const fs::path& file, const std::vector<ExchangedPair>& pairs, ExchangeFormat format) {
    std::size_t leftOut = 0;
    std::string text;
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    switch (format) {
        case ExchangeFormat::Pairs:
            return writePairs(file, pairs);
        case ExchangeFormat::ChosenRejected:
            text = chosenRejectedText(pairs, folder, leftOut);
            break;
        case ExchangeFormat::WebMushra:
            text = webMushraText(pairs, folder);
            break;
        case ExchangeFormat::MusicArena:
            text = musicArenaText(pairs, folder, leftOut);
            break;
    }
    refuseEmpty(pairs, leftOut);
    writeFileAtomically(file, text);
    return leftOut;
}

std::vector<ExchangedPair> readExchange(const fs::path& file, ExchangeFormat format, const fs::path& clips) {
    const fs::path folder = clips.empty() ? fs::absolute(file).lexically_normal().parent_path() : fs::absolute(clips);
    switch (format) {
        case ExchangeFormat::Pairs:
            break;
        case ExchangeFormat::ChosenRejected:
            return chosenRejectedPairs(file, folder);
        case ExchangeFormat::WebMushra:
            return webMushraPairs(file, folder);
        case ExchangeFormat::MusicArena:
            return musicArenaPairs(file, folder);
    }
    return readPairs(file);
}

}  // namespace musicrl
