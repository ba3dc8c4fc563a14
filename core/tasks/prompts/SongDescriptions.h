// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/ChatEndpoint.h"
#include "tasks/prompts/SongTable.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// What a chat endpoint is asked, so that it describes how a song sounds in \p count sentences.
/// \see Huang et al., Noise2Music, 2023, section 3.2 (descriptions of songs by a language model)
[[nodiscard]] std::vector<ChatMessage> descriptionRequest(const Song& song, std::int64_t count);

/// The descriptions in an answer, one from each of its lines, at most \p count and each once.
///
/// Numbers, bullets, emphasis and quotes around a line are taken off. Left out are a model's thoughts
/// (<think>...</think>), announcements that end with a colon, and lines that name the artist or quote the title: a
/// prompt must say how the music sounds to somebody who does not know the song.
[[nodiscard]] std::vector<std::string> descriptionsIn(const std::string& answer, const Song& song, std::int64_t count);

}  // namespace musicrl
