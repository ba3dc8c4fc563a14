// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/RevealedStudy.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Files in which pairs of clips and what somebody chose are handed from tool to tool.
enum class ExchangeFormat {
    Pairs,           ///< our own JSON lines (see readPreferencePairs): nothing is lost
    ChosenRejected,  ///< JSON lines {"prompt", "chosen", "rejected"}: pairs with a winner only
    WebMushra,       ///< webMUSHRA's paired_comparison.csv; side A is its reference
    MusicArena,      ///< JSON lines with the columns of Music Arena's published rows
};

/// A pair with what other tools also keep.
struct ExchangedPair {
    PreferencePair pair;
    std::string note;
    std::optional<double> spentSeconds;
};

/// "pairs", "chosen-rejected", "webmushra", "music-arena".
[[nodiscard]] const std::vector<std::string>& exchangeFormatNames();
/// \throws Error(BadInput) naming the formats that there are
[[nodiscard]] ExchangeFormat exchangeFormat(const std::string& name);

/// A study's judgements on one question, with notes and times, without those of raters whom the design's rules leave
/// out. \param everything  practice, repeats, gold and left-out raters too \see preferencePairs, ratersLeftOut
[[nodiscard]] std::vector<ExchangedPair> exchangedPairs(const RevealedStudy& study, const std::string& question,
                                                        bool everything = false);

/// Writes atomically, clips relative to the file's folder. \return how many pairs the format could not say and that are
/// left out: those without a winner (chosen-rejected), those that nobody could judge (music-arena)
/// \throws Error(BadInput) when none is left, Error(Io)
std::size_t writeExchange(const std::filesystem::path& file, const std::vector<ExchangedPair>& pairs,
                          ExchangeFormat format);

/// Reads what writeExchange or the tools themselves wrote.
/// \param clips  where the clips named in the file lie; empty: the file's own folder. webMUSHRA's names are looked for
/// as they are and with .flac and .wav, in this folder, its folder of the trial's name, and as the trial's name in its
/// folder of the clip's name
/// \throws Error(NotFound) for a missing file or clip, Error(BadInput) with file, line, reason and what to do
[[nodiscard]] std::vector<ExchangedPair> readExchange(const std::filesystem::path& file, ExchangeFormat format,
                                                      const std::filesystem::path& clips);

}  // namespace musicrl
