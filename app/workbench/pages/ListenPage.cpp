// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ListenPage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/listen/ClipFiles.h"
#include "app/workbench/pages/listen/ComparisonSide.h"
#include "app/workbench/pages/listen/LaneColumn.h"
#include "app/workbench/pages/listen/OutputChoice.h"
#include "app/workbench/pages/listen/PreferenceBar.h"
#include "playback/Player.h"
#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/ElidedLabel.h"
#include "widgets/theme/KeyButton.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QScrollBar>
#include <QVBoxLayout>
#include <functional>
#include <random>
#include <utility>

namespace musicrl {
namespace {

constexpr double skipSeconds = 2.0;
constexpr double zoomStep = 1.5;
constexpr int headingHeight = 32;
constexpr int smallSpectrogram = 56;

std::uint64_t seedOfNow() {
    return std::random_device{}();
}

}  // namespace

ListenPage::ListenPage(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent),
      services_(services),
      desk_(services),
      lanes_(new LaneColumn(desk_)),
      preference_(new PreferenceBar(services, desk_)),
      side_(new ComparisonSide(services, desk_)),
      transport_(new TransportBar) {
    setProperty("role", "page");
    setAcceptDrops(true);
    buildLayout();
    connectServices();
    connectDesk();
    connectTransport();
    addKeys();
    showAll();
}

ListenPage::~ListenPage() = default;

void ListenPage::buildLayout() {
    auto* left = new QVBoxLayout;
    left->setSpacing(space::medium);
    left->addWidget(buildHeading());
    left->addWidget(lanes_, 6);
    left->addWidget(preference_);
    left->addWidget(buildSpectrogram(), 2);
    auto* content = new QHBoxLayout;
    content->setContentsMargins(space::large, space::medium, space::large, space::medium);
    content->setSpacing(space::medium);
    content->addLayout(left, 1);
    content->addWidget(side_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(content, 1);
    column->addWidget(transport_);
}

QWidget* ListenPage::buildHeading() {
    auto* area = new QWidget;
    auto* line = new QHBoxLayout(area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    heading_ = new ElidedLabel("heading");
    heading_->setObjectName(QStringLiteral("heading"));
    heading_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    headingChip_ = makeLabel({}, LabelRole::Chip);
    blind_ = addToggle(tr("blind"), QStringLiteral("blind"));
    blind_->setToolTip(tr("Shuffle the lanes and hide which clip is which"));
    hideScores_ = addToggle(tr("scores after vote"), QStringLiteral("hideScores"));
    hideScores_->setToolTip(tr("Hide the scores until you have said which clip you prefer"));
    spectrograms_ = addToggle(tr("spectrograms"), QStringLiteral("spectrograms"));
    spectrograms_->setToolTip(tr("Show spectrograms in place of waveforms"));
    addLane_ = new KeyButton(tr("Add lane"));
    addLane_->setObjectName(QStringLiteral("addLane"));
    addLane_->setFocusPolicy(Qt::TabFocus);
    line->addWidget(heading_, 1);
    line->addWidget(headingChip_);
    line->addSpacing(space::small);
    for (KeyButton* button : {blind_, hideScores_, spectrograms_, addLane_}) {
        line->addWidget(button);
    }
    connect(blind_, &QPushButton::clicked, this, &ListenPage::toggleBlind);
    connect(hideScores_, &QPushButton::clicked, &desk_, &ListenDesk::setHidesUntilVote);
    connect(spectrograms_, &QPushButton::clicked, this, &ListenPage::showSpectrograms);
    connect(addLane_, &QPushButton::clicked, &desk_, &ListenDesk::addLane);
    area->setFixedHeight(headingHeight);
    return area;
}

KeyButton* ListenPage::addToggle(const QString& text, const QString& name) {
    auto* button = new KeyButton(text);
    button->setObjectName(name);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void ListenPage::addKeys() {
    auto* keys = new PageKeys(this);
    keys->setRepeating(
        {QStringLiteral("rewind"), QStringLiteral("forward"), QStringLiteral("zoomIn"), QStringLiteral("zoomOut")});
    services_.keys.follow(KeyContext::Listen, this, [this, keys](const KeyBindings& bindings) {
        keys->setBindings(bindings);
        setKeys(bindings);
    });
    services_.keys.follow(KeyContext::Transport, this,
                          [this](const KeyBindings& bindings) { transport_->setKeys(bindings); });
    connect(keys, &PageKeys::pressed, this, &ListenPage::perform);
}

void ListenPage::setKeys(const KeyBindings& keys) {
    for (KeyButton* button : {blind_, hideScores_, spectrograms_}) {
        button->setKey(keys.capOf(button->objectName()));
    }
    preference_->setKeys(keys);
    side_->setKeys(keys);
}

void ListenPage::perform(const QString& id) {
    for (KeyButton* button : {blind_, hideScores_, spectrograms_}) {
        if (id == button->objectName()) {
            button->click();
            return;
        }
    }
    const std::pair<const char*, std::function<void()>> actions[] = {
        {"rewind", [this] { desk_.skip(-skipSeconds); }},
        {"forward", [this] { desk_.skip(skipSeconds); }},
        {"start", [this] { desk_.seekStart(); }},
        {"loopBegin", [this] { desk_.loopFromHere(); }},
        {"loopEnd", [this] { desk_.loopToHere(); }},
        {"loopAll", [this] { desk_.loopAll(); }},
        {"zoomIn", [this] { view_.zoom(1.0 / zoomStep); }},
        {"zoomOut", [this] { view_.zoom(zoomStep); }},
        {"zoomLoop", [this] { zoomToLoop(); }},
        {"zoomAll", [this] { view_.showAll(); }},
    };
    for (const auto& [name, action] : actions) {
        if (id == QLatin1String(name)) {
            action();
            showRange();
        }
    }
    preference_->press(id);
}

void ListenPage::zoomToLoop() {
    if (const std::optional<LoopRegion>& region = desk_.loop().region()) {
        view_.show(zoomed({region->beginSeconds, region->endSeconds}, 1.1,
                          (region->beginSeconds + region->endSeconds) / 2.0, view_.axisSeconds()));
    }
}

QWidget* ListenPage::buildSpectrogram() {
    spectrogramCard_ = new Card(tr("Spectrogram"));
    spectrogram_ = new SpectrogramView;
    spectrogram_->setObjectName(QStringLiteral("spectrogram"));
    spectrogram_->setMinimumHeight(smallSpectrogram);
    spectrogramCard_->body()->addWidget(spectrogram_, 1);
    connect(lanes_->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int last) {
        const int bar = last > 0 ? lanes_->verticalScrollBar()->sizeHint().width() : 0;
        spectrogramCard_->body()->setContentsMargins(space::large, space::medium, space::large + bar, space::medium);
        showHeard();  // lanes that need more than before get it
    });               // its seconds stay below those of the lanes
    connect(spectrogram_, &TimelineView::seekRequested, &desk_, &ListenDesk::seek);
    connect(spectrogram_, &TimelineView::rangeRequested, this, [this](double begin, double end) {
        view_.show({begin, end});
        showRange();
    });
    connect(spectrogram_, &TimelineView::regionChosen, this, [this](double begin, double end) {
        desk_.setRegion({begin, end});
    });
    return spectrogramCard_;
}

void ListenPage::connectServices() {
    connect(&services_, &WorkbenchServices::clipActivated, this,
            [this](const QString& path) { desk_.playNow(path.toStdString()); });
    connect(&services_, &WorkbenchServices::compareRequested, this, [this](const QString& pathA, const QString& pathB) {
        desk_.setLanes({pathA.toStdString(), pathB.toStdString()});
    });
    connect(&services_, &WorkbenchServices::listenRequested, this, [this](const QStringList& paths) {
        std::vector<std::filesystem::path> files;
        for (const QString& path : paths) {
            files.emplace_back(path.toStdString());
        }
        desk_.setLanes(files);
    });
    connect(&services_, &WorkbenchServices::blindPairRequested, this,
            [this](const QString& pathA, const QString& pathB) {
                desk_.setLanes({pathA.toStdString(), pathB.toStdString()});
                desk_.setBlind(true, seedOfNow());
            });
    connect(&services_, &WorkbenchServices::laneRequested, this,
            [this](QChar lane, const QString& path) { setLane(lane == u'B' ? 1 : 0, path.toStdString()); });
}

void ListenPage::connectDesk() {
    connect(&desk_, &ListenDesk::lanesChanged, this, [this] {
        choosePair();
        showAll();
    });
    connect(&desk_, &ListenDesk::laneChanged, this, &ListenPage::showAll);
    connect(&desk_, &ListenDesk::scoresChanged, this, [this] { side_->show(pair_); });
    connect(&desk_, &ListenDesk::transportChanged, this, &ListenPage::showTransport);
    connect(&desk_, &ListenDesk::positionChanged, this, &ListenPage::showPosition);
    connect(lanes_, &LaneColumn::openRequested, this, &ListenPage::askForFile);
    connect(lanes_, &LaneColumn::rangeRequested, this, [this](double begin, double end) {
        view_.show({begin, end});
        showRange();
    });
    connect(preference_, &PreferenceBar::voted, &desk_, &ListenDesk::noteVote);
    connect(preference_, &PreferenceBar::voteKept, side_, &ComparisonSide::lookForVotes);
}

void ListenPage::connectTransport() {
    connect(transport_, &TransportBar::playToggled, &desk_, &ListenDesk::togglePlaying);
    connect(transport_, &TransportBar::laneChosen, &desk_, &ListenDesk::hear);
    connect(transport_, &TransportBar::switched, this, &ListenPage::hearNext);
    connect(transport_, &TransportBar::loopToggled, &desk_, &ListenDesk::toggleLoop);
    connect(transport_, &TransportBar::levelMatchToggled, &desk_, &ListenDesk::toggleLevelMatch);
    connect(transport_, &TransportBar::deviceRetried, &desk_, &ListenDesk::openDevice);
    connect(transport_, &TransportBar::offeredDeviceWanted, &desk_, &ListenDesk::openOfferedDevice);
}

void ListenPage::setLane(int lane, const std::filesystem::path& clip) {
    desk_.setLane(lane, clip);
}

void ListenPage::hearNext() {
    for (int step = 1; step <= desk_.laneCount(); ++step) {
        const int next = (desk_.heardLane() + step) % desk_.laneCount();
        if (desk_.laneCount() == 2 || desk_.lane(next).status == LaneStatus::Ready) {
            desk_.hear(next);
            return;
        }
    }
}

void ListenPage::toggleBlind() {
    desk_.setBlind(!desk_.blind(), seedOfNow());
}

/// Of two lanes those two; of more the two that were heard last, in the order of their letters.
void ListenPage::choosePair() {
    const int last = desk_.laneCount() - 1;
    const int heard = std::min(desk_.heardLane(), last);
    LanePair pair = pair_;
    if (last < 2 || pair.second > last) {
        pair = {0, 1};
    }
    if (heard != pair.first && heard != pair.second) {
        const int other = std::min(heardBefore_, last);
        const int kept = other == heard ? pair.first : other;
        pair = {std::min(kept, heard), std::max(kept, heard)};
    }
    heardBefore_ = heard;
    pair_ = pair;
    preference_->setPair(pair_);
}

void ListenPage::showAll() {
    blind_->setChecked(desk_.blind());
    hideScores_->setChecked(desk_.hidesUntilVote());
    addLane_->setEnabled(desk_.laneCount() < desk_.mostLanes());
    view_.setAxis(services_.player->durationSeconds());
    showHeading();
    showHeard();
    showRange();  // lanes of one length line up; a shorter one ends early
    lanes_->showPosition(services_.player->positionSeconds());
    preference_->refresh();
    side_->show(pair_);
}

void ListenPage::showHeading() {
    const QString prompt = promptOf(desk_);
    const bool tellsThemApart = desk_.blind() && prompt.contains(QStringLiteral(" · "));
    heading_->setText(prompt.isEmpty() || tellsThemApart ? tr("Listen") : prompt);
    headingChip_->setVisible(haveOneSeed(desk_));
    headingChip_->setText(tr("same seed"));
    side_->offerPrompt(prompt);
}

void ListenPage::showHeard() {
    const int heard = std::min(desk_.heardLane(), desk_.laneCount() - 1);
    const std::shared_ptr<const LoadedClip>& clip = desk_.lane(heard).loaded;
    const int height = roomForSpectrogram();
    const bool room = desk_.laneCount() == 2 && !spectrograms_->isChecked() && !desk_.blind() &&
                      height >= spectrogramCard_->minimumSizeHint().height();
    spectrogramCard_->setMaximumHeight(std::max(0, height));
    spectrogramCard_->setVisible(room && clip != nullptr && clip->spectrogram != nullptr);
    if (room && clip && clip->spectrogram) {
        spectrogramCard_->setTitle(tr("Spectrogram of %1").arg(laneLetter(heard)));
        spectrogram_->setInk(laneInk(heard));
        spectrogram_->setSpectrogram(clip->spectrogram, clip->clip->sampleRateHz / 2.0, clip->clip->durationSeconds());
        spectrogram_->setAxis(view_.axisSeconds());
        spectrogram_->setRange(view_.range());
        std::optional<TimeRange> region;
        if (const std::optional<LoopRegion>& chosen = desk_.loop().region()) {
            region = TimeRange{chosen->beginSeconds, chosen->endSeconds};
        }
        spectrogram_->setRegion(region, desk_.loop().looping());
    }
}

/// What the lanes leave when none of them is cut: in a low window too little for a spectrogram.
int ListenPage::roomForSpectrogram() const {
    const int lanes = lanes_->widget()->minimumSizeHint().height();
    return side_->height() - headingHeight - lanes - preference_->minimumSizeHint().height() - 3 * space::medium;
}

void ListenPage::showSpectrograms(bool shown) {
    lanes_->setView(shown ? LaneView::Spectrogram : LaneView::Waveform);
    showHeard();
}

void ListenPage::showTransport() {
    TransportState state = transportOf(desk_);
    const Player& player = *services_.player;
    state.canPlay = player.hasDevice() && player.durationSeconds() > 0.0;
    state.durationSeconds = player.durationSeconds();
    state.positionSeconds = player.positionSeconds();
    state.hasDevice = player.hasDevice();
    state.deviceText = desk_.blind() ? QString::fromStdString(player.deviceText())  // gains would tell the clips apart
                                     : outputText(player, desk_.heardLane());
    const QString other = offeredOutput(player);
    state.offerText = other.isEmpty() ? QString() : tr("Use %1").arg(other);
    state.deviceHint = outputFailure(player);
    if (state.deviceHint.isEmpty() && !desk_.blind()) {
        state.deviceHint = outputHint(player);
    }
    transport_->setState(state);
    choosePair();
    showHeard();
    side_->show(pair_);
}

void ListenPage::showPosition(double seconds) {
    transport_->setPosition(seconds);
    spectrogram_->setPosition(seconds);
    lanes_->showPosition(seconds);
    if (view_.follow(seconds)) {
        showRange();
    }
}

void ListenPage::showRange() {
    lanes_->showRange(view_.range(), view_.axisSeconds());
    spectrogram_->setRange(view_.range());
}

void ListenPage::askForFile(int lane) {
    askForClip(*this, tr("Open clip %1").arg(laneLetter(lane)), services_.projectFolder / "clips",
               [this, lane](const std::filesystem::path& clip) { setLane(lane, clip); });
}

void ListenPage::dragEnterEvent(QDragEnterEvent* event) {
    if (!filesIn(*event->mimeData()).empty()) {
        event->acceptProposedAction();
    }
}

void ListenPage::dropEvent(QDropEvent* event) {
    const std::vector<std::filesystem::path> files = filesIn(*event->mimeData());
    if (files.size() >= 2) {
        desk_.setLanes(files);
    } else if (!files.empty()) {
        const int y = lanes_->mapFrom(this, event->position().toPoint()).y();
        setLane(lanes_->laneAt(y), files[0]);
    }
    event->acceptProposedAction();
}

}  // namespace musicrl
