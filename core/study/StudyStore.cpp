// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyStore.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Paths.h"
#include "base/UtcTime.h"
#include "study/ClipCopies.h"
#include "study/store/History.h"
#include "study/store/StudyState.h"

#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::BadInput, reason);
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

/// Only the newest attempt at practice is part of the way; who did not pass goes no further.
void countNewestAttempt(RaterProgress& progress) {
    const PracticeProgress& practice = *progress.practice;
    const auto begun = static_cast<std::int64_t>(practice.begun.size());
    progress.count -= practice.trials * (practice.attempts - 1);
    progress.done -= practice.trials * std::max<std::int64_t>(0, begun - 1);
    if (practice.state == PracticeProgress::State::Failed) {
        progress.count = progress.done;
    }
}

}  // namespace

StudyStore::StudyStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
StudyStore::StudyStore(StudyStore&&) noexcept = default;
StudyStore& StudyStore::operator=(StudyStore&&) noexcept = default;
StudyStore::~StudyStore() = default;

StudyStore StudyStore::create(const fs::path& folder, const StudyPlan& plan, const std::function<void()>& putClips) {
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
        if (putClips) {
            putClips();
        }
        transaction.commit();
        state->readPlan();
    });
    return StudyStore(std::move(state));
}

StudyStore StudyStore::open(const fs::path& folder) {
    if (!isStudy(folder)) {
        throw Error(ErrorKind::NotFound, "There is no study in " + folder.string() + ".");
    }
    refuseHalfReplacedClips(folder);
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
            progress.practice = state_->practiceOf(rater);
            if (progress.practice) {
                countNewestAttempt(progress);
            }
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
        state_->requireOpen();
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
                        : std::optional(raterProfileFromJson(jsonFrom(body, state_->where()), state_->where()));
}

std::optional<Trial> StudyStore::currentTrial(const std::string& rater) const {
    return state_->openTrial(rater, 0);
}

std::optional<Trial> StudyStore::nextTrial(const std::string& rater) const {
    return state_->openTrial(rater, 1);
}

std::optional<PracticeProgress> StudyStore::practice(const std::string& rater) const {
    state_->requireRater(rater);
    return state_->database.translating([&] { return state_->practiceOf(rater); });
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
        state_->requireOpen();
        if (const auto open = state_->openTrials(stored.rater, 1); open.empty() || open.front() != stored.trial) {
            refuse("This is not the trial that \"" + stored.rater +
                   "\" is at: it may have been answered in another window.");
        }
        sql << "INSERT INTO judgement (trial, created, body) VALUES (:trial, :created, :body)", soci::use(stored.trial),
            soci::use(stored.createdUtc), soci::use(body);
        RowId id = 0;
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
        state_->requireOpen();
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
        state_->requireOpen();
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
                        : std::optional(judgementFromJson(jsonFrom(body, state_->where()), state_->where()));
}

bool StudyStore::canUndo(const std::string& rater) const {
    state_->requireRater(rater);
    return state_->database.translating([&] {
        if (!sealOf(state_->database.sql()).empty()) {
            return false;
        }
        const History history = historyOf(state_->database.sql(), rater);
        return !history.done.empty() && !state_->wasTold(history.done.back());
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
        state_->requireOpen();
        const History history = historyOf(sql, rater);
        if (history.done.empty()) {
            refuse("There is no answer to take back.");
        }
        if (state_->wasTold(history.done.back())) {
            refuse("An answer of practice stays: the right one was told.");
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
        state_->requireOpen();
        const History history = historyOf(sql, rater);
        if (history.undone.empty()) {
            refuse("There is no answer to bring back.");
        }
        sql << "UPDATE judgement SET superseded = '' WHERE id = :id", soci::use(history.undone.back());
        sql << "DELETE FROM draft WHERE trial = (SELECT trial FROM judgement WHERE id = :id)",
            soci::use(history.undone.back());
        addAction(sql, rater, "redo", history.undone.back());
        transaction.commit();
    });
}

void StudyStore::seal() {
    soci::session& sql = state_->database.sql();
    const std::string now = utcNow();
    state_->database.translating([&] {
        WriteTransaction transaction(sql);
        state_->requireOpen();
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
    state_->findSources(study.plan);
    study.planHash = state_->planHash;
    study.createdUtc = now.createdUtc;
    study.sealedUtc = now.sealedUtc;
    study.undone = now.undone;
    for (const RaterProgress& progress : now.raters) {
        if (progress.profile) {
            study.profiles.push_back(*progress.profile);
        }
        if (progress.practice) {
            study.practice[progress.rater] = *progress.practice;
        }
    }
    state_->database.translating([&] {
        state_->requireSamePlan();
        state_->addJudgements(study);
    });
    return study;
}

}  // namespace musicrl
