// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/TrainPage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/AlarmList.h"
#include "app/workbench/pages/RecipeForm.h"
#include "app/workbench/pages/RunPlots.h"
#include "app/workbench/pages/SampleGrid.h"
#include "base/Error.h"
#include "record/Prompt.h"
#include "run/SampleIndex.h"
#include "tasks/FinetuneTask.h"
#include "widgets/plots/RewardKlPlot.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QHeaderView>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr int leftWidth = 300;
constexpr int runRowHeight = 32;
constexpr int runHeaderHeight = 30;
constexpr int mostRunsInView = 8;

fs::path freeRunFolder(const fs::path& runs, const std::string& recipeName) {
    const std::string stem = slug(recipeName);
    for (int i = 1;; ++i) {
        const fs::path folder = runs / (stem + "-" + std::to_string(i));
        if (!fs::exists(folder)) {
            return folder;
        }
    }
}

/// Where the plots' smoothed curve ends: one noisy step says little.
std::optional<double> lastValue(const RunView& run, const std::string& key) {
    const std::vector<double> values = smoothed(metricValues(run.rows, key), smoothingFor(run.rows.size()));
    const auto last = std::find_if(values.rbegin(), values.rend(), [](double value) { return std::isfinite(value); });
    return last == values.rend() ? std::nullopt : std::optional(*last);
}

QString firstSampleAt(const fs::path& runFolder, std::int64_t step) {
    for (const SampleClip& sample : listSampleClips(runFolder / "samples")) {
        if (sample.step == step) {
            return QString::fromStdString(sample.file.string());
        }
    }
    return {};
}

}  // namespace

TrainPage::TrainPage(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent),
      services_(services),
      list_(services),
      form_(new RecipeForm(services, this)),
      plots_(new RunPlots(this)),
      alarms_(new AlarmList(this)),
      samples_(new SampleGrid(services, this)) {
    setProperty("role", "page");
    auto* right = new QVBoxLayout;
    right->setSpacing(space::medium);
    right->addWidget(plots_, 10);
    right->addWidget(alarms_);
    right->addWidget(samples_, 13);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::large, space::large, space::large, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(buildLeft());
    layout->addLayout(right, 1);
    connectForm();
    connectRuns();
}

QWidget* TrainPage::buildLeft() {
    auto* left = new QWidget(this);
    left->setFixedWidth(leftWidth);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(buildRuns());
    layout->addWidget(form_);
    layout->addStretch(1);
    return left;
}

QWidget* TrainPage::buildRuns() {
    auto* card = new Card(tr("Runs"), this);
    card->titleLine()->addStretch(1);
    view_ = new QTableView(card);
    view_->setModel(&table_);
    view_->setShowGrid(false);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setTabKeyNavigation(false);
    view_->setAccessibleName(tr("Runs"));
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(runRowHeight);
    QHeaderView* header = view_->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(36);
    header->setSectionResizeMode(RunTableModel::Name, QHeaderView::Stretch);
    header->setFixedHeight(runHeaderHeight);
    header->resizeSection(RunTableModel::Step, 48);
    header->resizeSection(RunTableModel::Mulan, 58);
    header->resizeSection(RunTableModel::Kl, 52);
    connect(&table_, &QAbstractItemModel::modelReset, this, &TrainPage::fitRuns);
    connect(&table_, &QAbstractItemModel::rowsInserted, this, &TrainPage::fitRuns);
    fitRuns();
    card->body()->addWidget(view_, 1);
    return card;
}

void TrainPage::fitRuns() {
    const int rows = std::clamp(table_.rowCount(), 2, mostRunsInView);
    view_->setFixedHeight(runHeaderHeight + rows * runRowHeight + 2);
}

void TrainPage::connectForm() {
    connect(form_, &RecipeForm::started, this, [this](const Recipe& recipe) { startRun(recipe); });
    connect(form_, &RecipeForm::resumeRequested, this, [this] {
        if (const RunView* run = list_.find(selected_)) {
            submit(selected_, run->recipe, true);
        }
    });
    connect(form_, &RecipeForm::stopRequested, this, [this] {
        if (JobHandle* job = jobOf(selected_)) {
            job->requestStop();
        }
    });
    connect(form_, &RecipeForm::commanded, this, &TrainPage::command);
}

void TrainPage::connectRuns() {
    connect(&list_, &RunList::reloaded, this, &TrainPage::showRuns);
    connect(&list_, &RunList::changed, this, &TrainPage::showNews);
    connect(alarms_, &AlarmList::pairRequested, &services_, &WorkbenchServices::compareRequested);
    connect(plots_, &RunPlots::pointClicked, this, &TrainPage::playSample);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) {
            selectRun(current.data(RunTableModel::IdRole).toString());
        }
    });
}

void TrainPage::command(const Command& command) {
    JobHandle* job = jobOf(selected_);
    if (job == nullptr) {
        return;
    }
    job->send(command);
    ActiveRun& run = active_[selected_];
    run.recipe = form_->shownRecipe();
    if (command.name == "pause" || command.name == "resume") {
        run.paused = command.name == "pause";
        form_->setState(run.paused ? RecipeForm::State::Paused : RecipeForm::State::Running);
    }
}

QString TrainPage::startRun(const Recipe& recipe) {
    const fs::path folder = freeRunFolder(services_.projectFolder / "runs", recipe.name);
    const QString id = QString::fromStdString(folder.string());
    submit(id, recipe, false);
    return id;
}

