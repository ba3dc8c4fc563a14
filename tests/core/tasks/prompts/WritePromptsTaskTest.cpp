// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"
#include "job/runJob.h"
#include "record/PromptSet.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/http/ChatServer.h"
#include "tasks/WritePromptsTask.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace musicrl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Manner = ServerReply::Manner;

/// Songs Ash, Birch, Cedar, ... and a server that describes each in two sentences, or as \c oddReply says.
class WritePrompts : public testing::Test {
protected:
    WritePrompts() {
        config.songs = folder.write("songs.csv", "title,artist\nAsh,Ann\nBirch,Bob\nCedar,Cid\nDogwood,Dan\n");
        config.out = folder / "out/prompts.jsonl";
        config.perSong = 2;
        config.endpoint = {
            .address = server.address(), .timeoutSeconds = 20.0, .retries = 1, .firstPauseSeconds = 0.01};
    }

    JobOutcome run() {
        rows.clear();
        return runJob(makeWritePromptsJob(config), JobContext(stop.get_token(), [this](const JobMessage& message) {
                          if (const auto* row = std::get_if<ResultRow>(&message)) {
                              rows.push_back(*row);
                          } else if (std::holds_alternative<FileWritten>(message) && ++written == stopAfter) {
                              stop.request_stop();
                          }
                      }));
    }

    [[nodiscard]] std::vector<std::string> prompts() const {
        std::vector<std::string> texts;
        for (const Prompt& prompt : readPrompts(config.out)) {
            texts.push_back(prompt.text);
        }
        return texts;
    }

    ServerReply reply(const ServerRequest& request) {
        for (const std::string title : {"Ash", "Birch", "Cedar", "Dogwood"}) {
            if (request.body.find("\\\"" + title + "\\\"") != std::string::npos) {
                return oddTitle == title ? oddReply : chatReply("1. Slow " + title + ".\n2. Fast " + title + ".");
            }
        }
        return {.status = 400, .body = {}, .header = {}};
    }

    TemporaryFolder folder;
    std::string oddTitle;
    ServerReply oddReply;
    ChatServer server{[this](const ServerRequest& request) { return reply(request); }};
    WritePromptsConfig config;
    std::vector<ResultRow> rows;
    std::stop_source stop;
    int written = 0;
    int stopAfter = 0;
};

TEST_F(WritePrompts, writesAPromptFileAndAsksForNothingTwice) {
    EXPECT_EQ(run().ending, JobEnding::Succeeded);
    EXPECT_THAT(prompts(), ElementsAre("Slow Ash.", "Fast Ash.", "Slow Birch.", "Fast Birch.", "Slow Cedar.",
                                       "Fast Cedar.", "Slow Dogwood.", "Fast Dogwood."));
    EXPECT_THAT(
        contentOf(config.out),
        HasSubstr("{\"prompt\":\"Fast Ash.\",\"title\":\"Ash\",\"artist\":\"Ann\",\"number\":2,\"count\":2}\n"));
    EXPECT_EQ(rows.back().values, Json::parse(R"({"songs": 4, "known": 0, "written": 4, "failed": 0, "prompts": 8})"));
    const std::string before = contentOf(config.out);
    EXPECT_EQ(run().ending, JobEnding::Succeeded);
    EXPECT_EQ(contentOf(config.out), before);
    EXPECT_EQ(server.requests().size(), 4U);
    EXPECT_EQ(rows.back().values.at("known"), 4);
}

TEST_F(WritePrompts, keepsWhatThereIsWhenTheServerFailsAndGoesOnLater) {
    oddTitle = "Cedar";
    oddReply = {.status = 500, .body = {}, .header = {}};
    const JobOutcome outcome = run();
    EXPECT_EQ(outcome.ending, JobEnding::Failed);
    EXPECT_EQ(outcome.kind, ErrorKind::Unavailable);
    EXPECT_THAT(outcome.message, HasSubstr("status 500. Tried 2 times."));
    EXPECT_THAT(prompts(), ElementsAre("Slow Ash.", "Fast Ash.", "Slow Birch.", "Fast Birch."));
    oddTitle = "Ash";  // is not asked for again
    EXPECT_EQ(run().ending, JobEnding::Succeeded);
    EXPECT_EQ(prompts().size(), 8U);
    EXPECT_EQ(rows.back().values.at("written"), 2);
}

TEST_F(WritePrompts, passesOverASongWithoutAUsableAnswer) {
    oddTitle = "Birch";
    for (const ServerReply& useless :
         {chatReply("By Bob:\nBob sings."), ServerReply{.status = 200, .body = "{\"choices\"", .header = {}}}) {
        oddReply = useless;
        std::filesystem::remove(config.out);
        const JobOutcome outcome = run();
        EXPECT_EQ(outcome.ending, JobEnding::Failed);
        EXPECT_THAT(outcome.message, HasSubstr("1 of 4 songs got no usable answer"));
        EXPECT_EQ(rows.front().kind, "error");
        EXPECT_EQ(rows.front().values.at("title"), "Birch");
        EXPECT_EQ(prompts().size(), 6U);
    }
}

TEST_F(WritePrompts, givesUpWhenNoSongGetsAnAnswer) {
    ChatServer useless([](const ServerRequest&) { return chatReply("Sorry!"); });
    config.endpoint.address = useless.address();
    EXPECT_THAT(run().message,
                HasSubstr("no usable answer for three songs in a row. The last: the answer holds no description."));
    EXPECT_EQ(useless.requests().size(), 6U) << "three songs, each asked for twice";
}

TEST_F(WritePrompts, keepsFinishedSongsWhenStopped) {
    stopAfter = 2;
    EXPECT_EQ(run().ending, JobEnding::Stopped);
    EXPECT_EQ(prompts().size(), 4U);
    stop = std::stop_source();
    EXPECT_EQ(run().ending, JobEnding::Succeeded);
    EXPECT_EQ(prompts().size(), 8U);
    EXPECT_EQ(server.requests().size(), 4U);
}

TEST_F(WritePrompts, asksAgainForASongThatWasCutOffInTheFile) {
    ASSERT_EQ(run().ending, JobEnding::Succeeded);
    const std::string whole = contentOf(config.out);
    for (const std::size_t missing : {1U, 20U, 80U, 150U, static_cast<unsigned>(whole.size() - 5)}) {
        std::filesystem::resize_file(config.out, whole.size() - missing);
        EXPECT_EQ(run().ending, JobEnding::Succeeded) << missing;
        EXPECT_EQ(contentOf(config.out), whole) << missing;
    }
}

TEST_F(WritePrompts, leavesFilesOfOthersAlone) {
    std::filesystem::create_directory(folder / "out");
    for (const std::string text :
         {"{\"prompt\":\"mine\"}\n", "{\"prompt\":\"mine\"}", "mine", "{\"prompt\":\"a\",\"title\":\"b\"}\n{"}) {
        folder.write("out/prompts.jsonl", text);
        EXPECT_THAT(run().message, HasSubstr("prompts.jsonl, line 1: this was not written here"));
        EXPECT_EQ(contentOf(config.out), text);
    }
    folder.write("out/prompts.jsonl", "");
    const int other = ::open(config.out.c_str(), O_RDONLY | O_CLOEXEC);
    ::flock(other, LOCK_EX);
    EXPECT_THAT(run().message, HasSubstr("Another program is writing"));
    ::close(other);
    config.out = folder / "prompts.txt";
    EXPECT_THAT(run().message, HasSubstr("name the file with .jsonl at its end"));
    EXPECT_TRUE(server.requests().empty());
}

}  // namespace
}  // namespace musicrl
