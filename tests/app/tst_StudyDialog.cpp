// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Pictures.h"
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/rate/StudyDialog.h"
#include "base/AtomicFile.h"
#include "study/StudyStore.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <memory>

using namespace musicrl;

class tst_StudyDialog : public QObject {
    Q_OBJECT

private:
    /// The dialog over a project with clips of two models for two prompts.
    struct Bench {
        ProjectFixture fixture;
        JobController files{QStringLiteral("files")};
        WorkbenchServices services;
        std::unique_ptr<StudyDialog> dialog;
        std::vector<LibraryClip> clips;

        Bench() {
            services.files = &files;
            services.projectFolder = fixture.project().folder;
            for (const char* model : {"base", "tuned"}) {
                for (const char* prompt : {"calm piano", "fast jazz"}) {
                    LibraryClip clip;
                    clip.file = fixture.project().clips() / model / (slug(prompt) + ".flac");
                    clip.model = model;
                    ProjectFixture::writeClip(clip.file, {.prompt = prompt, .seconds = 0.5});
                    clips.push_back(clip);
                }
            }
            dialog = std::make_unique<StudyDialog>(services, fixture.project().folder / "studies");
            static_cast<QDialog*>(dialog.get())->show();
        }
        template <typename T>
        T* find(const char* name) const {
            return dialog->findChild<T*>(QString::fromLatin1(name));
        }
        void type(const char* name, const QString& text) const {
            find<QLineEdit>(name)->clear();
            QTest::keyClicks(find<QLineEdit>(name), text);
        }
        void fillFolders() const {
            for (int i = 0; i < 2; ++i) {
                const char* model = i == 0 ? "base" : "tuned";
                type(qPrintable(QStringLiteral("modelName%1").arg(i)), QString::fromLatin1(model));
                type(qPrintable(QStringLiteral("modelClips%1").arg(i)),
                     QString::fromStdString((fixture.project().clips() / model).string()));
            }
        }
    };

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void opensWhatItSaved() {
        const Bench bench;
        bench.fillFolders();
        bench.type("studyName", QStringLiteral("round 1"));
        bench.type("studyDescription", QStringLiteral("does it help?"));
        bench.type("raterNames", QStringLiteral("ann, bob"));
        bench.type("repeats", QStringLiteral("2"));
        bench.type("noisy_gold", QStringLiteral("1"));
        bench.type("practice", QStringLiteral("4"));
        bench.type("practice_to_pass", QStringLiteral("75"));
        bench.type("minimum_agreement", QStringLiteral("0.2"));
        bench.type("target_lufs", QStringLiteral("-20.5"));
        bench.find<QComboBox>("questions")->setCurrentIndex(1);
        bench.find<QCheckBox>("commonLength")->setChecked(false);
        const std::filesystem::path file = bench.services.projectFolder / "round-1.toml";
        bench.dialog->saveToml(file);
        const StudyDesign read = readStudyDesign(file);  // what "musicrl study create" reads
        QCOMPARE(read.practiceToPass, 0.75);
        QCOMPARE(read.screening.minimumAgreement, 0.2);
        QCOMPARE(read.targetLufs, -20.5);
        QVERIFY(!read.commonLength);
        QCOMPARE(read.questions.size(), std::size_t(3));
        const Bench other;
        other.dialog->openToml(file);
        QCOMPARE(toJson(other.dialog->design()).dump(), toJson(read).dump());
    }

    void keepsWhatOnlyFilesCanSay() {
        const Bench bench;
        const std::filesystem::path file = bench.services.projectFolder / "own.toml";
        writeFileAtomically(file,
                            "name = \"own\"\nraters = [\"ann\"]\n"
                            "[[models]]\nname = \"base\"\nclips = \"clips/base\"\n"
                            "[[models]]\nname = \"tuned\"\nfiles = [\"clips/tuned/calm-piano.flac\"]\n"
                            "[[questions]]\nid = \"groove\"\ntext = \"Which makes you move?\"\nsteps = 3\n"
                            "[[gold]]\nprompt = \"p\"\nbetter = \"clips/base/calm-piano.flac\"\n"
                            "worse = \"clips/base/fast-jazz.flac\"\n");
        bench.dialog->openToml(file);
        const StudyDesign shown = bench.dialog->design();
        QCOMPARE(toJson(shown).dump(), toJson(readStudyDesign(file)).dump());
        QVERIFY(bench.find<QLabel>("keptOfFile")->text().contains(QStringLiteral("A check (gold) pair")));
        QTRY_VERIFY_WITH_TIMEOUT(bench.dialog->hasPlan(), 20000);
        QVERIFY(bench.dialog->summary().startsWith(QStringLiteral("2 trials")));  // one prompt, one gold pair
        bench.find<QComboBox>("questions")->setCurrentIndex(0);
        QCOMPARE(bench.dialog->design().questions.front().id, std::string("overall"));
        writeFileAtomically(bench.services.projectFolder / "plain.toml",
                            "name = \"plain\"\nraters = [\"ann\"]\n"
                            "[[models]]\nname = \"base\"\nclips = \"clips/base\"\n"
                            "[[models]]\nname = \"tuned\"\nclips = \"clips/tuned\"\n");
        bench.dialog->openToml(bench.services.projectFolder / "plain.toml");
        QVERIFY(bench.dialog->design().gold.empty());
        QVERIFY(!bench.find<QLabel>("keptOfFile")->text().contains(QStringLiteral("takes part")));
        writeFileAtomically(file, "name = \n");
        bench.dialog->openToml(file);
        QVERIFY(bench.find<QLabel>("studyError")->text().contains(QStringLiteral("own.toml, line 1")));
    }

