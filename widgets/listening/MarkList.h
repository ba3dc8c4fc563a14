// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QHBoxLayout;

namespace musicrl {

/// Something heard at a moment of one side, such as a click at 0:12 in A.
struct ListenMark {
    int side = 0;  ///< 0 for A, 1 for B
    double seconds = 0.0;
    QString text;

    [[nodiscard]] bool operator==(const ListenMark&) const = default;
};

/// "A 0:12 click"
[[nodiscard]] QString markText(const ListenMark& mark);

/// The marks of a pair as chips in a row: a click plays that moment, the cross takes the mark away.
class MarkList : public QWidget {
    Q_OBJECT
public:
    explicit MarkList(QWidget* parent = nullptr);

    void setMarks(const std::vector<ListenMark>& marks);
    [[nodiscard]] const std::vector<ListenMark>& marks() const { return marks_; }

Q_SIGNALS:
    void chosen(int index);
    void removeRequested(int index);

private:
    std::vector<ListenMark> marks_;
    QHBoxLayout* line_;
};

}  // namespace musicrl
