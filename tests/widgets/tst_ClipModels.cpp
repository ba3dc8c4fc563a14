// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/ClipDelegates.h"
#include "widgets/models/ClipTableModel.h"
#include "widgets/models/RunTableModel.h"
#include "widgets/models/SampleGridModel.h"
#include "widgets/models/WaveformPainting.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTest>

using namespace musicrl;

namespace {

constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

ClipRow clip(const QString& path, double mulan, double mos) {
    ClipRow row;
    row.path = path;
    row.durationSeconds = 5.0;
    ClipRecord record;
    record.recipe.modelName = "demo";
    record.recipe.prompt = {"p", "slow calm piano", 5.0, 41};
    record.scores = RewardBreakdown{mulan + mos, {{"mulan", mulan, 1.0, mulan, {}}, {"quality", mos, 1.0, mos, {}}}};
    row.record = record;
    row.peaks = std::make_shared<const std::vector<Peak>>(100, Peak{-0.5F, 0.5F});
    return row;
}

SampleCell sample(std::int64_t step, const QString& prompt) {
    return {step, prompt, clip(QString("/run/%1/%2.flac").arg(step).arg(prompt), 0.31, 3.2)};
}

QString textOf(const QAbstractItemModel& model, int row, int column) { return model.index(row, column).data().toString(); }

}  // namespace

