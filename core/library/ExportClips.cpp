// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ExportClips.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Json.h"
#include "base/LowerCase.h"
#include "record/ClipRecipe.h"
#include "record/Csv.h"

#include <set>
#include <unistd.h>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longestPrompt = 60;  // letters of a file's name

template <typename Value>
Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json orNull(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

using Row = std::vector<std::pair<const char*, Json>>;

Row rowOf(const LibraryClip& clip, const std::string& file) {
    return {{"file", file},
            {"prompt", clip.title},
            {"model", orNull(clip.model)},
            {"run", orNull(clip.run)},
            {"step", orNull(clip.step)},
            {"seconds", clip.seconds},
            {"seed", orNull(clip.seed)},
            {"mulan", orNull(clip.mulan)},
            {"mos", orNull(clip.mos)},
            {"preference", orNull(clip.preference)},
            {"kl_nats", orNull(clip.klNats)},
            {"mix", orNull(clip.mix)},
            {"votes", clip.votes.votes},
            {"wins", clip.votes.wins},
            {"starred", clip.isStarred},
            {"created", clip.createdUtc}};
}

std::string jsonLine(const Row& row) {
    nlohmann::ordered_json line;
    for (const auto& [name, value] : row) {
        line[name] = value;
    }
    return line.dump() + "\n";
}

std::string cellText(const Json& value) {
    return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
}

void addTo(CsvTable& table, const Row& row) {
    std::vector<std::string> cells;
    for (const auto& [name, value] : row) {
        cells.push_back(cellText(value));
        if (table.rows.empty()) {
            table.columns.emplace_back(name);
        }
    }
    table.rows.push_back(std::move(cells));
}

/// "demo · base" → "demo-base"
std::string plain(const std::string& model) {
    std::string name;
    for (const char letter : lowerCase(model)) {
        const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (kept) {
            name += letter;
        } else if (!name.empty() && name.back() != '-') {
            name += '-';
        }
    }
    return name.empty() || name.back() == '-' ? name : name + "-";
}

/// "ru-40-calm-piano-41.flac", with "-2" where that is taken; no two of them are alike even where case does not matter.
std::string freeName(const LibraryClip& clip, std::set<std::string>& taken) {
    std::string stem = plain(clip.model);
    stem += slug(clip.title).substr(0, longestPrompt);
    stem += clip.seed ? "-" + std::to_string(*clip.seed) : "";
    const std::string ending = clip.file.extension().string();
    for (int i = 1;; ++i) {
        std::string name = stem + (i == 1 ? "" : "-" + std::to_string(i));
        if (taken.insert(lowerCase(name)).second) {
            return name + ending;
        }
    }
}

/// A folder to the side, which is gone again unless it takes its place.
class StagedFolder {
public:
    explicit StagedFolder(fs::path target)
        : target_(std::move(target)),
          staged_(target_.parent_path() /
                  ("." + target_.filename().string() + ".partial-" + std::to_string(::getpid()))) {
        std::error_code ignored;
        fs::remove_all(staged_, ignored);
        makeFolder(staged_);
    }
    StagedFolder(const StagedFolder&) = delete;
    StagedFolder& operator=(const StagedFolder&) = delete;
    ~StagedFolder() {
        std::error_code ignored;
        fs::remove_all(staged_, ignored);
    }

    [[nodiscard]] const fs::path& path() const { return staged_; }

    void takePlace() {
        std::error_code error;
        if (!fs::exists(target_)) {
            fs::rename(staged_, target_, error);  // refuses to replace a folder that holds anything
            if (!error) {
                return;
            }
        }
        throw Error(ErrorKind::Io, "The export could not become " + target_.string() + ": " +
                                       (error ? error.message() : std::string("something else has that name by now")) +
                                       ".");
    }

private:
    fs::path target_;
    fs::path staged_;
};

void copyFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::exists(from, error)) {
        throw Error(ErrorKind::NotFound, from.string() + " is gone: look for new clips (F5) and export again.");
    }
    fs::copy_file(from, to, error);
    if (error) {
        throw Error(ErrorKind::Io,
                    "Cannot copy " + from.string() + " to " + to.parent_path().string() + ": " + error.message() + ".");
    }
}

void refuseUnlessSensible(std::span<const LibraryClip> clips, const ExportConfig& config) {
    if (clips.empty() || (!config.audio && config.table == ClipTable::None)) {
        throw Error(ErrorKind::BadInput, "There is nothing to export: choose clips, and sound files or a table.");
    }
    if (config.folder.filename().empty()) {
        throw Error(ErrorKind::BadInput, "Name the folder to export to.");
    }
    std::error_code fault;
    const bool isTaken = fs::exists(config.folder, fault);
    if (fault) {
        throw Error(ErrorKind::BadInput, config.folder.string() + " cannot be written (" + fault.message() +
                                             "): choose another folder or name.");
    }
    if (isTaken) {
        throw Error(ErrorKind::BadInput, config.folder.string() +
                                             " is there already, and nothing of it is replaced: "
                                             "choose another name.");
    }
}

}  // namespace

std::string clipTableText(std::span<const LibraryClip> clips, std::span<const std::string> files, ClipTable kind) {
    CsvTable table;
    std::string lines;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const Row row = rowOf(clips[i], files[i]);
        if (kind == ClipTable::Csv) {
            addTo(table, row);
        } else {
            lines += jsonLine(row);
        }
    }
    return kind == ClipTable::Csv ? csvText(table) : lines;
}

ExportReport exportClips(std::span<const LibraryClip> clips, const ExportConfig& given,
                         const std::function<void(std::int64_t, std::int64_t)>& progress) {
    ExportConfig config = given;
    config.folder = fs::absolute(given.folder).lexically_normal();
    refuseUnlessSensible(clips, config);
    StagedFolder staged(config.folder);
    ExportReport report;
    std::vector<std::string> files;
    std::set<std::string> taken = {"clips"};
    const auto count = static_cast<std::int64_t>(clips.size());
    for (const LibraryClip& clip : clips) {
        files.push_back(config.audio ? freeName(clip, taken) : clip.file.string());
        if (config.audio) {
            const fs::path copy = staged.path() / files.back();
            copyFile(clip.file, copy);
            ++report.clips;
            if (fs::exists(recordPathFor(clip.file))) {
                copyFile(recordPathFor(clip.file), recordPathFor(copy));
                ++report.records;
            }
        }
        if (progress) {
            progress(static_cast<std::int64_t>(files.size()), count);
        }
    }
    if (config.table != ClipTable::None) {
        const char* name = config.table == ClipTable::Csv ? "clips.csv" : "clips.jsonl";
        writeFileAtomically(staged.path() / name, clipTableText(clips, files, config.table));
        report.rows = count;
    }
    staged.takePlace();
    return report;
}

}  // namespace musicrl
