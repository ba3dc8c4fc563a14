// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Fields.h"

#include <sstream>

namespace musicrl {
namespace {

template <typename Number>
std::string rangeText(const char* kind, Number low, Number high) {
    std::ostringstream text;
    text << kind << " from " << low << " to " << high;
    return text.str();
}

std::string joined(const auto& items) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : ", ") + item;
    }
    return text;
}

}  // namespace

Fields::Fields(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json_.is_object()) {
        throw Error(ErrorKind::BadInput, where_ + ": expected an object with keys.");
    }
}

const Json* Fields::find(const std::string& key) {
    known_.insert(key);
    const auto found = json_.find(key);
    return found == json_.end() ? nullptr : &*found;
}

void Fields::refuse(const std::string& key, const Json& value, const std::string& expected) const {
    throw Error(ErrorKind::BadInput, where_ + ": \"" + key + "\" is " + value.dump() + ", but must be " + expected + ".");
}

void Fields::number(const std::string& key, double& value, double low, double high) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    const double given = found->is_number() ? found->get<double>() : low - 1.0;
    if (!(given >= low && given <= high)) {
        refuse(key, *found, rangeText("a number", low, high));
    }
    value = given;
}

void Fields::integer(const std::string& key, std::int64_t& value, std::int64_t low, std::int64_t high) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    if (!found->is_number_integer() || found->get<std::int64_t>() < low || found->get<std::int64_t>() > high) {
        refuse(key, *found, rangeText("a whole number", low, high));
    }
    value = found->get<std::int64_t>();
}

void Fields::text(const std::string& key, std::string& value) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    if (!found->is_string()) {
        refuse(key, *found, "text");
    }
    value = found->get<std::string>();
}

void Fields::oneOf(const std::string& key, std::string& value, const std::vector<std::string>& allowed) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    const std::string given = found->is_string() ? found->get<std::string>() : std::string();
    if (std::find(allowed.begin(), allowed.end(), given) == allowed.end()) {
        refuse(key, *found, "one of " + joined(allowed));
    }
    value = given;
}

void Fields::flag(const std::string& key, bool& value) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    if (!found->is_boolean()) {
        refuse(key, *found, "true or false");
    }
    value = found->get<bool>();
}

void Fields::integers(const std::string& key, std::vector<std::int64_t>& values, std::int64_t low, std::int64_t high) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    std::vector<std::int64_t> given;
    for (const Json& item : found->is_array() ? *found : Json::array({Json()})) {
        if (!item.is_number_integer() || item.get<std::int64_t>() < low || item.get<std::int64_t>() > high) {
            refuse(key, *found, rangeText("a list of whole numbers", low, high));
        }
        given.push_back(item.get<std::int64_t>());
    }
    values = std::move(given);
}

void Fields::numbers(const std::string& key, std::vector<double>& values, double low, double high) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    std::vector<double> given;
    for (const Json& item : found->is_array() ? *found : Json::array({Json()})) {
        if (!item.is_number() || item.get<double>() < low || item.get<double>() > high) {
            refuse(key, *found, rangeText("a list of numbers", low, high));
        }
        given.push_back(item.get<double>());
    }
    values = std::move(given);
}

void Fields::texts(const std::string& key, std::vector<std::string>& values) {
    const Json* found = find(key);
    if (found == nullptr) {
        return;
    }
    std::vector<std::string> given;
    for (const Json& item : found->is_array() ? *found : Json::array({Json()})) {
        if (!item.is_string()) {
            refuse(key, *found, "a list of texts");
        }
        given.push_back(item.get<std::string>());
    }
    values = std::move(given);
}

Json Fields::object(const std::string& key) {
    const Json* found = find(key);
    if (found == nullptr) {
        return Json::object();
    }
    if (!found->is_object()) {
        refuse(key, *found, "a table of keys");
    }
    return *found;
}

void Fields::finish() const {
    for (const auto& [key, value] : json_.items()) {
        if (known_.find(key) == known_.end()) {
            throw Error(ErrorKind::BadInput, where_ + ": the key \"" + key + "\" is unknown. Known keys: " + joined(known_) + ".");
        }
    }
}

}  // namespace musicrl