void TrainPage::layOut(const QString& recipe, const QString& preferenceModel) {
    selectRun({});  // the form is not a run's
    view_->clearSelection();
    form_->layOut(recipe, preferenceModel.toStdString());
}

void TrainPage::submit(const QString& folder, const Recipe& recipe, bool resume) {
    const QString name = QString::fromStdString(fs::path(folder.toStdString()).filename().string());
    const FinetuneConfig config{recipe, folder.toStdString(), resume};
    JobHandle* job = services_.device->submit(tr("RL run “%1”").arg(name), makeFinetuneJob(config), JobLength::Long);
    active_[folder] = {job, recipe, false};
    selected_ = folder;
    follow(job, folder);
    showSelected();
}

void TrainPage::follow(JobHandle* job, const QString& folder) {
    const auto look = [this, folder] { list_.find(folder) != nullptr ? list_.look() : list_.reload(); };
    connect(job, &JobHandle::metricArrived, this, look);
    connect(job, &JobHandle::resultArrived, this, look);  // an alarm: events.jsonl has it already
    connect(job, &JobHandle::fileWritten, this, look);
    connect(job, &JobHandle::finished, this, [this, folder](const JobOutcome& outcome) { runEnded(folder, outcome); });
}

void TrainPage::runEnded(const QString& folder, const JobOutcome& outcome) {
    active_.erase(folder);
    list_.reload();
    if (folder == selected_) {
        showSelected();
    }
    if (outcome.ending == JobEnding::Failed) {
        form_->showError(QString::fromStdString(outcome.message));
    }
}

JobHandle* TrainPage::jobOf(const QString& id) const {
    const auto found = active_.find(id);
    return found == active_.end() ? nullptr : found->second.job.data();
}

int TrainPage::colorOf(const QString& id) const {
    for (std::size_t i = 0; i < list_.runs().size(); ++i) {
        if (list_.runs()[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return 0;
}

RunRow TrainPage::rowOf(const RunView& run) const {
    const std::int64_t step = run.rows.empty() ? 0 : run.rows.back().step;
    return {run.id, run.name, colorOf(run.id), step, lastValue(run, "rewards/mulan/mean"), lastValue(run, "objective/kl"), jobOf(run.id) != nullptr, run.alarms.size()};
}

void TrainPage::showRuns() {
    std::vector<RunRow> rows;
    std::vector<RunSeries> series;
    for (const RunView& run : list_.runs()) {
        rows.push_back(rowOf(run));
        series.push_back(seriesOf(run, colorOf(run.id)));
    }
    const bool isGone = list_.find(selected_) == nullptr && jobOf(selected_) == nullptr;
    const QString newest = rows.empty() ? QString() : rows.back().id;
    const QString wanted = isGone ? newest : selected_;
    table_.setRows(std::move(rows));
    plots_->setRuns(series);
    selectRun(wanted);
}

void TrainPage::showNews(const RunNews& news) {
    const RunView* run = list_.find(news.id);
    if (run == nullptr) {
        return;
    }
    if (news.startedOver) {
        showRuns();
        return;
    }
    table_.setRow(rowOf(*run));
    plots_->append(news.id, news.rows);
    plots_->setSamplesAt(news.id, news.samplesAt);
    plots_->setAlarms(news.id, alarmMarks(run->alarms));
    if (news.id == selected_) {
        alarms_->setAlarms(run->alarms);
        if (news.samplesChanged) {
            samples_->look();
        }
        form_->setResumable(run->checkpoints > 0 && jobOf(selected_) == nullptr);
    }
}

void TrainPage::selectRun(const QString& id) {
    selected_ = id;
    if (const int row = table_.rowOf(id); row >= 0 && view_->currentIndex().row() != row) {
        view_->selectRow(row);  // comes back here
        return;
    }
    showSelected();
}

void TrainPage::showSelected() {
    const RunView* run = list_.find(selected_);
    const bool running = jobOf(selected_) != nullptr;
    plots_->setSelectedRun(selected_);
    alarms_->setAlarms(run == nullptr ? std::vector<RunAlarm>{} : run->alarms);
    samples_->showRun(run == nullptr ? QString() : selected_);
    if (running) {
        const ActiveRun& active = active_.at(selected_);
        form_->setRecipe(active.recipe);
        form_->setState(active.paused ? RecipeForm::State::Paused : RecipeForm::State::Running);
    } else {
        form_->setState(RecipeForm::State::Editing);
    }
    form_->setResumable(run != nullptr && run->checkpoints > 0 && !running);
    Q_EMIT runSelected(run == nullptr ? QString() : run->name);
}

void TrainPage::playSample(const QString& runId, qint64 step) {
    if (runId != selected_) {
        selectRun(runId);
    }
    const fs::path folder = fs::path(runId.toStdString());
    const QString shown = samples_->model().pathAt(step);
    if (!shown.isEmpty() && fs::path(shown.toStdString()).string().starts_with(folder.string())) {
        Q_EMIT services_.clipActivated(shown);
        return;
    }
    // The samples of a run that was chosen just now are still being read: look for its files.
    fetch(
        *services_.files, this, tr("Looking for a sample"), [folder, step] { return firstSampleAt(folder, step); },
        [this](const QString& path) {
            if (!path.isEmpty()) {
                Q_EMIT services_.clipActivated(path);
            }
        });
}

}  // namespace musicrl
