// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PairSelection.h"

#include "base/Error.h"
#include "base/Random.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace musicrl {
namespace {

bool isUnheard(const ComparedClip& clip) {
    return clip.listenedSeconds && *clip.listenedSeconds <= 0.0;
}

std::string ratersText(const std::vector<PreferencePair>& pairs) {
    std::set<std::string> names;
    for (const PreferencePair& pair : pairs) {
        names.insert(pair.rater);
    }
    names.erase("");
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text.empty() ? "no pair names its rater" : "the raters are " + text;
}

[[noreturn]] void refuseEmpty(const PairSelection& selection, const std::vector<PreferencePair>& pairs,
                              const std::string& rater) {
    if (selection.ofOtherRaters == selection.read) {
        throw Error(ErrorKind::BadInput, "There is no pair of the rater \"" + rater + "\": " + ratersText(pairs) + ".");
    }
    throw Error(ErrorKind::BadInput, "No pair can be used: " + std::to_string(selection.withoutChoice) +
                                         " are without a choice (BOTH_BAD, CANNOT_JUDGE), " +
                                         std::to_string(selection.unheard) + " were not listened to, " +
                                         std::to_string(selection.ofOtherRaters) + " are of other raters, " +
                                         std::to_string(selection.open) + " were not given blind.");
}

}  // namespace

PairSelection selectPairs(const std::vector<PreferencePair>& pairs, const std::string& rater, OpenVotes openVotes) {
    PairSelection selection;
    selection.read = static_cast<std::int64_t>(pairs.size());
    for (const PreferencePair& pair : pairs) {
        if (!rater.empty() && pair.rater != rater) {
            ++selection.ofOtherRaters;
        } else if (openVotes == OpenVotes::LeftOut && pair.blind == false) {
            ++selection.open;
        } else if (!outcomeOf(pair.label)) {
            ++selection.withoutChoice;
        } else if (isUnheard(pair.a) || isUnheard(pair.b)) {
            ++selection.unheard;
        } else {
            selection.pairs.push_back(pair);
        }
    }
    if (selection.pairs.empty()) {
        refuseEmpty(selection, pairs, rater);
    }
    return selection;
}

std::vector<std::string> promptsOf(const std::vector<PreferencePair>& pairs) {
    std::set<std::string> prompts;
    for (const PreferencePair& pair : pairs) {
        prompts.insert(pair.prompt);
    }
    return {prompts.begin(), prompts.end()};
}

PairSplit splitByPrompt(const std::vector<PreferencePair>& pairs, double heldOutShare, std::uint64_t seed) {
    std::vector<std::string> prompts = promptsOf(pairs);
    if (prompts.size() < 2) {
        throw Error(
            ErrorKind::BadInput,
            "All pairs are of one prompt: to learn from some prompts and test on others, give pairs of two or more.");
    }
    Random random(deriveSeed(seed, "preference split"));
    random.shuffle(prompts);
    const auto wanted = static_cast<std::size_t>(std::llround(heldOutShare * static_cast<double>(prompts.size())));
    const std::size_t count = std::clamp<std::size_t>(wanted, 1, prompts.size() - 1);
    const std::set<std::string> heldOut(prompts.begin(), prompts.begin() + static_cast<std::ptrdiff_t>(count));
    PairSplit split;
    for (const PreferencePair& pair : pairs) {
        (heldOut.count(pair.prompt) > 0 ? split.heldOut : split.train).push_back(pair);
    }
    return split;
}

}  // namespace musicrl
