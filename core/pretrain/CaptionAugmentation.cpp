// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CaptionAugmentation.h"

#include <vector>

namespace musicrl {
namespace {

std::vector<std::string> sentencesOf(const std::string& caption) {
    std::vector<std::string> sentences;
    std::string sentence;
    for (const char c : caption) {
        if (c == ' ' && sentence.empty()) {
            continue;
        }
        sentence.push_back(c);
        if (c == '.' || c == '!' || c == '?') {
            sentences.push_back(std::move(sentence));
            sentence.clear();
        }
    }
    if (!sentence.empty()) {
        sentences.push_back(std::move(sentence));
    }
    return sentences;
}

std::string joinedSome(std::vector<std::string> parts, const std::string& between, Random& random) {
    random.shuffle(parts);
    const std::size_t count = 1 + random.index(parts.size());
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "" : between) + parts[i];
    }
    return text;
}

}  // namespace

std::string randomDescription(const MusicCapsRow& row, Random& random) {
    const double way = random.uniform();
    if (way < 0.3 && !row.aspects.empty()) {
        return joinedSome(row.aspects, ", ", random);
    }
    const std::vector<std::string> sentences = sentencesOf(row.caption);
    if (way < 0.6 && sentences.size() > 1) {
        return joinedSome(sentences, " ", random);
    }
    return row.caption;
}

}  // namespace musicrl
