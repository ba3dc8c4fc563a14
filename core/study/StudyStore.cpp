// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyStore.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "base/UtcTime.h"
#include "study/ClipCopies.h"
#include "study/StudySchema.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using Id = long long;  // as SOCI has 64 bits

constexpr const char* fileName = "study.sqlite";

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::BadInput, reason);
}

/// The two stacks of a rater's judgements, replayed from what was done.
struct History {
    std::vector<Id> done;
    std::vector<Id> undone;
};

/// \param use  called when a row stands in what the statement reads into
template <typename Use>
void eachRow(soci::statement& statement, const Use& use) {
    statement.execute();
    while (statement.fetch()) {
        use();
    }
}

History historyOf(soci::session& sql, const std::string& rater) {
    History history;
    std::string kind;
    Id judgement = 0;
    soci::statement actions = (sql.prepare << "SELECT kind, judgement FROM action WHERE rater = :rater ORDER BY id",
                               soci::into(kind), soci::into(judgement), soci::use(rater));
    eachRow(actions, [&] {
        std::vector<Id>& to = kind == "undo" ? history.undone : history.done;
        std::vector<Id>& from = kind == "undo" ? history.done : history.undone;
        if (kind == "record") {
            from.clear();
        } else if (!from.empty()) {
            from.pop_back();
        }
        to.push_back(judgement);
    });
    return history;
}

void addAction(soci::session& sql, const std::string& rater, const std::string& kind, Id judgement) {
    const std::string now = utcNow();
    sql << "INSERT INTO action (rater, kind, judgement, created) VALUES (:rater, :kind, :judgement, :now)",
        soci::use(rater), soci::use(kind), soci::use(judgement), soci::use(now);
}

std::string sealOf(soci::session& sql) {
    std::string sealed;
    sql << "SELECT sealed FROM study", soci::into(sealed);
    return sealed;
}

void requireOpen(soci::session& sql) {
    if (const std::string sealed = sealOf(sql); !sealed.empty()) {
        refuse("The study was sealed at " + sealed + ": nothing more can be recorded.");
    }
}

void insertPlan(soci::session& sql, const StudyPlan& plan) {
    const std::string text = toJson(plan).dump();
    const std::string hash = sha256(text);
    const std::string now = utcNow();
    const std::string engine = programVersion();
    sql << "INSERT INTO study (id, name, created, engine, plan, plan_hash) VALUES (1, :name, :now, :engine, :plan, "
           ":hash)",
        soci::use(plan.design.name), soci::use(now), soci::use(engine), soci::use(text), soci::use(hash);
    for (const std::string& rater : plan.design.raters) {
        sql << "INSERT OR IGNORE INTO rater (pseudonym) VALUES (:rater)", soci::use(rater);
    }
    std::string id;
    std::string rater;
    int position = 0;
    soci::statement insert = (sql.prepare << "INSERT INTO trial (id, rater, position) VALUES (:id, :rater, :position)",
                              soci::use(id), soci::use(rater), soci::use(position));
    for (const PlannedTrial& trial : plan.trials) {
        id = trial.id;
        rater = trial.rater;
        ++position;
        insert.execute(true);
    }
}

Json parsed(const std::string& text, const std::string& where) {
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        refuse(where + " holds something that is no JSON.");
    }
    return json;
}

}  // namespace

/// What an open study needs.
struct StudyStore::State {
    State(const fs::path& folderOfStudy, Database::Opening opening)
        : folder(fs::absolute(folderOfStudy).lexically_normal()), database(folder / fileName, studySchema(), opening) {}

    void setPlan(StudyPlan newPlan) {
        plan = std::move(newPlan);
        placeOf.clear();
        for (std::size_t i = 0; i < plan.trials.size(); ++i) {
            placeOf[plan.trials[i].id] = i;
        }
    }

