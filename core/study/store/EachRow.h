// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <soci/soci.h>

namespace musicrl {

/// \param use  called when a row stands in what the statement reads into
template <typename Use>
void eachRow(soci::statement& statement, const Use& use) {
    statement.execute();
    while (statement.fetch()) {
        use();
    }
}

}  // namespace musicrl
