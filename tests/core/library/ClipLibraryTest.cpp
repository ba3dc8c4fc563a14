// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "base/AtomicFile.h"
#include "library/ClipLibrary.h"
#include "library/LibraryScan.h"
#include "library/Stars.h"
#include "record/PreferencePair.h"
#include "record/StoredClip.h"
#include "run/SampleMeasures.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

struct Facts {
    std::string prompt = "slow calm piano";
    std::string checkpoint = {};
    std::optional<double> mulan = {};
    double mos = 3.0;
    double seconds = 0.3;
    std::uint64_t seed = 41;
};

/// A project in a folder of its own.
class LibraryProject {
public:
    [[nodiscard]] fs::path root() const { return folder_.path() / "project"; }
    [[nodiscard]] fs::path clip(const std::string& name) const { return root() / "clips" / (name + ".wav"); }
    [[nodiscard]] fs::path sample(const std::string& run, const std::string& step, const std::string& name) const {
        return root() / "runs" / run / "samples" / ("step-" + step) / (name + ".flac");
    }

    void add(const fs::path& file, const Facts& facts) const {
        makeFolder(file.parent_path());
        ClipRecipe recipe;
        recipe.modelName = "demo";
        recipe.checkpoint = facts.checkpoint;
        recipe.prompt = {.id = "p", .text = facts.prompt, .durationSeconds = facts.seconds, .seed = facts.seed};
        std::optional<RewardBreakdown> scores;
        if (facts.mulan) {
            scores = RewardBreakdown{
                *facts.mulan, {{"mulan", *facts.mulan, 1.0, *facts.mulan, {}}, {"quality", facts.mos, 0.0, 0.0, {}}}};
        }
        storeClip(file, makeSine(440.0, facts.seconds, 16000), recipe, scores);
    }

    /// A few of everything: base clips, clips of a checkpoint, a sample, a file of unknown origin.
    void fill() const {
        add(clip("a"), {.prompt = "calm lo-fi piano loop", .mulan = 0.5, .mos = 3.9});
        add(clip("b"), {.prompt = "Fast jazz trio, driving drums",
                        .checkpoint = "runs/ru/checkpoints/step-00000040",
                        .mulan = 0.3,
                        .mos = 4.2,
                        .seed = 7});
        add(clip("c"), {.prompt = "piano and drums", .seconds = 1.0});
        add(sample("ru", "00000040", "d"), {.prompt = "réggae organ, 100% bass_line",
                                            .checkpoint = "checkpoints/step-00000040",
                                            .mulan = 0.4,
                                            .mos = 2.5});
        writeAudioFile(root() / "clips" / "found piano.wav", makeSine(220.0, 0.3, 16000));
    }

private:
    TemporaryFolder folder_;
};

