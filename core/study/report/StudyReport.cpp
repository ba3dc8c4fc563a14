// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyReport.h"

#include "base/AtomicFile.h"
#include "base/Hash.h"
#include "study/report/JudgementTables.h"
#include "study/report/StudyTables.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::string fixed(double value, int decimals) {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return std::isfinite(value) ? text : "–";
}

std::string estimateText(const Estimate& estimate, int decimals, double factor = 1.0) {
    if (!std::isfinite(estimate.value)) {
        return "–";
    }
    if (!std::isfinite(estimate.interval.low)) {
        return fixed(factor * estimate.value, decimals) + " (no interval)";
    }
    return fixed(factor * estimate.value, decimals) + " (" + fixed(factor * estimate.interval.low, decimals) + " to " +
           fixed(factor * estimate.interval.high, decimals) + ")";
}

std::string pText(double p) {
    return p < 0.0001 ? "< 0.0001" : fixed(p, 4);
}

std::string line(const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const std::string& cell : cells) {
        text += " " + cell + " |";
    }
    return text + "\n";
}

std::string table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
    std::string text = line(head) + line(std::vector<std::string>(head.size(), "---"));
    for (const std::vector<std::string>& row : rows) {
        text += line(row);
    }
    return text + "\n";
}

/// "rater 2" comes before "rater 10".
std::pair<std::size_t, std::string> naturalOrder(const std::string& name) {
    return {name.size(), name};
}

/// How the report calls the raters: in an order that comes of what it keeps to itself, such as the times of judgements,
/// so that it cannot be worked out from the pseudonyms.
RaterNames anonymousNames(const RevealedStudy& study, const StudyResults& results) {
    std::string untold = results.planHash;
    for (const RevealedJudgement& revealed : study.judgements) {
        untold = sha256(untold + toJson(revealed.judgement).dump());
    }
    std::map<std::string, std::string> byHash;
    for (const RaterResult& rater : results.raters) {
        byHash[sha256(untold + rater.rater)] = rater.rater;
    }
    RaterNames names;
    for (const auto& [hash, rater] : byHash) {
        names[rater] = "rater " + std::to_string(names.size() + 1);
    }
    return names;
}

/// In the order of the report's names, since theirs would tell who is who.
std::vector<RaterResult> inOrder(std::vector<RaterResult> raters, const RaterNames& names) {
    std::sort(raters.begin(), raters.end(), [&](const RaterResult& a, const RaterResult& b) {
        return naturalOrder(names.at(a.rater)) < naturalOrder(names.at(b.rater));
    });
    return raters;
}

std::string exclusionsText(const StudyResults& results, const RaterNames& names) {
    std::vector<std::vector<std::string>> rows;
    for (const RaterResult& rater : results.raters) {
        for (const std::string& reason : rater.exclusion) {
            rows.push_back({names.at(rater.rater), std::to_string(rater.judgements), reason});
        }
    }
    return "## Left out\n\n" + (rows.empty() ? "Nobody.\n\n" : table({"rater", "judgements", "why"}, rows));
}

/// What the mean differences of pairs are in.
std::string meanText(const QuestionResults& question) {
    switch (question.question.kind) {
        case QuestionKind::Rating:
            return "mean difference of ratings";
        case QuestionKind::Preference:
            return "mean preference (−" + std::to_string(question.question.steps) + " to " +
                   std::to_string(question.question.steps) + ")";
        case QuestionKind::Identity:
            break;
    }
    return "mean difference";
}

/// "after 10 prompts, p = 0.0322"; p holds however often one looked.
std::string decidedText(const PairDecision& decision) {
    const std::string p = pText(decision.pValue);
    return (decision.decided ? "after " + std::to_string(decision.promptsToDecide) + " prompts" : "no") + ", p " +
           (p.front() == '<' ? p : "= " + p);
}

std::string pairsText(const QuestionResults& question, const std::vector<std::string>& models) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < question.standings.pairs.size(); ++i) {
        const PairStanding& pair = question.standings.pairs[i];
        const PairDecision& decision = decisionOn(question, pair, models);
        rows.push_back({models[pair.first] + " vs " + models[pair.second], std::to_string(pair.counts.wins),
                        std::to_string(pair.counts.ties), std::to_string(pair.counts.losses),
                        estimateText(pair.winRate, 1, 100.0), estimateText(pair.test.mean, 2), pText(pair.test.pValue),
                        pText(pair.test.adjustedPValue), pText(pair.outcomeTest.adjustedPValue),
                        decidedText(decision)});
    }
    return table({"pair", "win", "tie", "loss", "win rate %", meanText(question), "p", "p (Holm)",
                  "p of win, tie, loss (Holm)", "decided (any time)"},
                 rows);
}

std::string modelsText(const QuestionResults& question, const std::vector<std::string>& models) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < question.standings.models.size(); ++i) {
        const ModelStanding& model = question.standings.models[i];
        rows.push_back({models[i], std::to_string(model.comparisons), std::to_string(model.wins),
                        estimateText(model.meanScore, 2), estimateText(model.davidson, 2),
                        estimateText(question.elo[i], 0)});
    }
    return table({"model", "comparisons", "wins", "mean score", "strength (Davidson)", "Elo view"}, rows);
}

