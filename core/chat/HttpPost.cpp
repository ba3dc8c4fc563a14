// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/HttpPost.h"

#include "base/Error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <curl/curl.h>
#include <memory>

namespace musicrl {
namespace {

constexpr std::size_t longestAnswerBytes = 16U << 20U;
constexpr double connectSeconds = 15.0;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Handle newHandle() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    Handle handle(started == CURLE_OK ? curl_easy_init() : nullptr, &curl_easy_cleanup);
    if (!handle) {
        throw Error(ErrorKind::Unavailable, "libcurl cannot be started on this machine.");
    }
    return handle;
}

/// What the transfer's callbacks share.
struct Transfer {
    const JobContext& context;
    std::string body;
    bool tooLong = false;
};

std::size_t takeBytes(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    transfer.tooLong = transfer.body.size() + size * count > longestAnswerBytes;
    if (transfer.tooLong) {
        return 0;
    }
    transfer.body.append(bytes, size * count);
    return size * count;
}

int stopIfAsked(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(user)->context.stopRequested() ? 1 : 0;
}

long milliseconds(double seconds) {
    return std::max(1L, std::lround(seconds * 1000.0));
}

Headers headerList(const std::vector<std::string>& lines) {
    Headers list(nullptr, &curl_slist_free_all);
    for (const std::string& line : lines) {
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) {
            throw std::bad_alloc();
        }
        (void)list.release();
        list.reset(longer);
    }
    return list;
}

/// Whether the request stays on this machine, where no proxy has a place.
bool staysHere(const std::string& url) {
    const std::string host = url.substr(std::min(url.find("//") + 2, url.size()));
    const auto is = [&](const std::string& name) {
        return host.starts_with(name) &&
               (host.size() == name.size() || host[name.size()] == ':' || host[name.size()] == '/');
    };
    return is("localhost") || is("127.0.0.1") || is("[::1]");
}

void prepare(CURL* curl, const HttpRequest& request, const Headers& headers, Transfer& transfer, char* fault) {
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, fault);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    if (staysHere(request.url)) {
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");  // whatever libcurl can unpack
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "musicrl");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds(request.timeoutSeconds));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(std::min(request.timeoutSeconds, connectSeconds)));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &takeBytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &stopIfAsked);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
}

}  // namespace

HttpReply httpPost(const HttpRequest& request, const JobContext& context) {
    const Handle curl = newHandle();
    const Headers headers = headerList(request.headers);
    Transfer transfer{context, {}};
    std::array<char, CURL_ERROR_SIZE> fault{};
    prepare(curl.get(), request, headers, transfer, fault.data());
    const CURLcode code = curl_easy_perform(curl.get());
    context.throwIfStopped();
    HttpReply reply;
    if (code != CURLE_OK) {
        reply.fault = transfer.tooLong   ? "the answer is longer than 16 MiB"
                      : fault[0] != '\0' ? fault.data()
                                         : curl_easy_strerror(code);
        return reply;
    }
    curl_off_t wait = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply.status);
    curl_easy_getinfo(curl.get(), CURLINFO_RETRY_AFTER, &wait);
    reply.retryAfterSeconds = static_cast<double>(wait);
    reply.body = std::move(transfer.body);
    return reply;
}

}  // namespace musicrl
