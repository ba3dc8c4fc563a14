// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

struct ChatEndpointConfig {
    std::string address = {};  ///< of the interface, such as http://localhost:8080/v1; its /chat/completions is asked
    std::string model = {};    ///< empty: not named, the server takes its own
    std::string key = {};      ///< sent as bearer token and never told in a message; empty: none is sent
    double timeoutSeconds = 120.0;   ///< for one answer
    std::int64_t retries = 4;        ///< further attempts after one that failed
    double firstPauseSeconds = 1.0;  ///< before the first retry, doubled for each further one; a server may ask for more
};

struct ChatMessage {
    std::string role;  ///< "system", "user" or "assistant"
    std::string text;
};

/// A server that speaks the chat completions protocol of OpenAI: llama.cpp, Ollama, vLLM and many hosted ones.
///
/// Attempts that found no server, took too long, were answered with 408, 425, 429 or 5xx, or with what is no chat
/// completion, are repeated.
///
/// Thread-safety: a const object may be asked from several threads.
/// \see OpenAI, API reference, "Create chat completion"
class ChatEndpoint {
public:
    /// \throws Error(BadInput) for an address that is not http or https or has a password in it, a key that fits no
    ///         header, a timeout that is not above 0
    explicit ChatEndpoint(ChatEndpointConfig config);

    /// \return the text of the first choice, never blank
    /// \throws Error(Unavailable)  the server was not reached or was busy, after all retries
    /// \throws Error(BadInput)     it refuses the request (a wrong key, address or model)
    /// \throws Error(Io)           it answers, but with no usable completion, after all retries
    /// \throws JobStopped
    [[nodiscard]] std::string answer(const std::vector<ChatMessage>& messages, const JobContext& context) const;

private:
    [[nodiscard]] std::string requestBody(const std::vector<ChatMessage>& messages) const;
    [[nodiscard]] std::string withoutKey(std::string text) const;

    ChatEndpointConfig config_;
};

}  // namespace musicrl
