// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>

namespace musicrl {

/// Makes a prompt file (JSON lines) of a table in MusicCaps' columns: each row's whole caption, under its ytid, for as
/// long as its excerpt. Rows of one ytid get "-2", "-3" ... \return how many
/// \throws Error(NotFound), Error(BadInput) for the table, Error(Io)
/// \see makeMusicCapsPromptsJob, which cuts captions into sentences and tags to fine-tune on
std::size_t writeCaptionPrompts(const std::filesystem::path& table, const std::filesystem::path& out);

}  // namespace musicrl
