// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// A list of texts as Python prints it: ['warm', "it's slow"].
/// \throws Error(BadInput) naming \p where
[[nodiscard]] std::vector<std::string> textsFromPythonList(const std::string& text, const std::string& where);

/// As Python's repr() writes it: single quotes, double ones around a text with an apostrophe.
[[nodiscard]] std::string pythonListText(const std::vector<std::string>& texts);

}  // namespace musicrl