std::vector<std::string> namesFound(ClipLibrary& library, const std::string& line,
                                    ClipOrder order = {ClipColumn::Title, false}) {
    const ParsedFilter parsed = parseClipFilter(line);
    EXPECT_FALSE(parsed.fault) << line;
    std::vector<std::string> names;
    for (const LibraryClip& clip : library.read(library.find(parsed.filter, order))) {
        names.push_back(clip.file.stem().string());
    }
    return names;
}

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(ClipLibrary, findsClipsByEveryKindOfTerm) {
    const LibraryProject project;
    project.fill();
    ClipLibrary library(project.root());
    const ScanReport report = scanLibrary(library);
    EXPECT_EQ(report.files, 5);
    EXPECT_EQ(report.read, 5);
    EXPECT_EQ(library.count(), 5);
    EXPECT_THAT(namesFound(library, ""), ElementsAre("a", "b", "found piano", "c", "d"));
    EXPECT_THAT(namesFound(library, "piano"), UnorderedElementsAre("a", "c", "found piano"));
    EXPECT_THAT(namesFound(library, "pian -drum"), UnorderedElementsAre("a", "found piano"));
    EXPECT_THAT(namesFound(library, "\"lo-fi piano\""), ElementsAre("a"));
    EXPECT_THAT(namesFound(library, "\"piano drums\""), IsEmpty());
    EXPECT_THAT(namesFound(library, "reggae"), ElementsAre("d"));  // accents do not matter
    EXPECT_THAT(namesFound(library, "model:RU"), UnorderedElementsAre("b", "d"));
    EXPECT_THAT(namesFound(library, "-model:ru"), UnorderedElementsAre("a", "c", "found piano"));
    EXPECT_THAT(namesFound(library, "model=demo"), UnorderedElementsAre("a", "c"));  // as shipped: "demo · base"
    EXPECT_THAT(namesFound(library, "model=\"demo · base\""), UnorderedElementsAre("a", "c"));
    EXPECT_THAT(namesFound(library, "model=ru"), IsEmpty());
    EXPECT_THAT(namesFound(library, "run:ru step:40"), UnorderedElementsAre("b", "d"));
    EXPECT_THAT(namesFound(library, "step>40"), IsEmpty());
    EXPECT_THAT(namesFound(library, "mulan>=0.4"), UnorderedElementsAre("a", "d"));
    EXPECT_THAT(namesFound(library, "-mulan>=0.4"), ElementsAre("b"));  // of those that have the number
    EXPECT_THAT(namesFound(library, "mos>4 drums"), ElementsAre("b"));
    EXPECT_THAT(namesFound(library, "scored:no"), UnorderedElementsAre("c", "found piano"));
    EXPECT_THAT(namesFound(library, "seconds>0.5"), ElementsAre("c"));
    EXPECT_THAT(namesFound(library, "seed:7"), ElementsAre("b"));
}

TEST(ClipLibrary, takesSignsOfSqlAndOfTheIndexAsWords) {
    const LibraryProject project;
    project.fill();
    ClipLibrary library(project.root());
    scanLibrary(library);
    EXPECT_THAT(namesFound(library, "model:%"), IsEmpty());
    EXPECT_THAT(namesFound(library, "run:'"), IsEmpty());
    EXPECT_THAT(namesFound(library, "x\"OR\"piano"), IsEmpty());
    EXPECT_THAT(namesFound(library, "piano* NEAR"), IsEmpty());
    EXPECT_THAT(namesFound(library, "\"title:piano\""), IsEmpty());
}

TEST(ClipLibrary, sortsByAnyColumnWithUnknownsLast) {
    const LibraryProject project;
    project.fill();
    ClipLibrary library(project.root());
    scanLibrary(library);
    const auto first = [&](ClipColumn column, bool descending) {
        std::vector<std::string> names = namesFound(library, "scored:yes", {column, descending});
        return names;
    };
    EXPECT_THAT(first(ClipColumn::Mulan, true), ElementsAre("a", "d", "b"));
    EXPECT_THAT(first(ClipColumn::Mulan, false), ElementsAre("b", "d", "a"));
    EXPECT_THAT(first(ClipColumn::Mos, true), ElementsAre("b", "a", "d"));
    const std::vector<std::string> all = namesFound(library, "", {ClipColumn::Mulan, false});
    EXPECT_THAT((std::vector<std::string>(all.begin(), all.begin() + 3)), ElementsAre("b", "d", "a"));
    EXPECT_THAT(namesFound(library, "", {ClipColumn::Seconds, true}).front(), "c");
}

