// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"

#include "support/TinyModelFolder.h"

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace musicrl {
namespace {

void redirect(int descriptor, const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(file, descriptor);
    ::close(file);
}

[[noreturn]] void becomeProgram(const std::vector<std::string>& arguments, const ProgramLimits& limits,
                                const TemporaryFolder& streams) {
    redirect(STDOUT_FILENO, limits.outFile.empty() ? (streams / "out").string() : limits.outFile);
    redirect(STDERR_FILENO, (streams / "err").string());
    if (limits.fileBytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{*limits.fileBytes, *limits.fileBytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    std::vector<char*> pointers = {const_cast<char*>(MUSICRL_PROGRAM)};
    for (const std::string& argument : arguments) {
        pointers.push_back(const_cast<char*>(argument.c_str()));
    }
    pointers.push_back(nullptr);
    ::execv(MUSICRL_PROGRAM, pointers.data());
    ::_exit(127);
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const ProgramLimits& limits) : child_(::fork()) {
    if (child_ == 0) {
        becomeProgram(arguments, limits, streams_);
    }
}

Program::~Program() {
    if (running()) {
        signal(SIGKILL);
        (void)wait();
    }
}

void Program::signal(int number) const {
    ::kill(child_, number);
}

bool Program::running() {
    ended_ = ended_ || ::waitpid(child_, &status_, WNOHANG) == child_;
    return !ended_;
}

ProgramResult Program::wait() {
    if (!ended_) {
        ::waitpid(child_, &status_, 0);
        ended_ = true;
    }
    const int code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
    return {code, contentOf(streams_ / "out"), contentOf(streams_ / "err")};
}

const std::string& tinyModel() {
    struct Model {
        TemporaryFolder folder;
        std::string path = folder / "tiny";
        Model() { writeTinyModel(path); }
    };
    static const Model model;
    return model.path;
}

ProgramResult runProgram(const std::vector<std::string>& arguments, const ProgramLimits& limits) {
    return Program(arguments, limits).wait();
}

}  // namespace musicrl
