// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace musicrl {

/// Reads a configuration object strictly: a key that is missing keeps the default, one that is unknown, of the wrong
/// type or out of range is an error that names file, key, value and what is allowed.
///
/// \code
/// Fields fields(json, "recipes/r.toml");
/// fields.number("alpha", config.alpha, 0.0, 1.0);
/// fields.finish();
/// \endcode
class Fields {
public:
    /// \param where  what the user calls the object, such as the file's path
    /// \throws Error(BadInput) when json is no object
    Fields(const Json& json, std::string where);

    void number(const std::string& key, double& value, double low, double high);
    void integer(const std::string& key, std::int64_t& value, std::int64_t low, std::int64_t high);
    void text(const std::string& key, std::string& value);
    void oneOf(const std::string& key, std::string& value, const std::vector<std::string>& allowed);
    void flag(const std::string& key, bool& value);
    void integers(const std::string& key, std::vector<std::int64_t>& values, std::int64_t low, std::int64_t high);
    void numbers(const std::string& key, std::vector<double>& values, double low, double high);
    void texts(const std::string& key, std::vector<std::string>& values);
    /// A nested object, empty when the key is missing.
    [[nodiscard]] Json object(const std::string& key);

    /// \throws Error(BadInput) when a key was never asked for, naming it and the known keys
    void finish() const;

private:
    [[nodiscard]] const Json* find(const std::string& key);
    [[noreturn]] void refuse(const std::string& key, const Json& value, const std::string& expected) const;

    const Json& json_;
    std::string where_;
    std::set<std::string> known_;
};

}  // namespace musicrl
