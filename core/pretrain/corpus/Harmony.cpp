// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Harmony.h"

#include "base/Error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <sstream>

namespace musicrl {
namespace {

std::vector<int> intervalsOf(bool upper, const std::string& suffix, const std::string& numeral) {
    const int third = upper ? 4 : 3;
    if (suffix.empty()) {
        return {0, third, 7};
    }
    if (suffix == "7") {
        return {0, third, 7, 10};
    }
    if (suffix == "maj7") {
        return {0, 4, 7, 11};
    }
    if (suffix == "dim") {
        return {0, 3, 6};
    }
    if (suffix == "sus") {
        return {0, 5, 7};
    }
    if (suffix == "5") {
        return {0, 7, 12};
    }
    throw Error(ErrorKind::Internal, "The composer cannot read the chord \"" + numeral + "\".");
}

int nearestTo(int centreKey, int pitchClass) {
    const int above = ((pitchClass - centreKey) % 12 + 12) % 12;
    return above <= 6 ? centreKey + above : centreKey + above - 12;
}

}  // namespace

Chord chordFromNumeral(const std::string& numeral, bool minor) {
    static const std::map<std::string, std::size_t> degrees = {{"i", 0}, {"ii", 1}, {"iii", 2}, {"iv", 3},
                                                               {"v", 4}, {"vi", 5}, {"vii", 6}};
    constexpr std::array majorScale = {0, 2, 4, 5, 7, 9, 11};
    constexpr std::array minorScale = {0, 2, 3, 5, 7, 8, 10};
    const std::size_t length = std::min(numeral.find_first_not_of("iIvV"), numeral.size());
    std::string degree = numeral.substr(0, length);
    const bool upper = !degree.empty() && std::isupper(static_cast<unsigned char>(degree[0])) != 0;
    std::transform(degree.begin(), degree.end(), degree.begin(),
                   [](char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); });
    const auto found = degrees.find(degree);
    if (found == degrees.end()) {
        throw Error(ErrorKind::Internal, "The composer cannot read the chord \"" + numeral + "\".");
    }
    const int root = minor ? minorScale[found->second] : majorScale[found->second];
    return {root, intervalsOf(upper, numeral.substr(length), numeral)};
}

std::vector<std::string> numeralsOf(const std::string& progression) {
    std::istringstream words(progression);
    std::vector<std::string> numerals;
    for (std::string word; words >> word;) {
        numerals.push_back(word);
    }
    return numerals;
}

std::vector<int> voicing(const Chord& chord, int tonic, int centreKey) {
    std::vector<int> keys;
    for (const int interval : chord.intervals) {
        keys.push_back(interval == 12 ? keys.front() + 12 : nearestTo(centreKey, tonic + chord.root + interval));
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

}  // namespace musicrl
