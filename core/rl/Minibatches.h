// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace musicrl {

/// The clips of each update when a batch is learned from several times: every epoch uses each clip once, in an order of
/// its own, in parts that differ by one clip at most.
///
/// \param clips  at least \p parts
/// \return       epochs × parts lists of indices below clips, in ascending order within a list
[[nodiscard]] std::vector<std::vector<std::int64_t>> minibatches(std::int64_t clips, std::int64_t parts,
                                                                 std::int64_t epochs, std::uint64_t seed);

}  // namespace musicrl
