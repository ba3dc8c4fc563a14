// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/prompts/SongTable.h"

#include "base/Error.h"
#include "base/LowerCase.h"
#include "record/Csv.h"
#include "record/Prompt.h"

#include <set>

namespace musicrl {
namespace {

/// The first column with one of these names, -1 for none.
int columnOf(const CsvTable& table, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (lowerCase(oneLine(table.columns[i])) == name) {
                return static_cast<int>(i);
            }
        }
    }
    return -1;
}

}  // namespace

std::vector<Song> readSongs(const std::filesystem::path& path) {
    const CsvTable table = readCsv(path);
    const int title = columnOf(table, {"title", "song"});
    const int artist = columnOf(table, {"artist"});
    if (title < 0 || artist < 0) {
        throw Error(ErrorKind::BadInput, path.string() + " has no column \"" + (title < 0 ? "title" : "artist") +
                                             "\": its first line must name the columns title and artist.");
    }
    std::vector<Song> songs;
    std::set<std::pair<std::string, std::string>> known;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        Song song{oneLine(table.rows[i][static_cast<std::size_t>(title)]),
                  oneLine(table.rows[i][static_cast<std::size_t>(artist)])};
        const std::string where = path.string() + ", line " + std::to_string(table.rowLines[i]);
        if (song.title.empty()) {
            throw Error(ErrorKind::BadInput, where + ": the title is empty; write one or take the line out.");
        }
        if (!isUtf8(song.title) || !isUtf8(song.artist)) {
            throw Error(ErrorKind::BadInput, where + ": this is not UTF-8 text; save the file as UTF-8.");
        }
        if (known.emplace(song.title, song.artist).second) {
            songs.push_back(std::move(song));
        }
    }
    if (songs.empty()) {
        throw Error(ErrorKind::BadInput, path.string() + " holds no song; write one a line below title,artist.");
    }
    return songs;
}

}  // namespace musicrl
