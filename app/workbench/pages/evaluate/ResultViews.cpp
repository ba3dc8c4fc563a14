// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/ResultViews.h"

#include "study/results/HeldOutSignal.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("ResultViews", text);
}

QString nameOf(const StudyResults& results, std::size_t model) {
    return QString::fromStdString(results.models.at(model));
}

QString number(double value, int decimals) {
    return std::isfinite(value) ? QString::number(value, 'f', decimals).replace(u'-', u'−') : say("—");
}

bool isKnown(const Interval& interval) {
    return std::isfinite(interval.low) && std::isfinite(interval.high);
}

/// Where the data give no interval, the number stands alone.
Interval shownInterval(const Estimate& estimate) {
    return isKnown(estimate.interval) ? estimate.interval : Interval{estimate.value, estimate.value};
}

QString estimateText(const Estimate& estimate, int decimals) {
    const QString value = number(estimate.value, decimals);
    return isKnown(estimate.interval)
               ? say("%1 (%2 to %3)")
                     .arg(value, number(estimate.interval.low, decimals), number(estimate.interval.high, decimals))
               : value;
}

IntervalRow rowOf(const QString& label, const Estimate& estimate, int decimals) {
    const Interval interval = shownInterval(estimate);
    IntervalRow row;
    row.label = label;
    row.value = estimate.value;
    row.low = interval.low;
    row.high = interval.high;
    row.known = std::isfinite(estimate.value);
    row.text = row.known ? estimateText(estimate, decimals) : say("no votes that tell");
    return row;
}

QString percent(double share, int decimals = 0) {
    return std::isfinite(share) ? say("%1 %").arg(100.0 * share, 0, 'f', decimals) : say("—");
}

QString pText(double p) {
    return p < 0.001 ? say("p < 0.001") : say("p = %1").arg(p, 0, 'f', 3);
}

/// Only the side has a test of the bare votes (see testBiases).
QString biasHint(const BiasTest& test) {
    const QString exact = std::isfinite(test.votes.pValue) ? say(" (exact binomial test)") : QString();
    const LogisticTerm& term = test.controlled;
    return exact + QStringLiteral(".\n") +
           (std::isfinite(term.coefficient)
                ? say("With the models' strengths held constant: log-odds %1 ± %2, %3.")
                      .arg(number(term.coefficient, 2), number(1.96 * term.standardError, 2), pText(term.pValue))
                : say("With the models' strengths held constant it cannot be estimated: there are too few prompts, or "
                      "the votes are parted without an error."));
}

IntervalRow biasRow(const QString& label, const BiasTest& test, const QString& meaning) {
    IntervalRow row = rowOf(label, test.votes.share, 2);
    const double p = std::isfinite(test.votes.pValue) ? test.votes.pValue : test.controlled.pValue;
    row.ink = p < 0.05 ? &Theme::bad : &Theme::clipA;
    if (test.votes.trials == 0) {
        row.known = false;
        row.text = say("nothing that tells");
        return row;
    }
    row.text = say("%1, %2").arg(percent(test.votes.share.value), std::isfinite(p) ? pText(p) : say("no test"));
    row.hint = say("%1 in %2 of %3 decisive votes").arg(meaning).arg(test.votes.successes).arg(test.votes.trials) +
               biasHint(test);
    return row;
}

struct SignalLook {
    const char* signal;
    const char* name;
    QColor Theme::*ink;
};

constexpr SignalLook looks[] = {{"preference", "Preference model", &Theme::violet},
                                {"quality", "Quality MOS", &Theme::good},
                                {"mulan", "MuLan", &Theme::clipA}};

}  // namespace

QStringList modelNames(const StudyResults& results) {
    QStringList names;
    for (const std::string& model : results.models) {
        names << QString::fromStdString(model);
    }
    return names;
}

std::vector<WinCell> winCellsOf(const QuestionResults& question) {
    std::vector<WinCell> cells;
    for (const PairStanding& pair : question.standings.pairs) {
        WinCell cell;
        cell.row = static_cast<int>(pair.first);
        cell.column = static_cast<int>(pair.second);
        cell.wins = static_cast<int>(pair.counts.wins);
        cell.ties = static_cast<int>(pair.counts.ties);
        cell.losses = static_cast<int>(pair.counts.losses);
        cell.winRate = pair.winRate.value;
        cell.low = pair.winRate.interval.low;
        cell.high = pair.winRate.interval.high;
        cells.push_back(cell);
    }
    return cells;
}

