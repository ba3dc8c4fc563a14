// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"
#include "chat/ChatEndpoint.h"
#include "support/ExpectError.h"
#include "support/http/ChatServer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stop_token>
#include <thread>

namespace musicrl {
namespace {

using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

ChatEndpointConfig configFor(const std::string& address) {
    return {.address = address, .model = "m", .timeoutSeconds = 20.0, .retries = 2, .firstPauseSeconds = 0.01};
}

std::string ask(const ChatEndpointConfig& config) {
    return ChatEndpoint(config).answer({{"user", "How does it sound?"}}, {});
}

/// Gives these replies one after another, the last for ever.
ChatServer::Answer sequence(std::vector<ServerReply> replies) {
    return [replies, next = std::size_t{0}](const ServerRequest&) mutable {
        return replies[std::min(next++, replies.size() - 1)];
    };
}

TEST(ChatEndpoint, sendsTheMessagesAndYieldsTheFirstChoice) {
    const ChatServer server([](const ServerRequest&) { return chatReply("Slow, na\u00EFve piano.\nFast drums."); });
    ChatEndpointConfig config = configFor(server.address() + "/");
    config.key = "sk-secret";
    EXPECT_EQ(ChatEndpoint(config).answer({{"system", "Be brief."}, {"user", "A \"song\"?"}}, {}),
              "Slow, na\u00EFve piano.\nFast drums.");
    const ServerRequest request = server.requests().at(0);
    EXPECT_THAT(request.head, HasSubstr("POST /v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_THAT(request.head, HasSubstr("Authorization: Bearer sk-secret"));
    EXPECT_THAT(request.head, HasSubstr("Content-Type: application/json"));
    EXPECT_EQ(Json::parse(request.body),
              Json::parse(R"({"model": "m", "messages": [{"role": "system", "content": "Be brief."},
                                                        {"role": "user", "content": "A \"song\"?"}], "stream": false})"));
}

TEST(ChatEndpoint, sendsNeitherKeyNorModelUnlessAskedTo) {
    const ChatServer server([](const ServerRequest&) { return chatReply("x y"); });
    ChatEndpointConfig config = configFor(server.address() + "/chat/completions");
    config.model = {};
    EXPECT_EQ(ask(config), "x y");
    EXPECT_THAT(server.requests().at(0).head, Not(HasSubstr("Authorization")));
    EXPECT_FALSE(Json::parse(server.requests().at(0).body).contains("model"));
}

TEST(ChatEndpoint, asksAgainAfterWhatMayPass) {
    const ChatServer server(sequence({{.status = 429, .body = {}, .header = {}},
                                      {.status = 200, .body = "{\"choices\":", .header = {}},
                                      {.status = 503, .body = "<html>", .header = {}},
                                      {.body = {}, .header = {}, .manner = ServerReply::Manner::HangUp},
                                      chatReply("at last")}));
    ChatEndpointConfig config = configFor(server.address());
    config.retries = 4;
    EXPECT_EQ(ask(config), "at last");
    EXPECT_EQ(server.requests().size(), 5U);
}

TEST(ChatEndpoint, waitsAsLongAsTheServerAsks) {
    const ChatServer server(sequence({{.status = 429, .body = {}, .header = "Retry-After: 1"}, chatReply("ok then")}));
    const auto start = Clock::now();
    EXPECT_EQ(ask(configFor(server.address())), "ok then");
    EXPECT_GE(secondsSince(start), 1.0);
}

TEST(ChatEndpoint, waitsLongerEachTime) {
    const ChatServer server(sequence({{.status = 500, .body = {}, .header = {}}}));
    ChatEndpointConfig config = configFor(server.address());
    config.firstPauseSeconds = 0.2;
    const auto start = Clock::now();
    expectError(ErrorKind::Unavailable, "answers with status 500. Tried 3 times.", [&] { (void)ask(config); });
    EXPECT_GE(secondsSince(start), 0.6) << "0.2 and 0.4 seconds";
    EXPECT_EQ(server.requests().size(), 3U);
}

TEST(ChatEndpoint, givesUpOnAServerThatHangs) {
    const ChatServer server(sequence({{.body = {}, .header = {}, .manner = ServerReply::Manner::Hang}}));
    ChatEndpointConfig config = configFor(server.address());
    config.timeoutSeconds = 0.3;
    config.retries = 1;
    const auto start = Clock::now();
    expectError(ErrorKind::Unavailable, "cannot be reached: Operation timed out", [&] { (void)ask(config); });
    EXPECT_LT(secondsSince(start), 10.0);
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST(ChatEndpoint, saysWhenNobodyListens) {
    expectError(ErrorKind::Unavailable, "/v1 cannot be reached: ", [&] { (void)ask(configFor(deadAddress())); });
}

TEST(ChatEndpoint, takesNothingButACompletion) {
    for (const char* body :
         {"", "[]", "{\"choices\":[]}", "{\"choices\":[{\"message\":{\"content\":null}}]}",
          "{\"choices\":[{\"message\":{\"content\":\" \\n\"}}]}", "{\"choices\":{\"0\":1}}", "\"choices\""}) {
        const ChatServer server(sequence({{.status = 200, .body = body, .header = {}}}));
        expectError(ErrorKind::Io, "answers with what is no chat completion. Tried 3 times.",
                    [&] { (void)ask(configFor(server.address())); });
    }
}

TEST(ChatEndpoint, asksOnceWhereItIsRefusedAndKeepsTheKeyToItself) {
    const ChatServer server(sequence(
        {{.status = 401, .body = R"({"error": {"message": "Incorrect API key provided: sk-abc"}})", .header = {}},
         {.status = 404, .body = {}, .header = {}},
         {.status = 307, .body = {}, .header = "Location: http://127.0.0.1:9/"}}));
    ChatEndpointConfig config = configFor(server.address());
    config.key = "sk-abc";
    expectError(ErrorKind::BadInput, "refuses with status 401: Incorrect API key provided: <key>. Check the key.",
                [&] { (void)ask(config); });
    expectError(ErrorKind::BadInput, "refuses with status 404. Check the address", [&] { (void)ask(config); });
    expectError(ErrorKind::BadInput, "refuses with status 307", [&] { (void)ask(config); });
    EXPECT_EQ(server.requests().size(), 3U);
}

/// \return how long it took to stop
double stopWhile(ServerReply reply, double firstPauseSeconds) {
    std::atomic<bool> asked = false;
    const ChatServer server([&](const ServerRequest&) {
        asked = true;
        return reply;
    });
    ChatEndpointConfig config = configFor(server.address());
    config.firstPauseSeconds = firstPauseSeconds;
    std::stop_source stop;
    Clock::time_point start;
    std::thread stopper([&] {
        while (!asked) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        start = Clock::now();
        stop.request_stop();
    });
    EXPECT_THROW((void)ChatEndpoint(config).answer({{"user", "x"}}, JobContext(stop.get_token(), {})), JobStopped);
    stopper.join();
    return secondsSince(start);
}

TEST(ChatEndpoint, stopsWhileItWaits) {
    EXPECT_LT(stopWhile({.body = {}, .header = {}, .manner = ServerReply::Manner::Hang}, 0.01), 5.0) << "for an answer";
    EXPECT_LT(stopWhile({.status = 500, .body = {}, .header = {}}, 60.0), 5.0) << "between two attempts";
}

TEST(ChatEndpoint, refusesSettingsThatCannotWork) {
    const auto make = [](const ChatEndpointConfig& config) { (void)ChatEndpoint(config); };
    for (const char* address : {"", "localhost:8080", "ftp://x/v1", "http://a b", "http://host/v1?key=1"}) {
        expectError(ErrorKind::BadInput, "is no address of a chat endpoint", [&] { make({.address = address}); });
    }
    expectError(ErrorKind::BadInput, "holds a user or password",
                [&] { make({.address = "https://me:secret@host/v1"}); });
    expectError(ErrorKind::BadInput, "The key has blanks",
                [&] { make({.address = "http://host", .key = "a\r\nX: y"}); });
    expectError(ErrorKind::BadInput, "The timeout must be",
                [&] { make({.address = "http://host", .timeoutSeconds = 0.0}); });
}

}  // namespace
}  // namespace musicrl
