// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QString>
#include <cstdint>

namespace musicrl {

/// A field for one number, which says itself what is wrong with what was typed.
class NumberField : public QLineEdit {
    Q_OBJECT
public:
    /// \param name  what the user calls it, such as "Seconds"; also its accessible name
    explicit NumberField(const QString& name, const QString& text, QWidget* parent = nullptr);

    /// \throws Error(BadInput) "Seconds must be a number from 0.5 to 30, not “abc”."
    [[nodiscard]] double number(double low, double high);
    [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high);

    void setNumber(double value);
    void setInteger(qulonglong value);

private:
    void markInvalid(bool invalid);
    [[noreturn]] void refuse(const QString& expected);

    QString name_;
};

}  // namespace musicrl
