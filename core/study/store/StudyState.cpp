// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/store/StudyState.h"

#include "base/Error.h"
#include "base/Hash.h"
#include "study/ClipCopies.h"
#include "study/ClipSources.h"
#include "study/store/EachRow.h"

#include <algorithm>

namespace musicrl {

namespace fs = std::filesystem;

StudyStore::State::State(const fs::path& folderOfStudy, Database::Opening opening)
    : folder(fs::absolute(folderOfStudy / "").lexically_normal().parent_path()),  // without a slash at its end
      database(folder / "study.sqlite", studySchema(), opening) {}

void StudyStore::State::readPlan() {
    std::string text;
    database.sql() << "SELECT plan, plan_hash FROM study", soci::into(text), soci::into(planHash);
    if (!database.sql().got_data()) {
        throw Error(ErrorKind::NotFound, database.file().string() + " holds no study yet.");
    }
    if (sha256(text) != planHash) {
        throw Error(ErrorKind::BadInput,
                    where() + ": the plan is no longer the one whose hash was stored before the first trial.");
    }
    plan = studyPlanFromJson(jsonFrom(text, where()), where());
    placeOf_.clear();
    for (std::size_t i = 0; i < plan.trials.size(); ++i) {
        placeOf_[plan.trials[i].id] = i;
    }
}

void StudyStore::State::requireSamePlan() {
    std::string stored;
    database.sql() << "SELECT plan_hash FROM study", soci::into(stored);
    if (stored != planHash) {
        throw Error(ErrorKind::BadInput,
                    "The study was planned anew in another window or by another program: open it again.");
    }
}

void StudyStore::State::requireOpen() {
    requireSamePlan();
    if (const std::string sealed = sealOf(database.sql()); !sealed.empty()) {
        throw Error(ErrorKind::BadInput, "The study was sealed at " + sealed + ": nothing more can be recorded.");
    }
}

void StudyStore::State::requireRater(const std::string& rater) const {
    const std::vector<std::string>& raters = plan.design.raters;
    if (std::find(raters.begin(), raters.end(), rater) == raters.end()) {
        std::string known;
        for (const std::string& each : raters) {
            known += (known.empty() ? "" : ", ") + each;
        }
        throw Error(ErrorKind::NotFound, "The study has no rater \"" + rater + "\"; its raters are " + known + ".");
    }
}

const PlannedTrial& StudyStore::State::planned(const std::string& rater, const std::string& trial) const {
    requireRater(rater);
    const auto found = placeOf_.find(trial);
    if (found == placeOf_.end() || plan.trials[found->second].rater != rater) {
        throw Error(ErrorKind::NotFound, "The rater \"" + rater + "\" has no trial \"" + trial + "\" in this study.");
    }
    return plan.trials[found->second];
}

std::vector<std::string> StudyStore::State::openTrials(const std::string& rater, int count) {
    std::vector<std::string> ids;
    const std::optional<PracticeProgress> practice = practiceOf(rater);
    // Attempts that practice did not need stay open for ever: they are passed over, so more must be read.
    const int read = practice ? count + static_cast<int>(practice->trials * practice->attempts) : count;
    const soci::rowset<std::string> rows =
        (database.sql().prepare << "SELECT id FROM trial WHERE rater = :rater AND NOT EXISTS (SELECT 1 FROM judgement "
                                   "WHERE judgement.trial = trial.id AND superseded = '') ORDER BY position LIMIT "
                                   ":count",
         soci::use(rater), soci::use(read));
    for (const std::string& id : rows) {
        if (static_cast<int>(ids.size()) < count && (!practice || practice->asks(planned(rater, id)))) {
            ids.push_back(id);
        }
    }
    return ids;
}

std::optional<PracticeProgress> StudyStore::State::practiceOf(const std::string& rater) {
    if (plan.design.practiceToPass <= 0.0) {
        return std::nullopt;
    }
    std::vector<Judgement> judgements;
    const auto most = static_cast<int>(plan.design.practice * plan.design.practiceAttempts);
    std::string body;
    soci::statement rows =
        (database.sql().prepare << "SELECT body FROM judgement JOIN trial ON trial.id = judgement.trial WHERE "
                                   "superseded = '' AND rater = :rater ORDER BY position LIMIT :most",
         soci::into(body), soci::use(rater), soci::use(most));
    eachRow(rows, [&] { judgements.push_back(judgementFromJson(jsonFrom(body, where()), where())); });
    return practiceProgress(plan, judgements);
}

bool StudyStore::State::wasTold(long long judgement) {
    std::string trial;
    database.sql() << "SELECT trial FROM judgement WHERE id = :id", soci::into(trial), soci::use(judgement);
    return plan.trials.at(placeOf_.at(trial)).attempt > 0;
}

std::optional<Trial> StudyStore::State::openTrial(const std::string& rater, std::size_t place) {
    requireRater(rater);
    return database.translating([&]() -> std::optional<Trial> {
        requireSamePlan();
        if (!sealOf(database.sql()).empty()) {
            return std::nullopt;
        }
        const std::vector<std::string> ids = openTrials(rater, static_cast<int>(place) + 1);
        return ids.size() > place ? std::optional(blindTrial(planned(rater, ids[place]))) : std::nullopt;
    });
}

Trial StudyStore::State::blindTrial(const PlannedTrial& planned) const {
    Trial trial;
    trial.id = planned.id;
    trial.prompt = planned.prompt;
    for (std::size_t i = 0; i < planned.clips.size(); ++i) {
        const StudyClip& clip = plan.clips.at(planned.clips[i]);
        trial.clips.push_back({static_cast<Side>(i), copyOf(folder, clip.handle), clip.seconds, clip.copySha256});
    }
    trial.questions = plan.design.questions;
    trial.minimumListeningSeconds = plan.design.minimumListeningSeconds;
    trial.showWaveform = plan.design.showWaveform;
    trial.targetLufs = plan.design.targetLufs;
    trial.firstHeard = planned.firstHeard;
    trial.practice = planned.role == TrialRole::Practice;
    trial.attempt = planned.attempt;
    place(trial, planned);
    return trial;
}

void StudyStore::State::place(Trial& trial, const PlannedTrial& planned) const {
    std::vector<const PlannedTrial*> all = plan.trialsOf(planned.rater);
    const std::int64_t attempt = std::max<std::int64_t>(1, planned.attempt);
    std::erase_if(all, [&](const auto* each) { return each->attempt > 0 && each->attempt != attempt; });
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

std::map<std::string, std::vector<ListenEvent>> StudyStore::State::eventsByTrial() {
    std::map<std::string, std::vector<ListenEvent>> events;
    std::string trial;
    std::string body;
    soci::statement rows =
        (database.sql().prepare << "SELECT trial, body FROM event ORDER BY id", soci::into(trial), soci::into(body));
    eachRow(rows, [&] { events[trial].push_back(listenEventFromJson(jsonFrom(body, where()), where())); });
    return events;
}

void StudyStore::State::findSources(StudyPlan& revealed) const {
    std::error_code ignored;
    for (auto& [handle, clip] : revealed.clips) {
        clip.source = sourceIn(folder, clip.source);
        const fs::path copy = copyOf(folder, handle);
        if (!fs::exists(clip.source, ignored) && fs::exists(copy, ignored)) {
            clip.source = copy;
            clip.sha256 = sha256OfFile(copy);
        }
    }
}

std::vector<Judgement> StudyStore::State::standingJudgements() {
    std::vector<Judgement> judgements;
    std::string body;
    soci::statement rows = (database.sql().prepare << "SELECT body FROM judgement JOIN trial ON trial.id = "
                                                      "judgement.trial WHERE superseded = '' ORDER BY position",
                            soci::into(body));
    eachRow(rows, [&] { judgements.push_back(judgementFromJson(jsonFrom(body, where()), where())); });
    return judgements;
}

void StudyStore::State::addJudgements(RevealedStudy& study) {
    std::map<std::string, std::vector<ListenEvent>> events = eventsByTrial();
    for (Judgement& judgement : standingJudgements()) {
        RevealedJudgement revealed;
        revealed.judgement = std::move(judgement);
        revealed.trial = planned(revealed.judgement.rater, revealed.judgement.trial);
        revealed.a = study.plan.clips.at(revealed.trial.clips.front());
        if (revealed.trial.clips.size() > 1) {
            revealed.b = study.plan.clips.at(revealed.trial.clips[1]);
        }
        revealed.events = std::move(events[revealed.trial.id]);
        study.judgements.push_back(std::move(revealed));
    }
}

std::string sealOf(soci::session& sql) {
    std::string sealed;
    sql << "SELECT sealed FROM study", soci::into(sealed);
    return sealed;
}

Json jsonFrom(const std::string& text, const std::string& where) {
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        throw Error(ErrorKind::BadInput, where + " holds something that is no JSON.");
    }
    return json;
}

}  // namespace musicrl
