// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TemporaryFolder.h"

#include <optional>
#include <string>
#include <sys/resource.h>
#include <sys/types.h>
#include <vector>

namespace musicrl {

struct ProgramResult {
    int code = 0;     ///< exit code; 128 + the signal for a program that was killed
    std::string out;  ///< standard output
    std::string err;  ///< standard error
};

struct ProgramLimits {
    std::optional<rlim_t> fileBytes = std::nullopt;  ///< no file may grow beyond: what a full disk does to a writer
    std::string outFile = {};                        ///< takes standard output instead of the result
};

/// The musicrl program as a process.
class Program {
public:
    explicit Program(const std::vector<std::string>& arguments, const ProgramLimits& limits = {});
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program();

    void signal(int number) const;
    [[nodiscard]] bool running();
    [[nodiscard]] ProgramResult wait();

private:
    TemporaryFolder streams_;
    pid_t child_ = 0;
    bool ended_ = false;
    int status_ = 0;
};

/// The folder of a tiny model of random weights, made at the first call. Clips of at most 10 seconds, in milliseconds.
[[nodiscard]] const std::string& tinyModel();

/// Runs it to its end.
[[nodiscard]] ProgramResult runProgram(const std::vector<std::string>& arguments, const ProgramLimits& limits = {});

}  // namespace musicrl
