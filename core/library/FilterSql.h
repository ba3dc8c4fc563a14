// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipFilter.h"

#include <string>
#include <variant>
#include <vector>

namespace musicrl {

/// A condition with places :v0, :v1 … for its values, in order. Nothing of what a user wrote stands in the text.
struct SqlCondition {
    std::string text;
    std::vector<std::variant<double, std::string>> values;
};

/// The terms on fields as a condition on the tables "clip" and "clip_name"; "1" when there is none.
[[nodiscard]] SqlCondition fieldCondition(const ClipFilter& filter);

/// The words as a query of an FTS5 index: each in quotes, a word also as a beginning, all that are \p excluded or all
/// that are not, joined by OR or AND. Empty when there is none.
[[nodiscard]] std::string wordQuery(const ClipFilter& filter, bool excluded);

/// The same without an index of words: each part of "title" in lower case, as a condition on the table "clip_file".
[[nodiscard]] SqlCondition wordCondition(const ClipFilter& filter);

}  // namespace musicrl
