// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Toml.h"

#include <fstream>
#include <sstream>
#include <toml++/toml.h>

namespace musicrl {
namespace {

Json jsonFromNode(const toml::node& node);

Json jsonFromTable(const toml::table& table) {
    Json result = Json::object();
    for (const auto& [key, value] : table) {
        result[std::string(key.str())] = jsonFromNode(value);
    }
    return result;
}

Json jsonFromArray(const toml::array& array) {
    Json result = Json::array();
    for (const toml::node& value : array) {
        result.push_back(jsonFromNode(value));
    }
    return result;
}

Json jsonFromNode(const toml::node& node) {
    if (const auto* table = node.as_table()) {
        return jsonFromTable(*table);
    }
    if (const auto* array = node.as_array()) {
        return jsonFromArray(*array);
    }
    if (const auto* text = node.as_string()) {
        return text->get();
    }
    if (const auto* integer = node.as_integer()) {
        return integer->get();
    }
    if (const auto* number = node.as_floating_point()) {
        return number->get();
    }
    if (const auto* flag = node.as_boolean()) {
        return flag->get();
    }
    std::ostringstream text;
    node.visit([&](const auto& value) { text << value; });
    return text.str();
}

toml::table tableFromJson(const Json& json);

toml::array arrayFromJson(const Json& json);

/// Hands the value on with its TOML type; null and binary values have none and are left out.
template <typename Sink>
void addValue(const Json& value, const Sink& add) {
    if (value.is_object()) {
        add(tableFromJson(value));
    } else if (value.is_array()) {
        add(arrayFromJson(value));
    } else if (value.is_string()) {
        add(value.get<std::string>());
    } else if (value.is_boolean()) {
        add(value.get<bool>());
    } else if (value.is_number_integer()) {
        add(value.get<std::int64_t>());
    } else if (value.is_number()) {
        add(value.get<double>());
    }
}

toml::array arrayFromJson(const Json& json) {
    toml::array array;
    for (const Json& item : json) {
        addValue(item, [&](auto&& element) { array.push_back(std::forward<decltype(element)>(element)); });
    }
    return array;
}

toml::table tableFromJson(const Json& json) {
    toml::table table;
    for (const auto& [key, value] : json.items()) {
        addValue(value, [&](auto&& element) { table.insert_or_assign(key, std::forward<decltype(element)>(element)); });
    }
    return table;
}

}  // namespace

Json parseToml(const std::string& text, const std::string& name) {
    try {
        return jsonFromTable(toml::parse(text));
    } catch (const toml::parse_error& error) {
        std::ostringstream message;
        message << name << ", line " << error.source().begin.line << ", column " << error.source().begin.column << ": "
                << error.description() << ".";
        throw Error(ErrorKind::BadInput, message.str());
    }
}

Json readTomlFile(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        throw Error(ErrorKind::BadInput, path.string() + " is a folder: name a TOML file.");
    }
    std::ifstream file(path);
    if (!file) {
        throw Error(ErrorKind::NotFound, "Cannot read " + path.string() + ": no such file, or no permission.");
    }
    std::ostringstream text;
    text << file.rdbuf();
    return parseToml(text.str(), path.string());
}

std::string toTomlText(const Json& json) {
    std::ostringstream text;
    text << tableFromJson(json) << "\n";
    return text.str();
}

}  // namespace musicrl