    void keepsTheHalfPerCentOfAFile() {
        const Bench bench;
        const std::filesystem::path file = bench.services.projectFolder / "halves.toml";
        writeFileAtomically(file,
                            "name = \"halves\"\nraters = [\"ann\"]\n"
                            "[[models]]\nname = \"base\"\nclips = \"clips/base\"\n"
                            "[[models]]\nname = \"tuned\"\nclips = \"clips/tuned\"\n"
                            "[screening]\nminimum_repeats = 0.625\nminimum_gold = 0.07\n");
        bench.dialog->openToml(file);
        QCOMPARE(bench.find<QLineEdit>("minimum_repeats")->text(), QStringLiteral("62.5"));
        QCOMPARE(bench.find<QLineEdit>("minimum_gold")->text(), QStringLiteral("7"));
        bench.dialog->saveToml(file);
        QCOMPARE(readStudyDesign(file).screening.minimumRepeats, 0.625);
        QCOMPARE(readStudyDesign(file).screening.minimumGold, 0.07);
    }

    void fixesByWhichRulesRatersAreLeftOut() {
        const Bench bench;
        bench.fillFolders();
        QCOMPARE(toJson(bench.dialog->design().screening).dump(), toJson(ScreeningRules()).dump());  // nobody, at first
        QTest::mouseClick(bench.find<QPushButton>("suggestScreening"), Qt::LeftButton);
        const ScreeningRules rules = bench.dialog->design().screening;
        QCOMPARE(rules.minimumGold, 0.7);
        QCOMPARE(rules.maximumSameSide, 0.9);
        QVERIFY(!bench.find<QLineEdit>("minimum_gold")->accessibleDescription().isEmpty());
        bench.find<QLineEdit>("minimum_repeats")->setFocus();
        QTRY_VERIFY(bench.find<QLabel>("screeningNote")->text().contains(QStringLiteral("hidden repeats")));
        bench.type("maximum_same_side", QStringLiteral("40"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QLabel>("studyError")->text().contains(QStringLiteral("from 50 to 100")),
                                 5000);
        QVERIFY(!bench.find<QPushButton>("createStudy")->isEnabled());
    }

    void saysWhatComesNextWhereNothingIsWrongYet() {
        const Bench bench;
        const auto* error = bench.find<QLabel>("studyError");
        QTRY_VERIFY_WITH_TIMEOUT(bench.dialog->summary().contains(QStringLiteral("two models' clips")), 5000);
        QVERIFY(!error->isVisible());
        bench.find<QComboBox>("kind")->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT(bench.dialog->summary().contains(QStringLiteral("a model's clips")), 5000);
        QVERIFY(!error->isVisible());
        bench.type("modelClips0", QStringLiteral("nowhere"));
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), 5000);
    }

    void namesModelsByTheirFoldersUntilTheyAreNamed() {
        const Bench bench;
        const auto* name = bench.find<QLineEdit>("modelName1");
        bench.type("modelClips1", QStringLiteral("/"));
        QCOMPARE(name->text(), QString());
        bench.type("modelClips1", QStringLiteral("/clips/tuned"));
        QCOMPARE(name->text(), QStringLiteral("tuned"));
        bench.type("modelName1", QStringLiteral("ru"));
        bench.type("modelClips1", QStringLiteral("/clips/other"));
        QCOMPARE(name->text(), QStringLiteral("ru"));
    }

    void asksOnlyWhatTheKindCanAsk() {
        const Bench bench;
        bench.fillFolders();
        QVERIFY(!bench.find<QLineEdit>("abx_trials")->isVisible());
        bench.type("noisy_gold", QStringLiteral("2"));
        bench.find<QComboBox>("kind")->setCurrentIndex(1);
        QVERIFY(bench.find<QLineEdit>("abx_trials")->isVisible());
        for (const char* other : {"noisy_gold", "repeats", "practice_to_pass", "minimum_gold", "minimum_agreement"}) {
            QVERIFY2(!bench.find<QLineEdit>(other)->isVisible(), other);
        }
        QVERIFY(!bench.find<QComboBox>("questions")->isVisible());
        QVERIFY(!bench.find<QCheckBox>("tie")->isVisible());
        QVERIFY(bench.find<QLabel>("questionAsked")->text().contains(QStringLiteral("X")));
        bench.type("abx_trials", QStringLiteral("5"));
        const StudyDesign design = bench.dialog->design();
        QCOMPARE(design.kind, StudyKind::Abx);
        QCOMPARE(design.abxTrials, 5);
        QCOMPARE(design.noisyGold, 0);
        bench.find<QComboBox>("kind")->setCurrentIndex(2);
        for (const char* other : {"abx_trials", "noisy_gold", "maximum_same_side", "winRate"}) {
            QVERIFY2(!bench.find<QLineEdit>(other)->isVisible(), other);
        }
        QVERIFY(bench.find<QLineEdit>("repeats")->isVisible());
        QCOMPARE(bench.dialog->design().questions.front().kind, QuestionKind::Rating);
        bench.find<QComboBox>("kind")->setCurrentIndex(0);
        QVERIFY(bench.find<QComboBox>("questions")->isVisible());
        QVERIFY(bench.find<QCheckBox>("tie")->isVisible());
    }

    void saysWhetherTheStudyIsLargeEnough() {
        const Bench bench;
        bench.fillFolders();
        const auto* planner = bench.find<QLabel>("planner");
        QTRY_VERIFY_WITH_TIMEOUT(planner->text().contains(QStringLiteral("this one has 2: too few")), 20000);
        bench.type("winRate", QStringLiteral("60"));
        bench.type("winRate", QStringLiteral("90"));
        QVERIFY(planner->text().startsWith(QStringLiteral("Working")));  // what was said of 65 is no longer there
        QTRY_VERIFY_WITH_TIMEOUT(planner->text().contains(QStringLiteral("too few")), 20000);
        bench.find<QComboBox>("kind")->setCurrentIndex(1);
        QVERIFY(!planner->text().contains(QStringLiteral("too few")));
        bench.type("winRate", QStringLiteral("75"));
        // 28 trials of two models, as SampleSizeTest.cpp has it; 8 by 3 raters for 2 prompts are more
        QTRY_VERIFY_WITH_TIMEOUT(planner->text().contains(QStringLiteral("28 trials")), 20000);
        QVERIFY(planner->text().contains(QStringLiteral("this one has 48: enough")));
    }

    void countsTrialsInWordsThatFitTheirNumber() {
        const Bench bench;
        bench.fillFolders();
        QTRY_COMPARE_WITH_TIMEOUT(bench.dialog->summary(),
                                  QStringLiteral("12 trials for 3 raters, 4 each: about 1 min each"), 20000);
        bench.type("raterNames", QStringLiteral("ann"));
        bench.type("practice", QStringLiteral("0"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.dialog->summary(), QStringLiteral("2 trials for one rater: about 1 min"),
                                  20000);
    }

    void makesAStudyOfChosenClipsAndSaysWhichItCannotTake() {
        Bench bench;
        LibraryClip lonely;
        lonely.file = bench.fixture.project().clips() / "lonely.flac";
        lonely.model = "base";
        ProjectFixture::writeClip(lonely.file, {.prompt = "reggae organ", .seconds = 0.5});
        bench.clips.push_back(lonely);
        bench.dialog->showChosen(modelsFromClips(bench.clips));
        QVERIFY(bench.find<QLabel>("chosenClips")->text().startsWith(QStringLiteral("4 of 5 chosen clips")));
        QVERIFY(bench.find<QLabel>("unusableClips")->text().contains(QStringLiteral("lonely.flac: No clip of tuned")));
        bench.type("studyName", QStringLiteral("chosen"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.dialog->hasPlan(), 20000);
        keepPicture(*bench.dialog, QStringLiteral("study-dialog"));
        QSignalSpy created(bench.dialog.get(), &StudyDialog::created);
        QTest::mouseClick(bench.find<QPushButton>("createStudy"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(created.size(), 1, 30000);
        const StudyStore store = StudyStore::open(bench.services.projectFolder / "studies" / "chosen");
        QCOMPARE(store.design().models.at(1).files.size(), std::size_t(2));
    }
};

QTEST_MAIN(tst_StudyDialog)
#include "tst_StudyDialog.moc"
