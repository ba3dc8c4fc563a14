// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "library/ClipLibrary.h"
#include "library/LibraryBench.h"
#include "tasks/bench/MachineFacts.h"

#include <filesystem>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::string resultText(const Json& result) {
    std::vector<std::vector<std::string>> rows = {
        {"operation", "filter", "found", "first ms", "its CPU ms", "again ms", "worst ms"}};
    for (const Json& operation : result.at("operations")) {
        rows.push_back({operation.at("what").get<std::string>(), operation.at("filter").get<std::string>(),
                        operation.at("found").dump(), fixed(operation.at("first_ms").get<double>(), 1),
                        fixed(operation.at("first_cpu_ms").get<double>(), 1),
                        fixed(operation.at("again_ms").get<double>(), 1),
                        fixed(operation.at("worst_ms").get<double>(), 1)});
    }
    return tableText(rows) + "\n" + result.at("clips").dump() + " synthetic clips, an index of " +
           fixed(result.at("index_mb").get<double>(), 0) + " MB made in " +
           fixed(result.at("made_seconds").get<double>(), 1) + " s; asked: below " +
           fixed(result.at("asked_ms").get<double>(), 0) + " ms, " + (result.at("met").get<bool>() ? "met" : "not met");
}

/// A folder of its own for as long as it lives.
class BenchFolder {
public:
    BenchFolder() : path_(fs::temp_directory_path() / ("musicrl-library-bench-" + std::to_string(::getpid()))) {}
    ~BenchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    BenchFolder(const BenchFolder&) = delete;
    BenchFolder& operator=(const BenchFolder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

int bench(LibraryBenchConfig config, const Session& session) {
    const BenchFolder folder;
    if (config.folder.empty()) {
        config.folder = folder.path();
    }
    Console console(session);
    Json result;
    const JobOutcome outcome = console.run([&](const JobContext&) {
        result = benchLibrary(config, [&](const std::string& what) { console.say(what); });
        result["machine"] = machineFacts();
    });
    if (outcome.ending == JobEnding::Succeeded) {
        console.print(session.json ? result.dump(2) : resultText(result));
    }
    return console.finish(outcome);
}

}  // namespace

void addLibraryBench(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("library", "Time listing, sorting and filtering of a made-up library");
    const auto config = std::make_shared<LibraryBenchConfig>();
    command->add_option("--clips", config->clips, "How many made-up clips")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    command->add_option("--repeats", config->repeats, "How often each operation is timed")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--folder", config->folder, "Keeps the made-up index; default: a temporary folder");
    command->callback([config, &session] { session.run = [config, &session] { return bench(*config, session); }; });
}

}  // namespace musicrl
