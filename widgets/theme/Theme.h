// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>
#include <array>

class QApplication;

namespace musicrl {

enum class ThemeKind { Dark, Light };

/// Distances in device-independent pixels; everything in the window is a multiple of four.
namespace space {
inline constexpr int tight = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int large = 16;   ///< between cards, and from a card's edge to its content
inline constexpr int radius = 6;   ///< of cards, buttons and fields
}  // namespace space

/// Colours and fonts of the window. Widgets that paint read currentTheme() in paintEvent(), so that a change of theme
/// reaches them with the repaint; everything else is dressed by one stylesheet made from the same values.
struct Theme {
    ThemeKind kind = ThemeKind::Dark;

    QColor rail;        ///< rail and transport bar
    QColor background;  ///< behind the cards
    QColor card;
    QColor raised;      ///< buttons, fields, chips
    QColor hovered;
    QColor selected;    ///< selected row
    QColor border;
    QColor strongBorder;
    QColor grid;        ///< lines of plots and tables

    QColor text;
    QColor mutedText;
    QColor faintText;   ///< waveforms at rest, disabled text

    QColor accent;      ///< primary button
    QColor accentHovered;
    QColor clipA;       ///< blue everywhere
    QColor clipB;       ///< orange everywhere
    QColor clipC;       ///< further lanes of the Listen page
    QColor clipD;
    QColor clipE;
    QColor clipF;
    QColor clipG;
    QColor clipH;
    QColor good;
    QColor bad;
    QColor violet;      ///< KL

    std::array<QColor, 8> series;  ///< of runs, in order; never the only cue

    QFont body;     ///< 13 px
    QFont small;    ///< 12 px
    QFont title;    ///< 13 px semi-bold, of cards
    QFont heading;  ///< 16 px semi-bold, of pages
    QFont mono;     ///< 12 px, numbers
};

/// The colour of a lane: A is 0. \pre 0 <= lane < 8
[[nodiscard]] QColor Theme::* laneInk(int lane);

[[nodiscard]] Theme makeTheme(ThemeKind kind);

/// The theme last applied; dark before the first.
[[nodiscard]] const Theme& currentTheme();

/// Palette, font and stylesheet for the whole program. Main thread only.
void applyTheme(QApplication& application, ThemeKind kind);

/// The stylesheet of resources/themes/workbench.qss with its @names replaced by the theme's values.
[[nodiscard]] QString styleSheetFor(const Theme& theme);

/// An icon of resources/icons, drawn in a colour of the theme that is in use when it is painted (the file draws in
/// currentColor): themedIcon("play", &Theme::text).
[[nodiscard]] QIcon themedIcon(const QString& name, QColor Theme::*color = &Theme::text);

/// \p amount of \p over laid on \p under, 0 to 1.
[[nodiscard]] QColor blend(const QColor& under, const QColor& over, double amount);

}  // namespace musicrl
