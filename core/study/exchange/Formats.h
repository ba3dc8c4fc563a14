// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/AtomicFile.h"
#include "study/Exchange.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// One text and one reader a format; \see writeExchange, readExchange. \p leftOut counts the pairs that it cannot say.
[[nodiscard]] std::string chosenRejectedText(const std::vector<ExchangedPair>& pairs,
                                             const std::filesystem::path& folder, std::size_t& leftOut);
[[nodiscard]] std::vector<ExchangedPair> chosenRejectedPairs(const std::filesystem::path& file,
                                                             const std::filesystem::path& clips);

[[nodiscard]] std::string webMushraText(const std::vector<ExchangedPair>& pairs, const std::filesystem::path& folder);
[[nodiscard]] std::vector<ExchangedPair> webMushraPairs(const std::filesystem::path& file,
                                                        const std::filesystem::path& clips);

[[nodiscard]] std::string musicArenaText(const std::vector<ExchangedPair>& pairs, const std::filesystem::path& folder,
                                         std::size_t& leftOut);
[[nodiscard]] std::vector<ExchangedPair> musicArenaPairs(const std::filesystem::path& file,
                                                         const std::filesystem::path& clips);

/// A clip as an exchanged file names it: relative to \p folder.
[[nodiscard]] std::string clipName(const std::filesystem::path& clip, const std::filesystem::path& folder);

/// The objects of a file of JSON lines, each with "<file>, line <n>" for errors. A last line that is cut off is an
/// error as any other. \throws Error(NotFound), Error(BadInput) for a line that is no object, or when there is none
struct JsonLineObject {
    Json object;
    std::string where;
};
[[nodiscard]] std::vector<JsonLineObject> readJsonLines(const std::filesystem::path& file);

/// The clip of a name. \throws Error(NotFound) naming \p where when there is no such file
[[nodiscard]] std::filesystem::path foundClip(const std::filesystem::path& clips, const std::string& name,
                                              const std::string& where);

}  // namespace musicrl
