// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace musicrl {

/// One line of text that ends in "…" where there is no room for all of it; the tool tip then says the rest, unless it
/// has one of its own.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    /// \param role  of the style sheet, as LabelRole names them
    explicit ElidedLabel(const char* role, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
};

}  // namespace musicrl
