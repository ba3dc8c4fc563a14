// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ClockPlayback.h"
#include "app/ProjectFixture.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/rate/ListeningRecord.h"
#include "app/workbench/pages/rate/RatePage.h"
#include "app/workbench/pages/rate/RateSession.h"
#include "app/workbench/pages/rate/RaterForm.h"
#include "app/workbench/pages/rate/RatingKeys.h"
#include "app/workbench/pages/rate/StudyDialog.h"
#include "library/Database.h"
#include "study/ClipCopies.h"
#include "study/StudySchema.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace musicrl;

namespace {

const std::vector<std::string> models = {"base", "tuned", "both"};
const std::vector<std::string> prompts = {
    "calm lo-fi piano loop with vinyl crackle",
    "orchestral ballad, sustained strings, mellow piano melody, soft female vocal, sad",
    "fast jazz trio, walking bass, brushed drums", "reggae groove with organ and a deep bass"};

/// All words on the screen, hints and accessible names too.
QString wordsOn(const QWidget& widget) {
    QStringList words = {widget.windowTitle()};
    for (const QWidget* part : widget.findChildren<QWidget*>()) {
        words << part->toolTip() << part->accessibleName() << part->accessibleDescription();
        if (const auto* label = qobject_cast<const QLabel*>(part)) {
            words << label->text();
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(part)) {
            words << button->text();
        }
    }
    return words.join(u'\n');
}

}  // namespace

