// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace musicrl {

/// How one model did against another: of their comparisons, as the first sees them.
struct WinCell {
    int row = 0;
    int column = 0;
    int wins = 0;
    int ties = 0;
    int losses = 0;
    double winRate = 0.0;  ///< win / (win + loss); NaN where neither won
    double low = 0.0;      ///< its 95 % interval, seldom even on both sides; NaN where unknown
    double high = 0.0;
};

/// Win rates, row beats column, in blue above one half and orange below, the stronger the farther from it. Wins, ties
/// and losses are on hover; a click asks for the comparisons behind a cell.
class WinMatrixView : public QWidget {
    Q_OBJECT
public:
    explicit WinMatrixView(QWidget* parent = nullptr);

    /// \param cells  each pair once; the mirrored cell is made here
    void setMatrix(const QStringList& models, const std::vector<WinCell>& cells);
    [[nodiscard]] QString textAt(int row, int column) const;  ///< "61 % (54–69)"; "—" where there is nothing
    [[nodiscard]] QRect cellRect(int row, int column) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {260, sizeHint().height()}; }

Q_SIGNALS:
    void pairClicked(int row, int column);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] const WinCell* find(int row, int column) const;
    [[nodiscard]] const WinCell* cellAt(const QPoint& position) const;
    [[nodiscard]] int nameWidth() const;
    void paintCell(QPainter& painter, const WinCell& cell) const;

    QStringList models_;
    std::vector<WinCell> cells_;  ///< both ways round
};

}  // namespace musicrl
