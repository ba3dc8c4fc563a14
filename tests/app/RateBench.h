// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ClockPlayback.h"
#include "app/Pictures.h"
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/rate/RatePage.h"
#include "app/workbench/pages/rate/RateSession.h"
#include "study/ClipCopies.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>

namespace musicrl {

inline const std::vector<std::string> rateModels = {"base", "tuned", "both"};

/// Clips of three models for four prompts, and studies of them in projects of their own.
class RateStudies {
public:
    RateStudies() {
        const std::vector<std::string> prompts = {
            "calm lo-fi piano loop with vinyl crackle",
            "orchestral ballad, sustained strings, mellow piano melody, soft female vocal, sad",
            "fast jazz trio, walking bass, brushed drums", "reggae groove with organ and a deep bass"};
        for (std::size_t model = 0; model < rateModels.size(); ++model) {
            for (const std::string& prompt : prompts) {
                ProjectFixture::writeClip(clips() / rateModels[model] / (slug(prompt) + ".flac"),
                                          {prompt, 3.0 + 0.5 * static_cast<double>(model), 41 + model, 0.3, 3.2, ""});
            }
        }
    }

    [[nodiscard]] ProjectFolder project() const { return fixture_.project(); }
    [[nodiscard]] std::filesystem::path clips() const { return project().folder.parent_path() / "made"; }

    [[nodiscard]] StudyDesign design(const std::string& name) const {
        StudyDesign design;
        design.name = name;
        for (const std::string& model : rateModels) {
            design.models.push_back({model, clips() / model});
        }
        design.questions = usualQuestions(StudyKind::Pairs);
        design.raters = {"ann", "bob"};
        design.practice = 1;
        design.blockTrials = 6;
        design.minimumListeningSeconds = 1.0;
        return design;
    }

    /// A study made without the window. \return its project
    [[nodiscard]] std::filesystem::path makeStudy(const std::string& project, const StudyDesign& design) const {
        const std::filesystem::path root = this->project().folder.parent_path() / project;
        const std::filesystem::path folder = root / "studies" / "s";
        const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
        copyStudyClips(plan, folder, [](std::size_t, std::size_t) {});
        static_cast<void>(StudyStore::create(folder, plan));
        return root;
    }

private:
    ProjectFixture fixture_;
};

/// What the window gives the page, with a player that is twenty times as fast.
struct RateBench {
    Player player;
    JobController files{QStringLiteral("files")};
    JobController device{QStringLiteral("cpu")};
    WorkbenchServices services;
    ClockPlayback* playback;
    std::unique_ptr<RatePage> page;

    explicit RateBench(const std::filesystem::path& folder) {
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
    ~RateBench() {
        delete page->session();
        page.reset();
    }
    template <typename T>
    T* find(const char* name) const {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    /// The session's welcome. \return null when there is none
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

inline bool inTrial(RateSession* session) {
    return session->desk().stage() == RateDesk::Stage::Trial;
}

/// Past the welcome and the volume.
inline void toTrials(RateSession* session) {
    QTest::keyClick(session, Qt::Key_Return);
    QTest::keyClick(session, Qt::Key_Return);
}

/// Hears every side for long enough, by keys alone.
inline void hearAll(RateSession* session) {
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
}

/// Hears every side and answers.
inline void judge(RateSession* session, Qt::Key answer) {
    hearAll(session);
    QTest::keyClick(session, answer);
    QTest::keyClick(session, Qt::Key_Return);
}

/// All words on the screen, hints and accessible names too.
inline QString wordsOn(const QWidget& widget) {
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

/// What was written into the events of a sealed study.
inline QStringList notesOf(const StudyStore& store) {
    QStringList notes;
    for (const RevealedJudgement& judgement : store.reveal().judgements) {
        for (const ListenEvent& event : judgement.events) {
            notes << QString::fromStdString(event.text);
        }
    }
    return notes;
}

}  // namespace musicrl