class tst_RatePage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ProjectFixture> fixture_;
    std::filesystem::path clips_;

    /// What the window gives the page, with a player that is twenty times as fast.
    struct Bench {
        Player player;
        JobController files{QStringLiteral("files")};
        JobController device{QStringLiteral("cpu")};
        WorkbenchServices services;
        ClockPlayback* playback;
        std::unique_ptr<RatePage> page;

        explicit Bench(const std::filesystem::path& folder) {
            player.lockVolume();  // so that a session goes straight to its trials
            services.player = &player;
            services.files = &files;
            services.device = &device;
            services.projectFolder = folder;
            auto clock = std::make_unique<ClockPlayback>();
            playback = clock.get();
            page = std::make_unique<RatePage>(services, std::move(clock));
            page->resize(1376, 788);
            page->show();
        }
        /// As a kill: nothing is told to the session.
        ~Bench() {
            delete page->session();
            page.reset();
        }
        template <typename T>
        T* find(const char* name) const {
            return page->findChild<T*>(QString::fromLatin1(name));
        }
        RateSession* begin(const char* rater) {
            find<QComboBox>("rater")->setCurrentText(QString::fromLatin1(rater));
            QTest::mouseClick(find<QPushButton>("startSession"), Qt::LeftButton);
            RateSession* session = page->session();
            if (session != nullptr) {
                session->resize(1440, 900);
                session->show();
                if (!QTest::qWaitForWindowActive(session)) {
                    qWarning("the session's window did not become active");
                }
            }
            return session;
        }
    };

    StudyDesign design(const std::string& name) const {
        StudyDesign design;
        design.name = name;
        for (const std::string& model : models) {
            design.models.push_back({model, clips_ / model});
        }
        design.questions = usualQuestions(StudyKind::Pairs);
        design.raters = {"ann", "bob"};
        design.practice = 1;
        design.blockTrials = 6;
        design.minimumListeningSeconds = 1.0;
        return design;
    }

    /// A study made without the window, in a project of its own.
    std::filesystem::path makeStudy(const std::string& project, StudyDesign design) const {
        const std::filesystem::path root = fixture_->project().folder.parent_path() / project;
        const std::filesystem::path folder = root / "studies" / "s";
        const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
        copyStudyClips(plan, folder, [](std::size_t, std::size_t) {});
        static_cast<void>(StudyStore::create(folder, plan));
        return root;
    }

    static bool inTrial(RateSession* session) { return session->desk().stage() == RateDesk::Stage::Trial; }

    /// Hears every side and answers, by keys alone.
    static void judge(RateSession* session, Qt::Key answer) {
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const double needed = session->desk().trial().minimumListeningSeconds;
        for (std::size_t side = 0; side < session->desk().trial().clips.size(); ++side) {
            QTest::keyClick(session, static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(side)));
            QTest::keyClick(session, Qt::Key_Home);
            if (!session->desk().sound().playing) {
                QTest::keyClick(session, Qt::Key_Space);
            }
            QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(side) >= needed, 20000);
        }
        QTest::keyClick(session, answer);
        QTest::keyClick(session, Qt::Key_Return);
    }

    static void keepPicture(QWidget& widget, const QString& name) {
        const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        if (!folder.isEmpty()) {
            for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
                applyTheme(*qApp, kind);
                QTest::qWait(80);
                QDir().mkpath(folder);
                QVERIFY(widget.grab().save(
                    QStringLiteral("%1/%2-%3.png").arg(folder, name, kind == ThemeKind::Dark ? "dark" : "light")));
            }
        }
    }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(*qApp, ThemeKind::Dark);
        fixture_ = std::make_unique<ProjectFixture>();
        clips_ = fixture_->project().folder.parent_path() / "made";
        for (std::size_t model = 0; model < models.size(); ++model) {
            for (const std::string& prompt : prompts) {
                ProjectFixture::writeClip(clips_ / models[model] / (slug(prompt) + ".flac"),
                                          {prompt, 3.0 + 0.5 * static_cast<double>(model), 41 + model, 0.3, 3.2, ""});
            }
        }
    }

    void saysWhatAStudyIsWhereThereIsNone() {
        Bench bench(fixture_->project().folder.parent_path() / "empty");
        QVERIFY(wordsOn(*bench.page).contains(QStringLiteral("No study yet")));
        keepPicture(*bench.page, QStringLiteral("rate-empty"));
    }

    void aStudyIsMadeFromTheDialog() {
        Bench bench(fixture_->project().folder);
        QTest::mouseClick(bench.find<QPushButton>("newStudy"), Qt::LeftButton);
        auto* dialog = bench.page->findChild<StudyDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(!dialog->findChild<QPushButton*>("createStudy")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel*>("studyError")->text().contains(QStringLiteral("clips")),
                                 5000);
        const auto type = [dialog](const char* name, const QString& text) {
            auto* field = dialog->findChild<QLineEdit*>(QString::fromLatin1(name));
            field->clear();
            QTest::keyClicks(field, text);
        };
        QTest::mouseClick(dialog->findChild<QPushButton*>("addModel"), Qt::LeftButton);
        type("studyName", QStringLiteral("three models"));
        for (int i = 0; i < 3; ++i) {
            const auto model = QString::fromStdString(models[static_cast<std::size_t>(i)]);
            type(qPrintable(QStringLiteral("modelName%1").arg(i)), model);
            type(qPrintable(QStringLiteral("modelClips%1").arg(i)),
                 QString::fromStdString((clips_ / model.toStdString()).string()));
        }
        type("raterNames", QStringLiteral("ann, bob"));
        type("practice", QStringLiteral("1"));
        dialog->findChild<QComboBox*>("questions")->setCurrentIndex(1);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->hasPlan(), 20000);
        // 3 pairs of models × 4 prompts and one of practice, for two raters
        QVERIFY2(dialog->summary().startsWith(QStringLiteral("26 trials, 13 for each of 2 raters: about")),
                 qPrintable(dialog->summary()));
        QVERIFY(dialog->findChild<QLabel*>("planner")->text().contains(QStringLiteral("too few")));
        keepPicture(*dialog, QStringLiteral("rate-new-study"));
        QTest::mouseClick(dialog->findChild<QPushButton*>("createStudy"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->selectedStudy(), std::string("three-models"), 30000);
        QCOMPARE(bench.find<QLabel>("studyTitle")->text(), QStringLiteral("three models"));
        bench.find<QLineEdit>("years")->setText(QStringLiteral("8"));
        bench.find<QLineEdit>("playbackDevice")->setText(QStringLiteral("closed headphones, DT 770"));
        bench.find<QComboBox>("fluency")->setCurrentText(QStringLiteral("fluent"));
        keepPicture(*bench.page, QStringLiteral("rate-page"));
        RateSession* session = bench.begin("ann");
        QVERIFY(session != nullptr);
        const auto profile = session->store().profile("ann");
        QVERIFY(profile && profile->yearsOfListening == 8.0 && profile->fluency == "fluent");
        keepPicture(*session, QStringLiteral("rate-welcome"));
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QTest::qWait(100);
        QTest::keyClick(session, Qt::Key_W);
        keepPicture(*session, QStringLiteral("rate"));
    }

    void aWholeSessionGoesByKeysAlone() {
        Bench bench(makeStudy("keys", design("secret title")));
        RateSession* session = bench.begin("ann");
        QVERIFY(session != nullptr);
        QTest::keyClick(session, Qt::Key_Return);
        int judged = 0;
        int breaks = 0;
        while (session->desk().stage() != RateDesk::Stage::Finished && judged < 20) {
            QTRY_VERIFY_WITH_TIMEOUT(session->desk().stage() != RateDesk::Stage::Loading, 20000);
            if (session->desk().stage() == RateDesk::Stage::Break) {
                ++breaks;
                keepPicture(*session, QStringLiteral("rate-break"));
                QTest::keyClick(session, Qt::Key_Return);
                continue;
            }
            const QString words = wordsOn(*session);
            for (const std::string& hidden : {std::string("secret"), models[0], models[1]}) {
                QVERIFY2(!words.contains(QString::fromStdString(hidden)), qPrintable(words));
            }
            judge(session, judged % 2 == 0 ? Qt::Key_Q : Qt::Key_R);
            ++judged;
        }
        QCOMPARE(judged, 13);
        QCOMPARE(breaks, 1);
        keepPicture(*session, QStringLiteral("rate-end"));
        QSignalSpy closed(bench.page.get(), &RatePage::sessionClosed);
        QTest::keyClick(session, Qt::Key_Return);
        QCOMPARE(closed.count(), 1);
        StudyStore store = StudyStore::open(bench.page->studiesFolder() / "s");
        QCOMPARE(store.status().judgements, 13);
        store.seal();
        const RevealedStudy revealed = store.reveal();
        int index = 0;
        int startedWithB = 0;
        for (const RevealedJudgement& judgement : revealed.judgements) {
            QCOMPARE(judgement.judgement.answers.front().preference, std::optional(index % 2 == 0 ? -2 : 1));
            QVERIFY(judgement.judgement.listenedSeconds.at(Side::A) >= 1.0);
            QVERIFY(judgement.judgement.listenedSeconds.at(Side::B) >= 1.0);
            QCOMPARE(judgement.judgement.firstHeard, std::optional(judgement.trial.firstHeard));
            startedWithB += judgement.trial.firstHeard == Side::B ? 1 : 0;
            const auto happened = [&](ListenEventKind kind) {
                return std::any_of(judgement.events.begin(), judgement.events.end(),
                                   [kind](const ListenEvent& event) { return event.kind == kind; });
            };
            QVERIFY(happened(ListenEventKind::Shown) && happened(ListenEventKind::Play) &&
                    happened(ListenEventKind::Switch) && happened(ListenEventKind::Seek) &&
                    happened(ListenEventKind::Answer));
            ++index;
        }
        QVERIFY(startedWithB > 0 && startedWithB < judged);
    }

    void aVoteCountsOnlyAfterBothSidesWereHeard() {
        Bench bench(makeStudy("listening", design("s")));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const std::string trial = session->desk().trial().id;
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(!session->findChild<QLabel*>("rate-message")->text().isEmpty());  // not answered
        QTest::keyClick(session, Qt::Key_E);
        const auto heard = static_cast<std::size_t>(session->desk().sound().heard);
        QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(heard) >= 1.0, 20000);
        QTest::keyClick(session, Qt::Key_Return);
        QCOMPARE(session->desk().trial().id, trial);
        const QString other = heard == 0 ? QStringLiteral(" B") : QStringLiteral(" A");
        QVERIFY2(session->findChild<QLabel*>("rate-message")->text().contains(other),
                 qPrintable(session->findChild<QLabel*>("rate-message")->text()));
        keepPicture(*session, QStringLiteral("rate-listen-first"));
        judge(session, Qt::Key_E);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != trial, 20000);
    }

    void goesOnAtTheSameTrialAfterAKill() {
        const std::filesystem::path project = makeStudy("kill", design("s"));
        std::string trial;
        std::vector<std::filesystem::path> sides;
        std::size_t heard = 0;
        {
            Bench bench(project);
            RateSession* session = bench.begin("bob");
            QTest::keyClick(session, Qt::Key_Return);
            judge(session, Qt::Key_W);
            QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().number == 2, 20000);
            trial = session->desk().trial().id;
            for (const TrialClip& clip : session->desk().trial().clips) {
                sides.push_back(clip.file);
            }
            heard = static_cast<std::size_t>(session->desk().sound().heard);
            QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(heard) >= 1.0, 20000);
            QTest::keyClick(session, Qt::Key_T);  // answered, not confirmed
        }
        Bench bench(project);
        RateSession* session = bench.begin("bob");
        QVERIFY(wordsOn(*session).contains(QStringLiteral("Welcome back")));
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QCOMPARE(session->desk().trial().id, trial);
        QCOMPARE(session->desk().trial().number, 2);
        for (std::size_t i = 0; i < sides.size(); ++i) {
            QCOMPARE(session->desk().trial().clips[i].file, sides[i]);
        }
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(2));
        QVERIFY(session->desk().sound().listenedSeconds.at(heard) >= 1.0);  // what was heard before counts
    }

    void undoAndRedoKeepTheNamesHidden() {
        Bench bench(makeStudy("undo", design("s")));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(!session->findChild<QAbstractButton*>("rate-back")->isEnabled());
        const std::string first = session->desk().trial().id;
        judge(session, Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QTest::keyClick(session, Qt::Key_Backspace);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id == first, 20000);
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(-1));
        QVERIFY(session->findChild<QAbstractButton*>("rate-redo")->isVisible());
        QTest::keyClick(session, Qt::Key_Backspace, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QTest::keyClick(session, Qt::Key_Backspace);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id == first, 20000);
        QTest::keyClick(session, Qt::Key_T);
        QTest::keyClick(session, Qt::Key_Return);  // it was heard already
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QCOMPARE(session->store().status().judgements, 1);
        QCOMPARE(session->store().status().undone, 1);
    }

    void theVolumeIsSetAndLockedFirst() {
        Bench bench(makeStudy("volume", design("s")));
        bench.player.unlockVolume();
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(session->findChild<QPushButton*>("volume-on")->isVisible());
        keepPicture(*session, QStringLiteral("rate-volume"));
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(bench.player.volumeLocked());
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QTest::keyClick(session, Qt::Key_Escape);
        QVERIFY(!bench.player.volumeLocked());  // the next session sets its own
    }

    void notesAndMarksAreNoVotes() {
        Bench bench(makeStudy("notes", design("s")));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        auto* field = session->findChild<QLineEdit*>("rate-writing");
        QTest::keyClick(session, Qt::Key_N);
        QVERIFY(field->isVisible() && field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("we hear a gong"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible());
        QTest::keyClick(session, Qt::Key_M);
        QTest::keyClicks(field, QStringLiteral("click"));
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(session, Qt::Key_M);
        QTest::keyClicks(field, QStringLiteral("not this one"));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(session->isVisible());  // Esc left the line, not the session
        QVERIFY(session->desk().draft().answers.empty());
        QCOMPARE(session->desk().draft().note, std::string("we hear a gong"));
        QCOMPARE(session->desk().draft().marks.size(), std::size_t{1});
        QTest::keyClick(session, Qt::Key_G);
        keepPicture(*session, QStringLiteral("rate-notes"));
        const auto kept = session->store().draft("ann", session->desk().trial().id);  // on the disk already
        QVERIFY(kept && kept->note == "we hear a gong" && kept->marks.at(0).text == "click" &&
                kept->verdict == Verdict::BothBad);
        QTest::keyClick(session, Qt::Key_H);
        QCOMPARE(session->desk().draft().verdict, Verdict::CannotJudge);
    }

    void sevenStepsAndRatingsFitTheScreen() {
        StudyDesign wide = design("s");
        wide.practice = 0;
        wide.questions = {{"overall", "Overall, which do you like more?", QuestionKind::Preference, 3, true},
                          {"clip", "How good is this clip?", QuestionKind::Rating, 2, true}};
        wide.showWaveform = true;
        Bench bench(makeStudy("wide", wide));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        for (const Qt::Key key : {Qt::Key_U, Qt::Key_R, Qt::Key_W}) {  // the next row is answered each time
            QTest::keyClick(session, key);
        }
        const std::vector<Answer> answers = session->desk().draft().answers;
        QCOMPARE(answers.at(0).preference, std::optional(3));
        QCOMPARE(answers.at(1).ratingA, std::optional(4));
        QCOMPARE(answers.at(1).ratingB, std::optional(2));
        QVERIFY(session->minimumSizeHint().width() <= 1080);
        keepPicture(*session, QStringLiteral("rate-seven"));
    }

    void abxAsksWhichOfTheTwoXIs() {
        StudyDesign abx = design("s");
        abx.kind = StudyKind::Abx;
        abx.questions = usualQuestions(StudyKind::Abx);
        abx.practice = 0;
        abx.abxTrials = 1;
        Bench bench(makeStudy("abx", abx));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(session->findChild<QWidget*>("sideX")->isVisible());
        QVERIFY(!session->findChild<QWidget*>("rate-bothBad")->isVisible());
        keepPicture(*session, QStringLiteral("rate-abx"));
        judge(session, Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        const Judgement judged = session->store().reveal().judgements.front().judgement;
        QCOMPARE(judged.answers.front().identity, std::optional(Side::B));
        QVERIFY(judged.listenedSeconds.at(Side::X) >= 1.0);
    }

    void aClipByItselfIsRatedFromOneToFive() {
        StudyDesign mos = design("s");
        mos.kind = StudyKind::Mos;
        mos.questions = usualQuestions(StudyKind::Mos);
        mos.practice = 0;
        Bench bench(makeStudy("mos", mos));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(!session->findChild<QWidget*>("sideB")->isVisible());
        keepPicture(*session, QStringLiteral("rate-mos"));
        judge(session, Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        QCOMPARE(session->store().reveal().judgements.front().judgement.answers.front().ratingA, std::optional(4));
    }

    void lostSoundIsSaidAndComesBack() {
        Bench bench(makeStudy("sound", design("s")));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        bench.playback->setTrouble("The output is gone: plug it in again, or choose another one.");
        auto* trouble = session->findChild<QLabel*>("rate-trouble");
        QTRY_VERIFY_WITH_TIMEOUT(trouble->isVisible(), 5000);
        QVERIFY(!session->findChild<QAbstractButton*>("rate-play")->isEnabled());
        QCOMPARE(session->findChild<QAbstractButton*>("rate-retry")->text(), QStringLiteral("Use Headphones"));
        QTest::mouseClick(session->findChild<QAbstractButton*>("rate-retry"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!trouble->isVisible(), 5000);
    }

    void changedKeysAreKept() {
        const std::filesystem::path file = fixture_->project().folder.parent_path() / "keys.ini";
        KeyBindings keys = defaultRatingKeys();
        QVERIFY(keys.setKey("bothBad", Qt::Key_B));
        writeRatingKeys(file, keys);
        QCOMPARE(readRatingKeys(file).keyOf("bothBad"), QKeySequence(Qt::Key_B));
        QCOMPARE(readRatingKeys(file).keyOf("next"), QKeySequence(Qt::Key_Return));
    }

    void sealingEndsAStudy() {
        const std::filesystem::path project = makeStudy("seal", design("s"));
        Bench bench(project);
        QVERIFY(!bench.find<QPushButton>("seal")->isEnabled());  // nothing is judged
        judgeOne(bench);
        QTest::mouseClick(bench.find<QPushButton>("seal"), Qt::LeftButton);
        auto* question = bench.page->findChild<QMessageBox*>("sealQuestion");
        QVERIFY(question != nullptr);
        QVERIFY2(question->text().startsWith(QStringLiteral("1 of 26 trials are judged.")),
                 qPrintable(question->text()));
        QTest::mouseClick(question->findChild<QPushButton*>("sealNow"), Qt::LeftButton);
        QVERIFY(StudyStore::open(bench.page->studiesFolder() / "s").sealed());
        QVERIFY(!bench.find<QPushButton>("startSession")->isEnabled());
        QSignalSpy evaluate(&bench.services, &WorkbenchServices::evaluateRequested);
        QTest::mouseClick(bench.find<QPushButton>("evaluateStudy"), Qt::LeftButton);
        QCOMPARE(evaluate.count(), 1);
    }

    void aProgramsPseudonymIsNotForAPerson() {
        Bench bench(makeStudy("program", design("s")));
        RaterProfile program;
        program.pseudonym = "ann";
        program.simulated = true;
        StudyStore::open(bench.page->studiesFolder() / "s").saveProfile(program);
        bench.page->reload();
        QVERIFY(bench.begin("ann") == nullptr);
        QVERIFY(bench.find<QLabel>("rateError")->text().contains(QStringLiteral("is a program")));
        QCOMPARE(StudyStore::open(bench.page->studiesFolder() / "s").profile("ann"), std::optional(program));
        QVERIFY(bench.find<RaterForm>("raterForm")->profile().simulated);
        QVERIFY(bench.begin("bob") != nullptr);
    }

    void tryingAgainLosesNothingOfWhatWasHeard() {
        Bench bench(makeStudy("refused", design("s")));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const auto order = [&](const std::string& statement) {
            Database database(bench.page->studiesFolder() / "s" / "study.sqlite", studySchema(),
                              Database::Opening::MustExist);
            database.sql() << statement;
        };
        order("ALTER TABLE event RENAME TO hidden");
        session->desk().note(ListenEventKind::Mark, QStringLiteral("heard before"));
        QTRY_VERIFY_WITH_TIMEOUT(session->desk().stage() == RateDesk::Stage::Failed, 20000);
        QTest::keyClick(session, Qt::Key_Return);  // it still refuses
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        order("ALTER TABLE hidden RENAME TO event");
        QTest::keyClick(session, Qt::Key_Return);
        judge(session, Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        QCOMPARE(notesOf(session->store()).count(QStringLiteral("heard before")), 1);
    }

    void closingTheWindowKeepsTheLastSecond() {
        const ProjectFolder project = openProject(makeStudy("closed", design("s")));
        std::string trial;
        {
            MainWindow window(project);
            window.show();
            QVERIFY(QTest::qWaitForWindowActive(&window));
            window.showPage("rate");
            QTest::mouseClick(window.ratePage().findChild<QPushButton*>("startSession"), Qt::LeftButton);
            QTest::keyClick(&window, Qt::Key_Return);
            QTest::keyClick(&window, Qt::Key_Return);  // the volume is locked
            RateSession* session = window.ratePage().session();
            QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
            trial = session->desk().trial().id;
            session->desk().note(ListenEventKind::Mark, QStringLiteral("just before"));
            QVERIFY(window.close());
        }
        StudyStore store = StudyStore::open(project.folder / "studies" / "s");
        std::optional<Judgement> draft = store.draft("ann", trial);
        QVERIFY(draft.has_value());
        draft->answers = {{.question = "overall", .preference = 1, .ratingA = {}, .ratingB = {}, .identity = {}}};
        draft->listenedSeconds = {{Side::A, 3.0}, {Side::B, 3.0}};
        store.record(*draft);
        store.seal();
        QCOMPARE(notesOf(store).count(QStringLiteral("just before")), 1);
    }

    void aJudgementKeepsTheBufferThatTheOutputAskedFor() {
        ListeningConditions heard;
        heard.sampleRateHz = 48000;
        heard.latencySeconds = 0.1;
        heard.bufferFrames = 480;
        QCOMPARE(playbackConditionsOf(heard, {}).bufferFrames, 480);
    }

    void theSessionTakesTheWholeWindow() {
        const ProjectFolder project = fixture_->project();
        MainWindow window(project);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.showPage("rate");
        window.ratePage().selectStudy("three-models");
        QTest::mouseClick(window.ratePage().findChild<QPushButton*>("startSession"), Qt::LeftButton);
        QVERIFY(window.inSession());
        for (const char* hidden : {"rail-listen", "rail-jobs"}) {
            QVERIFY(!window.findChild<QToolButton*>(QString::fromLatin1(hidden))->isVisible());
        }
        QVERIFY(!window.findChild<QLabel*>("crumbs")->isVisible());
        RateSession* session = window.ratePage().session();
        QTest::keyClick(&window, Qt::Key_Return);
        QTest::keyClick(&window, Qt::Key_Return);  // the volume is locked
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QTest::keyClick(&window, Qt::Key_2);  // with or without a sound card
        QTRY_COMPARE_WITH_TIMEOUT(session->desk().sound().heard, 1, 5000);
        QTest::qWait(100);
        keepPicture(window, QStringLiteral("rate-window"));
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(window.inSession());
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!window.inSession());
        QCOMPARE(window.pageName(), QStringLiteral("rate"));
        QVERIFY(window.findChild<QToolButton*>("rail-listen")->isVisible());
    }

private:
    /// What was written into the events of a sealed study.
    static QStringList notesOf(const StudyStore& store) {
        QStringList notes;
        for (const RevealedJudgement& judgement : store.reveal().judgements) {
            for (const ListenEvent& event : judgement.events) {
                notes << QString::fromStdString(event.text);
            }
        }
        return notes;
    }

    static void judgeOne(Bench& bench) {
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        judge(session, Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(session->store().status().judgements == 1, 20000);
        QTest::keyClick(session, Qt::Key_Escape);
    }
};

QTEST_MAIN(tst_RatePage)
#include "tst_RatePage.moc"
