// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RateSession.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/listening/DevicePanel.h"
#include "app/workbench/pages/listening/VolumePage.h"
#include "app/workbench/pages/rate/PracticeTexts.h"
#include "app/workbench/pages/rate/SessionNotice.h"
#include "app/workbench/pages/rate/TrialView.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Centred.h"
#include "widgets/theme/KeyButton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <functional>

namespace musicrl {
namespace {

constexpr double skipSeconds = 2.0;
constexpr int volumeWidth = 640;

QString taskText(const StudyDesign& design) {
    switch (design.kind) {
        case StudyKind::Pairs:
            return RateSession::tr(
                "You will hear two clips, A and B, made for the same text. Listen to both, switch between "
                "them as often as you like, and answer what is asked. There are no right answers.");
        case StudyKind::Abx:
            return RateSession::tr(
                "You will hear A, B and X. X is one of the two again: say which. Guess when you cannot "
                "tell.");
        case StudyKind::Mos:
            return RateSession::tr(
                "You will hear one clip at a time, made for a text. Listen to it and say how good it is.");
    }
    return {};
}

LockedVolume presentVolume(const TrialPlayback& playback) {
    const ListeningConditions conditions = playback.conditions();
    return {conditions.device, conditions.hostApi, conditions.volumeDb};
}

}  // namespace

RateSession::RateSession(WorkbenchServices& services, TrialPlayback& playback, StudyStore store,
                         const std::string& rater, QWidget* parent)
    : QWidget(parent),
      services_(services),
      playback_(playback),
      store_(std::move(store)),
      rater_(rater),
      desk_(services, playback, store_, rater),
      keys_(new PageKeys(this)),
      stack_(new QStackedWidget),
      notice_(new SessionNotice),
      volumePage_(buildVolume()),
      trialPage_(new QWidget),
      view_(new TrialView),
      transport_(new RateTransport) {
    setObjectName(QStringLiteral("rate-session"));
    setProperty("role", "page");
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    auto* trial = new QVBoxLayout(trialPage_);
    trial->setContentsMargins(0, 0, 0, 0);
    trial->setSpacing(0);
    trial->addWidget(view_, 1);
    trial->addWidget(transport_);
    stack_->addWidget(notice_);
    stack_->addWidget(volumePage_);
    stack_->addWidget(trialPage_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildTop());
    column->addWidget(stack_, 1);

    keys_->setRepeating({QStringLiteral("rewind"), QStringLiteral("forward")});
    services_.keys.follow(KeyContext::Rating, this, [this](const KeyBindings& keys) { setKeys(keys); });
    connect(keys_, &PageKeys::pressed, this, &RateSession::perform);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &RateSession::leave);
    connectDesk();
    connectView();
    showWelcome();
}

RateSession::~RateSession() = default;

void RateSession::setKeys(const KeyBindings& keys) {
    keys_->setBindings(keys);
    view_->setKeys(keys);
    transport_->setKeys(keys);
    notice_->setKeys(keys.capOf(QStringLiteral("next")), keys.capOf(QStringLiteral("back")));
    volume_->setLockedElsewhere(tr("%1 and %2 change the volume.")
                                    .arg(keys.capOf(QStringLiteral("rewind")), keys.capOf(QStringLiteral("forward"))),
                                {keys.capOf(QStringLiteral("play")), keys.capOf(QStringLiteral("switch"))});
}

QWidget* RateSession::buildTop() {
    auto* top = new QWidget;
    auto* line = new QHBoxLayout(top);
    line->setContentsMargins(space::large, space::medium, space::large, 0);
    line->addStretch();
    auto* leave = new KeyButton(tr("Leave"), tr("Esc"));
    leave->setObjectName(QStringLiteral("rate-leave"));
    leave->setFocusPolicy(Qt::NoFocus);
    leave->setProperty("flat", true);
    leave->setToolTip(tr("Everything is kept; you go on at the same place another time"));
    connect(leave, &QPushButton::clicked, this, &RateSession::leave);
    line->addWidget(leave);
    return top;
}

QWidget* RateSession::buildVolume() {
    auto* page = new QWidget;
    volume_ = new VolumePage(services_, store_.design().targetLufs);
    volume_->setFixedWidth(volumeWidth);
    auto* on = new KeyButton(tr("Lock the volume and begin"), tr("Enter"));
    on->setObjectName(QStringLiteral("volume-on"));
    on->setProperty("primary", true);
    on->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(page);
    column->setSpacing(space::large);
    column->addStretch(1);
    for (QWidget* widget : std::initializer_list<QWidget*>{volume_, on}) {
        column->addLayout(centred(widget));
    }
    column->addStretch(2);
    connect(on, &QPushButton::clicked, this, &RateSession::beginTrials);
    connect(volume_, &VolumePage::volumeLocked, this, &RateSession::beginTrials);
    return page;
}

