// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/JsonLines.h"

#include "base/Error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace musicrl {
namespace {

[[noreturn]] void throwIo(const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::Io, "Cannot write " + path.string() + ": " + std::strerror(code) + ".");
}

}  // namespace

void appendJsonLine(const std::filesystem::path& path, const Json& line) {
    const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) {
        throwIo(path, errno);
    }
    const ssize_t written = ::write(file, text.data(), text.size());
    const int code = written < 0 ? errno : ENOSPC;
    if (::close(file) != 0 || written != static_cast<ssize_t>(text.size())) {
        throwIo(path, code);
    }
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
