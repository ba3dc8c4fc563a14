// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/JsonLines.h"

#include "run/AppendBytes.h"

#include <fstream>
#include <sstream>

namespace musicrl {

void appendJsonLine(const std::filesystem::path& path, const Json& line) {
    appendBytes(path, line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

FinishedLines finishedLines(std::string_view text) {
    FinishedLines lines;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', lines.bytes)) {
        Json object = Json::parse(text.substr(lines.bytes, end - lines.bytes), nullptr, false);
        if (object.is_object()) {
            lines.objects.push_back(std::move(object));
        }
        lines.bytes = end + 1;
    }
    return lines;
}

std::string readFrom(const std::filesystem::path& path, std::uint64_t offset) {
    std::ifstream file(path, std::ios::binary);
    if (!file.seekg(static_cast<std::streamoff>(offset))) {
        return {};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace musicrl
