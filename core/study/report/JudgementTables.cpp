// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/report/JudgementTables.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace musicrl {
namespace {

/// Columns with a row's fields, side by side so that they cannot drift apart.
using Fields = std::vector<std::pair<std::string, std::string>>;

std::string number(double value) {
    return std::isfinite(value) ? Json(value).dump() : "";
}

template <typename Number>
std::string number(const std::optional<Number>& value) {
    return value ? Json(*value).dump() : "";
}

std::string yesOrNo(bool value) {
    return value ? "yes" : "no";
}

std::string sideField(const std::optional<Side>& side) {
    return side ? textOf(*side) : "";
}

std::string sideNumber(const std::map<Side, double>& values, Side side) {
    const auto found = values.find(side);
    return found == values.end() ? "" : number(found->second);
}

std::string verdictText(Verdict verdict) {
    return verdict == Verdict::BothBad ? "both_bad" : verdict == Verdict::CannotJudge ? "cannot_judge" : "answered";
}

/// "rater 2" comes before "rater 10".
bool isBefore(const std::string& a, const std::string& b) {
    return std::pair(a.size(), a) < std::pair(b.size(), b);
}

/// How the report calls raters, and trials by their ids: older plans draw those from the pseudonyms.
struct ReportNames {
    const RaterNames& raters;
    std::map<std::string, std::string> trials;
};

ReportNames reportNames(const RevealedStudy& study, const RaterNames& raters) {
    std::vector<const PlannedTrial*> trials;
    for (const PlannedTrial& trial : study.plan.trials) {
        if (raters.contains(trial.rater)) {
            trials.push_back(&trial);
        }
    }
    std::stable_sort(trials.begin(), trials.end(), [&](const PlannedTrial* a, const PlannedTrial* b) {
        return isBefore(raters.at(a->rater), raters.at(b->rater));
    });
    ReportNames names{raters, {}};
    for (const PlannedTrial* trial : trials) {
        names.trials[trial->id] = std::to_string(names.trials.size() + 1);
    }
    return names;
}

/// What is known of a judgement without its answers.
Fields trialFields(const RevealedJudgement& revealed, const ReportNames& names) {
    const std::string& first = revealed.trial.repeatOf;
    return {{"rater", names.raters.at(revealed.trial.rater)},
            {"trial", names.trials.at(revealed.judgement.trial)},
            {"role", textOf(revealed.trial.role)},
            {"comparison", revealed.trial.comparison},
            {"repeat_of", first.empty() ? "" : names.trials.at(first)},
            {"prompt", revealed.trial.prompt},
            {"model_a", revealed.a.model},
            {"model_b", revealed.b ? revealed.b->model : ""}};
}

void addAnswer(Fields& fields, const Answer& answer, Verdict verdict) {
    fields.emplace_back("question", answer.question);
    fields.emplace_back("verdict", verdictText(verdict));
    fields.emplace_back("preference", number(answer.preference));
    fields.emplace_back("rating_a", number(answer.ratingA));
    fields.emplace_back("rating_b", number(answer.ratingB));
    fields.emplace_back("identity", sideField(answer.identity));
}

void addListening(Fields& fields, const Judgement& judgement) {
    fields.emplace_back("first_heard", sideField(judgement.firstHeard));
    for (const auto& [name, values] :
         {std::pair("listened_", &judgement.listenedSeconds), std::pair("covered_", &judgement.coveredSeconds),
          std::pair("gain_db_", &judgement.gainsDb), std::pair("measured_lufs_", &judgement.measuredLufs)}) {
        for (const auto& [letter, side] : {std::pair("a", Side::A), std::pair("b", Side::B), std::pair("x", Side::X)}) {
            fields.emplace_back(std::string(name) + letter, sideNumber(*values, side));
        }
    }
    fields.emplace_back("seconds", number(judgement.spentSeconds));
}

void addPlayback(Fields& fields, const PlaybackConditions& playback) {
    fields.emplace_back("device", playback.device);
    fields.emplace_back("device_rate_hz", playback.deviceRateHz > 0 ? std::to_string(playback.deviceRateHz) : "");
    fields.emplace_back("resampled", yesOrNo(playback.resampled));
    fields.emplace_back("matched_lufs", number(playback.matchedLufs));
    fields.emplace_back("volume_db", number(playback.volumeDb));
    fields.emplace_back("volume_locked", playback.volumeLocked ? yesOrNo(*playback.volumeLocked) : "");
    fields.emplace_back("output_gaps", std::to_string(playback.outputGaps));
    fields.emplace_back("underruns", number(playback.underruns));
    fields.emplace_back("overruns", number(playback.overruns));
}

void addRow(CsvTable& table, const Fields& fields) {
    table.columns.clear();
    table.rows.emplace_back();
    for (const auto& [column, field] : fields) {
        table.columns.push_back(column);
        table.rows.back().push_back(field);
    }
}

std::set<std::string> ratersWhoCount(const StudyResults& results) {
    std::set<std::string> raters;
    for (const RaterResult& rater : results.raters) {
        if (rater.exclusion.empty()) {
            raters.insert(rater.rater);
        }
    }
    return raters;
}

/// Places of the moments at which judgements were given, from 1.
std::map<std::string, std::size_t> orderOf(const RevealedStudy& study) {
    std::map<std::string, std::size_t> places;
    for (const RevealedJudgement& revealed : study.judgements) {
        places[revealed.judgement.createdUtc] = 0;
    }
    std::size_t place = 0;
    for (auto& [when, each] : places) {
        each = ++place;
    }
    return places;
}

/// Rater by rater, as the report calls them.
CsvTable sorted(CsvTable table) {
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [](const auto& a, const auto& b) { return isBefore(a.front(), b.front()); });
    return table;
}

}  // namespace

