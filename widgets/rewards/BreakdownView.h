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

    /// Without \p b only A's side is shown (a lane that holds no clip).
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

    std::array<std::optional<RewardBreakdown>, 2> clips_;
    std::vector<Row> rows_;
};

}  // namespace musicrl
