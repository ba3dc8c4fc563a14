// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace musicrl {

struct ServerRequest {
    std::string head;  ///< request line and headers
    std::string body;
};

struct ServerReply {
    enum class Manner { Answer, Hang, HangUp };

    int status = 200;
    std::string body;
    std::string header;  ///< one further header line, such as "Retry-After: 1"
    Manner manner = Manner::Answer;
};

/// A small HTTP server on a free port of this machine, for tests of what asks one. Requests are answered one after
/// another by the function it is given; a request that hangs stays open until the server ends.
class ChatServer {
public:
    using Answer = std::function<ServerReply(const ServerRequest&)>;

    explicit ChatServer(Answer answer);
    ChatServer(const ChatServer&) = delete;
    ChatServer& operator=(const ChatServer&) = delete;
    ~ChatServer();

    /// "http://127.0.0.1:<port>/v1"
    [[nodiscard]] std::string address() const;
    /// Those that came so far.
    [[nodiscard]] std::vector<ServerRequest> requests() const;

private:
    void serve();
    void handle(int connection);

    Answer answer_;
    std::uint16_t port_ = 0;
    int listener_ = -1;  ///< opening it finds the port
    std::vector<int> hanging_;  ///< of the server's own thread
    mutable std::mutex mutex_;
    std::vector<ServerRequest> requests_;
    std::thread thread_;
};

/// A chat completion with this text.
[[nodiscard]] ServerReply chatReply(const std::string& text);

/// An address where nobody listens.
[[nodiscard]] std::string deadAddress();

}  // namespace musicrl
