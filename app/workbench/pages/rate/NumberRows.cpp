// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/NumberRows.h"

#include "app/workbench/pages/NumberField.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <cmath>
#include <utility>

namespace musicrl {
namespace {

constexpr int fieldWidth = 76;

QString shownText(const NumberRow& row, double value) {
    const bool isRounded = row.isWhole && row.shownAs == 1.0;  // a share keeps its half per cent
    return isRounded ? QString::number(std::llround(value)) : QString::number(value * row.shownAs, 'g', 6);
}

}  // namespace

NumberRows::NumberRows(std::vector<NumberRow> rows, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);  // rows keep their height
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::medium);
    grid->setVerticalSpacing(space::tight);
    grid->setColumnStretch(0, 1);
    for (NumberRow& row : rows) {
        Line line{std::move(row), nullptr, nullptr};
        line.label = makeLabel(line.row.text, LabelRole::Muted);
        line.label->setToolTip(line.row.hint);
        line.field = new NumberField(line.row.text, shownText(line.row, line.row.start));
        line.field->setObjectName(QString::fromLatin1(line.row.key));
        line.field->setFixedWidth(fieldWidth);
        line.field->setToolTip(line.row.hint);
        line.field->setAccessibleDescription(line.row.hint);
        line.label->setBuddy(line.field);
        const int at = grid->rowCount();
        grid->addWidget(line.label, at, 0);
        grid->addWidget(line.field, at, 1);
        line.field->installEventFilter(this);
        connect(line.field, &QLineEdit::textChanged, this, &NumberRows::changed);
        lines_.push_back(std::move(line));
    }
}

bool NumberRows::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::Enter) {
        Q_EMIT explained(static_cast<QWidget*>(watched)->toolTip());
    }
    return QWidget::eventFilter(watched, event);
}

Json NumberRows::values() const {
    Json json = Json::object();
    for (const Line& line : lines_) {
        if (line.field->isHidden()) {
            continue;
        }
        const NumberRow& row = line.row;
        if (row.isWhole && row.shownAs == 1.0) {
            json[row.key] =
                line.field->integer(static_cast<std::int64_t>(row.low), static_cast<std::int64_t>(row.high));
        } else {
            json[row.key] = line.field->number(row.low * row.shownAs, row.high * row.shownAs) / row.shownAs;
        }
    }
    return json;
}

void NumberRows::show(const Json& json) {
    for (const Line& line : lines_) {
        const auto given = json.find(line.row.key);
        if (given != json.end() && given->is_number()) {
            line.field->setText(given->is_number_integer() && line.row.shownAs == 1.0
                                    ? QString::fromStdString(given->dump())
                                    : shownText(line.row, given->get<double>()));
        }
    }
}

void NumberRows::setText(const char* key, const QString& text, const QString& hint) {
    for (Line& line : lines_) {
        if (qstrcmp(line.row.key, key) == 0) {
            line.label->setText(text);
            line.field->setAccessibleName(text);
            line.field->setAccessibleDescription(hint);
            line.label->setToolTip(hint);
            line.field->setToolTip(hint);
        }
    }
}

void NumberRows::setShown(const char* key, bool shown) {
    for (const Line& line : lines_) {
        if (qstrcmp(line.row.key, key) == 0) {
            line.label->setVisible(shown);
            line.field->setVisible(shown);
        }
    }
}

}  // namespace musicrl