std::string cyclesText(const QuestionResults& question, const std::vector<std::string>& models) {
    if (question.transitivity.cycles.empty()) {
        return "No three models beat each other in a circle.\n\n";
    }
    std::string text = "In a circle:";
    for (const auto& cycle : question.transitivity.cycles) {
        text += " " + models[cycle[0]] + " > " + models[cycle[1]] + " > " + models[cycle[2]] + " > " +
                models[cycle[0]] + ";";
    }
    return text + " coefficient of consistence " + fixed(question.transitivity.consistence, 2) + ".\n\n";
}

/// Nothing to estimate, or no estimate: the methods paragraph says when.
std::string controlledText(const BiasTest& bias) {
    return bias.votes.trials == 0                       ? "–"
           : std::isfinite(bias.controlled.coefficient) ? fixed(bias.controlled.coefficient, 2)
                                                        : "cannot be estimated";
}

std::vector<std::string> biasRow(const std::string& name, const BiasTest& bias) {
    const bool isTested = std::isfinite(bias.votes.pValue) && bias.votes.trials > 0;
    return {name,
            std::to_string(bias.votes.successes) + " of " + std::to_string(bias.votes.trials),
            isTested ? estimateText(bias.votes.share, 1, 100.0) : fixed(100.0 * bias.votes.share.value, 1),
            isTested ? pText(bias.votes.pValue) : "–",
            controlledText(bias),
            pText(bias.controlled.pValue)};
}

std::string heardText(const BiasTests& biases) {
    if (biases.heardVotes == 0) {
        return "How loud the clips were as heard is not known.\n\n";
    }
    return "As heard (measured loudness and gain), the two clips of a vote were at most " +
           fixed(biases.mostHeardLu, 2) + " LU apart, in the " + std::to_string(biases.heardVotes) +
           " votes of which that is known; differences below 0.1 LU count for nothing.\n\n";
}

std::string biasesText(const BiasTests& biases) {
    return table({"bias", "votes for it", "share %", "p (exact)", "log-odds, models held constant", "p (log-odds)"},
                 {biasRow("side A", biases.side), biasRow("heard first", biases.firstHeard),
                  biasRow("louder as heard (log-odds: per LU)", biases.louder),
                  biasRow("louder before matching (log-odds: per LU)", biases.storedLouder)}) +
           heardText(biases);
}

std::string signalsText(const QuestionResults& question) {
    std::vector<std::vector<std::string>> rows;
    for (const SignalAccuracy& signal : question.signals) {
        rows.push_back(
            {signal.signal, std::to_string(signal.accuracy.votes), estimateText(signal.accuracy.accuracy, 1, 100.0)});
    }
    return rows.empty() ? "" : table({"reward", "decisive votes", "foretold %"}, rows);
}

std::string opinionsText(const QuestionResults& question, const std::vector<std::string>& models) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < question.opinions.size(); ++i) {
        const MeanOpinion& opinion = question.opinions[i];
        rows.push_back(
            {models[i], std::to_string(opinion.scores), estimateText(opinion.mean, 2), fixed(opinion.deviation, 2)});
    }
    return rows.empty() ? "" : table({"model", "scores", "mean opinion", "standard deviation"}, rows);
}

std::string abxText(const QuestionResults& question, const std::vector<std::string>& models) {
    std::vector<std::vector<std::string>> rows;
    for (const AbxStanding& abx : question.abx) {
        const BinomialResult& right = abx.result.right;
        rows.push_back({models[abx.first] + " or " + models[abx.second],
                        std::to_string(right.successes) + " of " + std::to_string(right.trials),
                        estimateText(right.share, 1, 100.0), pText(right.pValue), pText(abx.result.adjustedPValue),
                        std::to_string(abx.result.neededRight)});
    }
    return rows.empty() ? ""
                        : table({"pair", "right", "%", "p", "p (Holm)", "right answers needed for p ≤ 0.05"}, rows);
}

std::string questionText(const QuestionResults& question, const StudyResults& results) {
    std::string text =
        "## " + question.question.id + ": " + question.question.text + "\n\n" + std::to_string(question.votes) +
        " answers; " +
        (results.kind == StudyKind::Pairs ? "both bad: " + std::to_string(question.bothBad) + ", " : "") +
        "cannot judge: " + std::to_string(question.cannotJudge) + ". Krippendorff's alpha of " +
        alphaIsOf(results.kind, question.question.kind) + ": " + estimateText(question.alpha, 3) + ".\n\n";
    if (!question.standings.models.empty()) {
        const std::string strengths = textOf(question.standings.groups, results.models);
        text += modelsText(question, results.models) + (strengths.empty() ? "" : strengths + "\n\n") +
                pairsText(question, results.models) + cyclesText(question, results.models) +
                biasesText(question.biases) + signalsText(question);
    }
    return text + opinionsText(question, results.models) + abxText(question, results.models);
}

