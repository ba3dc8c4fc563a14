// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/ListenPage.h"
#include "app/workbench/pages/listen/TokenStrips.h"
#include "audio/AudioFile.h"
#include "playback/Player.h"
#include "record/ClipRecipe.h"
#include "record/PreferencePair.h"
#include "run/TokenTrace.h"
#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TimelineStrip.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/audio/WaveformView.h"
#include "widgets/listening/ListenLane.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>
#include <numbers>

using namespace musicrl;

namespace {

/// Struck notes with four harmonics over a quiet beat: something with a waveform and a spectrogram to look at.
Clip tune(double baseHz, double beatSeconds, double seconds, float level) {
    Clip clip{.sampleRateHz = 16000, .channels = 1, .samples = {}};
    constexpr std::array degrees = {1.0, 1.25, 1.5, 2.0, 1.5, 1.25, 1.125, 1.6875};
    for (std::int64_t i = 0; i < std::llround(seconds * clip.sampleRateHz); ++i) {
        const double time = static_cast<double>(i) / clip.sampleRateHz;
        const auto beat = static_cast<std::size_t>(time / beatSeconds);
        const double since = std::fmod(time, beatSeconds);
        const double hertz = baseHz * degrees[beat % degrees.size()];
        double sample = 0.0;
        for (int harmonic = 1; harmonic <= 4; ++harmonic) {
            sample += std::sin(2.0 * std::numbers::pi * hertz * harmonic * time) / (harmonic * harmonic);
        }
        const double arc = 0.6 + 0.4 * std::sin(2.0 * std::numbers::pi * time / 11.0);
        clip.samples.push_back(level * static_cast<float>(arc * std::exp(-3.0 * since) * sample));
    }
    return clip;
}

RewardBreakdown scores(std::vector<double> mulan, std::vector<double> mos) {
    RewardTerm music{.name = "mulan", .windows = {}};
    for (std::size_t i = 0; i < mulan.size(); ++i) {
        const auto at = static_cast<double>(i);
        music.windows.push_back({10.0 * at, 10.0 * at + 10.0, mulan[i]});
        music.raw += mulan[i] / static_cast<double>(mulan.size());
    }
    RewardTerm quality{.name = "quality", .windows = {}};
    for (std::size_t i = 0; i < mos.size(); ++i) {
        const auto at = static_cast<double>(i);
        quality.windows.push_back({5.0 * at, 5.0 * at + 5.0, mos[i]});
        quality.raw += mos[i] / static_cast<double>(mos.size());
    }
    music.contribution = music.raw;
    quality.contribution = (quality.raw - 1.0) / 4.0;
    return {.total = music.contribution + quality.contribution, .terms = {music, quality}};
}

ClipRecord record(const std::string& checkpoint, std::optional<RewardBreakdown> breakdown) {
    ClipRecord record;
    record.recipe.modelName = "demo";
    record.recipe.checkpoint = checkpoint;
    record.recipe.prompt = {.id = "p",
                            .text = "upbeat work-out music, retro synth lead, driving drums",
                            .durationSeconds = 30.0,
                            .seed = 41};
    record.createdUtc = "2026-03-01T12:00:00Z";
    record.scores = std::move(breakdown);
    return record;
}

}  // namespace

