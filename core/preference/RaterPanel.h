// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preference/SimulatedRater.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// Simulated raters in two groups: the votes of "train" are learned from, those of "test" only measure. No rater and no
/// taste is in both.
struct RaterPanel {
    std::string judge;  ///< model folder or name whose mulan/ and quality/ hear fit and quality
    std::vector<SimulatedRater> train;
    std::vector<SimulatedRater> test;

    /// \param name  "train" or "test" \throws Error(BadInput)
    [[nodiscard]] const std::vector<SimulatedRater>& group(const std::string& name) const;
};

/// Reads a panel such as resources/raters.toml: a population's mean taste and how people differ from it; each rater's
/// own taste is drawn from that by the rater's seed, so the file fixes all of them.
/// \throws Error(NotFound), Error(BadInput) naming file and key
[[nodiscard]] RaterPanel readRaterPanel(const std::filesystem::path& path);

/// resources/raters.toml
[[nodiscard]] std::filesystem::path shippedRaterPanel();

}  // namespace musicrl
