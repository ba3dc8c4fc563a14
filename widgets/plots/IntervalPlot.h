// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace musicrl {

/// A number with its interval.
struct IntervalRow {
    QString label;
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    QString text;                  ///< the number as words, at the right
    QColor Theme::*ink = nullptr;  ///< blue when null
    bool known = true;             ///< false: a row that says in \p text why there is no number
    QString hint = {};
};

/// Dots with their intervals on one axis, a row each; a line where the reference is, such as at no difference.
class IntervalPlot : public QWidget {
    Q_OBJECT
public:
    explicit IntervalPlot(QWidget* parent = nullptr);

    /// \param reference  where a line stands; \param axis  the words below, may be empty
    void setRows(std::vector<IntervalRow> rows, std::optional<double> reference, const QString& axis);
    /// From where to where the axis goes; without this, as far as the intervals.
    void setSpan(double low, double high);
    void setRowHeight(int pixels);
    [[nodiscard]] const std::vector<IntervalRow>& rows() const { return rows_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, sizeHint().height()}; }

Q_SIGNALS:
    void rowClicked(int row);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] int labelWidth() const;
    [[nodiscard]] int textWidth() const;
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double xOf(double value) const;
    [[nodiscard]] int rowAt(const QPointF& position) const;
    void paintRow(QPainter& painter, const IntervalRow& row, int top) const;
    void paintAxis(QPainter& painter) const;

    std::vector<IntervalRow> rows_;
    std::optional<double> reference_;
    QString axis_;
    double low_ = 0.0;
    double high_ = 1.0;
    bool hasSpan_ = false;
    int rowHeight_ = 28;
};

}  // namespace musicrl
