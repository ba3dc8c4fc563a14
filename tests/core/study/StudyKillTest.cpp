// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "base/Random.h"
#include "study/StudyStore.h"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Tells the parent what the store has confirmed, in one write.
void confirm(int pipe, const std::string& line) {
    const std::string text = line + "\n";
    if (::write(pipe, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        ::_exit(3);
    }
}

/// A session as a rater would have it: shows, answers, sometimes takes an answer back and gives another. Goes on until
/// it is killed or the rater is done. The answer to a trial is drawn, so that the parent must be told of it.
void rate(const fs::path& folder, int pipe, std::uint64_t seed) {
    Random random(seed);
    StudyStore store = StudyStore::open(folder);
    while (const std::optional<Trial> trial = store.currentTrial("ann")) {
        confirm(pipe, "shown " + trial->id + " " + trial->clips[0].file.filename().string());
        store.recordEvents("ann", trial->id,
                           std::vector<ListenEvent>{{.kind = ListenEventKind::Play, .side = Side::A}});
        confirm(pipe, "event " + trial->id);
        const int preference = static_cast<int>(random.index(5)) - 2;
        store.record(answerTo(*trial, "ann", preference));
        confirm(pipe, "judged " + trial->id + " " + std::to_string(preference));
        if (random.chance(0.2)) {
            store.undo("ann");
            confirm(pipe, "undone " + trial->id);
        }
    }
}

/// What a study must hold after what its sessions confirmed.
struct Confirmed {
    std::map<std::string, int> standing;        ///< preference by trial
    std::map<std::string, std::string> sides;   ///< first clip by trial
    std::map<std::string, std::size_t> events;  ///< count by trial
    std::string lastShown;                      ///< may have been judged without a confirmation
    std::string lastJudged;                     ///< may have been undone without a confirmation
};

/// What it does hold.
struct Held {
    std::map<std::string, int> standing;
    std::map<std::string, std::size_t> events;
};

/// Runs a session for a while and kills it. \return its complete lines
std::string linesUntilKilled(const fs::path& folder, std::chrono::microseconds life, std::uint64_t seed) {
    int ends[2];
    if (::pipe(ends) != 0) {
        throw std::runtime_error("no pipe");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        rate(folder, ends[1], seed);
        ::_exit(0);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(life);
    ::kill(child, SIGKILL);
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return text.substr(0, text.rfind('\n') + 1);
}

void follow(const std::string& lines, Confirmed& confirmed) {
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        std::string what;
        std::string trial;
        std::string detail;
        words >> what >> trial >> detail;
        if (what == "shown") {
            const auto [found, isNew] = confirmed.sides.emplace(trial, detail);
            EXPECT_EQ(found->second, detail) << "the sides of a trial changed";
            confirmed.lastShown = trial;
            confirmed.lastJudged.clear();
        } else if (what == "event") {
            ++confirmed.events[trial];
        } else if (what == "judged") {
            confirmed.standing[trial] = std::stoi(detail);
            confirmed.lastShown.clear();
            confirmed.lastJudged = trial;
        } else if (what == "undone") {
            confirmed.standing.erase(trial);
            confirmed.lastJudged.clear();
        }
    }
}

/// Reads a copy, since only a sealed study is revealed.
Held heldBy(const fs::path& folder, const fs::path& copy) {
    fs::remove_all(copy);
    fs::copy(folder, copy);
    StudyStore store = StudyStore::open(copy);
    store.seal();
    Held held;
    for (const RevealedJudgement& each : store.reveal().judgements) {
        held.standing[each.trial.id] = each.judgement.answers.at(0).preference.value();
        held.events[each.trial.id] = each.events.size();
    }
    return held;
}

/// \return how many confirmed judgements were looked for
std::size_t compare(const Confirmed& confirmed, const Held& held, const StudyStore& store) {
    for (const auto& [trial, preference] : confirmed.standing) {
        const auto found = held.standing.find(trial);
        if (found == held.standing.end() &&
            trial == confirmed.lastJudged) {  // its undoing was cut off: kept all the same
            EXPECT_EQ(store.draft("ann", trial)->answers.at(0).preference, preference);
        } else if (found == held.standing.end()) {
            ADD_FAILURE() << "a confirmed judgement is lost";
        } else {
            EXPECT_EQ(found->second, preference);
            EXPECT_GE(held.events.at(trial), confirmed.events.at(trial));
        }
    }
    for (const auto& [trial, preference] : held.standing) {
        EXPECT_TRUE(confirmed.standing.count(trial) > 0 || trial == confirmed.lastShown) << "a judgement nobody gave";
    }
    return confirmed.standing.size();
}

TEST(StudyStore, losesNothingConfirmedWhenKilledAt200RandomMoments) {
    constexpr int kills = 200;
    constexpr int killsOfAStudy = 20;
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(4, 60, {{"raters", {"ann"}}, {"repeats", 40}});
    Random random(20);
    std::size_t lookedFor = 0;
    Confirmed confirmed;
    for (int kill = 0; kill < kills; ++kill) {
        if (kill % killsOfAStudy == 0) {
            fs::remove_all(fixture.studyFolder());
            static_cast<void>(StudyStore::create(fixture.studyFolder(), plan));
            confirmed = {};
        }
        const auto life = std::chrono::microseconds(static_cast<std::int64_t>(random.uniform(0.0, 80'000.0)));
        const std::uint64_t seed = deriveSeed(7, "session", static_cast<std::uint64_t>(kill));
        follow(linesUntilKilled(fixture.studyFolder(), life, seed), confirmed);

        const Held held = heldBy(fixture.studyFolder(), fixture.folder() / "copy");
        const StudyStore store = StudyStore::open(fixture.studyFolder());
        lookedFor += compare(confirmed, held, store);
        if (const std::optional<Trial> open = store.currentTrial("ann"); open && confirmed.sides.count(open->id) > 0) {
            EXPECT_EQ(open->clips[0].file.filename().string(), confirmed.sides.at(open->id));
        }
        ASSERT_FALSE(HasFailure()) << "at kill " << kill;
        confirmed.standing = held.standing;
        confirmed.events = held.events;
        confirmed.lastShown.clear();
        confirmed.lastJudged.clear();
    }
    EXPECT_GT(lookedFor, 200U);
    RecordProperty("confirmedJudgementsLookedFor", static_cast<int>(lookedFor));
}

}  // namespace
}  // namespace musicrl