std::string countText(const BinomialResult& result) {
    return std::to_string(result.successes) + " of " + std::to_string(result.trials);
}

/// What the study had repeats or gold pairs for; a rule on repeats looks at the second of their columns.
struct RaterColumns {
    bool repeats = false;
    bool gold = false;
};

RaterColumns columnsFor(const StudyResults& results) {
    RaterColumns columns;
    for (const RaterResult& rater : results.raters) {
        columns.repeats = columns.repeats || rater.repeats.repeats > 0;
        columns.gold = columns.gold || rater.gold.trials > 0;
    }
    return columns;
}

std::vector<std::string> ratersHead(const RaterColumns& columns, StudyKind kind) {
    std::vector<std::string> head = {"rater", "judgements", "median s", "correlation with the others"};
    if (columns.repeats) {
        head.emplace_back("very same answer to a repeat %");
        head.emplace_back(kind == StudyKind::Mos ? "same side of 3 in a repeat" : "same clip chosen in a repeat");
    }
    if (columns.gold) {
        head.emplace_back("gold pairs right");
    }
    head.emplace_back("");
    return head;
}

std::vector<std::string> raterRow(const RaterResult& rater, const std::string& name, const RaterColumns& columns) {
    std::vector<std::string> row = {name, std::to_string(rater.judgements), fixed(rater.medianSeconds, 1),
                                    fixed(rater.reliability.correlation, 2)};
    if (columns.repeats) {
        row.push_back(fixed(100.0 * rater.repeats.same, 0));
        row.push_back(countText(rater.repeats.sameSide));
    }
    if (columns.gold) {
        row.push_back(countText(rater.gold));
    }
    row.emplace_back(rater.exclusion.empty() ? "" : "left out");
    return row;
}

std::string ratersText(const StudyResults& results, const RaterNames& names) {
    const RaterColumns columns = columnsFor(results);
    std::vector<std::vector<std::string>> rows;
    for (const RaterResult& rater : results.raters) {
        rows.push_back(raterRow(rater, names.at(rater.rater), columns));
    }
    return "## Raters\n\n" + table(ratersHead(columns, results.kind), rows);
}

std::vector<std::pair<std::string, CsvTable>> typedTables(const RevealedStudy& study, const RaterNames& names) {
    return {{"notes.csv", notesTable(study, names)}, {"marks.csv", marksTable(study, names)}};
}

std::string filesText(TypedTexts typed) {
    const std::string text =
        "The numbers behind the tables are in the CSV files beside this one, every judgement in judgements.csv, "
        "without "
        "the raters' names, notes and marks.";
    return text + (typed == TypedTexts::LeftOut
                       ? "\n"
                       : " **notes.csv and marks.csv hold what raters typed, word by word: look for names of people in "
                         "them before you pass this folder on.**\n");
}

std::string reportText(const RevealedStudy& study, const StudyResults& results, const RaterNames& names,
                       TypedTexts typed) {
    std::string text = "# " + results.name + "\n\n";
    text += results.simulated ? "**Simulated: raters of this study are programs, not people.**\n\n" : "";
    text += "## Methods\n\n" + methodsText(study, results) + "\n\n" + exclusionsText(results, names);
    for (const QuestionResults& question : results.questions) {
        text += questionText(question, results);
    }
    return text + ratersText(results, names) + filesText(typed);
}

Json anonymousJson(const StudyResults& results, const RaterNames& names) {
    Json json = toJson(results);
    for (Json& rater : json.at("raters")) {
        rater["rater"] = names.at(rater.at("rater").get<std::string>());
    }
    return json;
}

}  // namespace

std::vector<fs::path> writeStudyReport(const RevealedStudy& study, const StudyResults& named, const fs::path& folder,
                                       TypedTexts typed) {
    const RaterNames names = anonymousNames(study, named);
    StudyResults results = named;
    results.raters = inOrder(named.raters, names);
    const Json json = anonymousJson(results, names);
    std::vector<fs::path> files;
    const auto write = [&](const fs::path& name, const std::string& content) {
        writeFileAtomically(folder / name, content);
        files.push_back(folder / name);
    };
    makeFolder(folder / "figures");
    write("report.md", reportText(study, results, names, typed));
    write("results.json", json.dump(2) + "\n");
    for (const auto& [name, content] : studyTables(json)) {
        write(name + ".csv", csvText(content));
    }
    write("judgements.csv", csvText(judgementsTable(study, results, names)));
    for (const auto& [name, content] : typedTables(study, names)) {
        if (typed == TypedTexts::Included) {
            write(name, csvText(content));
        } else {
            std::error_code ignored;
            fs::remove(folder / name, ignored);
        }
    }
    for (const auto& [name, content] : studyFigureTables(results)) {
        write("figures/" + name + ".csv", csvText(content));
    }
    return files;
}

}  // namespace musicrl