    void readPlan() {
        std::string text;
        database.sql() << "SELECT plan, plan_hash FROM study", soci::into(text), soci::into(planHash);
        if (!database.sql().got_data()) {
            throw Error(ErrorKind::NotFound, database.file().string() + " holds no study yet.");
        }
        if (sha256(text) != planHash) {
            refuse(where() + ": the plan is no longer the one whose hash was stored before the first trial.");
        }
        setPlan(studyPlanFromJson(parsed(text, where()), where()));
    }

    [[nodiscard]] std::string where() const { return database.file().string(); }

    void requireRater(const std::string& rater) const {
        const std::vector<std::string>& raters = plan.design.raters;
        if (std::find(raters.begin(), raters.end(), rater) == raters.end()) {
            std::string known;
            for (const std::string& each : raters) {
                known += (known.empty() ? "" : ", ") + each;
            }
            throw Error(ErrorKind::NotFound, "The study has no rater \"" + rater + "\"; its raters are " + known + ".");
        }
    }

    [[nodiscard]] const PlannedTrial& planned(const std::string& rater, const std::string& trial) const {
        requireRater(rater);
        const auto found = placeOf.find(trial);
        if (found == placeOf.end() || plan.trials[found->second].rater != rater) {
            throw Error(ErrorKind::NotFound,
                        "The rater \"" + rater + "\" has no trial \"" + trial + "\" in this study.");
        }
        return plan.trials[found->second];
    }

    /// Ids of the first trials without a judgement that stands.
    [[nodiscard]] std::vector<std::string> openTrials(const std::string& rater, int count) {
        std::vector<std::string> ids;
        const soci::rowset<std::string> rows =
            (database.sql().prepare
                 << "SELECT id FROM trial WHERE rater = :rater AND NOT EXISTS (SELECT 1 FROM judgement "
                    "WHERE judgement.trial = trial.id AND superseded = '') ORDER BY position LIMIT "
                    ":count",
             soci::use(rater), soci::use(count));
        std::copy(rows.begin(), rows.end(), std::back_inserter(ids));
        return ids;
    }

    [[nodiscard]] std::optional<Trial> openTrial(const std::string& rater, std::size_t place) {
        requireRater(rater);
        return database.translating([&]() -> std::optional<Trial> {
            if (!sealOf(database.sql()).empty()) {
                return std::nullopt;
            }
            const std::vector<std::string> ids = openTrials(rater, static_cast<int>(place) + 1);
            return ids.size() > place ? std::optional(blindTrial(planned(rater, ids[place]))) : std::nullopt;
        });
    }

    [[nodiscard]] Trial blindTrial(const PlannedTrial& planned) const {
        Trial trial;
        trial.id = planned.id;
        trial.prompt = planned.prompt;
        for (std::size_t i = 0; i < planned.clips.size(); ++i) {
            trial.clips.push_back(
                {static_cast<Side>(i), copyOf(folder, planned.clips[i]), plan.clips.at(planned.clips[i]).seconds});
        }
        trial.questions = plan.design.questions;
        trial.minimumListeningSeconds = plan.design.minimumListeningSeconds;
        trial.showWaveform = plan.design.showWaveform;
        trial.targetLufs = plan.design.targetLufs;
        trial.practice = planned.role == TrialRole::Practice;
        place(trial, planned);
        return trial;
    }

    /// Number, count and breaks.
    void place(Trial& trial, const PlannedTrial& planned) const {
        const std::vector<const PlannedTrial*> all = plan.trialsOf(planned.rater);
        const auto here = static_cast<std::size_t>(
            std::find_if(all.begin(), all.end(), [&](const PlannedTrial* each) { return each->id == planned.id; }) -
            all.begin());
        trial.number = static_cast<std::int64_t>(here) + 1;
        trial.count = static_cast<std::int64_t>(all.size());
        trial.afterBreak = here > 0 && all[here - 1]->block != planned.block;
        if (all.back()->block != planned.block) {
            trial.untilBreak = std::count_if(all.begin() + static_cast<std::ptrdiff_t>(here), all.end(),
                                             [&](const PlannedTrial* each) { return each->block == planned.block; });
        }
    }

