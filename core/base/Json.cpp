// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"

#include "base/AtomicFile.h"

#include <fstream>

namespace musicrl {

Json readJsonFile(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) {
        throw Error(ErrorKind::NotFound, "Cannot read " + path.string() + ": no such file, or no permission.");
    }
    try {
        return Json::parse(file);
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorKind::BadInput, path.string() + " is not valid JSON: " + error.what());
    }
}

void writeJsonFile(const std::filesystem::path& path, const Json& json) {
    writeFileAtomically(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace musicrl
