// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/NumberField.h"

#include "base/Error.h"

#include <QStyle>
#include <cmath>

namespace musicrl {
namespace {

QString shortText(double value) { return QString::number(value, 'g', 7); }

}  // namespace

NumberField::NumberField(const QString& name, const QString& text, QWidget* parent) : QLineEdit(text, parent), name_(name) {
    setAccessibleName(name);
    setMinimumWidth(52);
    connect(this, &QLineEdit::textEdited, this, [this] { markInvalid(false); });
}

double NumberField::number(double low, double high) {
    bool good = false;
    const double value = QString(text()).replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&good);
    if (!good || !std::isfinite(value) || value < low || value > high) {
        refuse(tr("a number from %1 to %2").arg(shortText(low), shortText(high)));
    }
    markInvalid(false);
    return value;
}

std::int64_t NumberField::integer(std::int64_t low, std::int64_t high) {
    bool good = false;
    const qlonglong value = text().trimmed().toLongLong(&good);
    if (!good || value < low || value > high) {
        refuse(tr("a whole number from %1 to %2").arg(low).arg(high));
    }
    markInvalid(false);
    return value;
}

void NumberField::setNumber(double value) { setText(shortText(value)); }

void NumberField::setInteger(qulonglong value) { setText(QString::number(value)); }

void NumberField::refuse(const QString& expected) {
    markInvalid(true);
    setFocus();
    throw Error(ErrorKind::BadInput, tr("%1 must be %2, not “%3”.").arg(name_, expected, text()).toStdString());
}

void NumberField::markInvalid(bool invalid) {
    if (property("invalid").toBool() != invalid) {
        setProperty("invalid", invalid);
        style()->unpolish(this);
        style()->polish(this);
    }
}

}  // namespace musicrl
