// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/LibraryBench.h"
#include "app/Pictures.h"
#include "app/workbench/pages/library/ExportDialog.h"
#include "app/workbench/pages/library/VotesCard.h"
#include "app/workbench/pages/rate/StudyDialog.h"
#include "record/Csv.h"
#include "study/CreateStudy.h"

#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

using namespace musicrl;

class tst_LibraryActions : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ProjectFixture> fixture_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init() { fixture_ = std::make_unique<ProjectFixture>(); }

    void offersWhatCanBeDoneWithAPair() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        QSignalSpy blind(&bench.services, &WorkbenchServices::blindPairRequested);
        bench.select(QStringLiteral("a.flac"));
        bench.select(QStringLiteral("b.flac"), Qt::ControlModifier);
        Q_EMIT bench.table().menuRequested(bench.table().mapToGlobal(QPoint(20, 60)));
        QTRY_VERIFY(bench.find<QMenu>("clipMenu") != nullptr);
        auto* menu = bench.find<QMenu>("clipMenu");
        keepPicture(*menu, QStringLiteral("library-menu"));
        for (QAction* action : menu->actions()) {
            if (action->text().startsWith(QStringLiteral("Rate as a pair"))) {
                QVERIFY(action->isEnabled());
                action->trigger();
            }
        }
        menu->close();
        QTRY_COMPARE(blind.size(), 1);
        QVERIFY(
            bench.page->findChild<QLabel*>(QStringLiteral("selectedNotice"))->text().contains(QStringLiteral("2.0 s")));
    }

    void showsTheVotesOfASealedStudyAndNothingBefore() {
        fillProject(*fixture_);
        const auto clips = fixture_->project().clips();
        for (const char* model : {"base", "tuned"}) {
            ProjectFixture::writeClip(clips / model / "x.flac", {.prompt = "x", .seconds = 1.0});
        }
        StudyDesign design;
        design.name = "s";
        design.models = {{"base", clips / "base"}, {"tuned", clips / "tuned"}};
        design.questions = usualQuestions(StudyKind::Pairs);
        design.raters = {"ann"};
        StudyStore store =
            createStudy(design, fixture_->project().folder / "studies" / "s", [](std::size_t, std::size_t) {});
        const Trial trial = store.currentTrial("ann").value();
        Judgement judgement;
        judgement.trial = trial.id;
        judgement.rater = "ann";
        judgement.answers = {{.question = "overall", .preference = -2}};
        judgement.listenedSeconds = {{Side::A, 1.0}, {Side::B, 1.0}};
        store.record(judgement);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(7), 20000);
        const auto card = [&] { return bench.find<VotesCard>("votesCard"); };
        const auto selectFirst = [&] { bench.table().selectRow(bench.rowOf(QStringLiteral("x.flac"))); };
        selectFirst();
        QTRY_VERIFY(card()->isVisible());
        QVERIFY2(card()->asText().isEmpty(), qPrintable(card()->asText()));
        store.seal();
        Q_EMIT bench.services.studiesChanged();
        QTRY_VERIFY_WITH_TIMEOUT(card()->asText().startsWith(QStringLiteral("Sealed studies, blind: ")), 20000);
        keepPicture(*bench.page, QStringLiteral("library-votes"));
        bench.filter(QStringLiteral("x"));
        QTRY_COMPARE(bench.rows(), 2);
        bench.table().selectAll();
        QTRY_VERIFY(card()->isVisible() &&
                    bench.find<QLabel>("votesAbout")->text().contains(QStringLiteral("against")));
        QTest::mouseClick(bench.find<QPushButton>("openVotes"), Qt::LeftButton);
        auto* votes = bench.find<QTableWidget>("votesTable");
        QVERIFY(votes != nullptr && votes->rowCount() == 1);
        QSignalSpy opened(&bench.services, &WorkbenchServices::listenRequested);
        QSignalSpy evaluated(&bench.services, &WorkbenchServices::evaluateRequested);
        keepPicture(*votes->window(), QStringLiteral("library-votes-list"));
        QTest::keyClick(votes, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toStringList().size(), 2);
    }

    void makesAStudyOfWhatIsSelected() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        QVERIFY(!bench.find<QPushButton>("newStudy")->isEnabled());
        bench.select(QStringLiteral("a.flac"));
        bench.select(QStringLiteral("b.flac"), Qt::ControlModifier);
        QTest::mouseClick(bench.find<QPushButton>("newStudy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->findChild<StudyDialog*>() != nullptr, 20000);
        QVERIFY(bench.find<QLabel>("chosenClips")->text().startsWith(QStringLiteral("None of the chosen clips")));
        QVERIFY(bench.find<QLabel>("unusableClips")->text().contains(QStringLiteral("a.flac: No clip of ru-40")));
    }

    void exportsWhatIsSelected() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        bench.table().selectAll();
        QTest::mouseClick(bench.find<QPushButton>("export"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->findChild<ExportDialog*>() != nullptr, 20000);
        auto* dialog = bench.page->findChild<ExportDialog*>();
        bench.find<QLineEdit>("exportName")->setText(QStringLiteral("mine"));
        const std::filesystem::path folder = dialog->config().folder;
        keepPicture(*dialog, QStringLiteral("library-export"));
        QTest::keyClick(bench.find<QLineEdit>("exportName"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(
            bench.find<QLabel>("exportMessage")->text().contains(QStringLiteral("5 sound files, 4 of them")), 20000);
        QCOMPARE(readCsv(folder / "clips.csv").rows.size(), std::size_t(5));
        bench.find<QLineEdit>("exportName")->setText(QStringLiteral("min"));
        bench.find<QLineEdit>("exportName")->setText(QStringLiteral("mine"));
        QVERIFY(!bench.find<QPushButton>("startExport")->isEnabled());  // nothing is replaced
        keepPicture(*dialog, QStringLiteral("library-export-taken"));
    }

    void exportsToNoPlaceThatCannotBe() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        bench.table().selectAll();
        QTest::mouseClick(bench.find<QPushButton>("export"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->findChild<ExportDialog*>() != nullptr, 20000);
        auto* dialog = bench.page->findChild<ExportDialog*>();
        std::filesystem::create_directories(bench.services.projectFolder / "shared" / "takes");
        bench.find<QLineEdit>("exportParent")->setText(QStringLiteral("shared/takes"));
        bench.find<QLineEdit>("exportName")->setText(QStringLiteral("mine"));
        QCOMPARE(dialog->config().folder, bench.services.projectFolder / "shared" / "takes" / "mine");
        bench.find<QLineEdit>("exportName")->setText(QString(300, QLatin1Char('x')));  // longer than a name can be
        QTest::mouseClick(bench.find<QPushButton>("startExport"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isBusy(), 20000);
        const QString message = bench.find<QLabel>("exportMessage")->text();
        QVERIFY2(message.contains(QStringLiteral("choose another folder or name")), qPrintable(message));
        QVERIFY(bench.find<QPushButton>("startExport")->isEnabled());
    }

    void putsStarsOnByKeyAndByClick() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        const auto star = [&](const char* file) {
            return bench.cell(bench.rowOf(QString::fromLatin1(file)), LibraryTableModel::Starred);
        };
        bench.select(QStringLiteral("a.flac"));
        bench.select(QStringLiteral("b.flac"), Qt::ControlModifier);
        QTest::keyClick(&bench.table(), Qt::Key_S);
        QTRY_COMPARE(star("a.flac"), QStringLiteral("★"));
        QTRY_COMPARE(star("b.flac"), QStringLiteral("★"));
        const QModelIndex cell =
            bench.table().clips().index(bench.rowOf(QStringLiteral("a.flac")), LibraryTableModel::Starred);
        bench.table().scrollTo(cell);
        QTest::mouseClick(bench.table().viewport(), Qt::LeftButton, {}, bench.table().visualRect(cell).center());
        QTRY_COMPARE(star("a.flac"), QString());
        QTest::keyClick(&bench.table(), Qt::Key_F);
        QTRY_VERIFY(bench.page->filterField().line().hasFocus());
        bench.filter(QStringLiteral("starred:yes"));
        QTRY_COMPARE(bench.rows(), 1);
    }

    void dragsFilesOut() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        LibraryTableModel& model = bench.table().clips();
        const int a = bench.rowOf(QStringLiteral("a.flac"));
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(a, 0), model.index(a, 1)}));
        QCOMPARE(data->urls().size(), 1);
        QVERIFY(data->urls().front().toLocalFile().endsWith(QStringLiteral("a.flac")));
        QVERIFY(model.flags(model.index(a, 1)).testFlag(Qt::ItemIsDragEnabled));
    }

    void movesAClipToTheTrashWhenAskedTo() {
        fillProject(*fixture_);
        LibraryBench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(5), 20000);
        const auto clips = fixture_->project().clips();
        bench.select(QStringLiteral("d.flac"));
        QTest::keyClick(&bench.table(), Qt::Key_Delete);
        QTRY_VERIFY(bench.find<QPushButton>("moveToTrash") != nullptr);
        QVERIFY(std::filesystem::exists(clips / "d.flac"));  // it asks first
        QTest::mouseClick(bench.find<QPushButton>("moveToTrash"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 4, 20000);
        QVERIFY(!std::filesystem::exists(clips / "d.flac"));
        QVERIFY(!std::filesystem::exists(clips / "d.json"));
    }
};

QTEST_MAIN(tst_LibraryActions)
#include "tst_LibraryActions.moc"
