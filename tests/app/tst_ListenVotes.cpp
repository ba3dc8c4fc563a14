// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ListenBench.h"
#include "app/workbench/pages/library/VotesCard.h"
#include "app/workbench/pages/listening/DevicePanel.h"
#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/audio/WaveformView.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <algorithm>
#include <fstream>
#include <future>
#include <map>

using namespace musicrl;

class tst_ListenVotes : public QObject {
    Q_OBJECT

private:
    ListenClips clips_;

    /// All that can be read of a page: texts, tool tips, what a screen reader says.
    static QStringList readable(const QWidget& page) {
        QStringList all;
        for (const QWidget* widget : page.findChildren<QWidget*>()) {
            if (!widget->isVisibleTo(&page)) {
                continue;
            }
            all << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription()
                << widget->statusTip() << widget->whatsThis() << widget->windowTitle();
            if (const auto* label = qobject_cast<const QLabel*>(widget)) {
                all << label->text();
            } else if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
                all << button->text() << (button->isEnabled() ? QStringLiteral("on") : QStringLiteral("off"));
            } else if (const auto* view = qobject_cast<const TimelineView*>(widget)) {
                all << QString::number(view->durationSeconds()) << QString::number(view->range().end);
            }
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void hidesWhichClipIsWhichUntilTheVote() {
        ListenBench bench(clips_.folder);
        Q_EMIT bench.services.blindPairRequested(QString::fromStdString(clips_.tuned),
                                                 QString::fromStdString(clips_.base));
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
        QVERIFY(bench.titleOf(0) != QStringLiteral("hidden"));
        QCOMPARE(bench.page->desk().lane(0).path, first);  // where they were when they were voted on
        const std::vector<PreferencePair> votes = bench.votes();
        QCOMPARE(votes.size(), std::size_t(1));
        QVERIFY(votes[0].label == PreferenceLabel::A);
        QCOMPARE(votes[0].a.file.filename(), first.filename());
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void nothingTellsTwoHiddenClipsApart() {
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.plain));  // other lengths, levels and scores; one has no record
        QSignalSpy playing(&bench.services, &WorkbenchServices::playingChanged);
        std::map<std::filesystem::path, QStringList> texts;  // by the clip in lane A
        std::map<std::filesystem::path, QImage> pictures;
        for (std::uint64_t seed = 1; texts.size() < 2 && seed < 64; ++seed) {
            bench.page->desk().setBlind(false, 0);
            bench.page->desk().setBlind(true, seed);
            playing.clear();
            bench.page->desk().hear(1);
            bench.page->desk().hear(0);
            bench.page->desk().seek(3.0);
            QTest::mouseMove(bench.page.get(), QPoint(5, 5));
            QTest::qWait(300);
            const std::filesystem::path first = bench.page->desk().lane(0).path;
            texts[first] = readable(*bench.page);
            pictures[first] = bench.page->grab().toImage();
            for (const QList<QVariant>& told : playing) {
                QCOMPARE(told[0].toString(), QString());
            }
        }
        QCOMPARE(texts.size(), std::size_t(2));
        QCOMPARE(texts[clips_.tuned], texts[clips_.plain]);
        QCOMPARE(pictures[clips_.tuned], pictures[clips_.plain]);
        QCOMPARE(bench.player.durationSeconds(), 12.0);  // both end with the shorter one
        QVERIFY(texts[clips_.tuned].join(u' ').contains(QStringLiteral("00:12.00")));
        for (const char* told : {"found", "tuned", "demo", "step", "30.0", "seed"}) {
            QVERIFY2(!texts[clips_.tuned].join(u' ').contains(QLatin1String(told)), told);
        }
        DevicePanel devices(bench.services);
        QVERIFY(devices.findChild<QLabel*>("exactness")->text().isEmpty());  // rates and gains
        QTest::keyClick(bench.page.get(), Qt::Key_V);
        QVERIFY(bench.page->desk().levelMatched());
        bench.page->desk().setBlind(false, 0);
        QCOMPARE(bench.player.durationSeconds(), 30.0);
        QVERIFY(!bench.services.blind);
    }

