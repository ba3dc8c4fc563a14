// SPDX-License-Identifier: GPL-3.0-or-later
// Reads every #include of core/, widgets/ and app/ against the table of layers.txt.
//
//   check_layers <table> <root of the project>
//
// Prints a line for each include that the table does not allow, and ends with 1 if there is any.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Rule {
    std::set<std::string> folders;
    std::set<std::string> libraries;
};
using Table = std::map<std::string, Rule>;  // by folder

std::set<std::string> wordsOf(const std::string& text) {
    std::istringstream stream(text);
    std::set<std::string> words;
    for (std::string word; stream >> word;) {
        words.insert(word);
    }
    return words;
}

Table readTable(const fs::path& path) {
    std::ifstream file(path);
    Table table;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') {
            continue;
        }
        std::istringstream cells(line);
        std::string folder, folders, libraries;
        std::getline(cells, folder, '|');
        std::getline(cells, folders, '|');
        std::getline(cells, libraries);
        table[*wordsOf(folder).begin()] = {wordsOf(folders), wordsOf(libraries)};
    }
    if (table.empty()) {
        throw std::runtime_error("no table in " + path.string());
    }
    return table;
}

bool startsWith(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

/// The third-party library that a header belongs to, "" for the standard library and the system.
std::string libraryOf(const std::string& header) {
    static const std::vector<std::pair<std::string, std::string>> starts = {
        {"torch/", "torch"},       {"ATen/", "torch"},         {"c10/", "torch"},         {"caffe2/", "torch"},
        {"nlohmann/", "nlohmann"}, {"toml++/", "toml++"},      {"spdlog/", "spdlog"},     {"fmt/", "fmt"},
        {"openssl/", "openssl"},   {"sndfile", "sndfile"},     {"soxr", "soxr"},          {"ebur128", "ebur128"},
        {"fftw3", "fftw"},         {"portaudio", "portaudio"}, {"pa_", "portaudio"},      {"fluidsynth", "fluidsynth"},
        {"boost/", "boost"},       {"soci/", "soci"},          {"curl/", "curl"},         {"CLI/", "cli11"},
        {"qcustomplot", "qcustomplot"}, {"gtest/", "googletest"}, {"gmock/", "googletest"},
    };
    for (const auto& [start, library] : starts) {
        if (startsWith(header, start)) {
            return library;
        }
    }
    if (header.size() > 1 && header[0] == 'Q' && (std::isupper(static_cast<unsigned char>(header[1])) != 0 || header[1] == 't')) {
        return "qt";
    }
    static const std::set<std::string> system = {"unistd.h", "fcntl.h", "signal.h", "dlfcn.h", "link.h", "malloc.h", "poll.h", "pthread.h", "sched.h", "spawn.h"};
    const bool standard = header.find_first_of("./") == std::string::npos;
    return standard || startsWith(header, "sys/") || system.count(header) > 0 ? "" : header + " (of no library that is known)";
}

/// The row for a file: that of the deepest folder which has one.
Table::const_iterator rowFor(const Table& table, fs::path folder) {
    for (; !folder.empty(); folder = folder.parent_path()) {
        const auto row = table.find(folder.generic_string());
        if (row != table.end()) {
            return row;
        }
    }
    return table.end();
}

struct Include {
    int line = 0;
    std::string header;
};

std::vector<Include> includesOf(const fs::path& path) {
    std::ifstream file(path);
    std::vector<Include> includes;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        const std::size_t hash = line.find_first_not_of(" \t");
        if (hash == std::string::npos || line[hash] != '#') {
            continue;
        }
        const std::size_t word = line.find_first_not_of(" \t", hash + 1);
        if (word == std::string::npos || line.compare(word, 7, "include") != 0) {
            continue;
        }
        const std::size_t open = line.find_first_of("<\"", word);
        const std::size_t close = open == std::string::npos ? open : line.find_first_of(">\"", open + 1);
        if (close != std::string::npos) {
            includes.push_back({number, line.substr(open + 1, close - open - 1)});
        }
    }
    return includes;
}

/// A folder of core/, "widgets" or "app" that a header lies in; "" for headers of others.
std::string folderOfOurs(const fs::path& root, const std::string& header) {
    const std::size_t slash = header.find('/');
    const std::string first = header.substr(0, slash);
    const bool ours = slash != std::string::npos && (fs::is_directory(root / "core" / first) || first == "widgets" || first == "app");
    return ours ? first : "";
}

/// Beside the file that includes it, made by moc, or found from app/.
bool isNeighbour(const fs::path& root, const fs::path& file, const std::string& header) {
    return fs::exists((root / file).parent_path() / header) || fs::path(header).extension() == ".moc" ||
           (*file.begin() == "app" && fs::exists(root / "app" / header));
}

/// What is wrong with an include, "" when nothing is.
std::string faultOf(const fs::path& root, const fs::path& file, const std::string& header, const Table::value_type& row) {
    const auto& [folder, rule] = row;
    const std::string used = folderOfOurs(root, header);
    if (!used.empty()) {
        const std::string home = startsWith(folder, "core/") ? "core/" + header : header;
        return startsWith(home, folder + "/") || rule.folders.count(used) > 0 ? "" : folder + " may not use " + used;
    }
    const std::string library = isNeighbour(root, file, header) ? "" : libraryOf(header);
    const bool inCpp = file.extension() == ".cpp" && rule.libraries.count(library + "-in-cpp") > 0;
    return library.empty() || inCpp || rule.libraries.count(library) > 0 ? "" : folder + " may not use " + library;
}

int checkFile(const Table& table, const fs::path& root, const fs::path& file) {
    const auto row = rowFor(table, file.parent_path());
    if (row == table.end()) {
        std::cout << file.generic_string() << ": its folder has no line in the table\n";
        return 1;
    }
    int faults = 0;
    for (const Include& include : includesOf(root / file)) {
        const std::string fault = faultOf(root, file, include.header, *row);
        if (!fault.empty()) {
            std::cout << file.generic_string() << ':' << include.line << ": " << include.header << ": " << fault << '\n';
            ++faults;
        }
    }
    return faults;
}

std::vector<fs::path> sourcesOf(const fs::path& root) {
    static const std::set<std::string> extensions = {".h", ".cpp", ".cxx", ".hpp", ".cc"};
    std::vector<fs::path> files;
    for (const char* top : {"core", "widgets", "app"}) {
        if (!fs::is_directory(root / top)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            if (entry.is_regular_file() && extensions.count(entry.path().extension().string()) > 0) {
                files.push_back(fs::relative(entry.path(), root));
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 3) {
        std::cerr << "usage: check_layers <table> <root>\n";
        return 2;
    }
    const Table table = readTable(argv[1]);
    const std::vector<fs::path> files = sourcesOf(argv[2]);
    int faults = 0;
    for (const fs::path& file : files) {
        faults += checkFile(table, argv[2], file);
    }
    std::cout << files.size() << " files, " << faults << " includes that the table does not allow\n";
    return faults == 0 && !files.empty() ? 0 : 1;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
}
