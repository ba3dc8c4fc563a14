// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace musicrl {

/// Two models that met, with the counts of the first.
struct WinBar {
    QString first;
    QString second;
    int wins = 0;
    int ties = 0;
    int losses = 0;
    QString verdict;  ///< such as "Wilcoxon p = 0.023 (Holm) · decided"
    bool decided = false;
};

/// Wins, ties and losses as one bar a pair: blue for the first, grey for ties, orange for the second, with their counts
/// inside. A click asks for the comparisons behind it.
class WinBars : public QWidget {
    Q_OBJECT
public:
    explicit WinBars(QWidget* parent = nullptr);

    void setBars(std::vector<WinBar> bars);
    [[nodiscard]] const std::vector<WinBar>& bars() const { return bars_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {260, sizeHint().height()}; }

Q_SIGNALS:
    void barClicked(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void paintBar(QPainter& painter, const WinBar& bar, int top) const;

    std::vector<WinBar> bars_;
};

}  // namespace musicrl
