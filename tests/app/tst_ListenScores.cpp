// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ListenBench.h"
#include "app/workbench/pages/listen/ClipTaste.h"
#include "base/AtomicFile.h"
#include "run/RunDirectory.h"
#include "run/TokenTrace.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QApplication>

using namespace musicrl;

namespace {

RewardBreakdown weighed(double mulan, double mulanWeight, double nats, double tasteWeight) {
    RewardBreakdown clip;
    clip.terms.push_back(
        {.name = "mulan", .raw = mulan, .weight = mulanWeight, .contribution = mulanWeight * mulan, .windows = {}});
    clip.terms.push_back(
        {.name = "preference", .raw = nats, .weight = tasteWeight, .contribution = tasteWeight * nats, .windows = {}});
    clip.total = clip.terms[0].contribution + clip.terms[1].contribution;
    return clip;
}

}  // namespace

/// What the Listen page says of the scores of two clips of runs.
class tst_ListenScores : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::filesystem::path run_;

    [[nodiscard]] std::filesystem::path taste() const {
        return std::filesystem::path(folder_.path().toStdString()) / "preference" / "t";
    }

    std::filesystem::path sample(std::int64_t step, const RewardBreakdown& scores) const {
        char name[32];
        std::snprintf(name, sizeof name, "step-%08lld", static_cast<long long>(step));
        const std::filesystem::path clip = run_ / "samples" / name / "p.flac";
        makeFolder(clip.parent_path());
        writeAudioFile(clip, tune(220.0, 0.5, 2.0, 0.5F));
        writeClipRecord(clip, record(step == 0 ? "" : std::string("checkpoints/") + name, scores));
        TokenTrace trace;
        for (int frame = 0; frame < 50; ++frame) {
            trace.push_back({.seconds = frame / 25.0,
                             .place = 0,
                             .token = 1,
                             .logProb = -1.0,
                             .klNats = step == 0 ? 0.0 : 0.1,
                             .value = 0.0,
                             .advantage = 1.2});
        }
        writeTokenTrace(tokenTracePath(clip), trace);
        return clip;
    }

    static QString hintOf(const ListenBench& bench) { return bench.find<QLabel>("differenceHint")->text(); }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(*qApp, ThemeKind::Dark);
        run_ = std::filesystem::path(folder_.path().toStdString()) / "runs" / "u";
        Recipe recipe;
        recipe.model = "demo";
        recipe.preferenceModel = taste().string();
        (void)RunDirectory::create(run_, recipe);
        makeFolder(taste());
    }

    void aBaseClipHasNoStripsOfTokens() {
        const std::filesystem::path base = sample(0, weighed(0.3, 1.0, 0.0, 1.0));
        const std::filesystem::path tuned = sample(8, weighed(0.4, 1.0, 0.5, 1.0));
        ListenBench bench(folder_);
        QVERIFY(bench.compare(tuned, base));
        QCOMPARE(bench.stripsOf(0), QStringList({"KL per token", "Advantage", "Value"}));
        QCOMPARE(bench.stripsOf(1), QStringList());
    }

    void aProbabilityComesWithWhatItsModelWasHeldAgainst() {
        const std::filesystem::path base = sample(0, weighed(0.3, 1.0, -0.12, 1.0));
        const std::filesystem::path tuned = sample(8, weighed(0.4, 1.0, 0.84, 1.0));
        ListenBench bench(folder_);
        QVERIFY(bench.compare(tuned, base));
        QVERIFY(!bench.find<QLabel>("preferenceOdds")->isVisible());  // nothing is known of the model

        writeJsonFile(taste() / "training.json", Json{{"heldout", {{"pairs", 204}, {"ece", 0.0312}}}});
        QVERIFY(bench.compare(base, tuned));
        QVERIFY(bench.find<QLabel>("preferenceOdds")->isVisible());
        QCOMPARE(bench.find<QLabel>("preferenceOdds")->text(),  // σ(0.84 + 0.12) = 0.7231
                 QStringLiteral("Preference model: P(B≻A) = 0.72. On 204 held-out votes its calibration error (ECE) is "
                                "0.031."));
        writeJsonFile(taste() / "training.json", Json{{"heldout", {{"pairs", 2}, {"ece", 0.5}}}});
        QVERIFY(bench.compare(tuned, base));
        QVERIFY(
            bench.find<QLabel>("preferenceOdds")->text().endsWith(QStringLiteral("so few votes tell little of it.")));
    }

    void noProbabilityIsSaidOfAClipThatAnotherModelMayHaveScored() {
        writeJsonFile(taste() / "training.json", Json{{"heldout", {{"pairs", 204}, {"ece", 0.0312}}}});
        const std::filesystem::path tuned = sample(8, weighed(0.4, 1.0, 0.84, 1.0));
        const std::filesystem::path loose = std::filesystem::path(folder_.path().toStdString()) / "loose.flac";
        writeAudioFile(loose, tune(165.0, 0.4, 2.0, 0.3F));
        writeClipRecord(loose, record("", weighed(0.3, 1.0, -0.12, 1.0)));
        QVERIFY(tasteOf(tuned).has_value());
        QVERIFY(!tasteOf(loose).has_value());
        ListenBench bench(folder_);
        QVERIFY(bench.compare(tuned, loose));
        QVERIFY(!bench.find<QLabel>("preferenceOdds")->isVisible());
        QVERIFY(
            bench.find<DifferenceView>("difference")->asText().contains(QStringLiteral("Preference model: +0.960")));
    }

    void clipsOfTwoRecipesAreWeighedAlikeAndItIsSaid() {
        const std::filesystem::path a = sample(8, weighed(0.800, 1.0, 0.1, 0.0));
        const std::filesystem::path b = sample(16, weighed(0.770, 0.0, 0.3, 1.0));
        ListenBench bench(folder_);
        QVERIFY(bench.compare(a, b));
        QCOMPARE(bench.find<DifferenceView>("difference")->asText().section(u'\n', 0, 2),
                 QStringLiteral("MuLan: +0.030\nMix: +0.030\nPreference model (no weight): −0.200"));
        QVERIFY(hintOf(bench).contains(QStringLiteral("here both are weighed as A was: MuLan 1.")));
        keepPicture(*bench.page, QStringLiteral("listen-two-recipes"));
    }

    void whereThereIsNoCommonMixNoneIsShown() {
        RewardBreakdown onlyMulan = weighed(0.8, 1.0, 0.0, 1.0);
        RewardBreakdown onlyTaste = weighed(0.8, 1.0, 0.4, 1.0);
        onlyMulan.terms.pop_back();
        onlyTaste.terms.erase(onlyTaste.terms.begin());
        ListenBench bench(folder_);
        QVERIFY(bench.compare(sample(8, onlyMulan), sample(16, onlyTaste)));
        const QString said = bench.find<DifferenceView>("difference")->asText();
        QVERIFY(said.startsWith(QStringLiteral("MuLan: only A\nPreference model: only B")));
        QVERIFY(!said.contains(QStringLiteral("Mix")));
        QVERIFY(hintOf(bench).startsWith(QStringLiteral("No mix")));
    }
};

QTEST_MAIN(tst_ListenScores)
#include "tst_ListenScores.moc"
