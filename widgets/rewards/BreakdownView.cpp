// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rewards/BreakdownView.h"

#include "record/RewardComparison.h"
#include "widgets/rewards/TermPresentation.h"
#include "widgets/theme/Theme.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int labelHeight = 20;
constexpr int barHeight = 7;
constexpr int barGap = 3;
constexpr int rowGap = 10;
constexpr int numberWidth = 52;

/// Names of the terms of both clips, in the order of the first that has them.
std::vector<std::string> termNames(const std::array<std::optional<RewardBreakdown>, 2>& clips) {
    std::vector<std::string> names;
    for (const auto& clip : clips) {
        for (const RewardTerm& term : clip ? clip->terms : std::vector<RewardTerm>()) {
            if (std::find(names.begin(), names.end(), term.name) == names.end()) {
                names.push_back(term.name);
            }
        }
    }
    return names;
}

QString windowLabel(const RewardWindow& window) {
    const auto seconds = [](double value) {
        return QString::number(value, 'f', std::abs(value - std::round(value)) < 0.05 ? 0 : 1);
    };
    return QStringLiteral("· %1–%2 s").arg(seconds(window.startSeconds), seconds(window.endSeconds));
}

}  // namespace

BreakdownView::BreakdownView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Reward breakdown"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int BreakdownView::rowHeight() const {
    const auto bars = static_cast<int>(sides());
    return labelHeight + bars * barHeight + (bars - 1) * barGap + rowGap;
}

void BreakdownView::setLanes(int first, std::optional<int> second) {
    first_ = first;
    second_ = second;
    setAccessibleDescription(asText());
    updateGeometry();
    update();
}

void BreakdownView::setBreakdowns(std::optional<RewardBreakdown> a, std::optional<RewardBreakdown> b) {
    clips_ = {std::move(a), std::move(b)};
    rows_.clear();
    for (const std::string& name : termNames(clips_)) {
        addTerm(name);
    }
    if (!rows_.empty()) {
        addMix();
    }
    setAccessibleDescription(asText());
    updateGeometry();
    update();
}

void BreakdownView::addTerm(const std::string& name) {
    std::array<const RewardTerm*, 2> terms = {};
    for (std::size_t clip = 0; clip < 2; ++clip) {
        terms[clip] = clips_[clip] ? clips_[clip]->find(name) : nullptr;
    }
    const RewardTerm& known = terms[0] != nullptr ? *terms[0] : *terms[1];
    const TermPresentation look = presentationOf(known);
    const auto bar = [&look](double raw) {
        return Bar{look.isSigned ? signedText(raw, look.decimals) : numberText(raw, look.decimals),
                   barLength(look, raw)};
    };
    Row row{.label = look.detail.isEmpty() ? look.name : QStringLiteral("%1 (%2)").arg(look.name, look.detail),
            .bars = {}};
    for (std::size_t clip = 0; clip < 2; ++clip) {
        if (terms[clip] != nullptr) {
            row.bars[clip] = bar(terms[clip]->raw);
        }
    }
    rows_.push_back(row);
    const std::size_t windows =
        std::max(terms[0] ? terms[0]->windows.size() : 0, terms[1] ? terms[1]->windows.size() : 0);
    for (std::size_t i = 0; look.listsWindows && windows > 1 && i < windows; ++i) {
        Row part{.label = {}, .isWindow = true, .bars = {}};
        for (std::size_t clip = 2; clip-- > 0;) {  // where the clips differ in length, A's spans name the row
            if (terms[clip] != nullptr && i < terms[clip]->windows.size()) {
                part.label = windowLabel(terms[clip]->windows[i]);
                part.bars[clip] = bar(terms[clip]->windows[i].value);
            }
        }
        rows_.push_back(part);
    }
}

void BreakdownView::addMix() {
    const bool alike = !clips_[0] || !clips_[1] || compareRewards(*clips_[0], *clips_[1]).weights == WeightsOf::Both;
    Row row{.label = alike ? tr("Mix (what training maximises)") : tr("Mix (each of its recipe)"), .bars = {}};
    for (std::size_t clip = 0; clip < 2; ++clip) {
        if (!clips_[clip]) {
            continue;
        }
        double weights = 0.0;
        for (const RewardTerm& term : clips_[clip]->terms) {
            weights += std::abs(term.weight);
        }
        const double total = clips_[clip]->total;
        row.bars[clip] = Bar{numberText(total, 3), weights > 0.0 ? std::clamp(total / weights, 0.0, 1.0) : 0.0};
    }
    rows_.push_back(row);
}

QString BreakdownView::asText() const {
    if (rows_.empty()) {
        return tr("Not scored yet");
    }
    QStringList lines;
    for (const Row& row : rows_) {
        QStringList parts;
        for (std::size_t side = 0; side < sides(); ++side) {
            parts << QStringLiteral("%1 %2")
                         .arg(QChar(u'A' + laneOf(side)))
                         .arg(row.bars[side] ? row.bars[side]->text : QStringLiteral("—"));
        }
        lines << row.label + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
    }
    return lines.join(u'\n');
}

QSize BreakdownView::sizeHint() const {
    return {280, rows_.empty() ? 24 : static_cast<int>(rows_.size()) * rowHeight() - rowGap};
}

void BreakdownView::paintRow(QPainter& painter, const Row& row, int top) const {
    const Theme& theme = currentTheme();
    const std::array<QColor, 2> inks = {theme.*laneInk(laneOf(0)), theme.*laneInk(laneOf(1))};
    const auto count = static_cast<int>(sides());
    painter.setFont(theme.body);
    painter.setPen(row.isWindow ? theme.mutedText : theme.text);
    const QRect label(0, top, width() - count * numberWidth, labelHeight);
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.label, Qt::ElideRight, label.width() - space::tight));
    painter.setFont(theme.mono);
    for (std::size_t clip = 0; clip < sides(); ++clip) {
        const auto side = static_cast<int>(clip);
        const QRect number(width() - (count - side) * numberWidth, top, numberWidth, labelHeight);
        painter.setPen(row.bars[clip] ? inks[clip] : theme.faintText);
        painter.drawText(number, Qt::AlignRight | Qt::AlignVCenter,
                         row.bars[clip] ? row.bars[clip]->text : QStringLiteral("—"));
        const QRectF track(0.0, top + labelHeight + side * (barHeight + barGap), width(), barHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
        if (row.bars[clip] && row.bars[clip]->length > 0.0) {
            QRectF bar = track;
            bar.setWidth(std::max<double>(barHeight, track.width() * row.bars[clip]->length));
            painter.setBrush(row.isWindow ? blend(theme.card, inks[clip], 0.62) : inks[clip]);
            painter.drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
        }
    }
}

void BreakdownView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (rows_.empty()) {
        painter.setFont(currentTheme().body);
        painter.setPen(currentTheme().mutedText);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("Not scored yet"));
        return;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        paintRow(painter, rows_[i], static_cast<int>(i) * rowHeight());
    }
}

}  // namespace musicrl
