// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rewards/DifferenceView.h"

#include "widgets/rewards/TermPresentation.h"
#include "widgets/theme/Theme.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int rowHeight = 24;
constexpr int numberWidth = 64;
constexpr int labelWidth = 112;
constexpr double barHeight = 9.0;
constexpr int decimals = 3;

/// As it is written, so that a bar never speaks for a clip beside a zero.
double rounded(double value) {
    return std::round(value * 1000.0) / 1000.0;
}

QString nameOf(const ComparedTerm& term) {
    return presentationOf({.name = term.name, .windows = {}}).name;
}

}  // namespace

DifferenceView::DifferenceView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("What speaks for which clip"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DifferenceView::setLanes(int first, int second) {
    first_ = first;
    second_ = second;
    update();
}

void DifferenceView::setComparison(const RewardComparison& comparison, std::optional<double> loudnessDifferenceLu) {
    rows_.clear();
    leads_ = rounded(comparison.mix.value_or(0.0)) >= 0.0;
    hasLeader_ = rounded(comparison.mix.value_or(0.0)) != 0.0;
    const double sign = leads_ ? 1.0 : -1.0;
    for (const ComparedTerm& term : comparison.terms) {
        if (term.weight != 0.0) {
            addTerm(term, sign);
        }
    }
    if (comparison.mix) {
        const double mix = rounded(sign * *comparison.mix);
        rows_.push_back({RowKind::Mix, tr("Mix"), mix, signedText(mix, decimals)});
    }
    for (const ComparedTerm& term : comparison.terms) {
        if (term.weight == 0.0) {
            addBeside(term, sign, comparison.mix.has_value());
        }
    }
    if (loudnessDifferenceLu) {
        const double louder = sign * *loudnessDifferenceLu;
        rows_.push_back({RowKind::Beside, tr("Loudness (no reward)"), louder, signedText(louder, 1) + tr(" LU")});
    }
    setAccessibleDescription(asText());
    updateGeometry();
    update();
}

void DifferenceView::addTerm(const ComparedTerm& term, double sign) {
    const double difference = rounded(sign * term.weight * term.difference.value_or(0.0));
    rows_.push_back({RowKind::Term, nameOf(term), difference, signedText(difference, decimals)});
}

/// What it would add at a weight of 1.
void DifferenceView::addBeside(const ComparedTerm& term, double sign, bool thereIsAMix) {
    if (!term.difference) {
        const QString lane(QChar(u'A' + (term.firstHas ? first_ : second_)));
        rows_.push_back({RowKind::Beside, nameOf(term), 0.0, tr("only %1").arg(lane)});
        return;
    }
    const double difference = rounded(sign * *term.difference);
    const QString label = thereIsAMix ? tr("%1 (no weight)").arg(nameOf(term)) : nameOf(term);
    rows_.push_back({RowKind::Beside, label, difference, signedText(difference, decimals)});
}

QString DifferenceView::asText() const {
    QStringList lines;
    for (const Row& row : rows_) {
        lines << row.label + QStringLiteral(": ") + row.value;
    }
    return lines.join(u'\n');
}

QSize DifferenceView::sizeHint() const {
    return {280, static_cast<int>(rows_.size()) * rowHeight};
}

void DifferenceView::paintRow(QPainter& painter, const Row& row, int top, double largest) const {
    const Theme& theme = currentTheme();
    const bool isMix = row.kind == RowKind::Mix;
    const bool isBeside = row.kind == RowKind::Beside;
    painter.setFont(isMix ? theme.title : theme.body);
    painter.setPen(isBeside ? theme.mutedText : theme.text);
    const int textWidth = isBeside ? width() - numberWidth : labelWidth;
    painter.drawText(QRect(0, top, textWidth, rowHeight), Qt::AlignLeft | Qt::AlignVCenter, row.label);
    painter.setFont(theme.mono);
    painter.drawText(QRect(width() - numberWidth, top, numberWidth, rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     row.value);
    if (isBeside) {
        return;
    }
    const double left = labelWidth + space::small;
    const double half = (width() - numberWidth - space::small - left) / 2.0;
    const double middle = left + half;
    painter.fillRect(QRectF(std::floor(middle), top, 1.0, rowHeight), theme.strongBorder);
    const double length = largest > 0.0 ? std::abs(row.difference) / largest * half : 0.0;
    const double barLeft = row.difference > 0.0 ? middle + 1.0 : middle - length;
    const QRectF bar(barLeft, top + (rowHeight - barHeight) / 2.0, std::max(0.0, length), barHeight);
    painter.fillRect(bar, theme.*laneInk(row.difference > 0.0 ? leadingLane() : otherLane()));
}

void DifferenceView::paintEvent(QPaintEvent*) {
    double largest = 0.0;
    for (const Row& row : rows_) {
        largest = row.kind == RowKind::Beside ? largest : std::max(largest, std::abs(row.difference));
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        paintRow(painter, rows_[i], static_cast<int>(i) * rowHeight, largest);
    }
}

}  // namespace musicrl
