// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pretrain/corpus/Composition.h"

#include <string>
#include <vector>

namespace musicrl {

using Words = std::vector<std::string>;

/// Ways to say a fact; each list has at least one entry unless said otherwise.
[[nodiscard]] const Words& moodWords(const std::string& mood);     ///< adjectives: "calm", "peaceful"
[[nodiscard]] const Words& tempoWords(const std::string& tempo);   ///< adjectives: "slow", "slow-paced"
[[nodiscard]] const Words& genreWords(const std::string& genre);   ///< nouns or adjectives that stand before "piece"
[[nodiscard]] const Words& placeWords(const std::string& genre);   ///< where such music might play: "a jazz club"
[[nodiscard]] const Words& roleVerbs(Role role);                   ///< "plays the melody"; plural subjects see pluralOf()
[[nodiscard]] const Words& densityWords(const std::string& density);
[[nodiscard]] const Words& dynamicsTags(const std::string& dynamics);       ///< "played softly"; none for "moderate"
[[nodiscard]] const Words& dynamicsSentences(const std::string& dynamics);  ///< "It is played softly."; none for "moderate"

/// "plays the melody" → "play the melody": the first word without its final s.
[[nodiscard]] std::string pluralOf(const std::string& verbPhrase);

/// "a piano, a flute and drums".
[[nodiscard]] std::string joinedWithAnd(const Words& items);

/// With the first letter in upper case.
[[nodiscard]] std::string sentenceCase(std::string text);

/// "a" or "an", by the first letter of what follows.
[[nodiscard]] std::string withArticle(const std::string& phrase);

}  // namespace musicrl
