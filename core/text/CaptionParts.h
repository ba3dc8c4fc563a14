// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// The sentences of a caption, in their order, each with its own full stop.
///
/// A full stop ends a sentence unless it stands in a number ("4.5"), after an abbreviation ("e.g.", "feat.", "Dr.") or
/// in a quote or aside behind which the sentence goes on. Where the blank after it was forgotten ("a calm song.The
/// piano"), the next word must begin like a sentence: in upper case, or with a word such as "the", "this" or "it".
/// Pieces without a letter are left out.
///
/// \param caption  on one line (see oneLine), UTF-8
[[nodiscard]] std::vector<std::string> sentencesOf(const std::string& caption);

/// An entry of an aspect list as a short prompt: without blanks, full stops and commas at its ends. Empty when no
/// letter or digit is left. \param aspect  on one line
[[nodiscard]] std::string tagOf(const std::string& aspect);

}  // namespace musicrl
