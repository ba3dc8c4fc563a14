// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/exchange/CaptionPrompts.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "record/MusicCaps.h"
#include "record/Prompt.h"

#include <map>

namespace musicrl {

std::size_t writeCaptionPrompts(const std::filesystem::path& table, const std::filesystem::path& out) {
    const std::vector<MusicCapsRow> rows = readMusicCaps(table);
    if (rows.empty()) {
        throw Error(ErrorKind::BadInput, table.string() + " holds no row.");
    }
    std::map<std::string, int> seen;
    std::string text;
    for (const MusicCapsRow& row : rows) {
        const int count = ++seen[row.id];
        const std::string id = count == 1 ? row.id : row.id + "-" + std::to_string(count);
        const Json line = {
            {"id", id}, {"prompt", oneLine(row.caption)}, {"seconds", row.endSeconds - row.startSeconds}};
        text += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    writeFileAtomically(out, text);
    return rows.size();
}

}  // namespace musicrl
