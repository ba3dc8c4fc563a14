// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudySchema.h"

namespace musicrl {
namespace {

const char* const begun =
    "EXISTS (SELECT 1 FROM judgement) OR EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM draft)";
const char* const isSealed = "(SELECT sealed FROM study) <> ''";

std::string trigger(const std::string& name, const std::string& when, const std::string& condition,
                    const std::string& reason) {
    return "CREATE TRIGGER " + name + " BEFORE " + when + (condition.empty() ? "" : " WHEN " + condition) +
           " BEGIN SELECT RAISE(ABORT, '" + reason + "'); END";
}

Migration firstVersion() {
    Migration statements = {
        // One row: the study itself. plan: JSON; plan_hash: SHA-256 of its text; sealed: UTC, empty while open.
        "CREATE TABLE study (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, created TEXT NOT NULL, "
        "engine TEXT NOT NULL, plan TEXT NOT NULL, plan_hash TEXT NOT NULL, sealed TEXT NOT NULL DEFAULT '')",
        "CREATE TABLE rater (pseudonym TEXT PRIMARY KEY, profile TEXT NOT NULL DEFAULT '')",
        "CREATE TABLE trial (id TEXT PRIMARY KEY, rater TEXT NOT NULL REFERENCES rater, position INTEGER NOT NULL, "
        "UNIQUE (rater, position))",
        "CREATE TABLE judgement (id INTEGER PRIMARY KEY AUTOINCREMENT, trial TEXT NOT NULL REFERENCES trial, "
        "created TEXT NOT NULL, body TEXT NOT NULL, superseded TEXT NOT NULL DEFAULT '')",
        "CREATE UNIQUE INDEX judgement_that_stands ON judgement (trial) WHERE superseded = ''",
        "CREATE TABLE action (id INTEGER PRIMARY KEY AUTOINCREMENT, rater TEXT NOT NULL REFERENCES rater, "
        "kind TEXT NOT NULL CHECK (kind IN ('record', 'undo', 'redo')), "
        "judgement INTEGER NOT NULL REFERENCES judgement, created TEXT NOT NULL)",
        "CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, trial TEXT NOT NULL REFERENCES trial, "
        "created TEXT NOT NULL, body TEXT NOT NULL)",
        "CREATE INDEX event_of_trial ON event (trial)",
        "CREATE TABLE draft (trial TEXT PRIMARY KEY REFERENCES trial, created TEXT NOT NULL, body TEXT NOT NULL)"};
    for (const char* table : {"judgement", "action", "event"}) {
        const std::string name = table;
        statements.push_back(trigger(name + "_stays", "DELETE ON " + name, "", "what was recorded stays"));
        statements.push_back(trigger(name + "_not_after_seal", "INSERT ON " + name, isSealed, "the study is sealed"));
    }
    statements.push_back(trigger("judgement_is_fixed", "UPDATE OF id, trial, created, body ON judgement", "",
                                 "what was recorded stays"));
    statements.push_back(trigger("judgement_marks_not_after_seal", "UPDATE OF superseded ON judgement", isSealed,
                                 "the study is sealed"));
    statements.push_back(trigger("action_is_fixed", "UPDATE ON action", "", "what was recorded stays"));
    statements.push_back(trigger("event_is_fixed", "UPDATE ON event", "", "what was recorded stays"));
    statements.push_back(trigger("plan_is_fixed", "UPDATE OF id, name, created, engine, plan, plan_hash ON study",
                                 begun, "the study has begun"));
    statements.push_back(trigger("study_stays", "DELETE ON study", begun, "the study has begun"));
    statements.push_back(
        trigger("seal_is_fixed", "UPDATE OF sealed ON study", "OLD.sealed <> ''", "the study is sealed"));
    for (const char* what : {"INSERT", "DELETE", "UPDATE"}) {
        statements.push_back(trigger(std::string("trials_are_fixed_") + what, std::string(what) + " ON trial", begun,
                                     "the study has begun"));
    }
    return statements;
}

}  // namespace

const DatabaseSchema& studySchema() {
    static const DatabaseSchema schema{
        .what = "study", .applicationId = 0x4D525354, .migrations = {firstVersion()}};  // "MRST"
    return schema;
}

bool hasBegun(soci::session& sql) {
    int answer = 0;
    sql << std::string("SELECT ") + begun, soci::into(answer);
    return answer != 0;
}

void refuseChange(const std::filesystem::path& folder) {
    throw Error(ErrorKind::BadInput, "The study in " + folder.string() +
                                         " has begun and cannot be changed any more: give the new one another name.");
}

}  // namespace musicrl
