// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/CreationLock.h"

#include "base/AtomicFile.h"
#include "base/Error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

int opened(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        throw Error(ErrorKind::Io, "Cannot write " + file.string() + ": " + std::strerror(errno) + ".");
    }
    return descriptor;
}

/// Whether the file of this name is still the one that was opened: who had it before takes it away.
bool isStill(const fs::path& file, int descriptor) {
    struct stat named {};
    struct stat held {};
    return ::stat(file.c_str(), &named) == 0 && ::fstat(descriptor, &held) == 0 && named.st_dev == held.st_dev &&
           named.st_ino == held.st_ino;
}

}  // namespace

CreationLock::CreationLock(const fs::path& folder) : folder_(folder), file_(folder / ".creating") {
    std::error_code ignored;
    madeFolder_ = !fs::exists(folder_, ignored);
    makeFolder(folder_);
    do {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        descriptor_ = opened(file_);
        // A file system without locks refuses otherwise: there the hashes of the clips have to do.
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            ::close(descriptor_);
            throw Error(ErrorKind::BadInput, "A study is being made in " + folder_.string() +
                                                 ": wait until that is done, or give this one another name.");
        }
    } while (!isStill(file_, descriptor_));
}

CreationLock::~CreationLock() {
    std::error_code ignored;
    fs::remove(file_, ignored);
    ::close(descriptor_);
    if (madeFolder_) {
        fs::remove(folder_, ignored);  // only where it is empty
    }
}

}  // namespace musicrl
