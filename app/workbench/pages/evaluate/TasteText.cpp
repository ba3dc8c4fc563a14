// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/TasteText.h"

#include "statistics/Binomial.h"
#include "study/results/HeldOutSignal.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("TasteText", text);
}

std::optional<double> numberAt(const Json& values, const char* key) {
    const auto found = values.is_object() ? values.find(key) : values.end();
    return found != values.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

Json objectAt(const Json& values, const char* key) {
    return values.is_object() ? values.value(key, Json::object()) : Json::object();
}

QString percent(double share) {
    return QString::number(100.0 * share, 'f', 1);
}

/// What the study says of the same signal, if it is there and has an interval.
const RewardAccuracy* inStudy(const StudyResults& results, const std::string& question) {
    const auto asked = std::find_if(results.questions.begin(), results.questions.end(),
                                    [&](const QuestionResults& each) { return each.question.id == question; });
    if (asked == results.questions.end()) {
        return nullptr;
    }
    const auto found = std::find_if(asked->signals.begin(), asked->signals.end(),
                                    [&](const SignalAccuracy& each) { return each.signal == heldOutName(question); });
    const bool known = found != asked->signals.end() && std::isfinite(found->accuracy.accuracy.interval.low) &&
                       std::isfinite(found->accuracy.accuracy.interval.high);
    return known ? &found->accuracy : nullptr;
}

QString baselineText(const Json& training) {
    QStringList others;
    const Json baselines = objectAt(training, "baselines");  // must outlive its items
    for (const auto& [name, measures] : baselines.items()) {
        if (const std::optional<double> share = numberAt(measures, "accuracy")) {
            others << say("%1 %2 %").arg(name == "mulan" ? say("MuLan") : QString::fromStdString(name),
                                         percent(*share));
        }
    }
    return others.isEmpty() ? QString() : say("; of the same votes %1").arg(others.join(QStringLiteral(", ")));
}

QString verdict(const RewardAccuracy& found) {
    const Interval& interval = found.accuracy.interval;
    if (found.votes < fewestTellingVotes) {
        return say(" So few votes say nothing yet.");
    }
    return interval.low <= 0.5 && interval.high >= 0.5
               ? say(" That says nothing yet: guessing, 50 %, is within the interval.")
               : QString();
}

}  // namespace

std::optional<RewardAccuracy> heldOutAccuracy(const Json& training, const StudyResults& results,
                                              const std::string& question) {
    constexpr double sameShare = 1e-3;
    const Json measured = objectAt(training, "heldout");
    const std::optional<double> share = numberAt(measured, "accuracy");
    const auto votes = static_cast<std::int64_t>(numberAt(measured, "decisive").value_or(0.0));
    if (!share || votes <= 0) {
        return std::nullopt;
    }
    const RewardAccuracy* known = inStudy(results, question);
    if (known != nullptr && known->votes == votes && std::abs(known->accuracy.value - *share) < sameShare) {
        return *known;
    }
    const auto right = static_cast<std::int64_t>(std::lround(*share * static_cast<double>(votes)));
    return RewardAccuracy{votes,
                          {*share, binomialTest(std::clamp<std::int64_t>(right, 0, votes), votes).share.interval}};
}

QString tasteText(const Json& training, const StudyResults& results, const std::string& question) {
    const std::optional<RewardAccuracy> found = heldOutAccuracy(training, results, question);
    if (!found) {
        return {};
    }
    const Interval& interval = found->accuracy.interval;
    const QString votes = found->votes == 1 ? say("1 held-out vote") : say("%1 held-out votes").arg(found->votes);
    return say("foretells %1 % of %2 (95 %: %3 to %4 %%5).")
               .arg(percent(found->accuracy.value), votes, percent(interval.low), percent(interval.high),
                    baselineText(training)) +
           verdict(*found);
}

}  // namespace musicrl
