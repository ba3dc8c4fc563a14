// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QWidget>
#include <vector>

class QLabel;

namespace musicrl {

class NumberField;

/// One number of a study's design.
struct NumberRow {
    const char* key = "";  ///< as the design's file has it; also the field's object name
    QString text;          ///< what the user reads
    QString hint;          ///< what it means, in a sentence
    double start = 0.0;    ///< in the file's unit
    double low = 0.0;
    double high = 1.0;
    bool isWhole = true;
    double shownAs = 1.0;  ///< 100 shows a share as percent
};

/// Numbers of a design below each other, each with its name.
class NumberRows : public QWidget {
    Q_OBJECT
public:
    explicit NumberRows(std::vector<NumberRow> rows, QWidget* parent = nullptr);

    /// Key and value of all rows that are shown. \throws Error(BadInput) naming the row that holds no such number
    [[nodiscard]] Json values() const;
    /// Takes the numbers that \p json has.
    void show(const Json& json);
    void setShown(const char* key, bool shown);
    void setText(const char* key, const QString& text, const QString& hint);

Q_SIGNALS:
    void changed();
    void explained(const QString& hint);  ///< a row was gone to, by key or by mouse: what it means

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Line {
        NumberRow row;
        QLabel* label = nullptr;
        NumberField* field = nullptr;
    };

    std::vector<Line> lines_;
};

}  // namespace musicrl
