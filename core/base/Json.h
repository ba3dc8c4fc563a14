// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace musicrl {

/// Keeps the order in which keys were added, so that files are stable and read well.
using Json = nlohmann::ordered_json;

/// \throws Error(NotFound) when the file does not exist, Error(BadInput) when it is no JSON (names file and line)
[[nodiscard]] Json readJsonFile(const std::filesystem::path& path);

/// Writes atomically, indented, with a final line break. \throws Error(Io)
void writeJsonFile(const std::filesystem::path& path, const Json& json);

/// The value of a key, or an error that names where it was looked for, what is missing or of the wrong type.
/// \param where  what the user calls the object, such as the file's path
/// \throws Error(BadInput)
template <typename T>
[[nodiscard]] T requireKey(const Json& object, const std::string& key, const std::string& where);

}  // namespace musicrl

#include "base/Error.h"

template <typename T>
T musicrl::requireKey(const Json& object, const std::string& key, const std::string& where) {
    const auto found = object.find(key);
    if (found == object.end()) {
        throw Error(ErrorKind::BadInput, where + ": the key \"" + key + "\" is missing.");
    }
    try {
        return found->template get<T>();
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorKind::BadInput, where + ": the key \"" + key + "\" has a value of the wrong type: " + found->dump());
    }
}
