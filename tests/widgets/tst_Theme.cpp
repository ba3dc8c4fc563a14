// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Card.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

using namespace musicrl;

namespace {

double channel(double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

/// WCAG 2.1, 1.4.3.
double contrast(const QColor& a, const QColor& b) {
    const double light = std::max(luminance(a), luminance(b));
    const double dark = std::min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

bool shows(const QImage& image, const QColor& color) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == color) {
                return true;
            }
        }
    }
    return false;
}

/// Pixels of the first and of the last row of what is drawn inside a header, away from its edges.
std::pair<int, int> arrowWidths(const QImage& header) {
    const QColor ground = header.pixelColor(4, header.height() / 2);
    std::vector<int> rows;
    for (int y = 3; y < header.height() - 3; ++y) {
        int count = 0;
        for (int x = 3; x < header.width() - 3; ++x) {
            count += std::abs(header.pixelColor(x, y).lightness() - ground.lightness()) > 40 ? 1 : 0;
        }
        if (count > 0) {
            rows.push_back(count);
        }
    }
    return rows.empty() ? std::pair(0, 0) : std::pair(rows.front(), rows.back());
}

}  // namespace

class tst_Theme : public QObject {
    Q_OBJECT
private slots:
    void namesNoUnknownColour_data() { themes(); }
    void namesNoUnknownColour() {
        QFETCH(int, kind);
        const QString sheet = styleSheetFor(makeTheme(static_cast<ThemeKind>(kind)));
        QVERIFY(sheet.size() > 1000);
        QVERIFY2(!sheet.contains(QRegularExpression("@[a-zA-Z]+;")), "a name without a colour");
    }

    void pointsDownOverAColumnWithTheHighestFirst_data() { themes(); }
    void pointsDownOverAColumnWithTheHighestFirst() {
        QFETCH(int, kind);
        applyTheme(*qApp, static_cast<ThemeKind>(kind));
        QTableWidget table(1, 1);
        table.setHorizontalHeaderLabels({QString()});  // nothing but the arrow is drawn
        table.horizontalHeader()->setSortIndicatorShown(true);
        const auto widths = [&](Qt::SortOrder order) {
            table.horizontalHeader()->setSortIndicator(0, order);
            return arrowWidths(table.horizontalHeader()->grab().toImage());
        };
        const auto [top, bottom] = widths(Qt::DescendingOrder);
        QVERIFY2(top > bottom && bottom > 0, qPrintable(QStringLiteral("%1 above %2").arg(top).arg(bottom)));
        const auto [topUp, bottomUp] = widths(Qt::AscendingOrder);
        QVERIFY2(topUp < bottomUp && topUp > 0, qPrintable(QStringLiteral("%1 above %2").arg(topUp).arg(bottomUp)));
    }

    void keepsTextReadable_data() { themes(); }
    void keepsTextReadable() {
        QFETCH(int, kind);
        const Theme theme = makeTheme(static_cast<ThemeKind>(kind));
        for (const QColor& ground : {theme.background, theme.card, theme.raised, theme.rail}) {
            QVERIFY(contrast(theme.text, ground) >= 7.0);
            QVERIFY(contrast(theme.mutedText, ground) >= 4.5);
        }
        for (const QColor& ink : {theme.clipA, theme.clipB, theme.good, theme.bad, theme.violet}) {
            QVERIFY(contrast(ink, theme.card) >= 4.0);
        }
        for (const QColor& ink : theme.series) {
            QVERIFY(contrast(ink, theme.card) >= 3.0);
        }
        QVERIFY(contrast(Qt::white, theme.accent) >= 4.5);
    }

    void drawsIconsInTheThemeInUse() {
        const QIcon icon = themedIcon("stop");
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
            applyTheme(*qApp, kind);
            const QImage image = icon.pixmap(24, 24).toImage();
            QCOMPARE(image.pixelColor(image.width() / 2, image.height() / 2), currentTheme().text);
        }
    }

    void dressesWidgetsThatAreThereAnew() {
        QDialog window;
        auto* button = new QPushButton("go", &window);
        button->setProperty("primary", true);
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark, ThemeKind::Light}) {
            applyTheme(*qApp, kind);
            window.resize(200, 100);
            window.show();
            const QImage image = window.grab().toImage();
            QCOMPARE(image.pixelColor(100, 90), currentTheme().background);
            QCOMPARE(image.pixelColor(0, 50), currentTheme().strongBorder);
            QVERIFY(shows(button->grab().toImage(), currentTheme().accent));
            QCOMPARE(qApp->styleSheet(), styleSheetFor(currentTheme()));
        }
    }

    void dressesMessageBoxes_data() { themes(); }
    void dressesMessageBoxes() {
        QFETCH(int, kind);
        applyTheme(*qApp, static_cast<ThemeKind>(kind));
        const Theme& theme = currentTheme();
        const std::map<QMessageBox::Icon, QColor> inks = {{QMessageBox::Question, theme.clipA},
                                                          {QMessageBox::Information, theme.clipA},
                                                          {QMessageBox::Warning, theme.clipB},
                                                          {QMessageBox::Critical, theme.bad}};
        for (const auto& [icon, ink] : inks) {
            QMessageBox box(icon, "Seal", "Seal the study?", QMessageBox::Cancel);
            QPushButton* other = box.addButton("Seal", QMessageBox::AcceptRole);
            box.setDefaultButton(QMessageBox::Cancel);
            box.show();
            QVERIFY(shows(box.iconPixmap().toImage(), ink));
            QCOMPARE(box.grab().toImage().pixelColor(0, box.height() / 2), theme.strongBorder);
            QVERIFY(shows(box.button(QMessageBox::Cancel)->grab().toImage(), theme.accent));
            QVERIFY(!shows(other->grab().toImage(), theme.accent));
            QVERIFY(box.button(QMessageBox::Cancel)->icon().isNull());
        }
    }

    void makesRoomForTheKeyCap() {
        KeyButton plain("Compare");
        KeyButton withKey("Compare", "C");
        QVERIFY(withKey.sizeHint().width() > plain.sizeHint().width() + 16);
        QCOMPARE(withKey.text(), QString("Compare"));
    }

    void hidesAnEmptyTitle() {
        Card card;
        card.show();
        QVERIFY(!card.findChild<QLabel*>()->isVisible());
        card.setTitle("Runs");
        QVERIFY(card.findChild<QLabel*>()->isVisible());
    }

private:
    void themes() {
        QTest::addColumn<int>("kind");
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
    }
};

QTEST_MAIN(tst_Theme)
#include "tst_Theme.moc"
