// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/StartPointBox.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/RunReading.h"
#include "base/Error.h"
#include "record/GeneratorName.h"
#include "run/RunDirectory.h"
#include "run/SelectedCheckpoint.h"
#include "tasks/ModelCatalog.h"

#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A point for a run's checkpoints, with what is known of its model.
StartPoint pointOf(const std::vector<StartPoint>& models, const Recipe& recipe) {
    const auto found = std::find_if(models.begin(), models.end(), [&](const StartPoint& point) { return point.model == recipe.model; });
    StartPoint point = found == models.end() ? StartPoint{} : *found;
    point.model = recipe.model;
    point.recipe = recipe.name;
    return point;
}

/// \return -1 while the run has not come as far as its recipe selects
std::int64_t selectedStep(const RunDirectory& run) {
    try {
        return selectedCheckpoint(run).step;
    } catch (const Error&) {
        return -1;
    }
}

}  // namespace

std::string StartPoint::generator() const {
    ClipRecipe made;
    made.modelName = model;
    made.checkpoint = checkpoint;
    return generatorName(made);
}

std::vector<StartPoint> listStartPoints(const fs::path& projectFolder) {
    std::vector<StartPoint> points;
    for (const ModelInfo& model : listModels()) {
        points.push_back({QString::fromStdString(model.name), model.name, {}, model.maxSeconds,
                          fs::exists(model.folder / "preference" / "config.json"), {}, false});
    }
    std::vector<fs::path> runs = listRuns(projectFolder / "runs");
    std::reverse(runs.begin(), runs.end());
    for (const fs::path& folder : runs) {
        try {
            const RunDirectory run = RunDirectory::open(folder);
            StartPoint point = pointOf(points, run.recipe());
            const std::int64_t selected = selectedStep(run);
            for (const Checkpoint& checkpoint : run.checkpoints()) {
                point.checkpoint = checkpoint.folder.string();
                point.label = QString::fromStdString(point.generator());
                point.standsForRun = checkpoint.step == selected;
                points.push_back(point);
            }
        } catch (const Error&) {
            continue;  // a broken run is told of on the Train page; it offers no checkpoints
        }
    }
    return points;
}

StartPointBox::StartPointBox(WorkbenchServices& services, QWidget* parent) : QComboBox(parent), services_(services) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumContentsLength(10);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(&services_, &WorkbenchServices::startPointsChanged, this, &StartPointBox::reload);
    reload();
}

void StartPointBox::reload() {
    fetch(
        *services_.files, this, tr("Looking for models"), [folder = services_.projectFolder] { return listStartPoints(folder); },
        [this](std::vector<StartPoint> points) { setPoints(std::move(points)); });
}

void StartPointBox::setPoints(std::vector<StartPoint> points) {
    const StartPoint before = currentIndex() >= 0 && !points_.empty() ? current() : StartPoint{};
    points_ = std::move(points);
    clear();
    for (const StartPoint& point : points_) {
        addItem(point.label);
    }
    if (points_.empty()) {
        addItem(tr("no model found"));
    }
    choose(before.model, before.checkpoint);
    Q_EMIT loaded();
}

StartPoint StartPointBox::current() const {
    if (points_.empty() || currentIndex() < 0) {
        throw Error(ErrorKind::NotFound, tr("There is no model yet: put a model folder into the models folder of the program's data, or train one with “musicrl pretrain”.").toStdString());
    }
    return points_[static_cast<std::size_t>(currentIndex())];
}

void StartPointBox::choose(const std::string& model, const std::string& checkpoint) {
    for (const bool exactly : {true, false}) {
        for (std::size_t i = 0; i < points_.size(); ++i) {
            if (points_[i].model == model && (points_[i].checkpoint == checkpoint || (!exactly && points_[i].checkpoint.empty()))) {
                setCurrentIndex(static_cast<int>(i));
                return;
            }
        }
    }
}

bool StartPointBox::chooseRunOf(const std::string& recipe) {
    const auto found = std::find_if(points_.begin(), points_.end(),
                                    [&](const StartPoint& point) { return point.standsForRun && point.recipe == recipe; });
    if (found == points_.end()) {
        return false;
    }
    setCurrentIndex(static_cast<int>(found - points_.begin()));
    return true;
}

}  // namespace musicrl
