// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Theme.h"

#include "widgets/theme/ThemeStyle.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <QWidget>
#include <algorithm>
#include <utility>
#include <vector>

namespace musicrl {
namespace {

Theme& themeInUse() {
    static Theme theme = makeTheme(ThemeKind::Dark);
    return theme;
}

QFont font(const QStringList& families, int pixels, QFont::Weight weight = QFont::Normal) {
    QFont result;
    result.setFamilies(families);
    result.setPixelSize(pixels);
    result.setWeight(weight);
    return result;
}

void setFonts(Theme& theme) {
    const QStringList sans = {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")};
    const QStringList fixed = {QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")};
    theme.body = font(sans, 13);
    theme.small = font(sans, 12);
    theme.title = font(sans, 13, QFont::DemiBold);
    theme.heading = font(sans, 16, QFont::DemiBold);
    theme.mono = font(fixed, 12);
    theme.mono.setStyleHint(QFont::Monospace);
}

Theme darkTheme() {
    Theme theme;
    theme.kind = ThemeKind::Dark;
    theme.rail = "#101216";
    theme.background = "#14161a";
    theme.card = "#1b1e24";
    theme.raised = "#22262e";
    theme.hovered = "#2a2f39";
    theme.selected = "#263040";
    theme.border = "#2e333d";
    theme.strongBorder = "#424852";
    theme.grid = "#2a2e37";
    theme.text = "#e6e8ec";
    theme.mutedText = "#8f97a6";
    theme.faintText = "#626874";
    theme.accent = "#2b6cb0";
    theme.accentHovered = "#3b82d0";
    theme.clipA = "#5aa9ff";
    theme.clipB = "#ffb454";
    theme.clipC = "#4fd1a1";
    theme.clipD = "#ff8fa3";
    theme.clipE = "#b48cff";
    theme.clipF = "#d4d96a";
    theme.clipG = "#7fd6e8";
    theme.clipH = "#c9a18a";
    theme.good = "#4fd1a1";
    theme.bad = "#ff6b6b";
    theme.violet = "#b48cff";
    theme.series = {"#5aa9ff", "#4fd1a1", "#b48cff", "#ffb454", "#ff8fa3", "#7fd6e8", "#d4d96a", "#c9a18a"};
    return theme;
}

Theme lightTheme() {
    Theme theme;
    theme.kind = ThemeKind::Light;
    theme.rail = "#e8ebef";
    theme.background = "#f2f4f7";
    theme.card = "#ffffff";
    theme.raised = "#f0f2f5";
    theme.hovered = "#e3e7ed";
    theme.selected = "#dfeaf8";
    theme.border = "#d3d8e0";
    theme.strongBorder = "#b4bcc8";
    theme.grid = "#e4e8ed";
    theme.text = "#191c21";
    theme.mutedText = "#5a6472";
    theme.faintText = "#939dab";
    theme.accent = "#2b6cb0";
    theme.accentHovered = "#245c97";
    theme.clipA = "#1f6fd0";
    theme.clipB = "#b86400";
    theme.clipC = "#0d8259";
    theme.clipD = "#c22f5a";
    theme.clipE = "#7a4fd0";
    theme.clipF = "#7a7d0b";
    theme.clipG = "#0f7d92";
    theme.clipH = "#7d5238";
    theme.good = "#0d8259";
    theme.bad = "#c62f3b";
    theme.violet = "#7a4fd0";
    theme.series = {"#1f6fd0", "#0d8259", "#7a4fd0", "#b86400", "#c22f5a", "#0f7d92", "#7a7d0b", "#7d5238"};
    return theme;
}

QPalette paletteFor(const Theme& theme) {
    QPalette palette;
    palette.setColor(QPalette::Window, theme.background);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.card);
    palette.setColor(QPalette::AlternateBase, theme.raised);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.faintText);
    palette.setColor(QPalette::Button, theme.raised);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::Highlight, theme.selected);
    palette.setColor(QPalette::HighlightedText, theme.text);
    palette.setColor(QPalette::ToolTipBase, theme.raised);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Link, theme.clipA);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, theme.faintText);
    }
    return palette;
}

QString contentOf(const QString& resource) {
    QFile file(resource);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Renders the file anew in the colour of the theme in use, so that icons follow a change of theme.
class ThemedIconEngine : public QIconEngine {
public:
    ThemedIconEngine(QString name, QColor Theme::*color) : name_(std::move(name)), color_(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const Theme& theme = currentTheme();
        QString svg = contentOf(QStringLiteral(":/icons/%1.svg").arg(name_));
        svg.replace(QStringLiteral("currentColor"), (mode == QIcon::Disabled ? theme.faintText : theme.*color_).name());
        QSvgRenderer(svg.toUtf8()).render(painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(*this); }

private:
    QString name_;
    QColor Theme::*color_;
};

}  // namespace

QColor Theme::* laneInk(int lane) {
    constexpr std::array<QColor Theme::*, 8> inks = {&Theme::clipA, &Theme::clipB, &Theme::clipC, &Theme::clipD,
                                                     &Theme::clipE, &Theme::clipF, &Theme::clipG, &Theme::clipH};
    return inks.at(static_cast<std::size_t>(lane));
}

Theme makeTheme(ThemeKind kind) {
    Theme theme = kind == ThemeKind::Dark ? darkTheme() : lightTheme();
    setFonts(theme);
    return theme;
}

const Theme& currentTheme() { return themeInUse(); }

void applyTheme(QApplication& application, ThemeKind kind) {
    const bool isFirst = application.styleSheet().isEmpty();
    themeInUse() = makeTheme(kind);
    if (isFirst) {
        QApplication::setStyle(new ThemeStyle);
    }
    // To replace a sheet takes Qt 6.4 three times as long as to take it off and to put the next one on.
    application.setStyleSheet(QString());
    application.setPalette(paletteFor(currentTheme()));
    application.setFont(currentTheme().body);
    application.setStyleSheet(styleSheetFor(currentTheme()));
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets) {
        widget->update();
    }
}

QString styleSheetFor(const Theme& theme) {
    std::vector<std::pair<QString, QColor>> names = {
        {"@rail", theme.rail},           {"@background", theme.background},
        {"@card", theme.card},           {"@raised", theme.raised},
        {"@hovered", theme.hovered},     {"@selected", theme.selected},
        {"@border", theme.border},       {"@strongBorder", theme.strongBorder},
        {"@grid", theme.grid},           {"@text", theme.text},
        {"@mutedText", theme.mutedText}, {"@faintText", theme.faintText},
        {"@accent", theme.accent},       {"@accentHovered", theme.accentHovered},
        {"@clipA", theme.clipA},         {"@clipB", theme.clipB},
        {"@good", theme.good},           {"@bad", theme.bad},
        {"@violet", theme.violet}};
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    QString sheet = contentOf(QStringLiteral(":/themes/workbench.qss"));
    for (const auto& [name, color] : names) {
        sheet.replace(name, color.name());
    }
    return sheet;
}

QIcon themedIcon(const QString& name, QColor Theme::*color) { return QIcon(new ThemedIconEngine(name, color)); }

QColor blend(const QColor& under, const QColor& over, double amount) {
    const auto mix = [amount](int a, int b) { return static_cast<int>(a + (b - a) * amount + 0.5); };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

}  // namespace musicrl
