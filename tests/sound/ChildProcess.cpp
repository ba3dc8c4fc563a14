// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChildProcess.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>

namespace musicrl {

ChildProcess::ChildProcess(const std::vector<std::string>& command, const std::filesystem::path& outputFile) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const std::string errorFile = outputFile.string() + ".err";
    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, outputFile.c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, errorFile.c_str(), flags, 0600);
    const int failure = posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        pid_ = -1;
        throw std::runtime_error("Cannot start " + command[0] + ". Install it: see packaging/debian-packages.txt.");
    }
}

ChildProcess::~ChildProcess() {
    end();
}

bool ChildProcess::running() {
    if (pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == pid_) {
        pid_ = -1;
    }
    return pid_ > 0;
}

void ChildProcess::end() {
    if (!running()) {
        return;
    }
    kill(pid_, SIGTERM);
    for (int i = 0; i < 200 && running(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (running()) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
}

}  // namespace musicrl
