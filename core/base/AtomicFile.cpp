// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/AtomicFile.h"

#include "base/Error.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace musicrl {
namespace {

[[noreturn]] void throwIo(const std::string& what, const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::Io, what + " " + path.string() + ": " + std::strerror(code) + ".");
}

std::filesystem::path temporaryBeside(const std::filesystem::path& target) {
    static std::atomic<unsigned> counter{0};
    const std::string name = "." + target.stem().string() + ".part-" + std::to_string(::getpid()) + "-" +
                             std::to_string(counter.fetch_add(1)) + target.extension().string();
    return target.parent_path() / name;
}

void flushToDisk(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        throwIo("Cannot write", path, errno);
    }
    const int result = ::fsync(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (result != 0 && code != EINVAL && code != EROFS) {
        throwIo("Cannot write", path, code);
    }
}

void writeAll(int descriptor, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            const int code = errno;
            ::close(descriptor);
            throwIo("Cannot write", path, code);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void makeFolder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw Error(ErrorKind::Io, "Cannot make the folder " + folder.string() + ": " + error.message() + ".");
    }
}

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::filesystem::absolute(target)) {
    makeFolder(target_.parent_path());
    temporary_ = temporaryBeside(target_);
    const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        throwIo("Cannot write", target_, errno);
    }
    ::close(descriptor);
}

AtomicFile::~AtomicFile() {
    if (!committed_) {
        std::error_code ignored;
        std::filesystem::remove(temporary_, ignored);
    }
}

void AtomicFile::commit() {
    flushToDisk(temporary_);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
        throwIo("Cannot write", target_, errno);
    }
    committed_ = true;
    flushToDisk(target_.parent_path());
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view content) {
    AtomicFile file(path);
    const int descriptor = ::open(file.temporaryPath().c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0) {
        throwIo("Cannot write", path, errno);
    }
    writeAll(descriptor, content, path);
    if (::close(descriptor) != 0) {
        throwIo("Cannot write", path, errno);
    }
    file.commit();
}

}  // namespace musicrl
