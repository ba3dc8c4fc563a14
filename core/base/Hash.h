// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace musicrl {

/// SHA-256 as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// \throws Error(NotFound) when the file cannot be read
[[nodiscard]] std::string sha256OfFile(const std::filesystem::path& path);

}  // namespace musicrl
