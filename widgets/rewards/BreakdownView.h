// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <QString>
#include <QWidget>
#include <array>
#include <optional>
#include <vector>

namespace musicrl {

/// The terms of one or two clips' rewards as pairs of bars, A blue over B orange: each term, its windows, and the mix.
///
/// A clip without scores has a dash for its numbers; with none at all the view says "Not scored yet".
class BreakdownView : public QWidget {
    Q_OBJECT
public:
    explicit BreakdownView(QWidget* parent = nullptr);

    /// A clip without scores has a dash.
    /// Whose colours and letters the two sides have; A and B at first. \param second  none: the view has one side
    void setLanes(int first, std::optional<int> second);
    void setBreakdowns(std::optional<RewardBreakdown> a, std::optional<RewardBreakdown> b);

    /// What is shown, a line a row: "MuLan (mean of 3 × 10 s): A 0.467, B 0.371".
    [[nodiscard]] QString asText() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Bar {
        QString text;  ///< "—" when unknown
        double length = 0.0;
    };
    struct Row {
        QString label;
        bool isWindow = false;  ///< one part of the term above
        std::array<std::optional<Bar>, 2> bars;
    };

    void addTerm(const std::string& name);
    void addMix();
    void paintRow(QPainter& painter, const Row& row, int top) const;

    [[nodiscard]] std::size_t sides() const { return second_ ? 2 : 1; }
    [[nodiscard]] int laneOf(std::size_t side) const { return side == 0 ? first_ : second_.value_or(first_); }
    [[nodiscard]] int rowHeight() const;

    int first_ = 0;
    std::optional<int> second_ = 1;
    std::array<std::optional<RewardBreakdown>, 2> clips_;
    std::vector<Row> rows_;
};

}  // namespace musicrl
