// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/OpenVotes.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/UtcTime.h"
#include "run/JsonLines.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void flushToDisk(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int code = errno;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (!done) {
        throw Error(ErrorKind::Io, "Cannot write " + file.string() + ": " + std::strerror(code) + ".");
    }
}

}  // namespace

void keepOpenVote(const fs::path& file, PreferencePair vote) {
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    makeFolder(folder);
    vote.blind = false;
    vote.source = "listen";
    if (vote.createdUtc.empty()) {
        vote.createdUtc = utcNow();
    }
    appendJsonLine(file, toJson(vote, folder));
    flushToDisk(file);
}

fs::path openVotesFile(const fs::path& project) {
    return project / "votes.jsonl";
}

}  // namespace musicrl
