// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/CheckpointIndex.h"

#include "base/AtomicFile.h"
#include "base/Error.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace musicrl {
namespace {

constexpr const char* prefix = "step-";
constexpr std::size_t digitCount = 8;

[[noreturn]] void throwIo(const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::Io, "Cannot write " + path.string() + ": " + std::strerror(code) + ".");
}

void flush(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        throwIo(path, errno);
    }
    const int result = ::fsync(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (result != 0 && code != EINVAL && code != EROFS) {
        throwIo(path, code);
    }
}

void removeQuietly(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

void moveFolder(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throwIo(to, errno);
    }
}

}  // namespace

std::string stepFolderName(std::int64_t step) {
    std::string digits = std::to_string(step);
    digits.insert(0, digits.size() < digitCount ? digitCount - digits.size() : 0, '0');
    return prefix + digits;
}

std::optional<std::int64_t> stepFromFolderName(const std::string& name) {
    std::int64_t step = 0;
    const std::size_t start = std::strlen(prefix);
    if (name.rfind(prefix, 0) != 0 || name.size() < start + digitCount) {
        return std::nullopt;
    }
    const auto [end, fault] = std::from_chars(name.data() + start, name.data() + name.size(), step);
    return fault == std::errc() && end == name.data() + name.size() && step >= 0 ? std::optional(step) : std::nullopt;
}

std::vector<Checkpoint> listCheckpoints(const std::filesystem::path& folder) {
    std::vector<Checkpoint> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::optional<std::int64_t> step = stepFromFolderName(entry.path().filename().string());
        if (step && entry.is_directory(ignored)) {
            found.push_back({*step, entry.path()});
        }
    }
    std::sort(found.begin(), found.end(), [](const Checkpoint& a, const Checkpoint& b) { return a.step < b.step; });
    return found;
}

CheckpointWriter::CheckpointWriter(const std::filesystem::path& checkpointsFolder, std::int64_t step)
    : step_(step),
      target_(checkpointsFolder / stepFolderName(step)),
      temporary_(checkpointsFolder / ("." + stepFolderName(step) + ".part")) {
    removeQuietly(temporary_);  // left by a run that was killed
    makeFolder(temporary_);
}

CheckpointWriter::~CheckpointWriter() {
    if (!committed_) {
        removeQuietly(temporary_);
    }
}

Checkpoint CheckpointWriter::commit() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(temporary_)) {
        flush(entry.path());
    }
    flush(temporary_);
    const std::filesystem::path replaced = target_.parent_path() / ("." + target_.filename().string() + ".old");
    const bool replaces = std::filesystem::exists(target_);
    if (replaces) {
        removeQuietly(replaced);
        moveFolder(target_, replaced);
    }
    moveFolder(temporary_, target_);
    committed_ = true;
    flush(target_.parent_path());
    if (replaces) {
        removeQuietly(replaced);
    }
    return {step_, target_};
}

}  // namespace musicrl