void RateSession::beginTrials() {
    if (stack_->currentWidget() == volumePage_) {
        stack_->setCurrentWidget(notice_);  // and the tone ends
        notice_->show(tr("One moment"), tr("The first clips are being read."), {});
        services_.player->lockVolume();
        locked_ = presentVolume(playback_);
        Q_EMIT services_.outputChanged();
        desk_.stage() == RateDesk::Stage::Trial ? desk_.goOnPlaying() : desk_.begin();
    }
}

bool RateSession::volumeHolds() const {
    return locked_ == presentVolume(playback_);
}

void RateSession::showVolume() {
    services_.player->unlockVolume();  // whoever locked it: it was not for this session and this output
    Q_EMIT services_.outputChanged();
    volume_->setNotice(locked_ ? tr("The sound comes through another output now: set the volume for it, then go on "
                                    "where you were.")
                               : QString());
    if (locked_) {
        volume_->devices().lookAgain();  // shows the one that took over
    }
    stack_->setCurrentWidget(volumePage_);
    setFocus();
}

void RateSession::retrySound(bool another) {
    another ? desk_.useOfferedSound() : desk_.retrySound();
    if (desk_.sound().canPlay && !volumeHolds() && desk_.pauseSession()) {
        showVolume();
    }
}

void RateSession::connectDesk() {
    connect(&desk_, &RateDesk::stageChanged, this, [this] { desk_.attempt([this] { showStage(); }); });
    connect(&desk_, &RateDesk::soundChanged, this, [this] {
        const TrialSound sound = desk_.sound();
        view_->setSound(sound);
        transport_->setSound(sound);
    });
}

void RateSession::connectView() {
    connect(view_, &TrialView::draftChanged, this, [this] {
        view_->setMessage({});
        desk_.keepDraft(view_->draft());
    });
    connect(view_, &TrialView::answered, this,
            [this](const QString& text) { desk_.note(ListenEventKind::Answer, text); });
    connect(view_, &TrialView::marked, this,
            [this](const Mark& mark) { desk_.note(ListenEventKind::Mark, QString::fromStdString(mark.text)); });
    connect(view_, &TrialView::triggered, this, &RateSession::perform);
    connect(view_, &TrialView::sideChosen, &desk_, &RateDesk::hear);
    connect(view_, &TrialView::seekRequested, &desk_, &RateDesk::seek);
    connect(transport_, &RateTransport::triggered, this, &RateSession::perform);
    connect(transport_, &RateTransport::deviceRetried, this, [this] { retrySound(false); });
    connect(transport_, &RateTransport::otherDeviceChosen, this, [this] { retrySound(true); });
    connect(notice_, &SessionNotice::wentOn, this, &RateSession::goOn);
    connect(notice_, &SessionNotice::otherChosen, this, [this] { perform(QStringLiteral("back")); });
}

void RateSession::showNotice(const QString& heading, const QString& text, const QString& on, const QString& other) {
    notice_->show(heading, text, on, other);
    stack_->setCurrentWidget(notice_);
    setFocus();
}

void RateSession::showWelcome() {
    const std::optional<Trial> first = store_.currentTrial(rater_);
    const QString keys =
        tr("Every key is on its button. What you answer is kept at once: you can leave at any time and go "
           "on later at the same place.");
    if (!first) {
        welcomed_ = true;
        desk_.begin();
        return;
    }
    QString practice;
    if (first->practice) {
        const std::optional<PracticeProgress> toPass = store_.practice(rater_);
        practice = QStringLiteral("\n\n") +
                   (toPass ? practiceIntroduction(*toPass) : tr("The first trials are for practice and do not count."));
    }
    showNotice(first->number > 1 ? tr("Welcome back") : tr("Welcome"),
               taskText(store_.design()) + QStringLiteral("\n\n") + keys + practice,
               first->number > 1 ? tr("Go on") : tr("Begin"));
}

void RateSession::showStage() {
    switch (desk_.stage()) {
        case RateDesk::Stage::Loading:
            showNotice(tr("One moment"), tr("The next clips are being read."), {});
            return;
        case RateDesk::Stage::Break:
            showNotice(tr("Time for a break"),
                       tr("%1 of %2 are done. Stand up, rest your ears for a few minutes, and go on when you like.")
                           .arg(desk_.doneTrials())
                           .arg(desk_.trial().count),
                       tr("Go on"), desk_.canUndo() ? tr("Back to the last one") : QString());
            return;
        case RateDesk::Stage::Feedback: {
            const PracticeProgress practice = store_.practice(rater_).value();
            showNotice(practiceHeading(practice), practiceFeedback(practice), tr("Go on"));
            return;
        }
        case RateDesk::Stage::Finished:
            showEnd();
            return;
        case RateDesk::Stage::Failed:
            showNotice(tr("This does not work"), desk_.failure(), tr("Try again"));
            return;
        case RateDesk::Stage::Trial:
            showTrial();
            return;
    }
}