class tst_ListenPage : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::filesystem::path clipA_;
    std::filesystem::path clipB_;
    std::filesystem::path plain_;

    /// What the window gives a page, on its own.
    struct Bench {
        Player player;
        JobController files{QStringLiteral("files")};
        JobController device{QStringLiteral("cpu")};
        WorkbenchServices services;
        std::unique_ptr<ListenPage> page;

        explicit Bench(const QTemporaryDir& folder) {
            services.player = &player;
            services.files = &files;
            services.device = &device;
            services.projectFolder = folder.path().toStdString();
            page = std::make_unique<ListenPage>(services);
            page->resize(1440, 900);
            page->show();
        }
        ~Bench() { page.reset(); }
        bool ready(int lane) const { return page->desk().lane(lane).status == LaneStatus::Ready; }
        template <typename T>
        T* find(const char* name) const {
            return page->findChild<T*>(QString::fromLatin1(name));
        }
        ListenLane* laneView(int lane) const {
            return page->findChild<ListenLane*>(QStringLiteral("laneView") + QChar(u'A' + lane));
        }
        QString titleOf(int lane) const { return laneView(lane)->findChild<QLabel*>("title")->text(); }
        QStringList stripsOf(int lane) const {
            QStringList names;
            for (const TimelineStrip* strip : laneView(lane)->findChildren<TimelineStrip*>()) {
                names << strip->accessibleName();
            }
            return names;
        }
        /// Both clips are in the lanes.
        bool compare(const std::filesystem::path& a, const std::filesystem::path& b) const {
            Q_EMIT const_cast<Bench*>(this)->services.compareRequested(QString::fromStdString(a), QString::fromStdString(b));
            return QTest::qWaitFor([this] { return ready(0) && ready(1); }, 60000);
        }
        std::vector<PreferencePair> votes() const {
            const auto file = services.projectFolder / "votes" / "listen.jsonl";
            return std::filesystem::exists(file) ? readPreferencePairs(file) : std::vector<PreferencePair>();
        }
    };

    void keepPicture(QWidget& widget, const QString& name) {
        const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QTest::qWait(50);  // what was ordered is laid out
            QDir().mkpath(folder);
            QVERIFY(widget.grab().save(folder + u'/' + name + QStringLiteral(".png")));
        }
    }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(*qApp, ThemeKind::Dark);
        const std::filesystem::path folder = folder_.path().toStdString();
        clipA_ = folder / "tuned.flac";
        clipB_ = folder / "base.flac";
        plain_ = folder / "found.wav";
        writeAudioFile(clipA_, tune(220.0, 0.5, 30.0, 0.5F));
        writeAudioFile(clipB_, tune(165.0, 0.4, 30.0, 0.3F));
        writeAudioFile(plain_, tune(330.0, 0.6, 12.0, 0.4F));
        writeClipRecord(clipA_, record("runs/r/checkpoints/step-00004000",
                                       scores({0.402, 0.531, 0.468}, {3.7, 3.9, 4.1, 4.2, 3.9, 3.7})));
        writeClipRecord(clipB_, record("", scores({0.344, 0.402, 0.367}, {3.2, 3.4, 3.5, 3.6, 3.4, 3.3})));
    }

    void isEmptyButInvitingAtFirst() {
        Bench bench(folder_);
        QCOMPARE(bench.find<QLabel>("heading")->text(), QStringLiteral("Listen"));
        QVERIFY(bench.laneView(0)->findChild<QPushButton*>("noticeOpen")->isVisible());
        QVERIFY(bench.laneView(1)->findChild<QPushButton*>("noticeOpen")->isVisible());
        QVERIFY(!bench.find<QPushButton>("play")->isEnabled());
        QCOMPARE(bench.find<BreakdownView>("breakdown")->asText(), QStringLiteral("Not scored yet"));
        keepPicture(*bench.page, QStringLiteral("listen-empty"));
    }

    void showsTwoClipsWithTheirScores() {
        Bench bench(folder_);
        Q_EMIT bench.services.compareRequested(QString::fromStdString(clipA_), QString::fromStdString(clipB_));
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        QCOMPARE(bench.find<QLabel>("heading")->text(),
                 QStringLiteral("upbeat work-out music, retro synth lead, driving drums"));
        QCOMPARE(bench.laneView(0)->findChild<QLabel*>("title")->text(), QStringLiteral("demo · step 4000"));
        QCOMPARE(bench.laneView(1)->findChild<QLabel*>("title")->text(), QStringLiteral("demo · base"));
        const QString breakdown = bench.find<BreakdownView>("breakdown")->asText();
        QVERIFY(breakdown.contains(QStringLiteral("MuLan (mean of 3 × 10 s): A 0.467, B 0.371")));
        QVERIFY(breakdown.contains(QStringLiteral("Quality MOS (1–5): A 3.92, B 3.40")));
        QVERIFY(bench.find<DifferenceView>("difference")->isVisible());
        QVERIFY(bench.find<SpectrogramView>("spectrogram")->isVisible());
        QCOMPARE(bench.laneView(0)->findChild<WaveformView*>("waveform")->durationSeconds(), 30.0);
    }

    void seeksSwitchesAndLoopsByHand() {
        Bench bench(folder_);
        bench.page->setLane(0, clipA_);
        bench.page->setLane(1, clipB_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        auto* waveform = bench.laneView(0)->findChild<WaveformView*>("waveform");
        QTest::mouseClick(waveform, Qt::LeftButton, {}, QPoint(waveform->width() / 4, 20));
        QTRY_VERIFY(std::abs(bench.player.positionSeconds() - 7.5) < 0.1);
        auto* other = bench.laneView(1)->findChild<WaveformView*>("waveform");
        QTRY_VERIFY(std::abs(other->positionSeconds() - 7.5) < 0.1);  // in step

        QTest::mouseClick(bench.find<QPushButton>("switch"), Qt::LeftButton);
        QCOMPARE(bench.player.heardLane(), 1);
        QVERIFY(bench.find<QPushButton>("laneB")->isChecked());
        QVERIFY(bench.laneView(1)->findChild<QAbstractButton*>("letter")->isChecked());
        QTest::keyClick(bench.page.get(), Qt::Key_1);
        QCOMPARE(bench.player.heardLane(), 0);

        QTest::keyClick(bench.page.get(), Qt::Key_L);
        QVERIFY(bench.player.loop().has_value());
        QCOMPARE(bench.player.loop()->endSeconds, 30.0);
        bench.page->desk().setRegion(ListenDesk::Region{5.0, 12.0});
        QVERIFY(bench.find<QPushButton>("loop")->text().contains(QStringLiteral("5.0–12.0 s")));
        QCOMPARE(bench.player.loop()->beginSeconds, 5.0);
        keepPicture(*bench.page, QStringLiteral("listen-page"));
        applyTheme(*qApp, ThemeKind::Light);
        keepPicture(*bench.page, QStringLiteral("listen-page-light"));
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void tellsWhatIsWrongWithAFileInItsLane() {
        Bench bench(folder_);
        const std::filesystem::path broken = std::filesystem::path(folder_.path().toStdString()) / "broken.wav";
        std::ofstream(broken) << "no sound";
        bench.page->setLane(0, broken);
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->desk().lane(0).status, LaneStatus::Failed, 60000);
        QVERIFY(bench.laneView(0)->findChild<QLabel*>("notice")->text().contains(QStringLiteral("broken.wav")));
        bench.page->setLane(0, plain_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        keepPicture(*bench.page, QStringLiteral("listen-one-clip"));
    }

    void takesTheLastOfTwoHastyRequests() {
        Bench bench(folder_);
        bench.page->setLane(0, clipA_);
        bench.page->setLane(0, plain_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        QTest::qWait(300);
        QCOMPARE(bench.page->desk().lane(0).path, plain_);
        QCOMPARE(bench.laneView(0)->findChild<QLabel*>("title")->text(), QStringLiteral("found.wav"));
    }

    void takesDroppedFilesIntoTheLaneUnderThem() {
        Bench bench(folder_);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(plain_.string()))});
        const QPoint onB = bench.laneView(1)->mapTo(bench.page.get(), QPoint(200, 60));
        QDragEnterEvent enter(onB, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(bench.page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(onB, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(bench.page.get(), &drop);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 60000);
        QCOMPARE(bench.page->desk().lane(0).status, LaneStatus::Empty);
        QCOMPARE(bench.player.heardLane(), 1);  // the only clip there is
    }

    void asksForAPromptBeforeItScoresAClipWithoutARecord() {
        Bench bench(folder_);
        bench.page->setLane(0, plain_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        auto* button = bench.find<QPushButton>("score");
        auto* prompt = bench.find<QLineEdit>("scorePrompt");
        QVERIFY(button->isVisible() && !button->isEnabled());
        prompt->setFocus();
        QTest::keyClicks(prompt, QStringLiteral("slow piano 12 x l"));  // the transport's keys are typed here
        QCOMPARE(prompt->text(), QStringLiteral("slow piano 12 x l"));
        QCOMPARE(bench.player.heardLane(), 0);
        QVERIFY(!bench.player.loop().has_value());
        QVERIFY(button->isEnabled());
    }

    void scoresAClipAgainstAPrompt() {
        Bench bench(folder_);
        bench.page->setLane(0, plain_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        bench.find<QLineEdit>("scorePrompt")->setText(QStringLiteral("a calm flute"));
        bench.find<QPushButton>("score")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->desk().lane(0).scores.has_value(), 120000);
        const RewardBreakdown& scores = *bench.page->desk().lane(0).scores;
        QVERIFY(scores.find("mulan") != nullptr && scores.find("quality") != nullptr);
        QVERIFY(scores.find("quality")->raw >= 1.0 && scores.find("quality")->raw <= 5.0);
        QVERIFY(bench.find<QLabel>("scoreMessage")->text().isEmpty());
        QVERIFY(bench.find<BreakdownView>("breakdown")->asText() != QStringLiteral("Not scored yet"));
    }

    void hearsUpToEightClipsInStep() {
        Bench bench(folder_);
        QVERIFY(!bench.find<QPushButton>("laneC")->isVisible());
        const QString a = QString::fromStdString(clipA_);
        const QString b = QString::fromStdString(clipB_);
        Q_EMIT bench.services.listenRequested({a, b, a, QString::fromStdString(plain_)});
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1) && bench.ready(2) && bench.ready(3), 60000);
        QCOMPARE(bench.page->desk().laneCount(), 4);
        QVERIFY(bench.find<QPushButton>("laneD")->isVisible());
        QTest::keyClick(bench.page.get(), Qt::Key_3);
        QCOMPARE(bench.player.heardLane(), 2);
        QTest::keyClick(bench.page.get(), Qt::Key_X);
        QCOMPARE(bench.player.heardLane(), 3);
        QVERIFY(bench.laneView(3)->findChild<QAbstractButton*>("letter")->isChecked());
        QVERIFY(bench.find<QPushButton>("preferenceW")->text().startsWith(u'C'));  // the two heard last
        QVERIFY(bench.find<QPushButton>("preferenceR")->text().startsWith(u'D'));
        keepPicture(*bench.page, QStringLiteral("listen-four"));
        QTest::mouseClick(bench.find<QPushButton>("addLane"), Qt::LeftButton);
        QCOMPARE(bench.page->desk().laneCount(), 5);
        QTest::mouseClick(bench.laneView(1)->findChild<QAbstractButton*>("removeLane"), Qt::LeftButton);
        QCOMPARE(bench.page->desk().laneCount(), 4);
        QCOMPARE(bench.titleOf(2), QStringLiteral("found.wav"));  // those behind it moved up
        QCOMPARE(bench.player.heardLane(), 2);
    }

    void drawsWhatTheLearnerSawInTheTokens() {
        const std::filesystem::path sample = std::filesystem::path(folder_.path().toStdString()) / "sample.flac";
        writeAudioFile(sample, tune(220.0, 0.5, 10.0, 0.5F));
        TokenTrace trace;
        for (int frame = 0; frame < 250; ++frame) {
            for (int place = 0; place < 3; ++place) {
                const double time = frame / 25.0;
                trace.push_back({.seconds = time, .place = place, .token = frame % 64, .logProb = -2.0,
                                 .klNats = 0.02 * (1.0 + std::sin(time)) * (place + 1), .value = 0.4,
                                 .advantage = std::sin(2.0 * time)});
            }
        }
        writeTokenTrace(tokenTracePath(sample), trace);
        Bench bench(folder_);
        QVERIFY(bench.compare(sample, clipB_));
        QCOMPARE(bench.stripsOf(0), QStringList({"KL per token", "Advantage", "Value"}));
        QCOMPARE(bench.stripsOf(1), QStringList({"MuLan / 10 s", "MOS over time"}));  // nothing was recorded of it
        const auto strips = bench.laneView(0)->findChildren<TimelineStrip*>();
        QCOMPARE(strips[0]->textAt(0.001), QStringLiteral("0.0–0.0 s · 0.020"));
        QVERIFY(strips[1]->textAt(5.5).contains(QStringLiteral("-")));  // the sine is negative there
        keepPicture(*bench.page, QStringLiteral("listen-tokens"));
        QTest::mouseClick(bench.find<QPushButton>("spectrograms"), Qt::LeftButton);
        QVERIFY(bench.laneView(0)->findChild<SpectrogramView*>("laneSpectrogram")->isVisible());
        QVERIFY(!bench.find<SpectrogramView>("spectrogram")->isVisible());
        keepPicture(*bench.page, QStringLiteral("listen-spectrograms"));
        QTest::keyClick(bench.page.get(), Qt::Key_S);
        QVERIFY(bench.laneView(0)->findChild<WaveformView*>("waveform")->isVisible());
    }

    void showsTheKlOfAllLanesOnOneScale() {
        const auto traced = [](double kl, double advantage) {
            return TokenTrace(100, TracedToken{.seconds = 0.0, .place = 0, .token = 1, .logProb = -1.0, .klNats = kl,
                                               .value = 0.0, .advantage = advantage});
        };
        std::vector<LaneStrip> far = tokenStrips(traced(0.5, 0.1), 10.0);
        std::vector<LaneStrip> unchanged = tokenStrips(traced(1e-9, 2.0), 10.0);
        QVERIFY(unchanged[0].high >= 1e-3);  // noise is not blown up
        shareKlScale({&far, &unchanged});
        QCOMPARE(unchanged[0].high, 0.5);
        QCOMPARE(far[0].high, 0.5);
        QCOMPARE(far[1].high, 0.1);
        QCOMPARE(unchanged[1].high, 2.0);
        QCOMPARE(far[0].cells.size(), std::size_t(100));
        QCOMPARE(far[0].cells.back().endSeconds, 10.0);  // the tokens of a frame share its time
    }

    void hidesWhichClipIsWhichUntilTheVote() {
        Bench bench(folder_);
        Q_EMIT bench.services.blindPairRequested(QString::fromStdString(clipA_), QString::fromStdString(clipB_));
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        QVERIFY(bench.page->desk().blind());
        QVERIFY(bench.find<QPushButton>("blind")->isChecked());
        QCOMPARE(bench.titleOf(0), QStringLiteral("hidden"));
        QCOMPARE(bench.titleOf(1), QStringLiteral("hidden"));
        QVERIFY(bench.stripsOf(0).isEmpty());
        QVERIFY(!bench.find<BreakdownView>("breakdown")->isVisible());
        QVERIFY(!bench.find<SpectrogramView>("spectrogram")->isVisible());
        keepPicture(*bench.page, QStringLiteral("listen-blind"));
        const std::filesystem::path first = bench.page->desk().lane(0).path;
        QTest::keyClick(bench.page.get(), Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.page->desk().blind(), 20000);  // the vote is kept, so they may show
        QVERIFY(bench.titleOf(0).startsWith(QStringLiteral("demo")));
        QCOMPARE(bench.page->desk().lane(0).path, first);  // where they were when they were voted on
        const std::vector<PreferencePair> votes = bench.votes();
        QCOMPARE(votes.size(), std::size_t(1));
        QVERIFY(votes[0].label == PreferenceLabel::A);
        QCOMPARE(votes[0].a.file.filename(), first.filename());
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void keepsAQuickPreferenceApartAndTakesBackAnOlderOne() {
        Bench bench(folder_);
        QVERIFY(!bench.find<QPushButton>("preferenceE")->isEnabled());
        QVERIFY(bench.compare(clipA_, clipB_));
        QVERIFY(bench.find<QPushButton>("preferenceE")->isEnabled());
        QTest::mouseClick(bench.find<QPushButton>("preferenceT"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.votes().size(), std::size_t(1), 20000);
        QTRY_COMPARE(bench.find<QLabel>("preferenceState")->text(), QStringLiteral("kept: B much better"));
        QVERIFY(bench.votes()[0].label == PreferenceLabel::B);
        QCOMPARE(bench.votes()[0].strength.value(), 2.0);
        QVERIFY(!bench.votes()[0].blind.value());
        QCOMPARE(bench.votes()[0].prompt, std::string("upbeat work-out music, retro synth lead, driving drums"));
        QTest::keyClick(bench.page.get(), Qt::Key_E);
        QTRY_VERIFY_WITH_TIMEOUT(bench.votes()[0].label == PreferenceLabel::Tie, 20000);
        QCOMPARE(bench.votes().size(), std::size_t(1));
        bench.find<QLineEdit>("scorePrompt")->setFocus();
        bench.page->setLane(1, plain_);  // a clip without a record: its prompt is taken to be the other's
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 60000);
        QTest::keyClicks(bench.find<QLineEdit>("scorePrompt"), QStringLiteral("qwertbs"));  // keys go to the field
        QTest::qWait(200);
        QCOMPARE(bench.votes().size(), std::size_t(1));
        QVERIFY(!bench.page->desk().blind());
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void saysSoWithoutASoundOutput() {
        Bench bench(folder_);
        QTRY_VERIFY(bench.player.hasDevice() || !bench.page->desk().deviceFailure().isEmpty());
        if (!bench.player.hasDevice()) {
            QVERIFY(bench.find<QPushButton>("retry")->isVisible());
            QVERIFY(bench.find<QLabel>("device")->text().contains(QStringLiteral("No sound output")));
            QVERIFY(bench.find<QLabel>("device")->toolTip().contains(QStringLiteral("Retry")));
        }
        bench.page->setLane(0, clipA_);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        QCOMPARE(bench.find<QPushButton>("play")->isEnabled(), bench.player.hasDevice());
    }
};

QTEST_MAIN(tst_ListenPage)
#include "tst_ListenPage.moc"
