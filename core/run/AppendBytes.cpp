// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/AppendBytes.h"

#include "base/Error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace musicrl {
namespace {

[[noreturn]] void throwIo(const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::Io, "Cannot write " + path.string() + ": " + std::strerror(code) + ".");
}

}  // namespace

void appendBytes(const std::filesystem::path& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) {
        throwIo(path, errno);
    }
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    const int code = written < 0 ? errno : ENOSPC;
    if (::close(file) != 0 || written != static_cast<ssize_t>(bytes.size())) {
        throwIo(path, code);
    }
}

}  // namespace musicrl
