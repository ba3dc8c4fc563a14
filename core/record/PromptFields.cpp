// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/PromptFields.h"

#include "base/Error.h"
#include "base/LowerCase.h"
#include "record/Csv.h"
#include "record/Prompt.h"

#include <fstream>

namespace musicrl {
namespace {

std::vector<std::string> readLines(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        throw Error(ErrorKind::BadInput, path.string() + " is a folder, not a file of prompts.");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::NotFound,
                    "Cannot read the prompts " + path.string() + ": no such file, or no permission.");
    }
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        const bool marked = lines.empty() && line.compare(0, 3, "\xEF\xBB\xBF") == 0;
        lines.push_back(oneLine(marked ? line.substr(3) : line));
    }
    return lines;
}

std::vector<PromptFields> fieldsFromText(const std::filesystem::path& path) {
    std::vector<PromptFields> prompts;
    std::size_t number = 0;
    for (const std::string& line : readLines(path)) {
        ++number;
        if (!line.empty() && line.front() != '#') {
            Json values = Json::object();
            values["prompt"] = line;
            prompts.push_back({std::move(values), number});
        }
    }
    return prompts;
}

std::vector<PromptFields> fieldsFromJsonLines(const std::filesystem::path& path) {
    std::vector<PromptFields> prompts;
    std::size_t number = 0;
    for (const std::string& line : readLines(path)) {
        ++number;
        if (line.empty()) {
            continue;
        }
        const Json object = Json::parse(line, nullptr, false);
        if (!object.is_object()) {
            refusePrompt(path, number,
                         "this is no JSON object; each line must be one, such as {\"prompt\": \"slow piano\"}.");
        }
        Json values = Json::object();
        for (const auto& [key, value] : object.items()) {
            values[lowerCase(key)] = value;
        }
        prompts.push_back({std::move(values), number});
    }
    return prompts;
}

std::vector<PromptFields> fieldsFromTable(const std::filesystem::path& path) {
    const CsvTable table = readCsv(path);
    std::vector<PromptFields> prompts;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        Json values = Json::object();
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            values[lowerCase(oneLine(table.columns[column]))] = table.rows[i][column];
        }
        prompts.push_back({std::move(values), table.rowLines[i]});
    }
    return prompts;
}

}  // namespace

void refusePrompt(const std::filesystem::path& path, std::size_t line, const std::string& reason) {
    throw Error(ErrorKind::BadInput, path.string() + ", line " + std::to_string(line) + ": " + reason);
}

std::vector<PromptFields> readPromptFields(const std::filesystem::path& path) {
    const std::string extension = lowerCase(path.extension().string());
    if (extension == ".csv") {
        return fieldsFromTable(path);
    }
    if (extension == ".jsonl") {
        return fieldsFromJsonLines(path);
    }
    if (extension == ".txt" || extension.empty() || std::filesystem::is_directory(path)) {
        return fieldsFromText(path);
    }
    throw Error(ErrorKind::BadInput,
                path.string() + " ends in " + extension +
                    ", but prompts are read from .txt (one a line), .csv and .jsonl: rename or convert it.");
}

}  // namespace musicrl
