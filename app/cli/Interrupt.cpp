// SPDX-License-Identifier: GPL-3.0-or-later
#include "Interrupt.h"

#include "ExitCodes.h"

#include <csignal>
#include <iostream>
#include <pthread.h>
#include <unistd.h>

namespace musicrl {
namespace {

sigset_t watchedSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

Interrupt::Interrupt() {
    const sigset_t signals = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    watcher_ = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    ended_ = true;
    pthread_kill(watcher_.native_handle(), SIGTERM);  // wakes the watcher
    watcher_.join();
}

void Interrupt::watch() {
    const sigset_t signals = watchedSignals();
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && !ended_) {
        if (stop_.stop_requested()) {
            ::_exit(exitStopped);
        }
        stop_.request_stop();
        std::cerr << "\nStopping; once more ends at once." << std::endl;
    }
}

}  // namespace musicrl
