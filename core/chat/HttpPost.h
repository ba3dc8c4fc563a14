// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <string>
#include <vector>

namespace musicrl {

struct HttpRequest {
    std::string url;                   ///< http or https
    std::vector<std::string> headers;  ///< such as "Content-Type: application/json"
    std::string body;
    double timeoutSeconds = 120.0;  ///< for everything, from connecting to the last byte
};

/// What came back: an answer with its status, or the reason why there is none.
struct HttpReply {
    long status = 0;    ///< 0: no answer
    std::string fault;  ///< why there is none, in words, such as "Connection refused"
    std::string body;
    double retryAfterSeconds = 0.0;  ///< what the server asks for; 0 when it does not
};

/// Sends one POST request with libcurl. Certificates are checked, redirections are not followed (the key in the headers
/// would go along), and answers beyond 16 MiB are cut off with a fault. Proxies are taken from the environment, but not
/// for this machine's own addresses.
///
/// Thread-safety: may be called from any thread.
/// \throws JobStopped about a second after the stop was requested
[[nodiscard]] HttpReply httpPost(const HttpRequest& request, const JobContext& context);

}  // namespace musicrl
