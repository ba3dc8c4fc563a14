// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/BestOfCurve.h"

#include "base/Error.h"
#include "record/Csv.h"
#include "statistics/BestOfN.h"

#include <cmath>
#include <limits>

namespace musicrl {
namespace {

std::string numberText(double value) {
    return std::isfinite(value) ? Json(value).dump() : std::string();
}

}  // namespace

void BestOfCurve::add(const std::vector<RewardBreakdown>& scores) {
    if (!columns_.empty() && scores.size() != clips()) {
        throw Error(ErrorKind::BadInput, "A prompt has " + std::to_string(scores.size()) +
                                             " clips to choose from, the others " + std::to_string(clips()) + ".");
    }
    std::vector<double> totals;
    for (const RewardBreakdown& score : scores) {
        totals.push_back(score.total);
    }
    addColumn(0, "reward", expectedBestOf(totals, totals));
    for (std::size_t term = 0; term < scores.front().terms.size(); ++term) {
        std::vector<double> raw;
        for (const RewardBreakdown& score : scores) {
            raw.push_back(score.terms.at(term).raw);
        }
        addColumn(term + 1, scores.front().terms[term].name, expectedBestOf(totals, raw));
    }
}

void BestOfCurve::addColumn(std::size_t place, const std::string& name, std::vector<double> expected) {
    if (place == columns_.size()) {
        columns_.push_back({name, {}});
    }
    columns_.at(place).expected.push_back(std::move(expected));
}

std::size_t BestOfCurve::clips() const {
    return columns_.empty() ? 0 : columns_.front().expected.front().size();
}

BestOfCurve::Value BestOfCurve::valueAt(const Column& column, std::size_t n) {
    const auto prompts = static_cast<double>(column.expected.size());
    double sum = 0.0;
    for (const std::vector<double>& ofPrompt : column.expected) {
        sum += ofPrompt.at(n - 1);
    }
    const double mean = sum / prompts;
    double squares = 0.0;
    for (const std::vector<double>& ofPrompt : column.expected) {
        squares += std::pow(ofPrompt.at(n - 1) - mean, 2.0);
    }
    return {mean,
            prompts > 1.0 ? std::sqrt(squares / (prompts - 1.0) / prompts) : std::numeric_limits<double>::quiet_NaN()};
}

std::string BestOfCurve::csv() const {
    CsvTable table{.columns = {"n", "kl_nats"}, .rows = {}};
    for (const Column& column : columns_) {
        table.columns.insert(table.columns.end(), {column.name, column.name + "_error"});
    }
    for (std::size_t n = 1; n <= clips(); ++n) {
        table.rows.push_back({std::to_string(n), numberText(bestOfKlNats(static_cast<std::int64_t>(n)))});
        for (const Column& column : columns_) {
            const Value value = valueAt(column, n);
            table.rows.back().insert(table.rows.back().end(), {numberText(value.mean), numberText(value.error)});
        }
    }
    return csvText(table);
}

Json BestOfCurve::json() const {
    Json curve = Json::array();
    for (std::size_t n = 1; n <= clips(); ++n) {
        Json point = {{"n", n}, {"kl_nats", bestOfKlNats(static_cast<std::int64_t>(n))}};
        for (const Column& column : columns_) {
            const Value value = valueAt(column, n);
            point[column.name] = value.mean;
            if (std::isfinite(value.error)) {
                point[column.name + "_error"] = value.error;
            }
        }
        curve.push_back(std::move(point));
    }
    return {{"of", clips()},
            {"prompts", columns_.empty() ? 0 : columns_.front().expected.size()},
            {"curve", std::move(curve)}};
}

}  // namespace musicrl
