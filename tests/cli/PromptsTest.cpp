// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "base/Json.h"
#include "record/PromptSet.h"
#include "support/http/ChatServer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace musicrl {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const table =
    "ytid,aspect_list,caption\na,\"['slow tempo', 'piano']\",A slow piano. It is in mono.\nb,['Piano'],It is in "
    "mono.The end.\n";

TEST(PromptsFromMusicCaps, writesTrainAndEvalFiles) {
    const TemporaryFolder folder;
    const std::vector<std::string> arguments = {
        "prompts", "from-musiccaps", "--csv",        folder.write("m.csv", table),
        "--out",   folder / "p",     "--eval-share", "0.4"};
    const ProgramResult result = runProgram(arguments);
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("from 2 rows  found  distinct"));
    EXPECT_THAT(result.out, HasSubstr((folder / "p/eval.jsonl").string() + "  2 prompts"));
    EXPECT_EQ(readPrompts(folder / "p/train.jsonl").size(), 3U);
    const std::string train = contentOf(folder / "p/train.jsonl");
    std::vector<std::string> json = arguments;
    json.push_back("--json");
    EXPECT_EQ(Json::parse(runProgram(json).out).at("distinct_sentences"), 3);
    EXPECT_EQ(contentOf(folder / "p/train.jsonl"), train);
}

TEST(PromptsFromMusicCaps, namesTheLineOfAFault) {
    const TemporaryFolder folder;
    const auto result = runProgram({"prompts", "from-musiccaps", "--csv",
                                    folder.write("m.csv", "ytid,caption\na,\"b\n\"\nc, \n"), "--out", folder / "p"});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("m.csv, line 4: ytid and caption must not be empty"));
    EXPECT_FALSE(std::filesystem::exists(folder / "p"));
}

TEST(PromptsWrite, getsDescriptionsAndNeverTellsTheKey) {
    const TemporaryFolder folder;
    const std::string key = "sk-very-secret";
    std::atomic<int> asked = 0;
    const ChatServer server([&](const ServerRequest&) {
        return ++asked == 1 ? ServerReply{.status = 429,
                                          .body = R"({"error":{"message":"slow down, )" + key + "\"}}",
                                          .header = {}}
                            : chatReply("Slow piano.\nFast drums.");
    });
    ::setenv("MUSICRL_TEST_KEY", key.c_str(), 1);
    const ProgramResult result =
        runProgram({"prompts", "write", "--songs", folder.write("songs.csv", "title,artist\nAsh,Ann\n"), "--endpoint",
                    server.address(), "--api-key-env", "MUSICRL_TEST_KEY", "--model", "small", "--per-song", "2"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr((folder / "songs-prompts.jsonl").string() + "  2 prompts; of 1 songs 1 new"));
    EXPECT_EQ(readPrompts(folder / "songs-prompts.jsonl").at(1).text, "Fast drums.");
    EXPECT_THAT(server.requests().at(1).head, HasSubstr("Authorization: Bearer " + key));
    EXPECT_THAT(result.out + result.err + contentOf(folder / "songs-prompts.jsonl"), Not(HasSubstr(key)));
}

TEST(PromptsWrite, saysWhatIsWrongInOneLine) {
    const TemporaryFolder folder;
    const std::string songs = folder.write("songs.csv", "title,artist\nAsh,Ann\n");
    const auto refusal = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"prompts", "write", "--songs", songs, "--retries", "0"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const ProgramResult result = runProgram(arguments);
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
        return std::to_string(result.code) + " " + result.err;
    };
    ::unsetenv("MUSICRL_TEST_NO_KEY");
    EXPECT_THAT(refusal({}), HasSubstr("2 musicrl: --endpoint is required"));
    EXPECT_THAT(refusal({"--endpoint", "here"}), HasSubstr("2 musicrl: \"here\" is no address of a chat endpoint"));
    EXPECT_THAT(refusal({"--endpoint", "http://x", "--api-key-env", "MUSICRL_TEST_NO_KEY"}),
                HasSubstr("2 musicrl: The environment variable MUSICRL_TEST_NO_KEY"));
    EXPECT_THAT(refusal({"--endpoint", deadAddress()}), HasSubstr("cannot be reached: "));
    EXPECT_EQ(std::filesystem::file_size(folder / "songs-prompts.jsonl"), 0U);
}

TEST(PromptsWrite, keepsFinishedSongsWhenInterrupted) {
    const TemporaryFolder folder;
    std::atomic<int> asked = 0;
    const ChatServer server([&](const ServerRequest&) {
        return ++asked <= 2 ? chatReply("Slow piano.")
                            : ServerReply{.body = {}, .header = {}, .manner = ServerReply::Manner::Hang};
    });
    Program program({"prompts", "write", "--songs",
                     folder.write("songs.csv", "title,artist\nAsh,Ann\nBirch,Bob\nCedar,Cid\n"), "--endpoint",
                     server.address(), "--out", folder / "p.jsonl"});
    while (asked < 3 && program.running()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    program.signal(SIGINT);
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.code, 130) << result.err;
    EXPECT_THAT(result.err, HasSubstr("Stopped. Kept: 2 songs. Run the same command again to go on."));
    EXPECT_EQ(readPrompts(folder / "p.jsonl").size(), 2U);
}

}  // namespace
}  // namespace musicrl
