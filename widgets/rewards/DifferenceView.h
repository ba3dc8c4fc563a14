// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace musicrl {

/// What speaks for which of two clips: for each term how much more it adds to A's reward than to B's, as a bar from the
/// middle, to the left and blue for A, to the right and orange for B; the mix below; loudness beside it, which is no
/// reward but sways listeners.
class DifferenceView : public QWidget {
    Q_OBJECT
public:
    explicit DifferenceView(QWidget* parent = nullptr);

    /// Whose colours the two sides have; A's and B's at first.
    void setLanes(int first, int second);
    /// \param loudnessDifferenceLu  A's minus B's as they are played, in LU; empty when unknown
    void setBreakdowns(const RewardBreakdown& a, const RewardBreakdown& b, std::optional<double> loudnessDifferenceLu);

    /// What is shown, a line a row: "MuLan: +0.096".
    [[nodiscard]] QString asText() const;
    [[nodiscard]] double mixDifference() const { return mixDifference_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class RowKind { Term, Mix, Loudness };
    struct Row {
        RowKind kind = RowKind::Term;
        QString label;
        double difference = 0.0;
    };

    [[nodiscard]] QString valueText(const Row& row) const;
    void paintRow(QPainter& painter, const Row& row, int top, double largest) const;

    int first_ = 0;
    int second_ = 1;
    std::vector<Row> rows_;
    double mixDifference_ = 0.0;
};

}  // namespace musicrl
