// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Prompt.h"
#include "record/PromptFields.h"

#include <filesystem>
#include <vector>

namespace musicrl {

/// Reads prompts from plain text (.txt, one a line), a table (.csv) or JSON lines (.jsonl), chosen by the extension.
///
/// Columns and keys, in upper or lower case: the text is "prompt", "text" or "caption", the first of them that there is;
/// optional are "id" or "ytid", "seconds" or "duration", and "seed". Others are passed over, empty ones count as absent.
/// Ids are made from the line number and text where none is given.
/// \throws Error(NotFound), Error(BadInput) with file, line, reason and what to do; also when there is no prompt at all
[[nodiscard]] std::vector<Prompt> readPrompts(const std::filesystem::path& path);

/// The same for one prompt that was read from \p path. \throws Error(BadInput)
[[nodiscard]] Prompt promptFromFields(const PromptFields& fields, const std::filesystem::path& path);

}  // namespace musicrl
