// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/HeldOutRule.h"

#include <cmath>
#include <limits>

namespace musicrl {
namespace {

double valueOf(const MetricRow& row, const std::string& name) {
    const auto found = row.values.find(name);
    return found != row.values.end() && found->is_number() ? found->get<double>()
                                                           : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

HeldOutRule::HeldOutRule(std::string term, Role role, std::int64_t window, double sureness)
    : term_(std::move(term)),
      role_(role),
      sureness_(sureness),
      trained_("objective/scores", window),
      ofSteps_("rewards/" + term_ + "/mean", window) {}

std::optional<Finding> HeldOutRule::see(const MetricRow& row) {
    const bool isStep = trained_.add(row);
    (void)ofSteps_.add(row);
    if (!isStep || !trained_.isComparable() || trained_.rise() <= sureness_) {
        return std::nullopt;
    }
    std::optional<Finding> finding = fallOnPrompts(row);
    if (!finding && role_ == Role::NotTrained) {
        finding = fallOnSteps();
    }
    if (finding) {
        finding->message += " while the trained reward rose from " + shortNumber(trained_.first().mean) + " to " +
                            shortNumber(trained_.newest().mean) + ".";
        finding->numbers["trained_first"] = trained_.first().mean;
        finding->numbers["trained_now"] = trained_.newest().mean;
        finding->measure = term_;
        finding->shownBy = Change::Fall;
    }
    return finding;
}

std::optional<Finding> HeldOutRule::fallOnPrompts(const MetricRow& row) const {
    const double change = valueOf(row, "heldout/" + term_ + "_change");
    const double error = valueOf(row, "heldout/" + term_ + "_change_se");
    if (!(change < -sureness_ * error)) {
        return std::nullopt;
    }
    return Finding{.message = term_ + " fell by " + shortNumber(-change) + " on the fixed prompts",
                   .numbers = {{"metric", "heldout/" + term_}, {"change", change}, {"standard_error", error}},
                   .measure = {}};
}

std::optional<Finding> HeldOutRule::fallOnSteps() const {
    if (!ofSteps_.isComparable() || ofSteps_.rise() >= -sureness_) {
        return std::nullopt;
    }
    const double before = ofSteps_.first().mean;
    const double now = ofSteps_.newest().mean;
    return Finding{.message = term_ + " fell from " + shortNumber(before) + " to " + shortNumber(now),
                   .numbers = {{"metric", "rewards/" + term_ + "/mean"}, {"first", before}, {"now", now}},
                   .measure = {}};
}

}  // namespace musicrl
