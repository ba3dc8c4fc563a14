// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ListenPage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/ListenTexts.h"
#include "playback/Player.h"
#include "tasks/ModelCatalog.h"
#include "tasks/ScoreTask.h"
#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/listening/ListenLane.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/theme/Card.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int sideWidth = 328;

std::vector<std::filesystem::path> filesIn(const QMimeData& data) {
    std::vector<std::filesystem::path> files;
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            files.emplace_back(url.toLocalFile().toStdString());
        }
    }
    return files;
}

}  // namespace

ListenPage::ListenPage(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent), services_(services), desk_(services), transport_(new TransportBar) {
    setProperty("role", "page");
    setAcceptDrops(true);
    lanes_ = {new ListenLane(QStringLiteral("A"), &Theme::clipA), new ListenLane(QStringLiteral("B"), &Theme::clipB)};
    auto* left = new QVBoxLayout;
    left->setSpacing(space::medium);
    left->addWidget(buildHeading());
    for (ListenLane* lane : lanes_) {
        left->addWidget(lane, 3);
    }
    left->addWidget(buildSpectrogram(), 2);
    auto* content = new QHBoxLayout;
    content->setContentsMargins(space::large, space::medium, space::large, space::medium);
    content->setSpacing(space::medium);
    content->addLayout(left, 1);
    content->addWidget(buildSide());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(content, 1);
    column->addWidget(transport_);

    connectServices();
    connectLane(0);
    connectLane(1);
    connectTransport();
    showLane(0);
    showLane(1);
    showTransport();
}

ListenPage::~ListenPage() = default;

QWidget* ListenPage::buildHeading() {
    auto* area = new QWidget;
    auto* line = new QHBoxLayout(area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::medium);
    heading_ = makeLabel({}, LabelRole::Heading);
    heading_->setObjectName(QStringLiteral("heading"));
    heading_->setTextFormat(Qt::PlainText);
    heading_->setMinimumWidth(0);
    heading_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    headingChip_ = makeLabel({}, LabelRole::Chip);
    line->addWidget(heading_, 1);
    line->addWidget(headingChip_);
    area->setFixedHeight(32);
    return area;
}

QWidget* ListenPage::buildSpectrogram() {
    spectrogramCard_ = new Card(tr("Spectrogram"));
    spectrogram_ = new SpectrogramView;
    spectrogram_->setObjectName(QStringLiteral("spectrogram"));
    spectrogramCard_->body()->addWidget(spectrogram_, 1);
    connect(spectrogram_, &TimelineView::seekRequested, &desk_, &ListenDesk::seek);
    connect(spectrogram_, &TimelineView::rangeRequested, this, &ListenPage::showRange);
    return spectrogramCard_;
}

QWidget* ListenPage::buildSide() {
    auto* side = new QWidget;
    side->setProperty("role", "scrolled");
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    column->addWidget(buildBreakdown());
    column->addWidget(buildDifference());
    column->addStretch();
    auto* scroll = new QScrollArea;  // thirty seconds have many windows, and a small screen little height
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(side);
    scroll->setFixedWidth(sideWidth);
    return scroll;
}

