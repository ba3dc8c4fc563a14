// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/GeneratePage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/ClipListView.h"
#include "app/workbench/pages/ClipReading.h"
#include "app/workbench/pages/GenerateForm.h"
#include "record/PromptSet.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <utility>

namespace musicrl {
namespace {

constexpr int formWidth = 320;
constexpr std::size_t firstPrompts = 3;  // offered in a project without clips
constexpr std::size_t newestShown = 200;  // each is decoded; all others are in the library

QString jobTitle(const GenerateConfig& config) {
    const auto clips = static_cast<qlonglong>(config.prompts.size()) * config.count;
    const QString first = QString::fromStdString(config.prompts.front().text).left(40);
    return clips == 1 ? GeneratePage::tr("Generate “%1”").arg(first) : GeneratePage::tr("Generate %1 clips").arg(clips);
}

QStringList someProjectPrompts(const std::filesystem::path& projectFolder) {
    QStringList lines;
    const std::filesystem::path file = projectFolder / "prompts" / "eval.txt";
    if (std::filesystem::exists(file)) {
        for (const Prompt& prompt : readPrompts(file)) {
            if (static_cast<std::size_t>(lines.size()) < firstPrompts) {
                lines << QString::fromStdString(prompt.text);
            }
        }
    }
    return lines;
}

}  // namespace

GeneratePage::GeneratePage(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent),
      services_(services),
      form_(new GenerateForm(services, this)),
      clips_(new ClipListView(tr("No clips yet.\nWrite a prompt on the left and press Generate: each clip shows up here as soon as it is finished."), this)) {
    setProperty("role", "page");
    buildLayout();
    connect(form_, &GenerateForm::submitted, this, &GeneratePage::generate);
    connect(form_, &GenerateForm::stopRequested, this, [this] {
        if (job_) {
            job_->requestStop();
        }
    });
    connect(clips_, &ClipListView::activated, &services_, &WorkbenchServices::clipActivated);
    connect(clips_, &ClipListView::laneChosen, &services_, &WorkbenchServices::laneRequested);
    connect(&services_, &WorkbenchServices::playedChanged, this,
            [this](const QString& path, double fraction) { clips_->model().setPlayed(path, fraction); });
    loadProject();
}

void GeneratePage::buildLayout() {
    form_->setFixedWidth(formWidth);
    auto* card = new Card(tr("Clips"), this);
    count_ = makeLabel({}, LabelRole::Muted, card);
    card->titleLine()->addWidget(count_);
    card->titleLine()->addStretch(1);
    card->titleLine()->addWidget(makeLabel(tr("click a waveform to play · A and B put a clip into a lane"), LabelRole::Muted, card));
    card->body()->addWidget(clips_, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::large, space::large, space::large, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(form_);
    layout->addWidget(card, 1);
}

void GeneratePage::loadProject() {
    const std::filesystem::path folder = services_.projectFolder;
    fetch(
        *services_.files, this, tr("Reading the project's clips"),
        [folder] { return readClipFolder(folder / "clips", newestShown); },
        [this](std::vector<ClipRow> rows) {
            clips_->model().setRows(std::move(rows));
            showCount();
        });
    fetch(
        *services_.files, this, tr("Reading the project's prompts"), [folder] { return someProjectPrompts(folder); },
        [this](const QStringList& lines) { form_->offerPrompts(lines); });
}

void GeneratePage::generate(const GenerateConfig& config) {
    form_->showError({});
    job_ = services_.device->submit(jobTitle(config), makeGenerateJob(config), JobLength::Short);
    form_->setRunning(true);
    connect(job_, &JobHandle::fileWritten, this, [this](const FileWritten& file) {
        if (file.kind == "clip") {
            addClip(QString::fromStdString(file.path.string()));
        }
    });
    connect(job_, &JobHandle::finished, this, [this, job = job_.data()](const JobOutcome& outcome) {
        if (job_ == job) {
            form_->setRunning(false);
        }
        jobEnded(outcome);
    });
}

void GeneratePage::addClip(const QString& path) {
    fetch(
        *services_.files, this, tr("Reading a new clip"), [path] { return readClipRow(path.toStdString()); },
        [this](ClipRow row) {
            clips_->model().prepend(std::move(row));
            showCount();
        });
}

void GeneratePage::jobEnded(const JobOutcome& outcome) {
    if (outcome.ending == JobEnding::Failed) {
        form_->showError(QString::fromStdString(outcome.message));
    }
}

void GeneratePage::showCount() {
    const auto count = clips_->model().rows().size();
    count_->setText(count == 0 ? QString() : QString::number(count));
}

}  // namespace musicrl