TEST(ClipLibrary, listsWhatTheFilesSay) {
    const LibraryProject project;
    project.fill();
    SampleMeasures measures;
    measures.add("d", {{"kl", 44.5}, {"scores", 0.9}});
    measures.write(project.sample("ru", "00000040", "d").parent_path());
    ClipLibrary library(project.root());
    scanLibrary(library);
    const ClipId id = library.idOf(project.sample("ru", "00000040", "d")).value();
    const LibraryClip clip = library.read(std::vector<ClipId>{id}).at(0);
    EXPECT_EQ(clip.title, "réggae organ, 100% bass_line");
    EXPECT_EQ(clip.model, "ru @ 40");
    EXPECT_EQ(clip.run, "ru");
    EXPECT_EQ(clip.step, 40);
    EXPECT_EQ(clip.seed, 41U);
    EXPECT_DOUBLE_EQ(clip.klNats.value(), 44.5);  // of measures.csv
    EXPECT_DOUBLE_EQ(clip.mix.value(), 0.4);      // the record's, which says more
    EXPECT_NEAR(clip.seconds, 0.3, 1e-3);
    ASSERT_EQ(clip.peaks.size(), 120U);
    EXPECT_NEAR(clip.peaks[60].high, 0.5, 0.01);
    const ClipRecord record = library.recordOf(id).value();
    EXPECT_EQ(record.recipe.checkpoint, "checkpoints/step-00000040");  // as a run names its own
    EXPECT_DOUBLE_EQ(record.scores->find("mulan")->raw, 0.4);
    const LibraryClip found =
        library.read(std::vector<ClipId>{library.idOf(project.root() / "clips/found piano.wav").value()}).at(0);
    EXPECT_EQ(found.title, "found piano");
    EXPECT_TRUE(found.model.empty());
    EXPECT_FALSE(found.mulan || found.seed);
    EXPECT_FALSE(library.recordOf(found.id));
}

TEST(ClipLibrary, readsOnlyWhatHasChanged) {
    const LibraryProject project;
    project.fill();
    ClipLibrary library(project.root());
    scanLibrary(library);
    EXPECT_EQ(scanLibrary(library).read, 0);
    EXPECT_FALSE(scanLibrary(library).changedAnything);

    ClipRecord record = readClipRecord(project.clip("c"));
    record.scores = RewardBreakdown{0.7, {{"mulan", 0.7, 1.0, 0.7, {}}}};
    writeClipRecord(project.clip("c"), record);
    project.add(project.clip("e"), {.prompt = "new"});
    fs::remove(project.clip("a"));
    const ScanReport report = scanLibrary(library);
    EXPECT_EQ(report.read, 2);
    EXPECT_EQ(report.removed, 1);
    EXPECT_EQ(report.drawn, 1);  // the sound of c is as it was
    EXPECT_THAT(namesFound(library, "mulan>0.6"), ElementsAre("c"));
    EXPECT_THAT(namesFound(library, "lo-fi"), IsEmpty());
    EXPECT_THAT(namesFound(library, "new"), ElementsAre("e"));
}

TEST(ClipLibrary, goesOnWhereAStoppedScanEnded) {
    const LibraryProject project;
    project.fill();
    ClipLibrary library(project.root());
    const ScanReport stopped = scanLibrary(library, [](const ScanReport& report) { return report.read < 2; });
    EXPECT_EQ(stopped.read, 2);
    EXPECT_EQ(library.count(), 2);
    EXPECT_EQ(scanLibrary(library).read, 3);
}

TEST(ClipLibrary, canBeAskedAndChangedWhileItScans) {
    const LibraryProject project;
    project.fill();
    ClipLibrary library(project.root());
    std::size_t most = 0;
    scanLibrary(library, [&](const ScanReport&) {
        most = std::max(most, library.find({}, {}).size());
        refreshClips(library, {project.clip("a")});
        return true;
    });
    EXPECT_EQ(most, 5U);
    EXPECT_EQ(library.count(), 5);
}

TEST(ClipLibrary, isMadeAnewWhenItIsLostOrDamaged) {
    const LibraryProject project;
    project.fill();
    {
        ClipLibrary library(project.root());
        scanLibrary(library);
    }
    {
        ClipLibrary library(project.root());
        EXPECT_EQ(library.count(), 5);
    }
    writeFileAtomically(libraryPath(project.root()), std::string(5000, 'x'));
    ClipLibrary library(project.root());
    EXPECT_EQ(library.count(), 0);
    EXPECT_EQ(scanLibrary(library).read, 5);
}

