// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listening/MarkList.h"

#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int rowHeight = 32;
constexpr int longestText = 40;

QWidget* makeChip(MarkList* list, const ListenMark& mark, int index) {
    auto* chip = new QWidget;
    auto* line = new QHBoxLayout(chip);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    const QString full = markText(mark);
    auto* play = new QPushButton(full.size() > longestText ? full.left(longestText) + u'…' : full);
    play->setProperty("pill", true);
    play->setToolTip(full);
    play->setFocusPolicy(Qt::NoFocus);
    play->setObjectName(QStringLiteral("mark%1").arg(index));
    auto* remove = new QToolButton;
    remove->setIcon(themedIcon(QStringLiteral("close"), &Theme::mutedText));
    remove->setIconSize(QSize(10, 10));
    remove->setFocusPolicy(Qt::NoFocus);
    remove->setToolTip(MarkList::tr("Take this mark away"));
    remove->setObjectName(QStringLiteral("removeMark%1").arg(index));
    line->addWidget(play);
    line->addWidget(remove);
    QObject::connect(play, &QPushButton::clicked, list, [list, index] { Q_EMIT list->chosen(index); });
    QObject::connect(remove, &QToolButton::clicked, list, [list, index] { Q_EMIT list->removeRequested(index); });
    return chip;
}

}  // namespace

QString markText(const ListenMark& mark) {
    const int whole = static_cast<int>(std::floor(std::max(0.0, mark.seconds)));
    const QString at = QStringLiteral("%1 %2:%3")
                           .arg(mark.side == 0 ? QStringLiteral("A") : QStringLiteral("B"))
                           .arg(whole / 60)
                           .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return mark.text.isEmpty() ? at : at + u' ' + mark.text;
}

MarkList::MarkList(QWidget* parent) : QWidget(parent) {
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    line_ = new QHBoxLayout(content);
    line_->setContentsMargins(0, 0, 0, 0);
    line_->setSpacing(space::small);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setFixedHeight(rowHeight);
    setMarks({});
}

void MarkList::setMarks(const std::vector<ListenMark>& marks) {
    marks_ = marks;
    while (QLayoutItem* item = line_->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->deleteLater();  // the click that led here may be its own
            item->widget()->hide();
        }
        delete item;
    }
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        line_->addWidget(makeChip(this, marks_[i], static_cast<int>(i)));
    }
    line_->addStretch(1);
    setVisible(!marks_.empty());
}

}  // namespace musicrl