    void hiddenClipsAreThereAllAtOnce() {
        ListenBench bench(clips_.folder);
        const ListenDesk& desk = bench.page->desk();
        bool oneWasFirst = false;
        bool oneWasSeenFirst = false;
        connect(&desk, &ListenDesk::transportChanged, &desk, [&] {  // whenever a clip is read
            if (desk.blind() && bench.ready(0) != bench.ready(1)) {
                oneWasFirst = true;
                oneWasSeenFirst = oneWasSeenFirst || desk.shownStatus(0) != LaneStatus::Reading ||
                                  desk.shownStatus(1) != LaneStatus::Reading || bench.player.durationSeconds() > 0.0;
            }
        });
        Q_EMIT bench.services.blindPairRequested(QString::fromStdString(clips_.tuned),
                                                 QString::fromStdString(clips_.plain));
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        QVERIFY(oneWasFirst);
        QVERIFY(!oneWasSeenFirst);
        QCOMPARE(bench.player.durationSeconds(), 12.0);
    }

    void whyAHiddenClipCannotBeReadIsSaidAfterwards() {
        std::ofstream(clips_.path("broken.wav")) << "no sound";
        ListenBench bench(clips_.folder);
        Q_EMIT bench.services.blindPairRequested(QString::fromStdString(clips_.tuned),
                                                 QString::fromStdString(clips_.path("broken.wav")));
        QTRY_VERIFY_WITH_TIMEOUT(!readable(*bench.page).filter(QStringLiteral("cannot be read")).isEmpty(), 60000);
        QVERIFY(readable(*bench.page).filter(QStringLiteral("broken.wav")).isEmpty());
        QTest::keyClick(bench.page.get(), Qt::Key_B);
        QVERIFY(!readable(*bench.page).filter(QStringLiteral("broken.wav")).isEmpty());
    }

    void scoresWaitForTheVoteWhereThatIsWanted() {
        ListenBench bench(clips_.folder);
        bench.services.listenSettings = clips_.path("listen.ini");
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        QVERIFY(bench.find<BreakdownView>("breakdown")->isVisible());
        QTest::keyClick(bench.page.get(), Qt::Key_H);
        QVERIFY(!bench.find<BreakdownView>("breakdown")->isVisible());
        QVERIFY(!bench.find<DifferenceView>("difference")->isVisible());
        QVERIFY(bench.stripsOf(0).isEmpty());
        QVERIFY(bench.titleOf(0) != QStringLiteral("hidden"));  // only the scores wait
        keepPicture(*bench.page, QStringLiteral("listen-scores-wait"));
        QTest::keyClick(bench.page.get(), Qt::Key_R);
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<BreakdownView>("breakdown")->isVisible(), 20000);
        QVERIFY(!bench.stripsOf(0).isEmpty());
        bench.page->setLane(1, clips_.tuned);
        QVERIFY(!bench.find<BreakdownView>("breakdown")->isVisible());  // another comparison
        const ListenDesk again(bench.services);
        QVERIFY(again.hidesUntilVote());
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void forgetsWhatWasSaidOnceTheClipsAreShuffledOrOthers() {
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        const auto said = [&bench] { return bench.find<QLabel>("preferenceState")->text(); };
        QTest::keyClick(bench.page.get(), Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("kept: A better"), 60000);
        QTest::keyClick(bench.page.get(), Qt::Key_B);
        QCOMPARE(said(), QStringLiteral("kept apart from studies"));
        QTest::keyClick(bench.page.get(), Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("kept: A better"), 60000);  // and of which, shows now
        bench.page->setLane(1, clips_.plain);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 60000);
        QCOMPARE(said(), QStringLiteral("kept apart from studies"));
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void aLateVoteDoesNotUncoverOtherClips() {
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        std::promise<void> gate;
        fetch(
            bench.files, bench.page.get(), QStringLiteral("Something long"),
            [open = gate.get_future().share()] {
                open.wait();
                return true;
            },
            [](bool) {});
        QTest::keyClick(bench.page.get(), Qt::Key_W);
        Q_EMIT bench.services.blindPairRequested(QString::fromStdString(clips_.base),
                                                 QString::fromStdString(clips_.plain));
        gate.set_value();
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        QCOMPARE(bench.votes().size(), std::size_t(1));
        QVERIFY(bench.page->desk().blind());
        QCOMPARE(bench.titleOf(0), QStringLiteral("hidden"));
        QCOMPARE(bench.find<QLabel>("preferenceState")->text(), QStringLiteral("kept apart from studies"));
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void theRatingsFollowTheirClipsToOtherLetters() {
        ListenBench bench(clips_.folder);
        bench.page->desk().setLanes({clips_.plain, clips_.tuned, clips_.base});
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1) && bench.ready(2), 60000);
        bench.page->desk().hear(1);
        bench.page->desk().hear(2);
        QTest::keyClick(bench.page.get(), Qt::Key_W);
        const auto says = [&bench](const char* text) {
            const auto labels = bench.find<VotesCard>("votesCard")->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* label) { return label->text() == QLatin1String(text); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(says("B against C"), 20000);
        bench.page->desk().removeLane(0);
        QTRY_VERIFY_WITH_TIMEOUT(says("A against B"), 20000);
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }

