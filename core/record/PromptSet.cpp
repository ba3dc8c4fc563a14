// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/PromptSet.h"

#include "record/Csv.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>

namespace musicrl {
namespace {

/// A prompt before it has its id, and where it stands in its file.
struct Entry {
    Prompt prompt;
    std::size_t line = 0;
};

[[noreturn]] void refuse(const std::filesystem::path& path, std::size_t line, const std::string& reason) {
    throw Error(ErrorKind::BadInput, path.string() + ", line " + std::to_string(line) + ": " + reason);
}

std::string trimmed(const std::string& text) {
    constexpr const char* blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> readLines(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        throw Error(ErrorKind::BadInput, path.string() + " is a folder, not a file of prompts.");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::NotFound, "Cannot read the prompts " + path.string() + ": no such file, or no permission.");
    }
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        const bool marked = lines.empty() && line.compare(0, 3, "\xEF\xBB\xBF") == 0;
        lines.push_back(trimmed(marked ? line.substr(3) : line));
    }
    return lines;
}

std::vector<Entry> entriesFromText(const std::filesystem::path& path) {
    std::vector<Entry> entries;
    std::size_t number = 0;
    for (const std::string& line : readLines(path)) {
        ++number;
        if (!line.empty() && line.front() != '#') {
            entries.push_back({{.id = {}, .text = line}, number});
        }
    }
    return entries;
}

Entry entryFromJson(const std::filesystem::path& path, const std::string& line, std::size_t number) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) {
        refuse(path, number, "this is no JSON object.");
    }
    const std::string where = path.string() + ", line " + std::to_string(number);
    for (const char* key : {"prompt", "text", "caption"}) {
        if (json.contains(key)) {
            const Prompt plain;
            return {{json.contains("id") ? requireKey<std::string>(json, "id", where) : std::string(),
                     requireKey<std::string>(json, key, where),
                     json.contains("seconds") ? requireKey<double>(json, "seconds", where) : plain.durationSeconds,
                     json.contains("seed") ? requireKey<std::uint64_t>(json, "seed", where) : plain.seed},
                    number};
        }
    }
    refuse(path, number, "there is no key \"prompt\", \"text\" or \"caption\".");
}

std::vector<Entry> entriesFromJsonLines(const std::filesystem::path& path) {
    std::vector<Entry> entries;
    std::size_t number = 0;
    for (const std::string& line : readLines(path)) {
        ++number;
        if (!line.empty()) {
            entries.push_back(entryFromJson(path, line, number));
        }
    }
    return entries;
}

template <typename Number>
void readNumber(const std::string& text, Number& value, const char* name, const std::filesystem::path& path,
                std::size_t line) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size()) {
        refuse(path, line, "\"" + text + "\" in the column " + name + " is no number.");
    }
}

std::vector<Entry> entriesFromTable(const std::filesystem::path& path) {
    const CsvTable table = readCsv(path);
    const auto column = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            if (const int index = table.columnIndex(name); index >= 0) {
                return index;
            }
        }
        return -1;
    };
    const int text = column({"caption", "prompt", "text"});
    const int id = column({"id", "ytid"});
    const int seconds = column({"seconds"});
    const int seed = column({"seed"});
    if (text < 0) {
        throw Error(ErrorKind::BadInput, path.string() + " has no column \"caption\" or \"prompt\".");
    }
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto field = [&](int index) { return trimmed(table.rows[i][static_cast<std::size_t>(index)]); };
        Entry entry{{.id = id < 0 ? std::string() : field(id), .text = field(text)}, i + 2};
        if (seconds >= 0 && !field(seconds).empty()) {
            readNumber(field(seconds), entry.prompt.durationSeconds, "seconds", path, entry.line);
        }
        if (seed >= 0 && !field(seed).empty()) {
            readNumber(field(seed), entry.prompt.seed, "seed", path, entry.line);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

bool fitsFileName(const std::string& id) {
    const auto allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
               letter == '-' || letter == '_' || letter == '.';
    };
    return id.size() <= 128 && id.front() != '.' && std::all_of(id.begin(), id.end(), allowed);
}

/// Whether the bytes are UTF-8: JSON, which every record is, takes nothing else.
bool isUtf8(const std::string& text) {
    try {
        return !Json(text).dump().empty();
    } catch (const Json::exception&) {
        return false;
    }
}

std::string idFromLine(const Entry& entry) {
    std::string number = std::to_string(entry.line);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return number + "-" + slug(entry.prompt.text);
}

Prompt checked(Entry entry, std::set<std::string>& ids, const std::filesystem::path& path) {
    Prompt prompt = std::move(entry.prompt);
    if (isBlank(prompt.text)) {
        refuse(path, entry.line, "the prompt is empty.");
    }
    if (!isUtf8(prompt.text)) {
        refuse(path, entry.line, "the prompt is not UTF-8 text.");
    }
    if (!(prompt.durationSeconds > 0.0)) {
        refuse(path, entry.line, "the seconds must be more than 0.");
    }
    if (prompt.id.empty()) {
        prompt.id = idFromLine({prompt, entry.line});
    }
    if (!fitsFileName(prompt.id)) {
        refuse(path, entry.line, "the id \"" + prompt.id + "\" does not fit a file name: use letters, digits, '-', '_', '.'.");
    }
    if (!ids.insert(prompt.id).second) {
        refuse(path, entry.line, "the id \"" + prompt.id + "\" is used twice.");
    }
    return prompt;
}

std::vector<Entry> entriesOf(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".csv"     ? entriesFromTable(path)
           : extension == ".jsonl" ? entriesFromJsonLines(path)
                                   : entriesFromText(path);
}

}  // namespace

std::vector<Prompt> readPrompts(const std::filesystem::path& path) {
    std::vector<Prompt> prompts;
    std::set<std::string> ids;
    for (Entry& entry : entriesOf(path)) {
        prompts.push_back(checked(std::move(entry), ids, path));
    }
    if (prompts.empty()) {
        throw Error(ErrorKind::BadInput, path.string() + " holds no prompt.");
    }
    return prompts;
}

}  // namespace musicrl