TEST(ClipLibrary, passesOverWhatIsNoSound) {
    const LibraryProject project;
    project.fill();
    writeFileAtomically(project.clip("broken"), "no sound");
    writeFileAtomically(project.root() / "clips/b.json", "{ no record");
    ClipLibrary library(project.root());
    const ScanReport report = scanLibrary(library);
    EXPECT_EQ(report.unreadable, 1);
    EXPECT_EQ(library.count(), 5);
    EXPECT_THAT(namesFound(library, "b"), testing::Contains("b"));  // by its file's name
}

TEST(ClipLibrary, countsVotesOfPeople) {
    const LibraryProject project;
    project.fill();
    const auto pair = [&](const char* a, const char* b, PreferenceLabel label, const char* source) {
        PreferencePair vote;
        vote.id = std::string(a) + b + source;
        vote.source = source;
        vote.prompt = "p";
        vote.a.file = project.clip(a);
        vote.b.file = project.clip(b);
        vote.label = label;
        return vote;
    };
    makeFolder(project.root() / "votes");
    writePreferencePairs(project.root() / "votes" / "listen.jsonl",
                         {pair("a", "b", PreferenceLabel::A, "listen"), pair("c", "a", PreferenceLabel::Tie, "listen"),
                          pair("c", "b", PreferenceLabel::B, "simulated")});
    ClipLibrary library(project.root());
    scanLibrary(library);
    EXPECT_THAT(namesFound(library, "rated:yes"), UnorderedElementsAre("a", "b", "c"));
    EXPECT_THAT(namesFound(library, "votes>=2"), ElementsAre("a"));
    const LibraryClip a = library.read(std::vector<ClipId>{library.idOf(project.clip("a")).value()}).at(0);
    EXPECT_EQ(a.votes.votes, 2);
    EXPECT_EQ(a.votes.wins, 1);
    EXPECT_FALSE(scanLibrary(library).changedAnything);

    PreferencePair answer = pair("b", "c", PreferenceLabel::A, "study");
    answer.study = "s";
    answer.trial = "1";
    answer.criterion = "fits";
    std::vector<ClipVote> votes = votesInFiles(project.root());
    votes.push_back(clipVote(answer));
    answer.label = PreferenceLabel::B;
    answer.criterion = "overall";
    votes.push_back(clipVote(answer));
    EXPECT_TRUE(refreshVotes(library, votes));
    const LibraryClip c = library.read(std::vector<ClipId>{library.idOf(project.clip("c")).value()}).at(0);
    EXPECT_EQ(c.votes, (VoteCount{.votes = 2, .wins = 1}));  // the trial once, as "overall" says
    EXPECT_TRUE(refreshVotes(library, {}));
    EXPECT_THAT(namesFound(library, "rated:yes"), IsEmpty());
}

TEST(ClipLibrary, keepsStarsInTheProjectAndNotInTheIndex) {
    const LibraryProject project;
    project.fill();
    {
        ClipLibrary library(project.root());
        scanLibrary(library);
        setStars(project.root(), std::vector<fs::path>{project.clip("a"), project.clip("c")}, true);
        EXPECT_TRUE(refreshStars(library));
        EXPECT_FALSE(refreshStars(library));
        EXPECT_THAT(namesFound(library, "starred:yes"), UnorderedElementsAre("a", "c"));
        project.add(project.clip("a"), {.prompt = "another prompt"});
        refreshClips(library, {project.clip("a")});
        EXPECT_THAT(namesFound(library, "starred:yes another"), ElementsAre("a"));  // as its file is read again
        setStars(project.root(), std::vector<fs::path>{project.clip("a")}, false);
    }
    fs::remove(libraryPath(project.root()));
    ClipLibrary library(project.root());
    scanLibrary(library);
    EXPECT_THAT(namesFound(library, "starred:yes"), ElementsAre("c"));
    EXPECT_THAT(namesFound(library, "-starred:yes", {ClipColumn::Starred, true}), testing::SizeIs(4));
    EXPECT_THAT(namesFound(library, "", {ClipColumn::Starred, true}).front(), "c");
}

}  // namespace
}  // namespace musicrl
