// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/alarms/AlarmRule.h"
#include "run/alarms/MetricWindow.h"

#include <string>

namespace musicrl {

/// A reward that shows what the trained one misses: it falls while the trained one rises.
///
/// It is looked at on the fixed prompts, clip by clip against those of step 0 (heldout/<term>_change), and, for a term
/// that is not learned from, on the clips of the steps as well.
class HeldOutRule final : public AlarmRule {
public:
    enum class Role { Trained, NotTrained };

    /// \param sureness  standard errors from which a fall and a rise count
    HeldOutRule(std::string term, Role role, std::int64_t window, double sureness);

    [[nodiscard]] std::optional<Finding> see(const MetricRow& row) override;

private:
    [[nodiscard]] std::optional<Finding> fallOnPrompts(const MetricRow& row) const;
    [[nodiscard]] std::optional<Finding> fallOnSteps() const;

    std::string term_;
    Role role_;
    double sureness_;
    MetricWindow trained_;
    MetricWindow ofSteps_;
};

}  // namespace musicrl
