// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/ChatEndpoint.h"
#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>

namespace musicrl {

struct WritePromptsConfig {
    std::filesystem::path songs;  ///< table with the columns title and artist
    std::filesystem::path out;    ///< .jsonl, a prompt file that grows song by song
    std::int64_t perSong = 5;     ///< descriptions asked for, 1 to 50
    ChatEndpointConfig endpoint;
};

/// Has a chat endpoint describe songs, as the paper had LaMDA do: song title and artist in, sentences out.
///
/// Each song is on disk before the next is asked for, and yields FileWritten(out, "song"); songs that the file already
/// has are passed over, so the same job goes on where it was. A song that gets no usable answer yields
/// ResultRow("error")
/// {"title", "artist", "message"} and the others go on, unless that happens to three in a row. Ends with
/// ResultRow("prompts") {"songs", "known", "written", "failed", "prompts"}; fails at the end if any song failed.
/// \throws Error on the job's thread: what ChatEndpoint and the two files throw
/// \see Cideron et al., MusicRL, 2024, section 4.1
[[nodiscard]] Job makeWritePromptsJob(WritePromptsConfig config);

}  // namespace musicrl
