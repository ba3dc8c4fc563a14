// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/http/ChatServer.h"

#include "base/Json.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace musicrl {
namespace {

int listenSomewhere(std::uint16_t& port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (listener < 0 || ::bind(listener, plain, size) != 0 || ::listen(listener, 16) != 0 ||
        ::getsockname(listener, plain, &size) != 0) {
        throw std::runtime_error("no free port for the test server");
    }
    port = ntohs(address.sin_port);
    return listener;
}

std::size_t contentLength(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

ServerRequest receive(int connection) {
    std::string text;
    std::size_t end = std::string::npos;
    char buffer[4096];
    while (end == std::string::npos || text.size() < end + 4 + contentLength(text.substr(0, end))) {
        const ssize_t got = ::recv(connection, buffer, sizeof(buffer), 0);
        if (got <= 0) {
            break;
        }
        text.append(buffer, static_cast<std::size_t>(got));
        end = text.find("\r\n\r\n");
    }
    return end == std::string::npos ? ServerRequest{text, {}}
                                    : ServerRequest{text.substr(0, end), text.substr(end + 4)};
}

void sendAll(int connection, const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t count = ::send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            return;
        }
        sent += static_cast<std::size_t>(count);
    }
}

}  // namespace

ChatServer::ChatServer(Answer answer) : answer_(std::move(answer)), listener_(listenSomewhere(port_)) {
    thread_ = std::thread([this] { serve(); });
}

ChatServer::~ChatServer() {
    ::shutdown(listener_, SHUT_RDWR);  // wakes accept()
    thread_.join();
    ::close(listener_);
}

std::string ChatServer::address() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/v1";
}

std::vector<ServerRequest> ChatServer::requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
}

void ChatServer::serve() {
    for (int connection = ::accept(listener_, nullptr, nullptr); connection >= 0;
         connection = ::accept(listener_, nullptr, nullptr)) {
        handle(connection);
    }
    for (const int connection : hanging_) {
        ::close(connection);
    }
}

void ChatServer::handle(int connection) {
    const ServerRequest request = receive(connection);
    {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(request);
    }
    const ServerReply reply = answer_(request);
    if (reply.manner == ServerReply::Manner::Hang) {
        hanging_.push_back(connection);
        return;
    }
    if (reply.manner == ServerReply::Manner::Answer) {
        sendAll(connection, "HTTP/1.1 " + std::to_string(reply.status) +
                                " Test\r\nContent-Type: application/json\r\nConnection: close\r\n" +
                                (reply.header.empty() ? "" : reply.header + "\r\n") +
                                "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body);
    }
    ::close(connection);
}

ServerReply chatReply(const std::string& text) {
    Json message = {{"role", "assistant"}, {"content", text}};
    Json choice = {{"index", 0}, {"message", message}, {"finish_reason", "stop"}};
    return {.status = 200,
            .body = Json{{"object", "chat.completion"}, {"choices", Json::array({choice})}}.dump(),
            .header = {}};
}

std::string deadAddress() {
    std::uint16_t port = 0;
    ::close(listenSomewhere(port));
    return "http://127.0.0.1:" + std::to_string(port) + "/v1";
}

}  // namespace musicrl
