// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/report/StudyTables.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

/// Such as "win_rate.low" for the value "low" of the object "win_rate".
std::string columnOf(const std::string& pointer) {
    std::string column = pointer.substr(1);
    std::replace(column.begin(), column.end(), '/', '.');
    return column;
}

std::string fieldOf(const Json& value) {
    return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
}

std::string number(double value) {
    return std::isfinite(value) ? Json(value).dump() : "";
}

/// Adds a row for an object: lists in one field, objects in several.
void addRow(CsvTable& table, const std::string& question, const Json& object) {
    std::vector<std::string> columns;
    std::vector<std::string> row;
    const auto add = [&](const std::string& column, const std::string& field) {
        columns.push_back(column);
        row.push_back(field);
    };
    if (!question.empty()) {
        add("question", question);
    }
    for (const auto& [key, value] : object.items()) {
        if (value.is_object()) {
            const Json flat = value.flatten();
            for (const auto& [pointer, inner] : flat.items()) {
                add(key + "." + columnOf(pointer), fieldOf(inner));
            }
        } else if (value.is_array()) {
            std::string joined;
            for (const Json& each : value) {
                joined += (joined.empty() ? "" : "; ") + fieldOf(each);
            }
            add(key, joined);
        } else {
            add(key, fieldOf(value));
        }
    }
    table.columns = columns;
    table.rows.push_back(std::move(row));
}

Json questionRow(const Json& question) {
    Json row;
    for (const char* key : {"text", "votes", "both_bad", "cannot_judge", "alpha", "alpha_of", "heard_loudness",
                            "tie_factor", "resampled", "consistence"}) {
        if (question.contains(key)) {
            row[key] = question.at(key);
        }
    }
    return row;
}

void addQuestion(std::map<std::string, CsvTable>& tables, const Json& question) {
    const auto id = question.at("question").get<std::string>();
    addRow(tables["questions"], id, questionRow(question));
    for (const char* name : {"models", "pairs", "signals", "opinions", "abx"}) {
        for (const Json& object : question.value(name, Json::array())) {
            addRow(tables[name], id, object);
        }
    }
    const Json biases = question.value("biases", Json::object());
    for (const auto& [name, bias] : biases.items()) {
        Json row = {{"bias", name}};
        row.update(bias);
        addRow(tables["biases"], id, row);
    }
}

std::vector<std::string> estimateFields(const Estimate& estimate) {
    return {number(estimate.value), number(estimate.interval.low), number(estimate.interval.high)};
}

CsvTable winsTable(const QuestionResults& question, const StudyResults& results) {
    CsvTable table{{"first", "second", "wins", "ties", "losses", "win_rate", "low", "high", "simulated"}, {}};
    for (const PairStanding& pair : question.standings.pairs) {
        std::vector<std::string> row = {results.models[pair.first], results.models[pair.second],
                                        std::to_string(pair.counts.wins), std::to_string(pair.counts.ties),
                                        std::to_string(pair.counts.losses)};
        for (const std::string& field : estimateFields(pair.winRate)) {
            row.push_back(field);
        }
        row.emplace_back(results.simulated ? "yes" : "no");
        table.rows.push_back(std::move(row));
    }
    return table;
}

void addEstimate(CsvTable& table, const std::string& name, const Estimate& estimate) {
    std::vector<std::string> row = {name};
    for (const std::string& field : estimateFields(estimate)) {
        row.push_back(field);
    }
    table.rows.push_back(std::move(row));
}

}  // namespace

std::map<std::string, CsvTable> studyTables(const Json& json) {
    std::map<std::string, CsvTable> tables;
    for (const Json& question : json.at("questions")) {
        addQuestion(tables, question);
    }
    for (const Json& rater : json.at("raters")) {
        addRow(tables["raters"], "", rater);
    }
    return tables;
}

std::map<std::string, CsvTable> studyFigureTables(const StudyResults& results) {
    std::map<std::string, CsvTable> tables;
    const QuestionResults& first = results.questions.front();
    if (!first.standings.pairs.empty()) {
        tables["study-wins"] = winsTable(first, results);
        CsvTable& strengths = tables["study-strengths"] = {{"model", "value", "low", "high"}, {}};
        for (std::size_t i = 0; i < first.standings.models.size(); ++i) {
            addEstimate(strengths, results.models[i], first.standings.models[i].davidson);
        }
    }
    if (!first.signals.empty()) {
        CsvTable& signals = tables["study-signals"] = {{"signal", "accuracy", "low", "high"}, {}};
        for (const SignalAccuracy& signal : first.signals) {
            addEstimate(signals, signal.signal, signal.accuracy.accuracy);
        }
    }
    return tables;
}

}  // namespace musicrl