    void keepsAQuickPreferenceApartAndTakesBackAnOlderOne() {
        ListenBench bench(clips_.folder);
        QVERIFY(!bench.find<QPushButton>("preference3")->isEnabled());
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        QVERIFY(bench.find<QPushButton>("preference3")->isEnabled());
        QTest::mouseClick(bench.find<QPushButton>("preference5"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.votes().size(), std::size_t(1), 20000);
        QTRY_COMPARE(bench.find<QLabel>("preferenceState")->text(), QStringLiteral("kept: B much better"));
        auto* ratings = bench.find<VotesCard>("votesCard");
        QTRY_VERIFY_WITH_TIMEOUT(ratings->isVisible(), 20000);
        QVERIFY2(
            ratings->asText().contains(QStringLiteral("0 won")) && ratings->asText().contains(QStringLiteral("1 lost")),
            qPrintable(ratings->asText()));
        bench.page->desk().setBlind(true, 7);
        QVERIFY(!ratings->isVisible());
        bench.page->desk().setBlind(false, 0);
        bench.page->desk().setLanes({clips_.tuned, clips_.base});
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        QVERIFY(bench.votes()[0].label == PreferenceLabel::B);
        QCOMPARE(bench.votes()[0].strength.value(), 2.0);
        QVERIFY(!bench.votes()[0].blind.value());
        QCOMPARE(bench.votes()[0].prompt, std::string("upbeat work-out music, retro synth lead, driving drums"));
        QTest::keyClick(bench.page.get(), Qt::Key_E);
        QTRY_VERIFY_WITH_TIMEOUT(bench.votes()[0].label == PreferenceLabel::Tie, 20000);
        QCOMPARE(bench.votes().size(), std::size_t(1));
        bench.find<QLineEdit>("scorePrompt")->setFocus();
        bench.page->setLane(1, clips_.plain);  // a clip without a record: its prompt is taken to be the other's
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 60000);
        QTest::keyClicks(bench.find<QLineEdit>("scorePrompt"), QStringLiteral("qwertbs"));  // keys go to the field
        QTest::qWait(200);
        QCOMPARE(bench.votes().size(), std::size_t(1));
        QVERIFY(!bench.page->desk().blind());
        std::filesystem::remove_all(bench.services.projectFolder / "votes");
    }
};

QTEST_MAIN(tst_ListenVotes)
#include "tst_ListenVotes.moc"
