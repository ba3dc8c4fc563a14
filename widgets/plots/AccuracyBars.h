// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QString>
#include <QWidget>
#include <vector>

namespace musicrl {

/// How often a signal prefers the clip that raters prefer.
struct AccuracyBar {
    QString name;
    double accuracy = 0.0;  ///< 0 to 1
    double low = 0.0;       ///< its 95 % interval
    double high = 0.0;
    QColor Theme::*ink = nullptr;
    QString hint;
};

/// Shares of right answers as bars from nothing to all, each with its interval as a whisker, and a line at chance.
class AccuracyBars : public QWidget {
    Q_OBJECT
public:
    explicit AccuracyBars(QWidget* parent = nullptr);

    void setBars(std::vector<AccuracyBar> bars);
    [[nodiscard]] const std::vector<AccuracyBar>& bars() const { return bars_; }
    [[nodiscard]] static QString valueText(const AccuracyBar& bar);  ///< "61.2 % (58.4–64.0)"

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

Q_SIGNALS:
    void barClicked(int index);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] int indexAt(const QPoint& position) const;
    void paintRow(QPainter& painter, const AccuracyBar& bar, int top) const;

    std::vector<AccuracyBar> bars_;
};

}  // namespace musicrl
