// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/Recipe.h"

#include <string>
#include <vector>

namespace musicrl {

/// A recipe from a TOML file. Where its key "based_on" names another (one in resources/recipes by name, or a file by its
/// path from this one), the keys that it leaves out are that one's; so are those of its tables, but for [rewards], which
/// takes the other's place.
/// \param nameOrPath  the name of one in resources/recipes, or a path
/// \throws Error(NotFound) listing the known names, Error(BadInput) naming file, key, value and what is allowed
[[nodiscard]] Recipe readRecipe(const std::string& nameOrPath);

/// The names of those in resources/recipes.
[[nodiscard]] std::vector<std::string> recipeNames();

}  // namespace musicrl
