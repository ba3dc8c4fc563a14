// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/alarms/AlarmRule.h"
#include "run/alarms/MetricWindow.h"

#include <string>
#include <vector>

namespace musicrl {

/// The reward rises, and nearly all of the rise comes from one of its terms.
class ComponentRule final : public AlarmRule {
public:
    /// \param terms     those that are learned from, at least two
    /// \param share     of the gain, that one may carry; more than 1: the others fall
    /// \param sureness  standard errors from which the total counts as rising
    ComponentRule(const std::vector<std::string>& terms, std::int64_t window, double share, double sureness);

    [[nodiscard]] std::optional<Finding> see(const MetricRow& row) override;

private:
    struct Term {
        std::string name;
        MetricWindow contribution;
    };

    std::vector<Term> terms_;
    MetricWindow total_;
    double share_;
    double sureness_;
};

}  // namespace musicrl
