// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// How often what was one thing was named another.
class Confusion {
public:
    explicit Confusion(std::vector<std::string> classes);

    /// \pre both below the number of classes
    void add(std::size_t actual, std::size_t named);

    [[nodiscard]] const std::vector<std::string>& classes() const { return classes_; }
    [[nodiscard]] std::int64_t count(std::size_t actual, std::size_t named) const { return counts_[actual][named]; }
    [[nodiscard]] std::int64_t total() const;
    /// The share that was named rightly; 0 when nothing was added.
    [[nodiscard]] double accuracy() const;

private:
    std::vector<std::string> classes_;
    std::vector<std::vector<std::int64_t>> counts_;  ///< a row per actual class
};

/// {"classes", "rows": counts, a row per actual class}
[[nodiscard]] Json toJson(const Confusion& confusion);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] Confusion confusionFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
