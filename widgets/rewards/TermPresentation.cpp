// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rewards/TermPresentation.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TermPresentation", text);
}

QString mulanDetail(const RewardTerm& term) {
    return term.windows.size() > 1 ? tr("mean of %1 × 10 s").arg(term.windows.size()) : QString();
}

}  // namespace

TermPresentation presentationOf(const RewardTerm& term) {
    if (term.name == "mulan") {
        return {.name = tr("MuLan"),
                .detail = mulanDetail(term),
                .stripName = tr("MuLan / 10 s"),
                .decimals = 3,
                .listsWindows = true};
    }
    if (term.name == "quality") {
        return {
            .name = tr("Quality MOS"), .detail = tr("1–5"), .stripName = tr("MOS over time"), .low = 1.0, .high = 5.0};
    }
    if (term.name == "preference") {
        return {.name = tr("Preference model"),
                .detail = {},
                .stripName = tr("Preference"),
                .low = -2.0,
                .high = 2.0,
                .isSigned = true};
    }
    if (term.name == "kl") {
        return {.name = tr("KL to base"),
                .detail = tr("nats/clip"),
                .stripName = tr("KL per token"),
                .high = 100.0,
                .decimals = 1};
    }
    const QString name = QString::fromStdString(term.name);
    return {.name = name, .detail = {}, .stripName = name};
}

double barLength(const TermPresentation& presentation, double raw) {
    return std::clamp((raw - presentation.low) / (presentation.high - presentation.low), 0.0, 1.0);
}

QString numberText(double value, int decimals) {
    const double rounded = std::round(value * std::pow(10.0, decimals)) == 0.0 ? 0.0 : value;  // no minus before 0.00
    return QString::number(rounded, 'f', decimals).replace(u'-', u'−');
}

QString signedText(double value, int decimals) {
    const QString text = numberText(value, decimals);
    return text.startsWith(u'−') ? text : u'+' + text;
}

}  // namespace musicrl
