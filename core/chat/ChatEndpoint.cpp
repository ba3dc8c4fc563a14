// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/ChatEndpoint.h"

#include "base/Error.h"
#include "base/Json.h"
#include "chat/HttpPost.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>

namespace musicrl {
namespace {

constexpr double longestPauseSeconds = 60.0;      // of our own
constexpr double longestAskedForSeconds = 600.0;  // by a server

/// "http://host/v1" without what may follow it.
std::string baseOf(std::string address) {
    const bool web = address.rfind("http://", 0) == 0 || address.rfind("https://", 0) == 0;
    if (!web || address.find_first_of(" \t\r\n?#") != std::string::npos) {
        throw Error(ErrorKind::BadInput,
                    "\"" + address + "\" is no address of a chat endpoint: give one such as http://localhost:8080/v1.");
    }
    const std::size_t host = address.find("//") + 2;
    if (address.substr(host, address.find('/', host) - host).find('@') != std::string::npos) {
        throw Error(ErrorKind::BadInput,
                    "The endpoint's address holds a user or password: take it out and hand the key over by an "
                    "environment variable.");
    }
    const auto drop = [&](const std::string& end) {
        if (address.ends_with(end)) {
            address.resize(address.size() - end.size());
        }
    };
    drop("/");
    drop("/chat/completions");
    drop("/");
    return address;
}

void pause(double seconds, const JobContext& context) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any wake;
    wake.wait_for(lock, context.stopToken(), std::chrono::duration<double>(seconds), [] { return false; });
    context.throwIfStopped();
}

bool mayPass(long status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

/// What a server says about its refusal, shortened; empty when it says nothing readable.
std::string explanationIn(const std::string& body) {
    const Json json = Json::parse(body, nullptr, false);
    std::string text;
    if (json.is_object() && json.contains("error")) {
        const Json& error = json.at("error");
        const Json& said = error.is_object() && error.contains("message") ? error.at("message") : error;
        text = said.is_string() ? said.get<std::string>() : said.dump();
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::size_t most = 300;
    if (text.size() <= most) {
        return text;
    }
    while (most > 0 && (text[most] & 0xC0) == 0x80) {
        --most;  // not within a letter
    }
    return text.substr(0, most) + "...";
}

std::string hintFor(long status) {
    return status == 401 || status == 403   ? " Check the key."
           : status == 404 || status == 405 ? " Check the address (it often ends in /v1) and the model's name."
           : status >= 300 && status < 400  ? " Give the address that it points to."
                                            : "";
}

/// The text of the first choice; empty when there is none.
std::string contentIn(const std::string& body) {
    const Json json = Json::parse(body, nullptr, false);
    const Json::json_pointer content("/choices/0/message/content");
    const bool usable = json.is_object() && json.contains(content) && json.at(content).is_string();
    const std::string text = usable ? json.at(content).get<std::string>() : std::string();
    return text.find_first_not_of(" \t\r\n") == std::string::npos ? std::string() : text;
}

/// Why an attempt brought no text. BadInput: another one would not either.
struct Setback {
    ErrorKind kind = ErrorKind::Unavailable;
    std::string reason;
    double askedForSeconds = 0.0;
};

Setback setbackOf(const HttpReply& reply, const std::string& address) {
    if (reply.status == 0) {
        return {ErrorKind::Unavailable, address + " cannot be reached: " + reply.fault + ".", 0.0};
    }
    if (reply.status >= 200 && reply.status < 300) {
        return {ErrorKind::Io, address + " answers with what is no chat completion.", 0.0};
    }
    const std::string said = explanationIn(reply.body);
    const std::string status =
        " with status " + std::to_string(reply.status) + (said.empty() ? "." : ": " + said + ".");
    return mayPass(reply.status)
               ? Setback{ErrorKind::Unavailable, address + " answers" + status, reply.retryAfterSeconds}
               : Setback{ErrorKind::BadInput, address + " refuses" + status + hintFor(reply.status), 0.0};
}

std::string triedText(std::int64_t attempts) {
    return attempts == 1 ? "" : " Tried " + std::to_string(attempts) + " times.";
}

}  // namespace

ChatEndpoint::ChatEndpoint(ChatEndpointConfig config) : config_(std::move(config)) {
    config_.address = baseOf(config_.address);
    if (std::any_of(config_.key.begin(), config_.key.end(),
                    [](unsigned char letter) { return letter <= ' ' || letter > '~'; })) {
        throw Error(
            ErrorKind::BadInput,
            "The key has blanks, line breaks or letters outside ASCII: check the environment variable it comes from.");
    }
    if (!(config_.timeoutSeconds > 0.0) || !std::isfinite(config_.timeoutSeconds) || config_.retries < 0) {
        throw Error(ErrorKind::BadInput, "The timeout must be more than 0 seconds and the retries at least 0.");
    }
}

std::string ChatEndpoint::requestBody(const std::vector<ChatMessage>& messages) const {
    Json body = Json::object();
    if (!config_.model.empty()) {
        body["model"] = config_.model;
    }
    body["messages"] = Json::array();
    for (const ChatMessage& message : messages) {
        body["messages"].push_back({{"role", message.role}, {"content", message.text}});
    }
    body["stream"] = false;
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string ChatEndpoint::withoutKey(std::string text) const {
    const std::string mask = "<key>";
    for (std::size_t at = 0; !config_.key.empty() && (at = text.find(config_.key, at)) != std::string::npos;
         at += mask.size()) {
        text.replace(at, config_.key.size(), mask);
    }
    return text;
}

std::string ChatEndpoint::answer(const std::vector<ChatMessage>& messages, const JobContext& context) const {
    HttpRequest request{config_.address + "/chat/completions",
                        {"Content-Type: application/json"},
                        requestBody(messages),
                        config_.timeoutSeconds};
    if (!config_.key.empty()) {
        request.headers.push_back("Authorization: Bearer " + config_.key);
    }
    double pauseSeconds = config_.firstPauseSeconds;
    for (std::int64_t attempts = 1;; ++attempts) {
        context.throwIfStopped();
        const HttpReply reply = httpPost(request, context);
        if (reply.status >= 200 && reply.status < 300) {
            if (std::string text = contentIn(reply.body); !text.empty()) {
                return text;
            }
        }
        const Setback setback = setbackOf(reply, config_.address);
        if (setback.kind == ErrorKind::BadInput || attempts > config_.retries) {
            throw Error(setback.kind, withoutKey(setback.reason + triedText(attempts)));
        }
        pause(std::max(pauseSeconds, std::min(setback.askedForSeconds, longestAskedForSeconds)), context);
        pauseSeconds = std::min(2.0 * pauseSeconds, longestPauseSeconds);
    }
}

}  // namespace musicrl
