// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace musicrl {

enum class ErrorKind {
    BadInput,     ///< what the user gave cannot be used: the command line ends with 2
    NotFound,     ///< a file, model or device that was named does not exist: 2
    Io,           ///< reading or writing failed (full disk, no permission): 1
    OutOfMemory,  ///< of the machine or the device: 1
    Unavailable,  ///< something this machine lacks, such as a sound card: 1
    Internal,     ///< a fault of the program: 1
};

/// A failure in words for the user: what, where, what to do.
///
/// Caught only in runJob(), at the top of the CLI and of a UI action, and where one bad item of a batch is
/// reported and skipped.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

private:
    ErrorKind kind_;
};

}  // namespace musicrl