std::vector<WinBar> winBarsOf(const StudyResults& results, const QuestionResults& question) {
    std::vector<WinBar> bars;
    for (const PairStanding& pair : question.standings.pairs) {
        WinBar bar;
        bar.first = nameOf(results, pair.first);
        bar.second = nameOf(results, pair.second);
        bar.wins = static_cast<int>(pair.counts.wins);
        bar.ties = static_cast<int>(pair.counts.ties);
        bar.losses = static_cast<int>(pair.counts.losses);
        bar.decided = decisionOn(question, pair, results.models).decided;
        bar.verdict = say("%1 (Holm) · %2")
                          .arg(pText(pair.test.adjustedPValue), bar.decided ? say("decided") : say("not decided"));
        bars.push_back(bar);
    }
    return bars;
}

std::vector<IntervalRow> strengthRowsOf(const StudyResults& results, const QuestionResults& question,
                                        StrengthScale scale) {
    const QString limits = QString::fromStdString(textOf(question.standings.groups, results.models));
    std::vector<IntervalRow> rows;
    for (std::size_t model = 0; model < question.standings.models.size(); ++model) {
        const ModelStanding& standing = question.standings.models[model];
        const Estimate& strength = scale == StrengthScale::Elo && model < question.elo.size() ? question.elo[model]
                                   : scale == StrengthScale::BradleyTerry                     ? standing.bradleyTerry
                                                                                              : standing.davidson;
        rows.push_back(rowOf(nameOf(results, model), strength, scale == StrengthScale::Elo ? 0 : 2));
        rows.back().hint =
            say("%1 wins in %2 comparisons. Click to hear them.").arg(standing.wins).arg(standing.comparisons);
        if (!limits.isEmpty()) {
            rows.back().hint += u'\n' + limits;
        }
    }
    return rows;
}

std::vector<IntervalRow> meanRowsOf(const StudyResults& results, const QuestionResults& question) {
    std::vector<IntervalRow> rows;
    for (std::size_t model = 0; model < question.opinions.size(); ++model) {
        rows.push_back(rowOf(nameOf(results, model), question.opinions[model].mean, 2));
        rows.back().hint = say("%1 scores, deviation %2")
                               .arg(question.opinions[model].scores)
                               .arg(number(question.opinions[model].deviation, 2));
    }
    if (rows.empty()) {
        for (std::size_t model = 0; model < question.standings.models.size(); ++model) {
            if (std::isfinite(question.standings.models[model].meanScore.value)) {
                rows.push_back(rowOf(nameOf(results, model), question.standings.models[model].meanScore, 2));
            }
        }
    }
    return rows;
}

std::vector<IntervalRow> abxRowsOf(const StudyResults& results, const QuestionResults& question) {
    std::vector<IntervalRow> rows;
    for (const AbxStanding& standing : question.abx) {
        const BinomialResult& right = standing.result.right;
        rows.push_back(rowOf(say("%1 or %2").arg(nameOf(results, standing.first), nameOf(results, standing.second)),
                             right.share, 2));
        rows.back().text =
            say("%1 of %2, %3").arg(right.successes).arg(right.trials).arg(pText(standing.result.adjustedPValue));
        rows.back().hint =
            say("X was told right in %1 of %2 trials; %3 would be needed for p ≤ 0.05 of this pair alone. p against "
                "guessing, by Holm for all pairs.")
                .arg(right.successes)
                .arg(right.trials)
                .arg(standing.result.neededRight);
    }
    return rows;
}

std::vector<IntervalRow> biasRowsOf(const QuestionResults& question) {
    const BiasTests& biases = question.biases;
    std::vector<IntervalRow> rows = {
        biasRow(say("side A"), biases.side, say("A was chosen")),
        biasRow(say("heard first"), biases.firstHeard, say("The clip heard first was chosen"))};
    const bool differed = biases.louder.votes.trials > 0;  // else the levels were matched, or nothing is known
    rows.push_back(
        differed ? biasRow(say("louder as heard"), biases.louder, say("The clip that was louder as heard was chosen"))
                 : biasRow(say("louder as stored"), biases.storedLouder,
                           say("The clip that is louder before the levels are matched was chosen")));
    if (biases.heardVotes > 0) {
        rows.back().hint += (rows.back().hint.isEmpty() ? QString() : QStringLiteral("\n")) +
                            say("As heard, the clips of a vote were at most %1 LU apart (%2 votes).")
                                .arg(number(biases.mostHeardLu, 2))
                                .arg(biases.heardVotes);
    }
    return rows;
}

