// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <cstddef>
#include <string>
#include <vector>

namespace musicrl {

/// What keeping the best of n clips gives, for n from 1 to N, and how far from the policy it is: the yardstick beside a
/// fine-tuning's reward over its KL. From N clips of each of some prompts, scored once (see expectedBestOf).
class BestOfCurve {
public:
    /// \param scores  of the N clips for one prompt, the same number and terms each time
    /// \throws Error(BadInput) for none, another number, or a total that is no number
    void add(const std::vector<RewardBreakdown>& scores);

    /// Columns n, kl_nats, reward, reward_error, then <term> and <term>_error for each term: the mean over prompts of
    /// the expected total and of the expected raw term of the clip with the highest total, with its standard error
    /// (empty for a single prompt).
    [[nodiscard]] std::string csv() const;

    /// {"of": N, "prompts", "curve": [{the columns; no error for a single prompt}]}
    [[nodiscard]] Json json() const;

private:
    struct Column {
        std::string name;
        std::vector<std::vector<double>> expected;  ///< [prompt][n - 1]
    };
    struct Value {
        double mean = 0.0;
        double error = 0.0;  ///< of the mean; NaN for a single prompt
    };
    [[nodiscard]] static Value valueAt(const Column& column, std::size_t n);
    void addColumn(std::size_t place, const std::string& name, std::vector<double> expected);
    [[nodiscard]] std::size_t clips() const;

    std::vector<Column> columns_;  ///< "reward" first
};

}  // namespace musicrl
