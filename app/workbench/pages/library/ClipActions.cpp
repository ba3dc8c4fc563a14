// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/ClipActions.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/library/ExportDialog.h"
#include "app/workbench/pages/library/FileManager.h"
#include "app/workbench/pages/library/VotesDialog.h"
#include "app/workbench/pages/rate/StudyDialog.h"
#include "record/ClipRecipe.h"
#include "run/TokenTrace.h"
#include "study/StudyFromClips.h"
#include "tasks/ModelCatalog.h"
#include "tasks/ScoreTask.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// The clip, its record and its tokens.
std::vector<fs::path> filesOf(const fs::path& clip) {
    return {clip, recordPathFor(clip), tokenTracePath(clip)};
}

QString readAll(const fs::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

}  // namespace

ClipActions::ClipActions(WorkbenchServices& services, QWidget& window)
    : QObject(&window), services_(services), window_(window) {}

void ClipActions::reveal(const QStringList& files) {
    showInFileManager(files);
}

void ClipActions::newStudy(std::vector<LibraryClip> clips) {
    fetch(
        *services_.files, this, tr("Looking at the clips' records"),
        [clips = std::move(clips)] { return modelsFromClips(clips); },
        [this](const ModelsFromClips& chosen) {
            auto* dialog = new StudyDialog(services_, services_.projectFolder / "studies", &window_);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->showChosen(chosen);
            connect(dialog, &StudyDialog::created, this, [this](const QString& id) {
                Q_EMIT services_.studiesChanged();
                Q_EMIT studyMade(id);
            });
            dialog->open();
        });
}

void ClipActions::exportTo(std::vector<LibraryClip> clips) {
    (new ExportDialog(services_, std::move(clips), &window_))->open();
}

void ClipActions::showVotes(const std::vector<ClipVote>& votes) {
    (new VotesDialog(services_, votes, &window_))->open();
}

void ClipActions::copyRecipes(const QStringList& files) {
    QStringList records;
    for (const QString& file : files) {
        const QString record = readAll(recordPathFor(file.toStdString()));
        if (!record.isEmpty()) {
            records << record;
        }
    }
    if (records.isEmpty()) {
        Q_EMIT failed(tr("There is no record beside the clip: its recipe is not known."));
        return;
    }
    QApplication::clipboard()->setText(records.join(QLatin1Char('\n')));
}

void ClipActions::score(const QStringList& files) {
    const std::vector<ModelInfo> models = listModels();
    if (files.isEmpty() || scoring_) {
        return;
    }
    ScoreConfig config;
    config.keepInRecords = true;
    if (!models.empty()) {
        config.model = models.front().name;
    }
    for (const QString& file : files) {
        config.files.emplace_back(file.toStdString());
    }
    firstFailure_.clear();
    scoring_ = services_.device->submit(tr("Score %n clip(s)", nullptr, static_cast<int>(files.size())),
                                        makeScoreJob(std::move(config)), JobLength::Short);
    connect(scoring_, &JobHandle::resultArrived, this, &ClipActions::takeScore);
    connect(scoring_, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        scoring_.clear();
        if (outcome.ending == JobEnding::Failed) {
            Q_EMIT failed(firstFailure_.isEmpty() ? QString::fromStdString(outcome.message) : firstFailure_);
        }
        Q_EMIT scoringChanged();
    });
    Q_EMIT scoringChanged();
}

void ClipActions::takeScore(const ResultRow& row) {
    if (row.kind == "score") {
        Q_EMIT filesChanged({QString::fromStdString(row.values.value("file", std::string()))});
    } else if (row.kind == "error" && firstFailure_.isEmpty()) {
        firstFailure_ = QString::fromStdString(row.values.value("message", std::string()));
    }
}

void ClipActions::askToRemove(const QStringList& files) {
    if (files.isEmpty()) {
        return;
    }
    const auto count = static_cast<int>(files.size());
    auto* question = new QMessageBox(
        QMessageBox::Question, tr("Move to the trash"),
        count == 1 ? tr("Move %1 with its record to the trash?").arg(QFileInfo(files.front()).fileName())
                   : tr("Move %1 clips with their records to the trash?").arg(count),
        QMessageBox::Cancel, &window_);
    QPushButton* yes = question->addButton(tr("Move to the trash"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("moveToTrash"));
    question->setDefaultButton(yes);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this, [this, files] { remove(files); });
    question->open();
}

void ClipActions::remove(const QStringList& files) {
    QStringList kept;
    for (const QString& file : files) {
        for (const fs::path& path : filesOf(file.toStdString())) {
            const QString name = QString::fromStdString(path.string());
            if (QFile::exists(name) && !QFile::moveToTrash(name)) {
                kept << name;
            }
        }
    }
    if (!kept.isEmpty()) {
        Q_EMIT failed(
            tr("%1 could not be moved to the trash: look whether its folder can be written to.").arg(kept.front()));
    }
    Q_EMIT filesChanged(files);
}

}  // namespace musicrl
