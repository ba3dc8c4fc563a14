// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Pictures.h"
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/evaluate/EvaluatePage.h"
#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "playback/Player.h"
#include "study/CreateStudy.h"
#include "tasks/SystemReport.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>

namespace musicrl {

inline const std::vector<std::string> evaluatedModels = {"base", "tuned", "both"};  // the later, the better

inline std::size_t rankOf(const std::string& model) {
    return static_cast<std::size_t>(std::find(evaluatedModels.begin(), evaluatedModels.end(), model) -
                                    evaluatedModels.begin());
}

/// What a rater of the tests says of two clips: mostly for the better model, now and then against it or a tie, as the
/// trial's id has it. These raters are programs, and their profiles say so.
inline int preferenceOf(const PlannedTrial& trial, const StudyPlan& plan) {
    const std::size_t a = rankOf(plan.clips.at(trial.clips[0]).model);
    const std::size_t b = rankOf(plan.clips.at(trial.clips[1]).model);
    const std::size_t chance = std::hash<std::string>{}(trial.comparison + trial.rater) % 10;
    if (chance == 0) {
        return 0;
    }
    const int better = a > b ? -1 : 1;
    return chance <= 2 ? -better : (chance <= 5 ? 2 * better : better);
}

/// Studies for the page Evaluate, judged by programs whose profiles say so, and the page with what it needs.
struct EvaluateStudies {
    std::unique_ptr<ProjectFixture> fixture_;
    std::filesystem::path studies_;

    struct Bench {
        Player player;
        JobController files{QStringLiteral("files")};
        JobController device{QStringLiteral("cpu")};
        WorkbenchServices services;
        std::unique_ptr<EvaluatePage> page;

        explicit Bench(const std::filesystem::path& folder) {
            services.player = &player;
            services.files = &files;
            services.device = &device;
            services.projectFolder = folder;
            page = std::make_unique<EvaluatePage>(services);
            page->resize(1376, 788);
            page->show();
        }
        ~Bench() { page.reset(); }
        template <typename T>
        T* find(const char* name) const {
            return page->findChild<T*>(QString::fromLatin1(name));
        }
    };

    void makeStudy(const std::string& id, bool sealed) const {
        StudyDesign design;
        design.name = id;
        for (const std::string& model : evaluatedModels) {
            design.models.push_back({model, fixture_->project().folder.parent_path() / "made" / model});
        }
        design.questions = {{"overall", "Overall, which do you like more?", QuestionKind::Preference, 2, true},
                            {"fits", "Which fits the text better?", QuestionKind::Preference, 2, true}};
        design.raters = {"ann", "bob", "cy"};
        design.repeats = 4;
        design.noisyGold = 4;
        design.minimumListeningSeconds = 0.5;
        design.screening.minimumGold = 0.6;
        StudyStore store = createStudy(design, studies_ / id, [](std::size_t, std::size_t) {});
        const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
        for (const std::string& rater : design.raters) {
            RaterProfile profile;
            profile.pseudonym = rater;
            profile.simulated = true;
            store.saveProfile(profile);
            vote(store, plan, rater);
        }
        if (sealed) {
            store.seal();
        }
    }

    /// A sealed study of another kind, of two models on ten prompts, each of whose trials gets the answer that \p said
    /// makes of it; the rater is a program.
    void makeOther(const std::string& id, StudyKind kind,
                   const std::function<Answer(const PlannedTrial&, const StudyPlan&)>& said) const {
        StudyDesign design;
        design.name = id;
        design.kind = kind;
        for (const char* model : {"base", "tuned"}) {
            design.models.push_back({model, fixture_->project().folder.parent_path() / "made" / model, {}});
        }
        design.questions = usualQuestions(kind);
        design.raters = {"simulated-ann"};
        design.abxTrials = 2;
        design.minimumListeningSeconds = 0.5;
        StudyStore store = createStudy(design, studies_ / id, [](std::size_t, std::size_t) {});
        const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
        RaterProfile profile;
        profile.pseudonym = "simulated-ann";
        profile.simulated = true;
        store.saveProfile(profile);
        while (const std::optional<Trial> trial = store.currentTrial("simulated-ann")) {
            Judgement judgement;
            judgement.trial = trial->id;
            judgement.rater = "simulated-ann";
            judgement.answers = {said(plan.trial(trial->id), plan)};
            judgement.answers.front().question = trial->questions.front().id;
            for (const TrialClip& clip : trial->clips) {
                judgement.listenedSeconds[clip.side] = clip.seconds;
            }
            store.record(judgement);
        }
        store.seal();
    }

    static void writeReport(const Bench& bench, const std::filesystem::path& folder) {
        QTest::mouseClick(bench.find<QPushButton>("exportReport"), Qt::LeftButton);
        bench.find<QLineEdit>("reportFolder")->setText(QString::fromStdString(folder.string()));
        QTest::mouseClick(bench.find<QPushButton>("writeReport"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QPushButton>("showReport")->isVisible(), 60000);
    }

    static void vote(StudyStore& store, const StudyPlan& plan, const std::string& rater) {
        while (const std::optional<Trial> trial = store.currentTrial(rater)) {
            const PlannedTrial& planned = plan.trial(trial->id);
            int preference =
                planned.role == TrialRole::Gold ? (planned.answer == Side::A ? -2 : 2) : preferenceOf(planned, plan);
            if (planned.role == TrialRole::Gold && rater == "cy") {
                preference = -preference;  // who does not listen is left out
            }
            Judgement judgement;
            judgement.trial = trial->id;
            judgement.rater = rater;
            for (const Question& question : trial->questions) {
                judgement.answers.push_back(
                    {.question = question.id, .preference = preference, .ratingA = {}, .ratingB = {}, .identity = {}});
            }
            judgement.listenedSeconds = {{Side::A, 3.0}, {Side::B, 3.0}};
            judgement.gainsDb = {{Side::A, -1.0}, {Side::B, 0.0}};
            judgement.firstHeard = Side::A;
            judgement.spentSeconds = 9.0;
            store.record(judgement);
        }
    }

    /// Clips of three models, and two studies of them: "open", and "three-models", which is sealed.
    void makeStudies() {
        prepareEngine(1);
        applyTheme(*qApp, ThemeKind::Dark);
        fixture_ = std::make_unique<ProjectFixture>();
        studies_ = fixture_->project().folder / "studies";
        const std::vector<std::string> prompts = {
            "calm lo-fi piano loop", "sad orchestral ballad", "fast jazz trio",    "reggae groove with organ",
            "upbeat work-out music", "slow ambient pads",     "folk guitar, warm", "hard techno, 140 bpm",
            "brass fanfare",         "solo cello, slow"};
        for (std::size_t model = 0; model < evaluatedModels.size(); ++model) {
            for (std::size_t i = 0; i < prompts.size(); ++i) {
                const double noise = 0.1 * static_cast<double>((7 * i + 3 * model) % 5);
                ProjectFixture::writeClip(fixture_->project().folder.parent_path() / "made" / evaluatedModels[model] /
                                              (slug(prompts[i]) + ".flac"),
                                          {prompts[i], 2.0, 41 + i, 0.3 + 0.1 * static_cast<double>(model) + noise,
                                           3.2 + 0.3 * static_cast<double>(model), ""});
            }
        }
        makeStudy("open", false);
        makeStudy("three-models", true);
    }
};

}  // namespace musicrl
