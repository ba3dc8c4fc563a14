// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/RaterAgreement.h"

#include <limits>
#include <map>
#include <tuple>

namespace musicrl {
namespace {

using Question = std::tuple<std::string, std::string, std::string>;  // prompt, clip A, clip B
using Answers = std::map<Question, double>;                          // 1: A, 0: B, 0.5: tie

std::map<std::string, Answers> answersByRater(const std::vector<PreferencePair>& pairs) {
    std::map<std::string, Answers> answers;
    for (const PreferencePair& pair : pairs) {
        if (const std::optional<double> outcome = outcomeOf(pair.label)) {
            answers[pair.rater][{pair.prompt, pair.a.file.string(), pair.b.file.string()}] = *outcome;
        }
    }
    return answers;
}

RaterAgreement compare(const std::pair<const std::string, Answers>& first,
                       const std::pair<const std::string, Answers>& second) {
    RaterAgreement result{.first = first.first, .second = second.first};
    std::int64_t same = 0;
    for (const auto& [question, answer] : first.second) {
        const auto other = second.second.find(question);
        if (other == second.second.end()) {
            continue;
        }
        ++result.pairs;
        const bool decisive = answer != 0.5 && other->second != 0.5;
        result.decisive += decisive ? 1 : 0;
        same += decisive && answer == other->second ? 1 : 0;
    }
    result.agreement = result.decisive > 0 ? static_cast<double>(same) / static_cast<double>(result.decisive)
                                           : std::numeric_limits<double>::quiet_NaN();
    return result;
}

}  // namespace

std::vector<RaterAgreement> agreementsOf(const std::vector<PreferencePair>& pairs) {
    const std::map<std::string, Answers> answers = answersByRater(pairs);
    std::vector<RaterAgreement> agreements;
    for (auto first = answers.begin(); first != answers.end(); ++first) {
        for (auto second = std::next(first); second != answers.end(); ++second) {
            const RaterAgreement agreement = compare(*first, *second);
            if (agreement.pairs > 0) {
                agreements.push_back(agreement);
            }
        }
    }
    return agreements;
}

Json toJson(const RaterAgreement& agreement) {
    Json json = {{"first", agreement.first},
                 {"second", agreement.second},
                 {"pairs", agreement.pairs},
                 {"decisive", agreement.decisive},
                 {"agreement", nullptr}};
    if (agreement.decisive > 0) {
        json["agreement"] = agreement.agreement;
    }
    return json;
}

}  // namespace musicrl
