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

void DifferenceView::setBreakdowns(const RewardBreakdown& a, const RewardBreakdown& b,
                                   std::optional<double> loudnessDifferenceLu) {
    rows_.clear();
    for (const RewardTerm& term : a.terms) {
        if (const RewardTerm* other = b.find(term.name)) {
            rows_.push_back({RowKind::Term, presentationOf(term).name, term.contribution - other->contribution});
        }
    }
    mixDifference_ = a.total - b.total;
    rows_.push_back({RowKind::Mix, tr("Mix"), mixDifference_});
    if (loudnessDifferenceLu) {
        rows_.push_back({RowKind::Loudness, tr("Loudness (no reward)"), *loudnessDifferenceLu});
    }
    setAccessibleDescription(asText());
    updateGeometry();
    update();
}

QString DifferenceView::valueText(const Row& row) const {
    return row.kind == RowKind::Loudness ? signedText(row.difference, 1) + tr(" LU") : signedText(row.difference, 3);
}

QString DifferenceView::asText() const {
    QStringList lines;
    for (const Row& row : rows_) {
        lines << row.label + QStringLiteral(": ") + valueText(row);
    }
    return lines.join(u'\n');
}

QSize DifferenceView::sizeHint() const {
    return {280, static_cast<int>(rows_.size()) * rowHeight};
}

void DifferenceView::paintRow(QPainter& painter, const Row& row, int top, double largest) const {
    const Theme& theme = currentTheme();
    const bool isMix = row.kind == RowKind::Mix;
    const bool isLoudness = row.kind == RowKind::Loudness;
    painter.setFont(isMix ? theme.title : theme.body);
    painter.setPen(isLoudness ? theme.mutedText : theme.text);
    const int textWidth = isLoudness ? width() - numberWidth : labelWidth;
    painter.drawText(QRect(0, top, textWidth, rowHeight), Qt::AlignLeft | Qt::AlignVCenter, row.label);
    painter.setFont(theme.mono);
    painter.drawText(QRect(width() - numberWidth, top, numberWidth, rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     valueText(row));
    if (isLoudness) {
        return;
    }
    const double left = labelWidth + space::small;
    const double half = (width() - numberWidth - space::small - left) / 2.0;
    const double middle = left + half;
    painter.fillRect(QRectF(std::floor(middle), top, 1.0, rowHeight), theme.strongBorder);
    const double length = largest > 0.0 ? std::abs(row.difference) / largest * half : 0.0;
    const double barLeft = row.difference > 0.0 ? middle - length : middle + 1.0;
    const QRectF bar(barLeft, top + (rowHeight - barHeight) / 2.0, std::max(0.0, length), barHeight);
    painter.fillRect(bar, theme.*laneInk(row.difference > 0.0 ? first_ : second_));
}

void DifferenceView::paintEvent(QPaintEvent*) {
    double largest = 0.0;
    for (const Row& row : rows_) {
        largest = row.kind == RowKind::Loudness ? largest : std::max(largest, std::abs(row.difference));
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        paintRow(painter, rows_[i], static_cast<int>(i) * rowHeight, largest);
    }
}

}  // namespace musicrl
