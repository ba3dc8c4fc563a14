// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <vector>

namespace musicrl {

/// A token of a sample clip as its run's learner saw it. NaN: not known (a run without a value network has neither value
/// nor advantage).
struct TracedToken {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    double seconds = 0.0;        ///< where its frame begins in the clip
    std::int64_t place = 0;      ///< in its frame; 0 is the semantic token, the coarse ones follow
    std::int64_t token = 0;      ///< which of the vocabulary
    double logProb = unknown;    ///< nats, of the token under the policy
    double klNats = unknown;     ///< exact, to the run's reference, at the state in which it was chosen
    double value = unknown;      ///< V at that state: the return that was expected
    double advantage = unknown;  ///< the return less what was expected, as the algorithm has it
};

/// One token a row, in the order of generation; the reader of <id>.flac finds them in <id>.tokens.csv.
using TokenTrace = std::vector<TracedToken>;

[[nodiscard]] std::filesystem::path tokenTracePath(const std::filesystem::path& clip);

/// \throws Error(Io)
void writeTokenTrace(const std::filesystem::path& path, const TokenTrace& trace);

/// \throws Error(NotFound), Error(BadInput) with file, line and reason
[[nodiscard]] TokenTrace readTokenTrace(const std::filesystem::path& path);

}  // namespace musicrl
