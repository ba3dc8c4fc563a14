// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/LaneColumn.h"

#include "app/workbench/pages/ListenTexts.h"
#include "app/workbench/pages/listen/TokenStrips.h"
#include "widgets/theme/Theme.h"

#include <QVBoxLayout>

namespace musicrl {

LaneColumn::LaneColumn(ListenDesk& desk, QWidget* parent) : QScrollArea(parent), desk_(desk) {
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(space::medium);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(content);
    connect(&desk_, &ListenDesk::lanesChanged, this, &LaneColumn::match);
    connect(&desk_, &ListenDesk::laneChanged, this, [this](int lane) {
        showLane(lane);
        showStrips();
    });
    connect(&desk_, &ListenDesk::scoresChanged, this, &LaneColumn::showStrips);
    connect(&desk_, &ListenDesk::transportChanged, this, &LaneColumn::showTransport);
    match();
}

void LaneColumn::addLane() {
    const int index = static_cast<int>(lanes_.size());
    auto* view = new ListenLane(laneLetter(index), laneInk(index));
    view->setObjectName(QStringLiteral("laneView") + laneLetter(index));
    view->setView(view_);
    connectLane(view, index);
    column_->addWidget(view, 1);
    lanes_.push_back(view);
}

void LaneColumn::connectLane(ListenLane* view, int index) {
    connect(view, &ListenLane::openRequested, this, [this, index] { Q_EMIT openRequested(index); });
    connect(view, &ListenLane::chosen, this, [this, index] { desk_.hear(index); });
    connect(view, &ListenLane::removeRequested, this, [this, index] { desk_.removeLane(index); });
    connect(view, &ListenLane::seekRequested, &desk_, &ListenDesk::seek);
    connect(view, &ListenLane::rangeRequested, this, &LaneColumn::rangeRequested);
    connect(view, &ListenLane::regionChosen, this, [this](double begin, double end) { desk_.setRegion({begin, end}); });
    connect(view, &ListenLane::regionCleared, &desk_, &ListenDesk::loopAll);
    connect(view, &ListenLane::windowChosen, this, [this, index](double begin, double end) {
        desk_.playWindow(index, {begin, end}, false);
    });
    connect(view, &ListenLane::windowLooped, this, [this, index](double begin, double end) {
        desk_.playWindow(index, {begin, end}, true);
    });
}

void LaneColumn::match() {
    while (static_cast<int>(lanes_.size()) < desk_.laneCount()) {
        addLane();
    }
    while (static_cast<int>(lanes_.size()) > desk_.laneCount()) {
        lanes_.back()->hide();
        lanes_.back()->deleteLater();  // it may be its own button that took it away
        lanes_.pop_back();
    }
    for (int lane = 0; lane < desk_.laneCount(); ++lane) {
        lanes_[static_cast<std::size_t>(lane)]->setRemovable(desk_.laneCount() > 2);
        lanes_[static_cast<std::size_t>(lane)]->setCompact(desk_.laneCount() > 2 && lane > 0);
        showLane(lane);
    }
    showStrips();
    showTransport();
}

void LaneColumn::showLane(int index) {
    if (index >= static_cast<int>(lanes_.size())) {
        return;  // it is on its way
    }
    const DeskLane& shown = desk_.lane(index);
    ListenLane* view = lane(index);
    const bool blind = desk_.blind();
    switch (desk_.shownStatus(index)) {
        case LaneStatus::Empty:
            view->showEmpty();
            break;
        case LaneStatus::Reading:
            view->showReading(blind ? tr("a clip") : QString::fromStdString(shown.path.filename().string()));
            break;
        case LaneStatus::Failed:
            view->showFailure(blind ? tr("This clip cannot be read; why is said when it is no longer blind.")
                                    : shown.failure);
            break;
        case LaneStatus::Ready:
            view->showClip(blind ? tr("hidden") : clipTitle(*shown.loaded), blind ? QString() : clipChip(*shown.loaded),
                           blind ? std::vector<Peak>() : shown.loaded->peaks, desk_.shownSeconds(index));
            view->setSpectrogram(blind ? nullptr : shown.loaded->spectrogram, shown.loaded->clip->sampleRateHz / 2.0);
            view->setView(blind ? LaneView::Waveform : view_);
            break;
    }
}

void LaneColumn::showStrips() {
    std::vector<std::vector<LaneStrip>> strips(lanes_.size());
    std::vector<std::vector<LaneStrip>*> all;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const DeskLane& shown = desk_.lane(static_cast<int>(i));
        if (!desk_.hidesScores() && shown.loaded) {
            strips[i] = tokenStrips(shown.loaded->tokens, shown.loaded->clip->durationSeconds());
        }
        all.push_back(&strips[i]);
    }
    shareKlScale(all);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const DeskLane& shown = desk_.lane(static_cast<int>(i));
        std::vector<LaneStrip> rewards = desk_.hidesScores() ? std::vector<LaneStrip>() : stripsOf(shown.scores);
        rewards.insert(rewards.end(), strips[i].begin(), strips[i].end());
        lanes_[i]->setStrips(rewards);
    }
}

void LaneColumn::showTransport() {
    std::optional<TimeRange> region;
    if (const std::optional<LoopRegion>& chosen = desk_.loop().region()) {
        region = TimeRange{chosen->beginSeconds, chosen->endSeconds};
    }
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        lanes_[i]->setRegion(region, desk_.loop().looping());
        lanes_[i]->setHeard(static_cast<int>(i) == desk_.heardLane());
    }
    if (desk_.heardLane() != heard_ && desk_.heardLane() < static_cast<int>(lanes_.size())) {
        heard_ = desk_.heardLane();
        ensureWidgetVisible(lane(heard_), 0, 0);
    }
}

void LaneColumn::showRange(const TimeRange& range, double axisSeconds) {
    for (ListenLane* view : lanes_) {
        view->setAxis(axisSeconds);
        view->setRange(range);
    }
}

void LaneColumn::showPosition(double seconds) {
    for (ListenLane* view : lanes_) {
        view->setPosition(seconds);
    }
}

void LaneColumn::setView(LaneView view) {
    view_ = view;
    for (ListenLane* lane : lanes_) {
        lane->setView(desk_.blind() ? LaneView::Waveform : view);
    }
}

int LaneColumn::laneAt(int y) const {
    for (std::size_t i = 0; i + 1 < lanes_.size(); ++i) {
        if (y < lanes_[i + 1]->mapTo(this, QPoint(0, 0)).y()) {
            return static_cast<int>(i);
        }
    }
    return static_cast<int>(lanes_.size()) - 1;
}

}  // namespace musicrl