    [[nodiscard]] std::map<std::string, std::vector<ListenEvent>> eventsByTrial() {
        std::map<std::string, std::vector<ListenEvent>> events;
        std::string trial;
        std::string body;
        soci::statement rows = (database.sql().prepare << "SELECT trial, body FROM event ORDER BY id",
                                soci::into(trial), soci::into(body));
        eachRow(rows, [&] { events[trial].push_back(listenEventFromJson(parsed(body, where()), where())); });
        return events;
    }

    /// Where an original is gone, as after a move, its copy takes its place.
    void standInForMissing(StudyPlan& revealed) const {
        std::error_code ignored;
        for (auto& [handle, clip] : revealed.clips) {
            const fs::path copy = copyOf(folder, handle);
            if (!fs::exists(clip.source, ignored) && fs::exists(copy, ignored)) {
                clip.source = copy;
                clip.sha256 = sha256OfFile(copy);
            }
        }
    }

    /// Those that stand, rater by rater in the plan's order.
    void addJudgements(RevealedStudy& study) {
        std::map<std::string, std::vector<ListenEvent>> events = eventsByTrial();
        std::string body;
        soci::statement rows = (database.sql().prepare << "SELECT body FROM judgement JOIN trial ON trial.id = "
                                                          "judgement.trial WHERE superseded = '' ORDER BY position",
                                soci::into(body));
        eachRow(rows, [&] {
            RevealedJudgement revealed;
            revealed.judgement = judgementFromJson(parsed(body, where()), where());
            revealed.trial = planned(revealed.judgement.rater, revealed.judgement.trial);
            revealed.a = study.plan.clips.at(revealed.trial.clips.front());
            if (revealed.trial.clips.size() > 1) {
                revealed.b = study.plan.clips.at(revealed.trial.clips[1]);
            }
            revealed.events = std::move(events[revealed.trial.id]);
            study.judgements.push_back(std::move(revealed));
        });
    }

    fs::path folder;
    Database database;
    StudyPlan plan;
    std::string planHash;
    std::unordered_map<std::string, std::size_t> placeOf;  ///< of a trial in the plan, by id
};

StudyStore::StudyStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
StudyStore::StudyStore(StudyStore&&) noexcept = default;
StudyStore& StudyStore::operator=(StudyStore&&) noexcept = default;
StudyStore::~StudyStore() = default;

StudyStore StudyStore::create(const fs::path& folder, const StudyPlan& plan) {
    makeFolder(folder);
    auto state = std::make_unique<State>(folder, Database::Opening::MayCreate);
    soci::session& sql = state->database.sql();
    state->database.translating([&] {
        WriteTransaction transaction(sql);
        if (hasBegun(sql)) {
            refuseChange(state->folder);
        }
        for (const char* table : {"trial", "rater", "study"}) {
            sql << std::string("DELETE FROM ") + table;
        }
        insertPlan(sql, plan);
        transaction.commit();
        state->readPlan();
    });
    return StudyStore(std::move(state));
}

StudyStore StudyStore::open(const fs::path& folder) {
    if (!isStudy(folder)) {
        throw Error(ErrorKind::NotFound, "There is no study in " + folder.string() + ".");
    }
    auto state = std::make_unique<State>(folder, Database::Opening::MustExist);
    state->database.translating([&] { state->readPlan(); });
    return StudyStore(std::move(state));
}

const fs::path& StudyStore::folder() const {
    return state_->folder;
}

const StudyDesign& StudyStore::design() const {
    return state_->plan.design;
}

std::vector<std::string> StudyStore::raters() const {
    return state_->plan.design.raters;
}

