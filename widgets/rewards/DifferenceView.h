// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardComparison.h"

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace musicrl {

/// What speaks for which of two clips: for each term how much more it adds to the reward of the one with the higher mix
/// than to the other's. What is above 0 speaks for that one and is a bar to the right of the middle in its colour; what
/// is below 0 speaks for the other, to the left, in the other's colour. Below them the mix; last, without bars, what
/// has no weight but may sway listeners.
class DifferenceView : public QWidget {
    Q_OBJECT
public:
    explicit DifferenceView(QWidget* parent = nullptr);

    /// Whose colours and letters the two clips have; A's and B's at first.
    void setLanes(int first, int second);
    /// \param loudnessDifferenceLu  the first's minus the second's as they are played, in LU; empty when unknown
    void setComparison(const RewardComparison& comparison, std::optional<double> loudnessDifferenceLu);

    /// The lane that what is above 0 speaks for: that of the higher mix; the first where there is no mix.
    [[nodiscard]] int leadingLane() const { return leads_ ? first_ : second_; }
    [[nodiscard]] int otherLane() const { return leads_ ? second_ : first_; }

    /// Whether there is a mix, and one of the two has more of it, as it is written.
    [[nodiscard]] bool hasLeader() const { return hasLeader_; }

    /// What is shown, a line a row: "MuLan: +0.096".
    [[nodiscard]] QString asText() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class RowKind { Term, Mix, Beside };
    struct Row {
        RowKind kind = RowKind::Term;
        QString label;
        double difference = 0.0;  ///< the leader's minus the other's
        QString value;
    };

    void addTerm(const ComparedTerm& term, double sign);
    void addBeside(const ComparedTerm& term, double sign, bool thereIsAMix);
    void paintRow(QPainter& painter, const Row& row, int top, double largest) const;

    int first_ = 0;
    int second_ = 1;
    bool leads_ = true;  ///< the first does
    bool hasLeader_ = false;
    std::vector<Row> rows_;
};

}  // namespace musicrl
