// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

namespace musicrl {

/// A TOML file as the Json that every configuration is read from (dates become strings).
/// \throws Error(NotFound), Error(BadInput) with file, line and column
[[nodiscard]] Json readTomlFile(const std::filesystem::path& path);

/// The same for text; \param name stands in error messages.
[[nodiscard]] Json parseToml(const std::string& text, const std::string& name);

/// Json as TOML text. Null values are left out, since TOML has none.
[[nodiscard]] std::string toTomlText(const Json& json);

}  // namespace musicrl