StudyStatus StudyStore::status() const {
    StudyStatus status;
    status.name = state_->plan.design.name;
    status.planHash = state_->planHash;
    soci::session& sql = state_->database.sql();
    state_->database.translating([&] {
        sql << "SELECT created, sealed FROM study", soci::into(status.createdUtc), soci::into(status.sealedUtc);
        status.started = hasBegun(sql);
        int standing = 0;
        int undone = 0;
        sql << "SELECT COUNT(*) - COUNT(NULLIF(superseded, '')), COUNT(NULLIF(superseded, '')) FROM judgement",
            soci::into(standing), soci::into(undone);
        status.judgements = standing;
        status.undone = undone;
        for (const std::string& rater : raters()) {
            RaterProgress progress;
            int done = 0;
            sql << "SELECT COUNT(*), COALESCE(MAX(judgement.created), '') FROM judgement JOIN trial ON trial.id = "
                   "judgement.trial WHERE superseded = '' AND rater = :rater",
                soci::into(done), soci::into(progress.lastUtc), soci::use(rater);
            progress.rater = rater;
            progress.done = done;
            progress.count = static_cast<std::int64_t>(state_->plan.trialsOf(rater).size());
            status.raters.push_back(progress);
        }
    });
    for (RaterProgress& progress : status.raters) {
        progress.profile = profile(progress.rater);
    }
    return status;
}

void StudyStore::saveProfile(const RaterProfile& profile) {
    state_->requireRater(profile.pseudonym);
    const std::string body = toJson(profile).dump();
    soci::session& sql = state_->database.sql();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        sql << "UPDATE rater SET profile = :body WHERE pseudonym = :rater", soci::use(body),
            soci::use(profile.pseudonym);
        transaction.commit();
    });
}

std::optional<RaterProfile> StudyStore::profile(const std::string& rater) const {
    state_->requireRater(rater);
    std::string body;
    state_->database.translating([&] {
        state_->database.sql() << "SELECT profile FROM rater WHERE pseudonym = :rater", soci::into(body),
            soci::use(rater);
    });
    return body.empty() ? std::nullopt
                        : std::optional(raterProfileFromJson(parsed(body, state_->where()), state_->where()));
}

std::optional<Trial> StudyStore::currentTrial(const std::string& rater) const {
    return state_->openTrial(rater, 0);
}

std::optional<Trial> StudyStore::nextTrial(const std::string& rater) const {
    return state_->openTrial(rater, 1);
}

void StudyStore::record(const Judgement& judgement) {
    const PlannedTrial& planned = state_->planned(judgement.rater, judgement.trial);
    checkJudgement(judgement, state_->blindTrial(planned));
    Judgement stored = judgement;
    stored.createdUtc = utcNow();
    const std::string body = toJson(stored).dump();
    soci::session& sql = state_->database.sql();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        if (const auto open = state_->openTrials(stored.rater, 1); open.empty() || open.front() != stored.trial) {
            refuse("This is not the trial that \"" + stored.rater +
                   "\" is at: it may have been answered in another window.");
        }
        sql << "INSERT INTO judgement (trial, created, body) VALUES (:trial, :created, :body)", soci::use(stored.trial),
            soci::use(stored.createdUtc), soci::use(body);
        Id id = 0;
        sql << "SELECT last_insert_rowid()", soci::into(id);
        addAction(sql, stored.rater, "record", id);
        sql << "DELETE FROM draft WHERE trial = :trial", soci::use(stored.trial);
        transaction.commit();
    });
}

void StudyStore::recordEvents(const std::string& rater, const std::string& trial, std::span<const ListenEvent> events) {
    static_cast<void>(state_->planned(rater, trial));
    soci::session& sql = state_->database.sql();
    const std::string now = utcNow();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        for (const ListenEvent& event : events) {
            const std::string body = toJson(event).dump();
            sql << "INSERT INTO event (trial, created, body) VALUES (:trial, :now, :body)", soci::use(trial),
                soci::use(now), soci::use(body);
        }
        transaction.commit();
    });
}