CsvTable judgementsTable(const RevealedStudy& study, const StudyResults& results, const RaterNames& raters) {
    const ReportNames names = reportNames(study, raters);
    const std::set<std::string> counting = ratersWhoCount(results);
    const std::map<std::string, std::size_t> order = orderOf(study);
    CsvTable table;
    for (const RevealedJudgement& revealed : study.judgements) {
        const Judgement& judgement = revealed.judgement;
        std::vector<Answer> answers = judgement.answers;
        if (answers.empty()) {
            answers.emplace_back();
        }
        for (const Answer& answer : answers) {
            Fields fields = trialFields(revealed, names);
            fields.emplace_back("known_answer", sideField(revealed.trial.answer));
            fields.emplace_back("counts", yesOrNo(revealed.counts() && counting.contains(revealed.trial.rater)));
            fields.emplace_back("order", std::to_string(order.at(judgement.createdUtc)));
            addAnswer(fields, answer, judgement.verdict);
            addListening(fields, judgement);
            addPlayback(fields, judgement.playback);
            addRow(table, fields);
        }
    }
    return sorted(std::move(table));
}

CsvTable notesTable(const RevealedStudy& study, const RaterNames& raters) {
    const ReportNames names = reportNames(study, raters);
    CsvTable table;
    for (const RevealedJudgement& revealed : study.judgements) {
        if (!revealed.judgement.note.empty()) {
            Fields fields = trialFields(revealed, names);
            fields.emplace_back("note", revealed.judgement.note);
            addRow(table, fields);
        }
    }
    return sorted(std::move(table));
}

CsvTable marksTable(const RevealedStudy& study, const RaterNames& raters) {
    const ReportNames names = reportNames(study, raters);
    CsvTable table;
    for (const RevealedJudgement& revealed : study.judgements) {
        for (const Mark& mark : revealed.judgement.marks) {
            Fields fields = trialFields(revealed, names);
            fields.emplace_back("side", textOf(mark.side));
            fields.emplace_back("at_seconds", number(mark.seconds));
            fields.emplace_back("text", mark.text);
            addRow(table, fields);
        }
    }
    return sorted(std::move(table));
}

}  // namespace musicrl
