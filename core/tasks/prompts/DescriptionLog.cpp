// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/prompts/DescriptionLog.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Json.h"
#include "run/JsonLines.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace musicrl {
namespace {

[[noreturn]] void throwIo(const std::filesystem::path& path, int code) {
    throw Error(ErrorKind::Io, "Cannot write " + path.string() + ": " + std::strerror(code) + ".");
}

void flushFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)::fsync(descriptor);  // some file systems have no such thing for folders
        ::close(descriptor);
    }
}

bool isOurs(const Json& line) {
    const auto hasText = [&](const char* key) { return line.contains(key) && line.at(key).is_string(); };
    const auto hasNumber = [&](const char* key) { return line.contains(key) && line.at(key).is_number_integer(); };
    return line.is_object() && hasText("prompt") && hasText("title") && hasText("artist") && hasNumber("number") &&
           hasNumber("count");
}

/// Whether this can be the begun first line of a log, or nothing.
bool isTornLine(const std::string& text) {
    const std::string start = R"({"prompt":")";
    return text.compare(0, start.size(), start, 0, text.size()) == 0 &&
           Json::parse(text, nullptr, false).is_discarded();
}

}  // namespace

DescriptionLog::DescriptionLog(std::filesystem::path path) : path_(std::filesystem::absolute(path)) {
    makeFolder(path_.parent_path());
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file_ < 0) {
        throwIo(path_, errno);
    }
    try {
        if (::flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            throw Error(ErrorKind::BadInput,
                        "Another program is writing " + path_.string() + ": wait for it, or choose another file.");
        }
        takeOver(readFrom(path_, 0));
        flushFolder(path_.parent_path());
    } catch (...) {
        ::close(file_);
        throw;
    }
}

DescriptionLog::~DescriptionLog() {
    ::close(file_);
}

void DescriptionLog::refuseLine(std::size_t number) const {
    throw Error(ErrorKind::BadInput, path_.string() + ", line " + std::to_string(number) +
                                         ": this was not written here; choose another file to write to.");
}

void DescriptionLog::takeOver(const std::string& text) {
    std::size_t at = 0;
    std::size_t pending = 0;  // lines of a song that is not whole yet
    std::size_t number = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
        const Json line = Json::parse(text.substr(at, end - at), nullptr, false);
        ++number;
        if (!isOurs(line)) {
            refuseLine(number);
        }
        at = end + 1;
        pending = line.at("number").get<std::size_t>() == 1 ? 1 : pending + 1;
        if (line.at("number") == line.at("count")) {
            songs_.emplace(line.at("title").get<std::string>(), line.at("artist").get<std::string>());
            prompts_ += pending;
            bytes_ = at;
        }
    }
    if (number == 0 && !isTornLine(text)) {
        refuseLine(1);
    }
    if (bytes_ < text.size() && ::ftruncate(file_, static_cast<off_t>(bytes_)) != 0) {
        throwIo(path_, errno);
    }
}

void DescriptionLog::add(const Song& song, const std::vector<std::string>& descriptions) {
    std::string text;
    for (std::size_t i = 0; i < descriptions.size(); ++i) {
        const Json line = {{"prompt", descriptions[i]},
                           {"title", song.title},
                           {"artist", song.artist},
                           {"number", i + 1},
                           {"count", descriptions.size()}};
        text += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    const ssize_t written = ::write(file_, text.data(), text.size());
    const int code = written < 0 ? errno : ENOSPC;
    if (written != static_cast<ssize_t>(text.size())) {
        (void)::ftruncate(file_, static_cast<off_t>(bytes_));
        throwIo(path_, code);
    }
    if (::fsync(file_) != 0 && errno != EINVAL && errno != EROFS) {
        throwIo(path_, errno);
    }
    bytes_ += text.size();
    prompts_ += descriptions.size();
    songs_.emplace(song.title, song.artist);
}

}  // namespace musicrl