void StudyStore::saveDraft(const Judgement& judgement) {
    static_cast<void>(state_->planned(judgement.rater, judgement.trial));
    const std::string body = toJson(judgement).dump();
    const std::string now = utcNow();
    soci::session& sql = state_->database.sql();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        sql << "INSERT OR REPLACE INTO draft (trial, created, body) VALUES (:trial, :now, :body)",
            soci::use(judgement.trial), soci::use(now), soci::use(body);
        transaction.commit();
    });
}

std::optional<Judgement> StudyStore::draft(const std::string& rater, const std::string& trial) const {
    static_cast<void>(state_->planned(rater, trial));
    soci::session& sql = state_->database.sql();
    std::string body;
    state_->database.translating([&] {
        sql << "SELECT body FROM draft WHERE trial = :trial", soci::into(body), soci::use(trial);
        if (!sql.got_data()) {
            sql << "SELECT body FROM judgement WHERE trial = :trial AND superseded <> '' ORDER BY superseded DESC, id "
                   "DESC "
                   "LIMIT 1",
                soci::into(body), soci::use(trial);
        }
    });
    return body.empty() ? std::nullopt
                        : std::optional(judgementFromJson(parsed(body, state_->where()), state_->where()));
}

bool StudyStore::canUndo(const std::string& rater) const {
    state_->requireRater(rater);
    return state_->database.translating([&] {
        return sealOf(state_->database.sql()).empty() && !historyOf(state_->database.sql(), rater).done.empty();
    });
}

bool StudyStore::canRedo(const std::string& rater) const {
    state_->requireRater(rater);
    return state_->database.translating([&] {
        return sealOf(state_->database.sql()).empty() && !historyOf(state_->database.sql(), rater).undone.empty();
    });
}

void StudyStore::undo(const std::string& rater) {
    state_->requireRater(rater);
    soci::session& sql = state_->database.sql();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        const History history = historyOf(sql, rater);
        if (history.done.empty()) {
            refuse("There is no answer to take back.");
        }
        const std::string now = utcNow();
        sql << "UPDATE judgement SET superseded = :now WHERE id = :id", soci::use(now), soci::use(history.done.back());
        addAction(sql, rater, "undo", history.done.back());
        transaction.commit();
    });
}

void StudyStore::redo(const std::string& rater) {
    state_->requireRater(rater);
    soci::session& sql = state_->database.sql();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        const History history = historyOf(sql, rater);
        if (history.undone.empty()) {
            refuse("There is no answer to bring back.");
        }
        sql << "UPDATE judgement SET superseded = '' WHERE id = :id", soci::use(history.undone.back());
        addAction(sql, rater, "redo", history.undone.back());
        transaction.commit();
    });
}

void StudyStore::seal() {
    soci::session& sql = state_->database.sql();
    const std::string now = utcNow();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        requireOpen(sql);
        sql << "UPDATE study SET sealed = :now", soci::use(now);
        transaction.commit();
    });
}

bool StudyStore::sealed() const {
    return state_->database.translating([&] { return !sealOf(state_->database.sql()).empty(); });
}

RevealedStudy StudyStore::reveal() const {
    const StudyStatus now = status();
    if (now.sealedUtc.empty()) {
        refuse(
            "The study is still open: what is behind its trials is revealed once it is sealed (musicrl study seal).");
    }
    RevealedStudy study;
    study.id = state_->folder.filename().string();
    study.plan = state_->plan;
    state_->standInForMissing(study.plan);
    study.planHash = state_->planHash;
    study.createdUtc = now.createdUtc;
    study.sealedUtc = now.sealedUtc;
    study.undone = now.undone;
    for (const RaterProgress& progress : now.raters) {
        if (progress.profile) {
            study.profiles.push_back(*progress.profile);
        }
    }
    state_->database.translating([&] { state_->addJudgements(study); });
    return study;
}

}  // namespace musicrl
