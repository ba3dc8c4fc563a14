// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QString>

namespace musicrl {

/// An answer of a scale: filled in its own colour while it holds, with the key that chooses it as a cap. It never takes
/// the focus, so that keys stay the page's.
class AnswerButton : public QAbstractButton {
    Q_OBJECT
public:
    AnswerButton(const QString& text, QColor Theme::*ink, QWidget* parent = nullptr);

    void setKey(const QString& key);  ///< empty: no cap
    [[nodiscard]] const QString& key() const { return key_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] int capWidth() const;

    QColor Theme::*ink_;
    QString key_;
};

}  // namespace musicrl
