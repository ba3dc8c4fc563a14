// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipVote.h"

#include <QColor>
#include <QWidget>

namespace musicrl {

/// Wins, ties and losses as parts of one bar, in this order; the numbers stand beside it.
class TallyBar : public QWidget {
    Q_OBJECT
public:
    explicit TallyBar(QWidget* parent = nullptr);

    void setTally(const VoteTally& tally);

    [[nodiscard]] QSize sizeHint() const override { return {120, 8}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    VoteTally tally_;
};

}  // namespace musicrl