class tst_ClipModels : public QObject {
    Q_OBJECT
private slots:
    void clipsKeepTheRulesOfItemModels() {
        ClipTableModel model;
        const QAbstractItemModelTester tester(&model, strict);
        model.prepend(clip("a.flac", 0.4, 3.0));
        model.prepend(clip("b.flac", 0.5, 2.0));
        model.setPlayed("a.flac", 0.5);
        model.prepend(clip("a.flac", 0.6, 3.0));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(textOf(model, 1, ClipTableModel::Mulan), QString("0.600"));
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aClipOfUnknownOriginShowsItsNameAndNoScores() {
        ClipTableModel model;
        model.prepend({"/music/found.wav", 3.0, std::nullopt, nullptr});
        QCOMPARE(textOf(model, 0, ClipTableModel::PromptText), QString("found"));
        QCOMPARE(textOf(model, 0, ClipTableModel::Mos), QString("–"));
    }

    void aTunedClipNamesItsRunAndStep() {
        ClipTableModel model;
        ClipRow row = clip("a.flac", 0.4, 3.0);
        row.record->recipe.checkpoint = "/p/runs/r-1/checkpoints/step-00000060";
        model.prepend(row);
        QCOMPARE(textOf(model, 0, ClipTableModel::ModelName), QString("r-1 @ 60"));
    }

    void sortsByNumberAndPutsUnscoredClipsLast() {
        ClipTableModel model;
        model.setRows({clip("a", 0.09, 3.0), {"b", 1.0, std::nullopt, nullptr}, clip("c", 0.6, 2.0), clip("d", 0.1, 1.0)});
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(ClipTableModel::SortRole);
        sorted.sort(ClipTableModel::Mulan, Qt::DescendingOrder);
        QStringList order;
        for (int i = 0; i < 4; ++i) {
            order << sorted.index(i, 0).data(ClipTableModel::PathRole).toString();
        }
        QCOMPARE(order, QStringList({"c", "d", "a", "b"}));
    }

    void runsKeepTheRulesOfItemModels() {
        RunTableModel model;
        const QAbstractItemModelTester tester(&model, strict);
        model.setRows({{"/r/a", "a", 0, 100, 0.61, 12.3, false}});
        model.setRow({"/r/b", "b", 1, 0, std::nullopt, std::nullopt, true});
        model.setRow({"/r/a", "a", 0, 120, 0.62, 13.0, false});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(textOf(model, 0, RunTableModel::Step), QString("120"));
        QCOMPARE(textOf(model, 1, RunTableModel::Kl), QString("–"));
        QCOMPARE(model.rowOf("/r/b"), 1);
    }

    void samplesKeepTheRulesOfItemModels() {
        SampleGridModel model;
        const QAbstractItemModelTester tester(&model, strict);
        model.setCells({sample(0, "p1"), sample(0, "p2"), sample(20, "p1")});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), 3);
        model.setCell(sample(10, "p2"));
        QCOMPARE(model.columnCount(), 4);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("base"));
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QString("step 10"));
        QCOMPARE(textOf(model, 0, 0), QString("slow calm piano"));
        QVERIFY(!model.indexOf(20, "p2").isValid());
        QCOMPARE(model.indexOf(20, "p1").data(SampleGridModel::ScoresRole).toString(), QString("MuLan .31 MOS 3.2"));
        model.setPlayed("/run/20/p1.flac", 0.25);
        QCOMPARE(model.indexOf(20, "p1").data(SampleGridModel::PlayedRole).toDouble(), 0.25);
        model.setCells({});
        QCOMPARE(model.columnCount(), 0);
    }

    void checksAtMostTwoSamplesAndKeepsTheFirstAsA() {
        SampleGridModel model;
        model.setCells({sample(0, "p1"), sample(10, "p1"), sample(20, "p1")});
        for (const int step : {10, 0, 20}) {
            model.setData(model.indexOf(step, "p1"), Qt::Checked, Qt::CheckStateRole);
        }
        QCOMPARE(model.checked(), QStringList({"/run/10/p1.flac", "/run/20/p1.flac"}));
        QCOMPARE(model.indexOf(20, "p1").data(SampleGridModel::LaneRole).toInt(), 1);
        model.setData(model.indexOf(10, "p1"), Qt::Unchecked, Qt::CheckStateRole);
        QCOMPARE(model.checked(), QStringList({"/run/20/p1.flac"}));
        QVERIFY(!model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    }

    void playsAndChoosesLanesByClicks() {
        ClipTableModel model;
        model.setRows({clip("a", 0.4, 3.0)});
        QTableView table;
        table.setModel(&model);
        table.verticalHeader()->setDefaultSectionSize(44);
        table.setColumnWidth(ClipTableModel::Lanes, 80);
        WaveformDelegate waveform;
        LanesDelegate lanes;
        table.setItemDelegateForColumn(ClipTableModel::Waveform, &waveform);
        table.setItemDelegateForColumn(ClipTableModel::Lanes, &lanes);
        table.resize(1000, 200);
        table.show();
        const QSignalSpy plays(&waveform, &WaveformDelegate::clicked);
        const QSignalSpy chosen(&lanes, &LanesDelegate::laneClicked);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(model.index(0, 0)).center());
        QCOMPARE(plays.size(), 1);
        const QRect cell = table.visualRect(model.index(0, ClipTableModel::Lanes));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, LanesDelegate::buttonRect(cell, 1).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][1].toChar(), QChar('B'));
    }

    void checksAndPlaysSamplesByClicks() {
        SampleGridModel model;
        model.setCells({sample(0, "p1"), sample(10, "p1")});
        QTableView table;
        table.setModel(&model);
        SampleDelegate delegate;
        table.setItemDelegate(&delegate);
        table.verticalHeader()->setDefaultSectionSize(62);
        table.horizontalHeader()->setDefaultSectionSize(150);
        table.resize(600, 200);
        table.show();
        const QSignalSpy plays(&delegate, &SampleDelegate::clicked);
        const QRect cell = table.visualRect(model.index(0, 2));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, SampleDelegate::boxRect(cell).center());
        QCOMPARE(model.checked(), QStringList({"/run/10/p1.flac"}));
        QCOMPARE(plays.size(), 0);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell.center() - QPoint(0, 10));
        QCOMPARE(plays.size(), 1);
        QVERIFY(!table.grab().isNull());
    }

    void paintsWhatWasPlayedInItsColour() {
        QImage image(120, 30, QImage::Format_RGB32);
        image.fill(Qt::black);
        QPainter painter(&image);
        paintWaveform(painter, QRectF(0, 0, 120, 30), std::vector<Peak>(50, Peak{-1.0F, 1.0F}), Qt::gray, Qt::blue, 0.5);
        painter.end();
        QCOMPARE(image.pixelColor(9, 15), QColor(Qt::blue));
        QCOMPARE(image.pixelColor(90, 15), QColor(Qt::gray));
        QCOMPARE(image.pixelColor(92, 15), QColor(Qt::black));
    }
};

QTEST_MAIN(tst_ClipModels)
#include "tst_ClipModels.moc"
