// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/SameSettings.h"

#include "base/Error.h"

#include <algorithm>

namespace musicrl {
namespace {

/// Such as "runs.r.steps", or empty when all are the same.
std::string firstDifference(const Json& before, const Json& now) {
    for (const auto& [pointer, value] : now.items()) {
        if (!before.contains(pointer) || before.at(pointer) != value) {
            return pointer;
        }
    }
    for (const auto& [pointer, value] : before.items()) {
        if (!now.contains(pointer)) {
            return pointer;
        }
    }
    return {};
}

std::string valueText(const Json& flat, const std::string& pointer) {
    return flat.contains(pointer) ? flat.at(pointer).dump() : "not given";
}

}  // namespace

void expectSameSettings(const std::filesystem::path& file, const Json& settings, const std::string& what) {
    if (!std::filesystem::exists(file)) {
        writeJsonFile(file, settings);
        return;
    }
    const Json before = readJsonFile(file).flatten();
    const Json now = Json::parse(settings.dump()).flatten();  // numbers as a file has them
    const std::string pointer = firstDifference(before, now);
    if (pointer.empty()) {
        return;
    }
    std::string name = pointer.substr(1);
    std::replace(name.begin(), name.end(), '/', '.');
    throw Error(ErrorKind::BadInput, what + " was begun with " + name + " = " + valueText(before, pointer) + ", not " +
                                         valueText(now, pointer) +
                                         ": go on with the settings it was begun with, or choose another folder.");
}

}  // namespace musicrl
