// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/LibraryBench.h"
#include "app/Pictures.h"
#include "widgets/rewards/BreakdownView.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <numeric>

using namespace musicrl;

class tst_LibraryPage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ProjectFixture> fixture_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init() { fixture_ = std::make_unique<ProjectFixture>(); }

    void goesFromTheFilterToAClipThatIsSeen() {
        fillProject(*fixture_);
        const LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        bench.filter(QStringLiteral("piano"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(2), 20000);
        // As a focus does that came and went: a clip is the current one, and nothing shows it.
        bench.table().selectionModel()->setCurrentIndex(bench.table().clips().index(0, 1),
                                                        QItemSelectionModel::NoUpdate);
        QVERIFY(bench.table().selectedIds().empty());
        QTest::keyClick(&bench.page->filterField().line(), Qt::Key_Down);
        QVERIFY(bench.table().hasFocus());
        QCOMPARE(bench.table().selectedIds().size(), std::size_t(1));
        QVERIFY(bench.find<QPushButton>("openInListen")->isEnabled());
        QTest::keyClick(&bench.table(), Qt::Key_Down);
        QCOMPARE(bench.table().selectionModel()->selectedRows().front().row(), 1);
    }

    void giveNoSignToWhatRoundsToNothing() {
        ProjectFixture::writeClip(fixture_->project().clips() / "a.flac",
                                  {.prompt = "calm", .seconds = 1.0, .mulan = -0.0004, .mos = -0.004});
        const LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 20000);
        QCOMPARE(bench.cell(0, LibraryTableModel::Mulan), QStringLiteral("0.000"));
        QCOMPARE(bench.cell(0, LibraryTableModel::Mos), QStringLiteral("0.00"));
    }

    void saysHowToGetClipsInAnEmptyProject() {
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QLabel>("libraryEmpty")->text().contains(QStringLiteral("No clips yet")),
                                 20000);
        QVERIFY(bench.find<QLabel>("libraryEmpty")->isVisible());
        QVERIFY(!bench.find<QPushButton>("openInListen")->isEnabled());
        keepPicture(*bench.page, QStringLiteral("library-empty"));
    }

    void listsTheProjectsClipsWithTheirScores() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        const QAbstractItemModelTester tester(&bench.table().clips(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        QCOMPARE(bench.find<QLabel>("filterState")->text(), QStringLiteral("5 clips"));
        const int b = bench.rowOf(QStringLiteral("b.flac"));
        QCOMPARE(bench.cell(b, LibraryTableModel::Title), QStringLiteral("upbeat work-out music, retro synth"));
        QCOMPARE(bench.cell(b, LibraryTableModel::Model), QStringLiteral("ru @ 40"));
        QCOMPARE(bench.cell(b, LibraryTableModel::Mulan), QStringLiteral("0.460"));
        QCOMPARE(bench.cell(b, LibraryTableModel::Mos), QStringLiteral("3.80"));
        QCOMPARE(bench.cell(b, LibraryTableModel::Kl), QStringLiteral("–"));
        bench.select(QStringLiteral("b.flac"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<BreakdownView>("selectedBreakdown")->isVisible(), 20000);
        QVERIFY(bench.find<BreakdownView>("selectedBreakdown")->asText().contains(QStringLiteral("0.460")));
        QVERIFY(bench.find<QWidget>("provenance")->isVisible());
        keepPicture(*bench.page, QStringLiteral("library-page"));
    }

    void filtersWhileOneTypes() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        bench.filter(QStringLiteral("pian"));
        QTRY_COMPARE(bench.rows(), 2);
        QCOMPARE(bench.find<QLabel>("filterState")->text(), QStringLiteral("2 of 5 clips"));
        QTest::keyClicks(&bench.page->filterField().line(), QStringLiteral("o model:ru"));
        QTRY_COMPARE(bench.rows(), 1);
        bench.filter(QStringLiteral("mulan>0.5 mos<3"));
        QTRY_COMPARE(bench.rows(), 1);
        QTRY_COMPARE(bench.rowOf(QStringLiteral("d.flac")), 0);
        bench.filter(QStringLiteral("tuba"));
        QTRY_VERIFY(bench.find<QLabel>("libraryEmpty")->isVisible());
        QVERIFY(bench.find<QLabel>("libraryEmpty")->text().contains(QStringLiteral("No clip is like that")));
        QTest::keyClick(&bench.page->filterField().line(), Qt::Key_Escape);
        QTRY_COMPARE(bench.rows(), 5);
    }

    void saysWhatOfAFilterItDoesNotUnderstandAndKeepsWhatItFound() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        bench.filter(QStringLiteral("piano"));
        QTRY_COMPARE(bench.rows(), 2);
        bench.page->filterField().line().setText(QStringLiteral("piano tempo>90 sad"));  // as pasted
        QVERIFY(bench.find<QLabel>("filterState")
                    ->text()
                    .startsWith(QStringLiteral("At letter 7: There is no field \"tempo\"")));
        QVERIFY(bench.page->filterField().line().property("invalid").toBool());
        QTest::qWait(200);
        QCOMPARE(bench.rows(), 2);
        keepPicture(*bench.page, QStringLiteral("library-fault"));
        bench.filter(QStringLiteral("mulan>"));  // not wrong yet: one is still typing
        QVERIFY(!bench.page->filterField().line().property("invalid").toBool());
        QTest::keyClick(&bench.page->filterField().line(), Qt::Key_Return);  // now it is
        QVERIFY(bench.page->filterField().line().property("invalid").toBool());
        QCOMPARE(bench.page->filterField().line().selectedText(), QStringLiteral("mulan>"));
        QTest::keyClick(&bench.page->filterField().line(), Qt::Key_F1);
        const auto* help = bench.find<QMenu>("filterHelpCard");
        QVERIFY(help != nullptr && help->isVisible());
        keepPicture(*bench.find<QMenu>("filterHelpCard"), QStringLiteral("library-help"));
    }

    void sortsByAClickOnAColumnAndRemembersIt() {
        fillProject(*fixture_);
        {
            LibraryBench bench(*fixture_);
            QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
            QHeaderView* header = bench.table().horizontalHeader();
            const int x = header->sectionViewportPosition(LibraryTableModel::Mulan) + 20;
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
            QTRY_COMPARE(bench.cell(0, LibraryTableModel::Mulan), QStringLiteral("0.580"));
            QCOMPARE(bench.cell(4, LibraryTableModel::Mulan), QStringLiteral("–"));
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
            QTRY_COMPARE(bench.cell(0, LibraryTableModel::Mulan), QStringLiteral("0.340"));
            QCOMPARE(bench.cell(4, LibraryTableModel::Mulan), QStringLiteral("–"));  // what is not known comes last
            Q_EMIT header->customContextMenuRequested(QPoint(x, 5));
            auto* menu = bench.find<QMenu>("columnMenu");
            QVERIFY(menu != nullptr);
            for (QAction* action : menu->actions()) {
                if (action->text() == QStringLiteral("seed")) {
                    action->trigger();
                }
            }
            QVERIFY(!bench.table().isColumnHidden(LibraryTableModel::Seed));
            menu->close();
        }
        LibraryBench again(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(again.ready(5), 20000);
        QVERIFY(!again.table().isColumnHidden(LibraryTableModel::Seed));
        QCOMPARE(again.cell(0, LibraryTableModel::Mulan), QStringLiteral("0.340"));
    }

    void playsOpensAndFillsLanesByKeys() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        QSignalSpy played(&bench.services, &WorkbenchServices::clipActivated);
        QSignalSpy opened(&bench.services, &WorkbenchServices::listenRequested);
        QSignalSpy lanes(&bench.services, &WorkbenchServices::laneRequested);
        bench.select(QStringLiteral("b.flac"));
        QTest::keyClick(&bench.table(), Qt::Key_Space);
        QCOMPARE(played.size(), 1);
        QVERIFY(played[0][0].toString().endsWith(QStringLiteral("b.flac")));
        QTest::keyClick(&bench.table(), Qt::Key_B);
        QCOMPARE(lanes.size(), 1);
        QCOMPARE(lanes[0][0].toChar(), QChar(u'B'));
        QTest::keyClick(&bench.table(), Qt::Key_Return);
        QTRY_COMPARE(opened.size(), 1);
        bench.select(QStringLiteral("c.flac"), Qt::ControlModifier);
        QTest::mouseClick(bench.find<QPushButton>("openInListen"), Qt::LeftButton);
        QTRY_COMPARE(opened.size(), 2);
        QCOMPARE(opened[1][0].toStringList().size(), 2);
        QTest::keyClick(&bench.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("orchestral ballad, sad strings and piano"));
        const QRect wave = bench.table().visualRect(
            bench.table().clips().index(bench.rowOf(QStringLiteral("a.flac")), LibraryTableModel::Waveform));
        QTest::mouseClick(bench.table().viewport(), Qt::LeftButton, {}, wave.center());
        QCOMPARE(played.size(), 2);
        QVERIFY(played[1][0].toString().endsWith(QStringLiteral("a.flac")));
    }

    void takesAHundredThousandClipsWithoutAStop() {
        constexpr ClipId count = 100'000;
        LibraryTable table;
        table.resize(1100, 700);
        table.show();
        QSignalSpy wanted(&table.clips(), &LibraryTableModel::clipsWanted);
        std::vector<ClipId> ids(count);
        std::iota(ids.begin(), ids.end(), 1);
        QElapsedTimer timer;
        timer.start();
        table.clips().setIds(ids);
        table.grab();  // laid out and painted
        qInfo("first listing: %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 1000);  // far above what it takes, for busy machines
        QTRY_VERIFY(!wanted.isEmpty());
        QVERIFY(wanted[0][0].value<std::vector<ClipId>>().size() < 300);  // what is in view and beside it, no more
        table.selectRow(7);
        std::reverse(ids.begin(), ids.end());
        timer.restart();
        table.clips().setIds(ids);
        table.grab();
        qInfo("another order: %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(table.selectedIds(), std::vector<ClipId>{8});
        QCOMPARE(table.currentIndex().row(), static_cast<int>(count) - 8);
    }

    void findsClipsThatComeLaterAndKeepsWhatIsSelected() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        bench.select(QStringLiteral("c.flac"));
        ProjectFixture::writeClip(fixture_->project().clips() / "e.flac", {.prompt = "new", .seconds = 1.0});
        QTest::keyClick(bench.page.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(6), 20000);
        QVERIFY(bench.table().currentClip() != nullptr);
        QCOMPARE(bench.table().currentClip()->file.filename().string(), std::string("c.flac"));
        QCOMPARE(bench.table().selectedIds().size(), std::size_t(1));
    }
};

QTEST_MAIN(tst_LibraryPage)
#include "tst_LibraryPage.moc"
