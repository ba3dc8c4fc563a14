// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/Confusion.h"

#include "base/Error.h"

#include <algorithm>
#include <numeric>

namespace musicrl {

Confusion::Confusion(std::vector<std::string> classes)
    : classes_(std::move(classes)), counts_(classes_.size(), std::vector<std::int64_t>(classes_.size(), 0)) {}

void Confusion::add(std::size_t actual, std::size_t named) {
    ++counts_[actual][named];
}

std::int64_t Confusion::total() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0},
                           [](std::int64_t sum, const std::vector<std::int64_t>& row) {
                               return std::accumulate(row.begin(), row.end(), sum);
                           });
}

double Confusion::accuracy() const {
    std::int64_t right = 0;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
        right += counts_[i][i];
    }
    return total() == 0 ? 0.0 : static_cast<double>(right) / static_cast<double>(total());
}

Json toJson(const Confusion& confusion) {
    Json rows = Json::array();
    for (std::size_t actual = 0; actual < confusion.classes().size(); ++actual) {
        Json row = Json::array();
        for (std::size_t named = 0; named < confusion.classes().size(); ++named) {
            row.push_back(confusion.count(actual, named));
        }
        rows.push_back(std::move(row));
    }
    return Json{{"classes", confusion.classes()}, {"rows", std::move(rows)}};
}

Confusion confusionFromJson(const Json& json, const std::string& where) {
    Confusion confusion(requireKey<std::vector<std::string>>(json, "classes", where));
    const auto rows = requireKey<std::vector<std::vector<std::int64_t>>>(json, "rows", where);
    const std::size_t size = confusion.classes().size();
    const bool square = rows.size() == size &&
                        std::all_of(rows.begin(), rows.end(), [size](const auto& row) { return row.size() == size; });
    if (!square) {
        throw Error(ErrorKind::BadInput, where + ": \"rows\" must have a row and a column for each of the " +
                                             std::to_string(size) + " classes.");
    }
    for (std::size_t actual = 0; actual < size; ++actual) {
        for (std::size_t named = 0; named < size; ++named) {
            for (std::int64_t i = 0; i < rows[actual][named]; ++i) {
                confusion.add(actual, named);
            }
        }
    }
    return confusion;
}

}  // namespace musicrl
