// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/AtomicFile.h"
#include "base/Hash.h"
#include "base/Json.h"
#include "library/ExportClips.h"
#include "record/Csv.h"
#include "record/StoredClip.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sstream>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Two clips of the same name, prompt and seed in two folders, and one without a record.
class Clips {
public:
    Clips() {
        for (const char* model : {"base", "tuned"}) {
            makeFolder(folder_ / model);
            ClipRecipe recipe;
            recipe.modelName = model;
            recipe.prompt = {.id = "p", .text = "calm, \"slow\" piano", .durationSeconds = 0.1, .seed = 7};
            storeClip(folder_ / model / "p.flac", makeSine(model[0] == 'b' ? 220.0 : 330.0, 0.1, 8000), recipe, {});
            add(folder_ / model / "p.flac", recipe.prompt.text);
            all.back().model = "m";
            all.back().seed = 7;
        }
        writeFileAtomically(folder_ / "odd.wav", "any bytes");
        add(folder_ / "odd.wav", "odd");
        all.back().mulan = -0.25;
    }

    [[nodiscard]] fs::path target() const { return folder_ / "out" / "export"; }
    std::vector<LibraryClip> all;

private:
    void add(const fs::path& file, const std::string& title) {
        LibraryClip clip;
        clip.file = file;
        clip.title = title;
        all.push_back(clip);
    }

    TemporaryFolder folder_;
};

std::size_t entriesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(ExportClips, copiesSoundAndRecordsUnderNamesOfTheirOwn) {
    const Clips clips;
    const ExportReport report = exportClips(clips.all, {.folder = clips.target(), .audio = true});
    EXPECT_EQ(report.clips, 3);
    EXPECT_EQ(report.records, 2);
    const CsvTable table = readCsv(clips.target() / "clips.csv");
    ASSERT_EQ(table.rows.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        const fs::path copy = clips.target() / table.rows[i].at(0);
        EXPECT_EQ(sha256OfFile(copy), sha256OfFile(clips.all[i].file)) << copy;
    }
    EXPECT_EQ(readClipRecord(clips.target() / table.rows[1].at(0)).recipe.modelName, "tuned");
    EXPECT_EQ(table.rows[0].at(1), "calm, \"slow\" piano");
    EXPECT_EQ(table.rows[2].at(static_cast<std::size_t>(table.columnIndex("mulan"))), "-0.25");
    EXPECT_EQ(table.rows[0].at(static_cast<std::size_t>(table.columnIndex("mulan"))), "");
    EXPECT_EQ(entriesIn(clips.target().parent_path()), 1U);  // nothing to the side is left
}

TEST(ExportClips, writesATableAloneWithThePlacesOfTheClips) {
    const Clips clips;
    exportClips(clips.all, {.folder = clips.target(), .audio = false, .table = ClipTable::JsonLines});
    EXPECT_EQ(entriesIn(clips.target()), 1U);
    std::istringstream lines(contentOf(clips.target() / "clips.jsonl"));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    const Json first = Json::parse(line);
    EXPECT_EQ(first.at("file"), clips.all[0].file.string());
    EXPECT_EQ(first.at("seed"), 7);
    EXPECT_TRUE(first.at("mulan").is_null());
}

TEST(ExportClips, replacesNothing) {
    const Clips clips;
    makeFolder(clips.target());
    writeFileAtomically(clips.target() / "mine.txt", "mine");
    expectError(ErrorKind::BadInput, "is there already", [&] { exportClips(clips.all, {.folder = clips.target()}); });
    EXPECT_EQ(entriesIn(clips.target()), 1U);
}

TEST(ExportClips, leavesNothingWhenItIsStoppedOrAClipIsGone) {
    Clips clips;
    EXPECT_THROW(exportClips(clips.all, {.folder = clips.target()},
                             [](std::int64_t done, std::int64_t) {
                                 if (done == 2) {
                                     throw std::runtime_error("stopped");
                                 }
                             }),
                 std::runtime_error);
    EXPECT_EQ(entriesIn(clips.target().parent_path()), 0U);
    fs::remove(clips.all.back().file);
    expectError(ErrorKind::NotFound, "odd.wav is gone", [&] { exportClips(clips.all, {.folder = clips.target()}); });
    EXPECT_EQ(entriesIn(clips.target().parent_path()), 0U);
}

}  // namespace
}  // namespace musicrl
