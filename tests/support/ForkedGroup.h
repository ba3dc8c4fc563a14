// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tensor/GroupMembership.h"

#include <arpa/inet.h>
#include <functional>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace musicrl {

/// A port of the loopback interface that nobody listens on.
inline int freePort() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    int port = 0;
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), length) == 0 &&
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
        port = ntohs(address.sin_port);
    }
    close(listener);
    return port;
}

/// Runs \p work as rank 1 in a process of its own and as rank 0 in this one.
/// \return  the exit status of the other process: 0 when its work returned true, 1 for false, 2 when it threw
inline int inTwoProcesses(const std::function<bool(const GroupMembership&)>& work, bool& here) {
    GroupMembership membership{.rank = 1, .size = 2, .address = "127.0.0.1", .port = freePort()};
    const pid_t child = fork();
    if (child == 0) {
        int status = 2;
        try {
            status = work(membership) ? 0 : 1;
        } catch (...) {
        }
        _exit(status);
    }
    membership.rank = 0;
    here = false;
    try {
        here = work(membership);
    } catch (...) {
        waitpid(child, nullptr, 0);
        throw;
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace musicrl
