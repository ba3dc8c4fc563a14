// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ListenBench.h"
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

using namespace musicrl;

class tst_ListenVotes : public QObject {
    Q_OBJECT

private:
    ListenClips clips_;

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
        QVERIFY(bench.titleOf(0).startsWith(QStringLiteral("demo")));
        QCOMPARE(bench.page->desk().lane(0).path, first);  // where they were when they were voted on
        const std::vector<PreferencePair> votes = bench.votes();
        QCOMPARE(votes.size(), std::size_t(1));
        QVERIFY(votes[0].label == PreferenceLabel::A);
        QCOMPARE(votes[0].a.file.filename(), first.filename());
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
