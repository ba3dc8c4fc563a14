// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace musicrl {

/// Adds to the end of a file with one write(), so that readers see all of it or nothing, even when the writer is
/// killed. The file is made when there is none. \throws Error(Io)
void appendBytes(const std::filesystem::path& path, std::string_view bytes);

}  // namespace musicrl
