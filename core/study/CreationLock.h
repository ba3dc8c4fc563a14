// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace musicrl {

/// Keeps everybody else from making a study in a folder while it lives; the system lets go of it when the process ends.
/// Makes the folder, and takes it away again where nothing was put into it.
class CreationLock {
public:
    /// \throws Error(BadInput) when a study is being made there, Error(Io)
    explicit CreationLock(const std::filesystem::path& folder);
    CreationLock(const CreationLock&) = delete;
    CreationLock& operator=(const CreationLock&) = delete;
    ~CreationLock();

private:
    std::filesystem::path folder_;
    std::filesystem::path file_;
    bool madeFolder_ = false;
    int descriptor_ = -1;
};

}  // namespace musicrl