QWidget* ListenPage::buildBreakdown() {
    auto* card = new Card(tr("Breakdown"));
    breakdown_ = new BreakdownView;
    breakdown_->setObjectName(QStringLiteral("breakdown"));
    card->body()->addWidget(breakdown_);
    scoreArea_ = new QWidget;
    auto* column = new QVBoxLayout(scoreArea_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    column->addWidget(makeLabel(tr("Prompt to score against"), LabelRole::Caption));
    auto* line = new QHBoxLayout;
    scorePrompt_ = new QLineEdit;
    scorePrompt_->setObjectName(QStringLiteral("scorePrompt"));
    scorePrompt_->setPlaceholderText(tr("what the music should be"));
    scoreButton_ = new QPushButton(tr("Score"));
    scoreButton_->setObjectName(QStringLiteral("score"));
    scoreModel_ = new QComboBox;
    scoreModel_->setObjectName(QStringLiteral("scoreModel"));
    scoreModel_->setToolTip(tr("The model whose MuLan and quality score the clips"));
    for (const ModelInfo& model : listModels()) {
        scoreModel_->addItem(QString::fromStdString(model.name));
    }
    if (scoreModel_->count() < 2) {
        scoreModel_->hide();
    }
    line->addWidget(scorePrompt_, 1);
    line->addWidget(scoreModel_);
    line->addWidget(scoreButton_);
    column->addLayout(line);
    card->body()->addWidget(scoreArea_);
    scoreMessage_ = makeLabel({}, LabelRole::Error);
    scoreMessage_->setObjectName(QStringLiteral("scoreMessage"));
    card->body()->addWidget(scoreMessage_);
    connect(scoreButton_, &QPushButton::clicked, this, &ListenPage::score);
    connect(scorePrompt_, &QLineEdit::returnPressed, this, &ListenPage::score);
    connect(scorePrompt_, &QLineEdit::textChanged, this, &ListenPage::showScores);
    return card;
}

QWidget* ListenPage::buildDifference() {
    differenceCard_ = new Card;
    difference_ = new DifferenceView;
    difference_->setObjectName(QStringLiteral("difference"));
    auto* hint = makeLabel(tr("what each term adds to the mix: blue speaks for A, orange for B"), LabelRole::Caption);
    hint->setWordWrap(true);
    differenceCard_->body()->addWidget(hint);
    differenceCard_->body()->addWidget(difference_);
    return differenceCard_;
}

void ListenPage::connectServices() {
    connect(&services_, &WorkbenchServices::clipActivated, this,
            [this](const QString& path) { desk_.playNow(path.toStdString()); });
    connect(&services_, &WorkbenchServices::compareRequested, this, [this](const QString& pathA, const QString& pathB) {
        setLane(0, pathA.toStdString());
        setLane(1, pathB.toStdString());
    });
    connect(&services_, &WorkbenchServices::laneRequested, this,
            [this](QChar lane, const QString& path) { setLane(lane == u'B' ? 1 : 0, path.toStdString()); });
    connect(&desk_, &ListenDesk::laneChanged, this, &ListenPage::showLane);
    connect(&desk_, &ListenDesk::scoresChanged, this, [this](int lane) {
        lanes_[static_cast<std::size_t>(lane)]->setStrips(stripsOf(desk_.lane(lane).scores));
        showScores();
    });
    connect(&desk_, &ListenDesk::transportChanged, this, &ListenPage::showTransport);
    connect(&desk_, &ListenDesk::positionChanged, this, &ListenPage::showPosition);
}

void ListenPage::connectLane(int lane) {
    ListenLane* view = lanes_[static_cast<std::size_t>(lane)];
    view->setObjectName(lane == 0 ? QStringLiteral("laneViewA") : QStringLiteral("laneViewB"));
    connect(view, &ListenLane::openRequested, this, [this, lane] { askForFile(lane); });
    connect(view, &ListenLane::chosen, this, [this, lane] { desk_.hear(lane); });
    connect(view, &ListenLane::seekRequested, &desk_, &ListenDesk::seek);
    connect(view, &ListenLane::rangeRequested, this, &ListenPage::showRange);
    connect(view, &ListenLane::regionChosen, this, [this](double begin, double end) {
        desk_.setRegion(ListenDesk::Region{begin, end});
    });
}

void ListenPage::connectTransport() {
    connect(transport_, &TransportBar::playToggled, &desk_, &ListenDesk::togglePlaying);
    connect(transport_, &TransportBar::laneChosen, &desk_, &ListenDesk::hear);
    connect(transport_, &TransportBar::switched, this, [this] { desk_.hear(1 - desk_.heardLane()); });
    connect(transport_, &TransportBar::loopToggled, &desk_, &ListenDesk::toggleLoop);
    connect(transport_, &TransportBar::levelMatchToggled, &desk_, &ListenDesk::toggleLevelMatch);
    connect(transport_, &TransportBar::deviceRetried, &desk_, &ListenDesk::openDevice);
}

void ListenPage::setLane(int lane, const std::filesystem::path& clip) {
    desk_.setLane(lane, clip);
}

void ListenPage::showLane(int lane) {
    const DeskLane& shown = desk_.lane(lane);
    ListenLane* view = lanes_[static_cast<std::size_t>(lane)];
    switch (shown.status) {
        case LaneStatus::Empty:
            view->showEmpty();
            break;
        case LaneStatus::Reading:
            view->showReading(QString::fromStdString(shown.path.filename().string()));
            break;
        case LaneStatus::Failed:
            view->showFailure(shown.failure);
            break;
        case LaneStatus::Ready:
            view->showClip(clipTitle(*shown.loaded), clipChip(*shown.loaded), shown.loaded->peaks,
                           shown.loaded->clip->durationSeconds());
            view->setStrips(stripsOf(shown.scores));
            break;
    }
    showRange(0.0, services_.player->durationSeconds());  // lanes of one length line up; a shorter one ends early
    showHeading();
    showHeard();
    showScores();
}

void ListenPage::showHeading() {
    const QString prompt = promptOf(desk_);
    heading_->setText(prompt.isEmpty() ? tr("Listen") : prompt);
    heading_->setToolTip(prompt);
    headingChip_->setVisible(haveOneSeed(desk_));
    headingChip_->setText(tr("same seed"));
    if (!prompt.isEmpty() && scorePrompt_->text().isEmpty()) {
        scorePrompt_->setText(prompt);
    }
}

void ListenPage::showHeard() {
    const int heard = desk_.heardLane();
    for (int lane = 0; lane < 2; ++lane) {
        lanes_[static_cast<std::size_t>(lane)]->setHeard(lane == heard && desk_.lane(lane).status == LaneStatus::Ready);
    }
    const std::shared_ptr<const LoadedClip>& clip = desk_.lane(heard).loaded;
    spectrogramCard_->setVisible(clip != nullptr && clip->spectrogram != nullptr);
    if (clip && clip->spectrogram) {
        const TimeRange seen = spectrogram_->range();
        const double duration = services_.player->durationSeconds();
        const bool sameLength = spectrogram_->durationSeconds() == duration;
        spectrogramCard_->setTitle(heard == 0 ? tr("Spectrogram of A") : tr("Spectrogram of B"));
        spectrogram_->setInk(heard == 0 ? &Theme::clipA : &Theme::clipB);
        spectrogram_->setSpectrogram(clip->spectrogram, clip->clip->sampleRateHz / 2.0, clip->clip->durationSeconds());
        spectrogram_->setRange(sameLength ? seen : TimeRange{0.0, duration});
    }
}

void ListenPage::showScores() {
    const std::optional<RewardBreakdown>& a = desk_.lane(0).scores;
    const std::optional<RewardBreakdown>& b = desk_.lane(1).scores;
    breakdown_->setBreakdowns(a, b);
    differenceCard_->setVisible(a.has_value() && b.has_value());
    if (a && b) {
        difference_->setBreakdowns(*a, *b, loudnessDifference(desk_));
        differenceCard_->setTitle(difference_->mixDifference() >= 0.0 ? tr("Why A over B?") : tr("Why B over A?"));
    }
    const bool canScore = !unscoredLanes().empty();
    scoreArea_->setVisible(canScore);
    scoreButton_->setEnabled(canScore && !scoring_ && !scorePrompt_->text().trimmed().isEmpty());
    scoreMessage_->setVisible(!scoreMessage_->text().isEmpty());
}

void ListenPage::showTransport() {
    TransportState state = transportOf(desk_);
    const Player& player = *services_.player;
    state.canPlay = player.hasDevice() && player.durationSeconds() > 0.0;
    state.durationSeconds = player.durationSeconds();
    state.positionSeconds = player.positionSeconds();
    state.hasDevice = player.hasDevice();
    state.deviceText = outputText(player, desk_.heardLane());
    if (state.deviceHint.isEmpty()) {
        state.deviceHint = outputHint(player);
    }
    transport_->setState(state);
    std::optional<TimeRange> region;
    if (desk_.region()) {
        region = TimeRange{desk_.region()->beginSeconds, desk_.region()->endSeconds};
    }
    for (ListenLane* lane : lanes_) {
        lane->setRegion(region, desk_.looping());
    }
    showHeard();
    showScores();
}

void ListenPage::showPosition(double seconds) {
    transport_->setPosition(seconds);
    spectrogram_->setPosition(seconds);
    for (ListenLane* lane : lanes_) {
        lane->setPosition(seconds);
    }
}

void ListenPage::showRange(double beginSeconds, double endSeconds) {
    for (ListenLane* lane : lanes_) {
        lane->setRange({beginSeconds, endSeconds});
    }
    spectrogram_->setRange({beginSeconds, endSeconds});
}

void ListenPage::askForFile(int lane) {
    const QString folder = QString::fromStdString((services_.projectFolder / "clips").string());
    auto* dialog = new QFileDialog(this, lane == 0 ? tr("Open clip A") : tr("Open clip B"), folder,
                                   tr("Sound (*.wav *.flac *.ogg *.mp3 *.aiff *.aif);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, lane](const QString& path) { setLane(lane, path.toStdString()); });
    dialog->open();
}

void ListenPage::dragEnterEvent(QDragEnterEvent* event) {
    if (!filesIn(*event->mimeData()).empty()) {
        event->acceptProposedAction();
    }
}

void ListenPage::dropEvent(QDropEvent* event) {
    const std::vector<std::filesystem::path> files = filesIn(*event->mimeData());
    const int y = event->position().toPoint().y();
    const bool onB = y >= lanes_[1]->mapTo(this, QPoint(0, 0)).y();
    if (files.size() >= 2) {
        setLane(0, files[0]);
        setLane(1, files[1]);
    } else if (!files.empty()) {
        setLane(onB ? 1 : 0, files[0]);
    }
    event->acceptProposedAction();
}

std::vector<int> ListenPage::unscoredLanes() const {
    std::vector<int> lanes;
    for (int lane = 0; lane < 2; ++lane) {
        if (desk_.lane(lane).status == LaneStatus::Ready && !desk_.lane(lane).scores) {
            lanes.push_back(lane);
        }
    }
    return lanes;
}

void ListenPage::score() {
    const std::vector<int> lanes = unscoredLanes();
    const QString prompt = scorePrompt_->text().trimmed();
    if (lanes.empty() || scoring_ || prompt.isEmpty()) {
        return;
    }
    ScoreConfig config;
    config.prompt = prompt.toStdString();
    if (scoreModel_->count() > 0) {
        config.model = scoreModel_->currentText().toStdString();
    }
    for (const int lane : lanes) {
        config.files.push_back(desk_.lane(lane).path);
    }
    scoreMessage_->clear();
    scoring_ = services_.device->submit(tr("Score %n clip(s)", nullptr, static_cast<int>(lanes.size())),
                                        makeScoreJob(std::move(config)), JobLength::Short);
    connect(scoring_, &JobHandle::resultArrived, this, &ListenPage::takeScores);
    connect(scoring_, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        scoring_.clear();
        if (outcome.ending == JobEnding::Failed && scoreMessage_->text().isEmpty()) {
            scoreMessage_->setText(QString::fromStdString(outcome.message));
        }
        showScores();
    });
    showScores();
}

void ListenPage::takeScores(const ResultRow& row) {
    const std::filesystem::path file = row.values.value("file", std::string());
    if (row.kind == "error") {
        scoreMessage_->setText(QString::fromStdString(row.values.value("message", std::string())));
    }
    for (int lane = 0; lane < 2; ++lane) {
        if (row.kind == "score" && desk_.lane(lane).path == file) {
            desk_.setScores(lane, rewardBreakdownFromJson(row.values.at("scores"), file.string()));
        }
    }
}

}  // namespace musicrl
