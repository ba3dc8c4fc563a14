// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipFilter.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace musicrl {

/// The line that says which clips are wanted, read at every key; below it how many were found, or what of the line is
/// not understood. While it is not, what was found last stays.
class FilterField : public QWidget {
    Q_OBJECT
public:
    explicit FilterField(QWidget* parent = nullptr);

    [[nodiscard]] const ClipFilter& filter() const { return filter_; }
    [[nodiscard]] QLineEdit& line() { return *line_; }
    /// At the right of the line, above what is said.
    void addBeside(QWidget* widget);
    void setCount(qint64 found, qint64 total);
    void setActivity(const QString& text);  ///< stands behind the count; empty for none

Q_SIGNALS:
    void filterChanged();
    void left();  ///< Down, Enter or Escape in an empty line: on to what was found

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void read();
    void showState();
    void showHelp();
    void leave();
    /// Underlines what of the line is not understood; nothing while there is nothing.
    void underlineFault();

    QHBoxLayout* row_ = nullptr;
    QLineEdit* line_ = nullptr;
    QToolButton* help_ = nullptr;
    QLabel* state_ = nullptr;
    ClipFilter filter_;
    std::optional<FilterFault> fault_;
    bool faultIsOld_ = false;  ///< not at the end of the line, where one types
    qint64 found_ = 0;
    qint64 total_ = -1;
    QString activity_;
};

}  // namespace musicrl