std::vector<AccuracyBar> signalBarsOf(const QuestionResults& question) {
    std::vector<AccuracyBar> bars;
    for (const SignalAccuracy& signal : question.signals) {
        const Interval interval = shownInterval(signal.accuracy.accuracy);
        AccuracyBar bar;
        bar.name = QString::fromStdString(signal.signal);
        for (const SignalLook& look : looks) {
            if (signal.signal == look.signal) {
                bar.name = say(look.name);
                bar.ink = look.ink;
            }
        }
        if (const std::optional<std::string> trainedOn = heldOutQuestion(signal.signal)) {
            const QString votes = signal.accuracy.votes == 1 ? say("1 held-out vote")
                                                             : say("%1 held-out votes").arg(signal.accuracy.votes);
            bar.name = say("Preference model of “%1”, %2").arg(QString::fromStdString(*trainedOn), votes);
            bar.ink = &Theme::violet;
        }
        bar.accuracy = signal.accuracy.accuracy.value;
        bar.low = interval.low;
        bar.high = interval.high;
        bar.hint =
            say("of %1 decisive votes. Click to hear those that it foretold wrongly.").arg(signal.accuracy.votes);
        if (heldOutQuestion(signal.signal)) {
            bar.hint +=
                u'\n' + say("Only votes on prompts that it was not trained on; they chose the epoch that was kept, "
                            "which flatters it a little.");
        }
        if (std::isfinite(bar.accuracy)) {
            bars.push_back(bar);
        }
    }
    return bars;
}

QString intervalText(const StudyResults& results, const QuestionResults& question) {
    const auto raters = std::count_if(results.raters.begin(), results.raters.end(),
                                      [](const RaterResult& rater) { return rater.exclusion.empty(); });
    const QString base =
        say("win / (win + loss), ties are left out and shown on hover. Intervals: 95 %, bootstrap of %1.");
    if (question.standings.resampling == Resampling::PromptsAndRaters) {
        return base.arg(say("prompts and raters"));
    }
    const QString few =
        raters == 1 ? say("1 rater: these intervals speak of other prompts, not of other people.")
                    : say("%1 raters: these intervals speak of other prompts, not of other people.").arg(raters);
    return base.arg(say("prompts")) + u' ' + few;
}

QString agreementText(const StudyResults& results, const QuestionResults& question) {
    if (!std::isfinite(question.alpha.value)) {
        return say("Agreement: no comparison was judged by two raters.");
    }
    const double alpha = question.alpha.value;
    const QString word = alpha >= 0.667 ? say("good enough to build on")
                         : alpha >= 0.2 ? say("raters differ, as they do on music")
                                        : say("hardly better than chance");
    return say("Krippendorff's α of %1: %2, %3.")
        .arg(QString::fromStdString(alphaIsOf(results.kind, question.question.kind)), estimateText(question.alpha, 2),
             word);
}

QString cycleText(const StudyResults& results, const QuestionResults& question) {
    if (question.transitivity.cycles.empty()) {
        return {};
    }
    const auto& cycle = question.transitivity.cycles.front();
    return say("No ranking fits: %1 beats %2, which beats %3, which beats %1 (%4 such circles).")
        .arg(nameOf(results, cycle[0]), nameOf(results, cycle[1]), nameOf(results, cycle[2]))
        .arg(question.transitivity.cycles.size());
}

QString decisionText(const QuestionResults& question) {
    const auto total = static_cast<std::int64_t>(question.decisions.size());
    const auto decided = std::count_if(question.decisions.begin(), question.decisions.end(),
                                       [](const PairDecision& decision) { return decision.decided; });
    if (total == 0) {
        return {};
    }
    return decided == total ? say("decided: all %1 pairs").arg(total)
                            : say("decided: %1 of %2 pairs").arg(decided).arg(total);
}

std::vector<RaterRow> raterRowsOf(const StudyResults& results) {
    std::vector<RaterRow> rows;
    for (const RaterResult& rater : results.raters) {
        RaterRow row;
        row.rater = QString::fromStdString(rater.rater);
        row.judgements = QString::number(rater.judgements);
        row.agreement = number(rater.reliability.correlation, 2);
        row.repeats = rater.repeats.repeats == 0 ? say("—") : percent(rater.repeats.same);
        row.gold = rater.gold.trials == 0 ? say("—") : say("%1 of %2").arg(rater.gold.successes).arg(rater.gold.trials);
        row.seconds = say("%1 s").arg(number(rater.medianSeconds, 0));
        row.excluded = !rater.exclusion.empty();
        QStringList reasons;
        for (const std::string& reason : rater.exclusion) {
            reasons << QString::fromStdString(reason);
        }
        row.hint = row.excluded ? say("excluded: %1").arg(reasons.join(QStringLiteral("; "))) : QString();
        rows.push_back(row);
    }
    return rows;
}

}  // namespace musicrl
