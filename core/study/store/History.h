// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <soci/soci.h>
#include <string>
#include <vector>

namespace musicrl {

using RowId = long long;  // as SOCI has 64 bits

/// The two stacks of a rater's judgements, replayed from what was done.
struct History {
    std::vector<RowId> done;
    std::vector<RowId> undone;
};

[[nodiscard]] History historyOf(soci::session& sql, const std::string& rater);

/// \param kind  "record", "undo", "redo"
void addAction(soci::session& sql, const std::string& rater, const std::string& kind, RowId judgement);

}  // namespace musicrl
