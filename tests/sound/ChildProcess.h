// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace musicrl {

/// A program started by a test and ended with it, by its process id.
class ChildProcess {
public:
    /// \param command     the program, found through PATH, and its arguments
    /// \param outputFile  where its standard output goes; errors go to the same name with ".err"
    /// \throws std::runtime_error naming a program that cannot be started
    ChildProcess(const std::vector<std::string>& command, const std::filesystem::path& outputFile);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] bool running();
    void end();  ///< SIGTERM, and SIGKILL after two seconds; waits

private:
    pid_t pid_ = -1;
};

}  // namespace musicrl
