// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace musicrl {

/// Which prompts each step uses: shuffled anew every epoch, all different within a step where there are enough.
///
/// A function of seed and step alone, so a run that goes on from a checkpoint needs no other state. What an epoch has left
/// over for less than a whole batch waits for the next one.
class PromptOrder {
public:
    /// \param prompts, batch  at least 1
    PromptOrder(std::size_t prompts, std::size_t batch, std::uint64_t seed) : prompts_(prompts), batch_(batch), seed_(seed) {}

    /// \param step  from 1
    /// \return      batch indices below prompts
    [[nodiscard]] std::vector<std::size_t> batchOf(std::int64_t step) const;

private:
    std::size_t prompts_;
    std::size_t batch_;
    std::uint64_t seed_;
};

}  // namespace musicrl
