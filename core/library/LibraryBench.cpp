// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/LibraryBench.h"

#include "base/Error.h"
#include "library/ClipFilter.h"
#include "library/ClipLibrary.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <random>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double askedMs = 100.0;
constexpr std::size_t firstRows = 50;  // more than a screen has
constexpr std::int64_t clipsPerTransaction = 5000;

constexpr std::array words = {
    "calm",    "slow",    "fast",   "upbeat",  "sad",     "happy",     "dark",     "bright", "warm",  "retro",
    "lo-fi",   "piano",   "guitar", "drums",   "bass",    "strings",   "organ",    "choir",  "synth", "flute",
    "jazz",    "rock",    "reggae", "techno",  "ambient", "ballad",    "waltz",    "march",  "funk",  "house",
    "loop",    "groove",  "beat",   "melody",  "lead",    "pads",      "arpeggio", "chords", "solo",  "intro",
    "vinyl",   "crackle", "reverb", "distant", "close",   "live",      "studio",   "crowd",  "rain",  "night",
    "driving", "walking", "heavy",  "soft",    "gentle",  "sparkling", "deep",     "wide",   "minor", "major"};

struct Operation {
    const char* what;
    const char* filter;
    ClipOrder order;
};

constexpr std::array operations = {
    Operation{"list, newest first", "", {ClipColumn::Created, true}},
    Operation{"sort by MuLan", "", {ClipColumn::Mulan, true}},
    Operation{"sort by MuLan, lowest first", "", {ClipColumn::Mulan, false}},
    Operation{"sort by prompt", "", {ClipColumn::Title, false}},
    Operation{"sort by model", "", {ClipColumn::Model, false}},
    Operation{"sort by votes", "", {ClipColumn::Votes, true}},
    Operation{"a word", "piano", {ClipColumn::Created, true}},
    Operation{"a letter, as one types", "p", {ClipColumn::Created, true}},
    Operation{"a phrase", "\"calm piano\"", {ClipColumn::Mulan, true}},
    Operation{"without a word", "-drums", {ClipColumn::Mulan, true}},
    Operation{"a model", "model:ru", {ClipColumn::Mulan, true}},
    Operation{"a score", "mulan>0.2", {ClipColumn::Mos, true}},
    Operation{"the example of the page", "model:ru mulan>0.4 piano", {ClipColumn::Mulan, true}},
    Operation{"every kind of term",
              "model:ru mulan>0.4 piano -drums rated:no mos>=3.5 seconds<10 run:ru step:40",
              {ClipColumn::Mos, true}}};

double msSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0.0 : values[values.size() / 2];
}

LibraryEntry syntheticEntry(const fs::path& folder, std::int64_t number, std::mt19937_64& random) {
    const auto below = [&random](std::uint64_t limit) { return random() % limit; };
    const auto share = [&] { return static_cast<double>(below(1'000'000)) / 1e6; };
    LibraryEntry entry;
    LibraryClip& clip = entry.clip;
    const std::string digits = std::to_string(number);
    clip.file = folder / "clips" / ("synthetic-" + digits + ".flac");
    for (std::uint64_t i = 0, count = 6 + below(9); i < count; ++i) {
        clip.title += (i == 0 ? "" : " ") + std::string(words.at(below(words.size())));
    }
    constexpr std::array runs = {"", "synthetic-r", "synthetic-u", "synthetic-ru"};
    clip.run = runs.at(below(runs.size()));
    if (!clip.run.empty()) {
        clip.step = static_cast<std::int64_t>(20 * below(10));
    }
    clip.model = clip.run.empty() ? "synthetic" : clip.run + " @ " + std::to_string(*clip.step);
    clip.seed = below(1000);
    clip.createdUtc = "2026-" + std::to_string(10 + below(3)) + "-" + std::to_string(10 + below(18)) +
                      "T12:00:" + std::to_string(10 + below(49)) + "Z";
    clip.seconds = 5.0 + 25.0 * share();
    if (below(10) > 0) {  // a tenth was never scored
        clip.mulan = 0.8 * share();
        clip.mos = 1.0 + 4.0 * share();
        clip.preference = 4.0 * share() - 2.0;
        clip.mix = *clip.mulan + (*clip.mos - 1.0) / 4.0;
        clip.klNats = 80.0 * share();
    }
    return entry;
}

void makeIndex(ClipLibrary& library, const LibraryBenchConfig& config) {
    std::mt19937_64 random(config.seed);
    for (std::int64_t first = 0; first < config.clips; first += clipsPerTransaction) {
        library.inOneGo([&] {
            for (std::int64_t i = first; i < std::min(config.clips, first + clipsPerTransaction); ++i) {
                library.put(syntheticEntry(config.folder, i, random));
            }
        });
    }
}

std::size_t findAndRead(ClipLibrary& library, const ClipFilter& filter, const ClipOrder& order) {
    const std::vector<ClipId> ids = library.find(filter, order);
    const auto rows = library.read({ids.data(), std::min(firstRows, ids.size())});
    return ids.size();
}

Json timed(const Operation& operation, const LibraryBenchConfig& config) {
    const ClipFilter filter = parseClipFilter(operation.filter).filter;
    std::vector<double> first;
    std::vector<double> firstCpu;
    std::vector<double> again;
    std::size_t found = 0;
    for (std::int64_t i = 0; i < config.repeats; ++i) {
        ClipLibrary library(config.folder);
        auto start = Clock::now();
        const std::clock_t startCpu = std::clock();
        found = findAndRead(library, filter, operation.order);
        first.push_back(msSince(start));
        firstCpu.push_back(1000.0 * static_cast<double>(std::clock() - startCpu) / CLOCKS_PER_SEC);
        start = Clock::now();
        findAndRead(library, filter, operation.order);
        again.push_back(msSince(start));
    }
    const double worst =
        std::max(*std::max_element(first.begin(), first.end()), *std::max_element(again.begin(), again.end()));
    return {{"what", operation.what},    {"filter", operation.filter},       {"found", found},
            {"first_ms", median(first)}, {"first_cpu_ms", median(firstCpu)}, {"again_ms", median(again)},
            {"worst_ms", worst},         {"met", median(first) < askedMs}};
}

double indexMegabytes(const fs::path& folder) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        bytes += entry.path().filename().string().starts_with("library.sqlite") ? entry.file_size() : 0;
    }
    return static_cast<double>(bytes) / 1e6;
}

}  // namespace

Json benchLibrary(const LibraryBenchConfig& config, const std::function<void(const std::string&)>& told) {
    if (fs::exists(libraryPath(config.folder))) {
        throw Error(ErrorKind::BadInput,
                    config.folder.string() + " has an index already: name a new folder for the made-up one.");
    }
    fs::create_directories(config.folder);
    told("Making an index of " + std::to_string(config.clips) + " synthetic clips");
    const auto start = Clock::now();
    {
        ClipLibrary library(config.folder);
        makeIndex(library, config);
    }
    Json result = {{"synthetic", true},
                   {"clips", config.clips},
                   {"made_seconds", msSince(start) / 1000.0},
                   {"index_mb", indexMegabytes(config.folder)},
                   {"asked_ms", askedMs},
                   {"met", true},
                   {"operations", Json::array()}};
    for (const Operation& operation : operations) {
        told(operation.what);
        result["operations"].push_back(timed(operation, config));
        result["met"] = result["met"].get<bool>() && result["operations"].back().at("met").get<bool>();
    }
    return result;
}

}  // namespace musicrl
