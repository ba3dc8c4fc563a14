// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/prompts/SongTable.h"

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace musicrl {

/// A file of prompts that grows song by song: {"prompt", "title", "artist", "number", "count"} a line, number from 1 to
/// count for each song. All lines of a song are written at once and flushed to disk, so that whatever ends the program
/// costs at most the song in work.
///
/// Thread-safety: none; another process that opens the same file is refused.
class DescriptionLog {
public:
    /// Opens or makes the file, and cuts off a last song that is not whole.
    /// \throws Error(Io), Error(BadInput) when it holds lines of another kind (it is then left as it is), or when
    /// another
    ///         process is writing it
    explicit DescriptionLog(std::filesystem::path path);
    DescriptionLog(const DescriptionLog&) = delete;
    DescriptionLog& operator=(const DescriptionLog&) = delete;
    ~DescriptionLog();

    [[nodiscard]] bool has(const Song& song) const { return songs_.count({song.title, song.artist}) > 0; }
    [[nodiscard]] std::size_t prompts() const { return prompts_; }

    /// \param descriptions  at least one
    /// \throws Error(Io); what was there before stays whole
    void add(const Song& song, const std::vector<std::string>& descriptions);

private:
    [[noreturn]] void refuseLine(std::size_t number) const;
    void takeOver(const std::string& text);

    std::filesystem::path path_;
    int file_ = -1;
    std::size_t bytes_ = 0;  ///< of whole songs
    std::size_t prompts_ = 0;
    std::set<std::pair<std::string, std::string>> songs_;
};

}  // namespace musicrl