void RateSession::showEnd() {
    const std::optional<PracticeProgress> practice = store_.practice(rater_);
    if (store_.sealed()) {
        showNotice(tr("This study is closed"), tr("It was sealed: nothing more can be judged."), tr("Close"));
    } else if (practice && practice->state == PracticeProgress::State::Failed) {
        showNotice(tr("Practice was not passed"), practiceFailure(*practice), tr("Close"));
    } else {
        showNotice(tr("That was the last one"), tr("All of your judgements are kept. Thank you for listening."),
                   tr("Close"), desk_.canUndo() ? tr("Back to the last one") : QString());
    }
}

void RateSession::showTrial() {
    transport_->setSides(static_cast<int>(desk_.trial().clips.size()));
    view_->showTrial(desk_.trial(), desk_.draft(), desk_.progressText());
    view_->setPeaks(desk_.loaded().peaks);
    view_->setUndo(desk_.canUndo(), desk_.canRedo());
    const TrialSound sound = desk_.sound();
    view_->setSound(sound);
    transport_->setSound(sound);
    stack_->setCurrentWidget(trialPage_);
    setFocus();
}

void RateSession::perform(const QString& id) {
    if (stack_->currentWidget() == trialPage_) {
        if (!view_->perform(id)) {
            performInTrial(id);
        }
    } else if (stack_->currentWidget() == volumePage_) {
        performAtVolume(id);
    } else if (id == QStringLiteral("next")) {
        goOn();
    } else if (id == QStringLiteral("back") && notice_->offersOther()) {
        desk_.undo();
    }
}

void RateSession::performAtVolume(const QString& id) {
    if (id == QStringLiteral("next")) {
        beginTrials();
    } else if (id == QStringLiteral("play")) {
        volume_->toggleTone(ReferenceTone::PinkNoise);
    } else if (id == QStringLiteral("switch")) {
        volume_->toggleTone(ReferenceTone::OneKilohertz);
    } else if (id == QStringLiteral("rewind") || id == QStringLiteral("forward")) {
        volume_->stepVolume(id == QStringLiteral("rewind") ? -1.0 : 1.0);
    }
}

void RateSession::performInTrial(const QString& id) {
    const std::pair<const char*, std::function<void()>> actions[] = {
        {"play", [this] { desk_.sound().canPlay ? desk_.togglePlaying() : retrySound(false); }},
        {"hearA", [this] { desk_.hear(0); }},
        {"hearB", [this] { desk_.hear(1); }},
        {"hearX", [this] { desk_.hear(2); }},
        {"switch", [this] { desk_.sound().canPlay ? desk_.switchSide() : retrySound(true); }},
        {"rewind", [this] { desk_.skip(-skipSeconds); }},
        {"forward", [this] { desk_.skip(skipSeconds); }},
        {"start", [this] { desk_.seek(0.0); }},
        {"loop", [this] { desk_.toggleLoop(); }},
        {"loopBegin", [this] { desk_.setLoopBegin(); }},
        {"loopEnd", [this] { desk_.setLoopEnd(); }},
        {"next", [this] { confirm(); }},
        {"back", [this] { desk_.undo(); }},
        {"redo", [this] { desk_.redo(); }},
    };
    for (const auto& [name, action] : actions) {
        if (id == QLatin1String(name)) {
            action();
            return;
        }
    }
}

void RateSession::confirm() {
    view_->setMessage(desk_.confirm(view_->draft()));
}

void RateSession::goOn() {
    if (!notice_->canGoOn()) {
        return;
    }
    if (!welcomed_) {
        welcomed_ = true;
        showVolume();
    } else if (desk_.stage() == RateDesk::Stage::Break) {
        desk_.endBreak();
    } else if (desk_.stage() == RateDesk::Stage::Feedback) {
        desk_.endFeedback();
    } else if (desk_.stage() == RateDesk::Stage::Failed) {
        desk_.begin();
    } else if (desk_.stage() == RateDesk::Stage::Finished) {
        leave();
    }
}

void RateSession::leave() {
    if (mayLeave([this] { Q_EMIT left(); })) {
        Q_EMIT left();
    }
}

bool RateSession::mayLeave(const std::function<void()>& go) {
    const bool kept = desk_.pauseSession();
    if (!kept) {
        askToLoseTheRest(go);
    }
    return kept;
}

void RateSession::askToLoseTheRest(const std::function<void()>& go) {
    auto* question = new QMessageBox(QMessageBox::Warning, tr("Not everything is kept"),
                                     tr("%1\n\nWhat you did last in this trial could not be written and would be lost. "
                                        "What you confirmed before is kept.")
                                         .arg(desk_.failure()),
                                     QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("leaveQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* again = question->addButton(tr("Try again"), QMessageBox::AcceptRole);
    QPushButton* anyway = question->addButton(tr("Leave anyway"), QMessageBox::DestructiveRole);
    again->setObjectName(QStringLiteral("leaveAgain"));
    anyway->setObjectName(QStringLiteral("leaveAnyway"));
    question->addButton(QMessageBox::Cancel)->setText(tr("Stay"));
    question->setDefaultButton(again);
    connect(again, &QPushButton::clicked, this, [this, go] {
        if (mayLeave(go)) {
            go();
        }
    });
    connect(anyway, &QPushButton::clicked, this, go);
    question->open();
}

}  // namespace musicrl
