// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/library/ExportDialog.h"
#include "app/workbench/pages/library/LibraryPage.h"
#include "app/workbench/pages/library/VotesCard.h"
#include "app/workbench/pages/rate/StudyDialog.h"
#include "playback/Player.h"
#include "record/Csv.h"
#include "study/CreateStudy.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/theme/Theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <memory>
#include <numeric>

using namespace musicrl;

namespace {

/// A project with clips of a base model, of a run, and one of unknown origin.
void fillProject(const ProjectFixture& fixture) {
    const ProjectFolder project = fixture.project();
    const std::string checkpoint = (project.runs() / "ru/checkpoints/step-00000040").string();
    const auto add = [&](const char* name, ClipFacts facts) {
        facts.seconds = 1.0;
        ProjectFixture::writeClip(project.clips() / name, facts);
    };
    add("a.flac", {.prompt = "calm lo-fi piano loop", .seed = 41, .mulan = 0.58, .mos = 4.1});
    add("b.flac", {.prompt = "upbeat work-out music, retro synth",
                   .seed = 42,
                   .mulan = 0.46,
                   .mos = 3.8,
                   .checkpoint = checkpoint});
    add("c.flac", {.prompt = "orchestral ballad, sad strings and piano",
                   .seed = 43,
                   .mulan = 0.34,
                   .mos = 3.5,
                   .checkpoint = checkpoint});
    add("d.flac", {.prompt = "fast jazz trio, walking bass, drums", .seed = 44, .mulan = 0.52, .mos = 2.9});
    writeAudioFile(project.clips() / "field recording.wav", readAudioFile(project.clips() / "d.flac"));
}

}  // namespace

class tst_LibraryPage : public QObject {
    Q_OBJECT

private:
    /// What the window gives a page, on its own.
    struct Bench {
        Player player;
        JobController files{QStringLiteral("files")};
        JobController device{QStringLiteral("cpu")};
        WorkbenchServices services;
        std::unique_ptr<LibraryPage> page;

        explicit Bench(const ProjectFixture& fixture) {
            services.player = &player;
            services.files = &files;
            services.device = &device;
            services.projectFolder = fixture.project().folder;
            page = std::make_unique<LibraryPage>(services, fixture.project().folder / "library.ini");
            page->resize(1300, 780);
            page->show();
        }
        ~Bench() { page.reset(); }
        LibraryTable& table() const { return page->table(); }
        int rows() const { return page->table().clips().rowCount(); }
        QString cell(int row, int column) const { return page->table().clips().index(row, column).data().toString(); }
        bool known(int row) const { return page->table().clips().clipAt(row) != nullptr; }
        /// All clips are listed, read and drawn.
        bool ready(int count) const {
            for (int row = 0; row < count; ++row) {
                if (rows() != count || !known(row) ||
                    !page->table().clips().index(row, 0).data(ClipTableModel::PeaksRole).value<PeaksPtr>()) {
                    return false;
                }
            }
            return !page->desk().scanning();
        }
        void filter(const QString& text) const {
            page->filterField().line().setFocus();
            page->filterField().line().selectAll();
            QTest::keyClicks(&page->filterField().line(), text);
        }
        int rowOf(const QString& file) const {
            for (int row = 0; row < rows(); ++row) {
                const LibraryClip* clip = page->table().clips().clipAt(row);
                if (clip != nullptr && clip->file.filename() == file.toStdString()) {
                    return row;
                }
            }
            return -1;
        }
        void select(const QString& file, Qt::KeyboardModifiers keys = Qt::NoModifier) const {
            const QRect cell = table().visualRect(table().clips().index(rowOf(file), LibraryTableModel::Title));
            QTest::mouseClick(table().viewport(), Qt::LeftButton, keys, cell.center());
        }
        template <typename T>
        T* find(const char* name) const {
            return page->findChild<T*>(QString::fromLatin1(name));
        }
    };

    std::unique_ptr<ProjectFixture> fixture_;

    void keepPicture(QWidget& widget, const QString& name) {
        const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QTest::qWait(50);  // what was ordered is laid out
            QDir().mkpath(folder);
            QVERIFY(widget.grab().save(folder + u'/' + name + QStringLiteral(".png")));
        }
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init() { fixture_ = std::make_unique<ProjectFixture>(); }

    void goesFromTheFilterToAClipThatIsSeen() {
        fillProject(*fixture_);
        const Bench bench(*fixture_);
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
        const Bench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 20000);
        QCOMPARE(bench.cell(0, LibraryTableModel::Mulan), QStringLiteral("0.000"));
        QCOMPARE(bench.cell(0, LibraryTableModel::Mos), QStringLiteral("0.00"));
    }

    void saysHowToGetClipsInAnEmptyProject() {
        Bench bench(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QLabel>("libraryEmpty")->text().contains(QStringLiteral("No clips yet")),
                                 20000);
        QVERIFY(bench.find<QLabel>("libraryEmpty")->isVisible());
        QVERIFY(!bench.find<QPushButton>("openInListen")->isEnabled());
        keepPicture(*bench.page, QStringLiteral("library-empty"));
    }

    void listsTheProjectsClipsWithTheirScores() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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
        applyTheme(*qApp, ThemeKind::Light);
        keepPicture(*bench.page, QStringLiteral("library-page-light"));
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void filtersWhileOneTypes() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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
        Bench bench(*fixture_);
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
            Bench bench(*fixture_);
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
        Bench again(*fixture_);
        QTRY_VERIFY_WITH_TIMEOUT(again.ready(5), 20000);
        QVERIFY(!again.table().isColumnHidden(LibraryTableModel::Seed));
        QCOMPARE(again.cell(0, LibraryTableModel::Mulan), QStringLiteral("0.340"));
    }

    void playsOpensAndFillsLanesByKeys() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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

    void offersWhatCanBeDoneWithAPair() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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
        Bench bench(*fixture_);
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
        Bench bench(*fixture_);
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
        Bench bench(*fixture_);
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

    void putsStarsOnByKeyAndByClick() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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

    void dragsFilesOut() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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
        Bench bench(*fixture_);
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

    void findsClipsThatComeLaterAndKeepsWhatIsSelected() {
        fillProject(*fixture_);
        Bench bench(*fixture_);
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
