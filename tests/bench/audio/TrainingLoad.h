// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ChildProcess.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// Trainings of the demo model, of one thread each, that go on as fast as they can until this is gone, at the priority
/// of the workbench's own training thread (nice 10).
class TrainingLoad {
public:
    /// \param program  "musicrl"
    /// \param cores    that they are kept on, as taskset has it, such as "1"; empty: any
    /// \param folder   for their runs
    TrainingLoad(int threads, const std::string& program, const std::string& cores,
                 const std::filesystem::path& folder);

    [[nodiscard]] std::int64_t steps() const;  ///< done so far, of all
    /// Whether each has done a step.
    [[nodiscard]] bool busy() const;
    [[nodiscard]] bool allRun() const;

private:
    struct Training {
        std::filesystem::path metrics;
        std::unique_ptr<ChildProcess> process;
    };
    std::vector<Training> trainings_;
};

}  // namespace musicrl
