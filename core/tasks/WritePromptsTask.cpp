// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/WritePromptsTask.h"

#include "base/Error.h"
#include "base/Json.h"
#include "tasks/prompts/DescriptionLog.h"
#include "tasks/prompts/SongDescriptions.h"
#include "tasks/prompts/SongTable.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::int64_t failuresInARow = 3;  // then it is the endpoint, not the songs
constexpr int askings = 2;                  // of one song, when an answer holds no description

/// Goes through the songs.
class SongWriter {
public:
    SongWriter(const WritePromptsConfig& config, const JobContext& context)
        : config_(config),
          context_(context),
          endpoint_(config.endpoint),
          songs_(readSongs(config.songs)),
          log_(config.out) {}

    void run() {
        const auto total = static_cast<std::int64_t>(songs_.size());
        std::int64_t done = 0;
        for (const Song& song : songs_) {
            context_.throwIfStopped();
            context_.publish(Progress{done++, total, "writing prompts"});
            log_.has(song) ? void(++known_) : write(song);
            context_.yieldPoint();
        }
        context_.publish(Progress{total, total, "writing prompts"});
        context_.publish(ResultRow{"prompts",
                                   {{"songs", total},
                                    {"known", known_},
                                    {"written", written_},
                                    {"failed", failed_},
                                    {"prompts", log_.prompts()}}});
        if (failed_ > 0) {
            throw Error(ErrorKind::Unavailable, std::to_string(failed_) + " of " + std::to_string(total) +
                                                    " songs got no usable answer; run it again to ask for them again.");
        }
    }

private:
    void write(const Song& song) {
        std::string reason = "the answer holds no description.";
        if (const std::vector<std::string> descriptions = describe(song, reason); descriptions.empty()) {
            fail(song, reason);
        } else {
            log_.add(song, descriptions);
            ++written_;
            inARow_ = 0;
            context_.publish(FileWritten{config_.out, "song"});
        }
    }

    /// \param reason  gets the endpoint's fault when it answers, but with no chat completion
    /// \return nothing when no answer could be used
    std::vector<std::string> describe(const Song& song, std::string& reason) {
        const std::vector<ChatMessage> request = descriptionRequest(song, config_.perSong);
        try {
            for (int asking = 0; asking < askings; ++asking) {
                const std::string answer = endpoint_.answer(request, context_);
                if (std::vector<std::string> found = descriptionsIn(answer, song, config_.perSong); !found.empty()) {
                    return found;
                }
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Io) {
                throw;
            }
            reason = error.what();
        }
        return {};
    }

    void fail(const Song& song, const std::string& reason) {
        ++failed_;
        context_.publish(ResultRow{"error", {{"title", song.title}, {"artist", song.artist}, {"message", reason}}});
        if (++inARow_ == failuresInARow) {
            throw Error(ErrorKind::Unavailable,
                        "The endpoint gave no usable answer for three songs in a row. The last: " + reason);
        }
    }

    const WritePromptsConfig& config_;
    const JobContext& context_;
    ChatEndpoint endpoint_;
    std::vector<Song> songs_;
    DescriptionLog log_;
    std::int64_t known_ = 0;
    std::int64_t written_ = 0;
    std::int64_t failed_ = 0;
    std::int64_t inARow_ = 0;
};

}  // namespace

Job makeWritePromptsJob(WritePromptsConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        if (config.perSong < 1 || config.perSong > 50) {
            throw Error(ErrorKind::BadInput, "The number of descriptions per song must be 1 to 50, not " +
                                                 std::to_string(config.perSong) + ".");
        }
        if (config.out.extension() != ".jsonl") {
            throw Error(ErrorKind::BadInput,
                        "The prompts are written as JSON lines: name the file with .jsonl at its end, not " +
                            config.out.string() + ".");
        }
        SongWriter(config, context).run();
    };
}

}  // namespace musicrl
