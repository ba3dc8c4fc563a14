// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/FilterHelp.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>
#include <QWidgetAction>

namespace musicrl {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("FilterHelp", text);
}

struct HelpLine {
    const char* example;
    const char* meaning;
};

constexpr HelpLine lines[] = {
    {"piano", QT_TRANSLATE_NOOP("FilterHelp", "a word of the prompt, or the beginning of one")},
    {"\"slow jazz\"", QT_TRANSLATE_NOOP("FilterHelp", "these words as they follow each other")},
    {"-drums", QT_TRANSLATE_NOOP("FilterHelp", "not this; a minus turns any term around")},
    {"model:ru  run:ru", QT_TRANSLATE_NOOP("FilterHelp", "has it somewhere; with = it is exactly that")},
    {"mulan>0.4  mos>=3.5", QT_TRANSLATE_NOOP("FilterHelp", "scores: mulan, mos, pref, kl, mix, with : = < <= > >=")},
    {"seconds<10  seed:41", QT_TRANSLATE_NOOP("FilterHelp", "length and seed")},
    {"step:40", QT_TRANSLATE_NOOP("FilterHelp", "step of the run that made it")},
    {"rated:no  scored:yes", QT_TRANSLATE_NOOP("FilterHelp", "compared by people; has scores")},
    {"starred:yes", QT_TRANSLATE_NOOP("FilterHelp", "has a star")},
    {"votes>=3", QT_TRANSLATE_NOOP("FilterHelp", "how often it was compared")},
};

}  // namespace

void showFilterHelp(QWidget& below) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(space::large, space::medium, space::large, space::medium);
    column->setSpacing(space::small);
    column->addWidget(makeLabel(tr("How a filter is written"), LabelRole::Title));
    column->addWidget(
        makeLabel(tr("Terms stand between blanks; a clip is listed when all of them hold."), LabelRole::Caption));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::large);
    grid->setVerticalSpacing(space::small);
    int row = 0;
    for (const HelpLine& line : lines) {
        grid->addWidget(new QLabel(QString::fromLatin1(line.example)), row, 0);  // fixed fonts draw >= as one sign
        grid->addWidget(makeLabel(tr(line.meaning), LabelRole::Muted), row++, 1);
    }
    column->addLayout(grid);
    column->addWidget(makeLabel(
        tr("For example the good piano of a run that nobody has rated yet: model:ru mulan>0.4 piano rated:no"),
        LabelRole::Caption));
    auto* menu = new QMenu(&below);  // which closes by a click elsewhere
    menu->setObjectName(QStringLiteral("filterHelpCard"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(content);
    menu->addAction(action);
    menu->popup(below.mapToGlobal(QPoint(0, below.height() + space::tight)));
}

}  // namespace musicrl
