// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RatePage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/rate/RateSession.h"
#include "app/workbench/pages/rate/RaterForm.h"
#include "app/workbench/pages/rate/RatersCard.h"
#include "app/workbench/pages/rate/StudyDialog.h"
#include "base/Error.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Centred.h"
#include "widgets/theme/KeyButton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int listWidth = 300;
constexpr int shownHash = 16;

QString stateOf(const StudyStatus& status, const JudgedTrials& judged) {
    if (!status.sealedUtc.empty()) {
        return RatePage::tr("sealed");
    }
    return judged.done == judged.count ? RatePage::tr("all judged")
                                       : RatePage::tr("%1 of %2 judged").arg(judged.done).arg(judged.count);
}

bool hasFailedPractice(const RaterProgress& rater) {
    return rater.practice && rater.practice->state == PracticeProgress::State::Failed;
}

QString hintFor(const RaterProgress& rater) {
    if (hasFailedPractice(rater)) {
        return RatePage::tr("Practice was not passed: nothing more is judged.");
    }
    return rater.done == rater.count ? RatePage::tr("All %1 trials are judged.").arg(rater.count)
                                     : RatePage::tr("%1 of %2 trials are judged.").arg(rater.done).arg(rater.count);
}

}  // namespace

RatePage::RatePage(WorkbenchServices& services, std::unique_ptr<TrialPlayback> playback, QWidget* parent)
    : QWidget(parent), services_(services), playback_(std::move(playback)) {
    if (!playback_) {
        playback_ = std::make_unique<PlayerPlayback>(*services_.player);
    }
    setProperty("role", "page");
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(space::large, space::large, space::large, space::large);
    line->setSpacing(space::medium);
    line->addWidget(buildStudies());
    stack_ = new QStackedWidget;
    stack_->addWidget(buildEmpty());
    stack_->addWidget(buildStudy());
    line->addWidget(stack_, 1);
    connect(&services_, &WorkbenchServices::studiesChanged, this, &RatePage::reload);
    reload();
}

RatePage::~RatePage() = default;

QWidget* RatePage::buildStudies() {
    auto* card = new Card(tr("Studies"));
    card->setFixedWidth(listWidth);
    auto* create = new QPushButton(tr("New study…"));
    create->setObjectName(QStringLiteral("newStudy"));
    connect(create, &QPushButton::clicked, this, &RatePage::openDialog);
    card->titleLine()->addStretch();
    card->titleLine()->addWidget(create);
    list_ = new QListWidget;
    list_->setObjectName(QStringLiteral("studies"));
    list_->setAccessibleName(tr("Studies"));
    list_->setStyleSheet(
        QStringLiteral("QListWidget::item { padding: 7px 8px; border-radius: 6px; }"
                       "QListWidget::item:selected { background: palette(highlight); color: palette(text); }"));
    connect(list_, &QListWidget::currentRowChanged, this, &RatePage::showStudy);
    card->body()->addWidget(list_, 1);
    auto* keys = new QPushButton(tr("Keys…"));
    keys->setObjectName(QStringLiteral("keys"));
    connect(keys, &QPushButton::clicked, &services_, &WorkbenchServices::keysRequested);
    auto* foot = new QHBoxLayout;
    foot->addWidget(keys);
    foot->addStretch();
    card->body()->addLayout(foot);
    return card;
}

QWidget* RatePage::buildEmpty() {
    auto* frame = new QFrame;
    frame->setProperty("role", "empty");
    auto* column = new QVBoxLayout(frame);
    column->setSpacing(space::medium);
    column->addStretch(2);
    auto* heading = makeLabel(tr("No study yet"), LabelRole::Heading);
    auto* text =
        makeLabel(tr("A study puts clips of several models before listeners who do not know which is which, keeps "
                     "every judgement at once, and shows the models' names only after it is sealed."),
                  LabelRole::Muted);
    text->setWordWrap(true);
    text->setFixedWidth(440);
    text->setAlignment(Qt::AlignHCenter);
    auto* create = new QPushButton(tr("New study…"));
    create->setProperty("primary", true);
    connect(create, &QPushButton::clicked, this, &RatePage::openDialog);
    for (QWidget* widget : std::initializer_list<QWidget*>{heading, text, create}) {
        column->addLayout(centred(widget));
    }
    column->addStretch(3);
    return frame;
}

QWidget* RatePage::buildStudy() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    auto* head = new QHBoxLayout;
    title_ = makeLabel({}, LabelRole::Heading);
    title_->setObjectName(QStringLiteral("studyTitle"));
    title_->setTextFormat(Qt::PlainText);
    state_ = makeLabel({}, LabelRole::Chip);
    hash_ = makeLabel({}, LabelRole::Caption);
    head->addWidget(title_);
    head->addWidget(state_);
    head->addStretch();
    head->addWidget(hash_);
    column->addLayout(head);
    column->addWidget(buildSessionCard());
    raters_ = new RatersCard;
    connect(raters_, &RatersCard::sealRequested, this, &RatePage::askToSealStudy);
    connect(raters_, &RatersCard::evaluateRequested, this, [this] {
        Q_EMIT services_.evaluateRequested(QString::fromStdString((studiesFolder() / selectedStudy()).string()));
    });
    column->addWidget(raters_, 1);
    return area;
}

QWidget* RatePage::buildSessionCard() {
    auto* card = new Card(tr("Your session"));
    card->titleLine()->addStretch();
    form_ = new RaterForm;
    card->body()->addWidget(form_);
    error_ = makeLabel({}, LabelRole::Error);
    error_->setObjectName(QStringLiteral("rateError"));
    error_->hide();
    hint_ = makeLabel({}, LabelRole::Muted);
    start_ = new KeyButton(tr("Begin"));
    start_->setObjectName(QStringLiteral("startSession"));
    start_->setProperty("primary", true);
    start_->setAutoDefault(true);  // Enter presses it where it has the focus
    auto* foot = new QHBoxLayout;
    foot->addWidget(hint_, 1);
    foot->addWidget(start_);
    card->body()->addSpacing(space::small);
    card->body()->addWidget(error_);
    card->body()->addLayout(foot);
    connect(form_, &RaterForm::raterChanged, this, &RatePage::showSessionHint);
    connect(start_, &QPushButton::clicked, this, &RatePage::startSession);
    return card;
}

std::filesystem::path RatePage::studiesFolder() const {
    return services_.projectFolder / "studies";
}

void RatePage::reload() {
    const std::string chosen = selectedStudy();
    std::vector<std::string> ids = studiesIn(studiesFolder());
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        for (const std::string& id : ids) {
            list_->addItem(QString::fromStdString(id));
        }
        const auto found = std::find(ids.begin(), ids.end(), chosen);
        list_->setCurrentRow(found == ids.end() ? static_cast<int>(ids.size()) - 1
                                                : static_cast<int>(found - ids.begin()));
    }
    stack_->setCurrentIndex(ids.empty() ? 0 : 1);
    showStudy();
}

RateSession* RatePage::session() const {
    return session_;
}

void RatePage::selectStudy(const std::string& id) {
    const QList<QListWidgetItem*> found = list_->findItems(QString::fromStdString(id), Qt::MatchExactly);
    if (!found.isEmpty()) {
        list_->setCurrentItem(found.front());
    }
}

std::string RatePage::selectedStudy() const {
    const QListWidgetItem* item = list_->currentItem();
    return item == nullptr ? std::string() : item->text().toStdString();
}

void RatePage::showStudy() {
    error_->hide();
    status_.reset();
    if (selectedStudy().empty()) {
        return;
    }
    title_->setText(QString::fromStdString(selectedStudy()));
    try {
        const StudyStore store = StudyStore::open(studiesFolder() / selectedStudy());
        status_ = store.status();
        practice_ = store.design().practice;
        showHead(*status_);
        form_->setRaters(status_->raters);
        raters_->showProgress(*status_, judgedThatCount(*status_, practice_), store.decidedPairs());
    } catch (const Error& error) {  // a UI action: said in place of the study
        form_->setRaters({});
        raters_->clear();
        state_->hide();
        hash_->clear();
        showError(error);
    }
    showSessionHint();
}

void RatePage::showHead(const StudyStatus& status) {
    title_->setText(QString::fromStdString(status.name));
    state_->setText(stateOf(status, judgedThatCount(status, practice_)));
    state_->setToolTip(tr("Of all raters, without practice"));
    state_->show();
    hash_->setText(tr("plan %1…").arg(QString::fromStdString(status.planHash).left(shownHash)));
    hash_->setToolTip(
        tr("SHA-256 of the plan, stored before the first trial:\n%1").arg(QString::fromStdString(status.planHash)));
}

void RatePage::showError(const Error& error) {
    error_->setText(QString::fromStdString(error.what()));
    error_->show();
}

void RatePage::showSessionHint() {
    const bool open = status_ && status_->sealedUtc.empty();
    start_->setEnabled(open);
    hint_->clear();
    if (!status_) {
        return;
    }
    if (!open) {
        hint_->setText(tr("The study is sealed: nothing more can be judged."));
        return;
    }
    for (const RaterProgress& rater : status_->raters) {
        if (rater.rater == form_->rater()) {
            start_->setText(rater.done == 0 ? tr("Begin") : tr("Go on"));
            start_->updateGeometry();
            start_->setEnabled(rater.count > 0 && !hasFailedPractice(rater));
            hint_->setText(hintFor(rater));
        }
    }
}

void RatePage::startSession() {
    error_->hide();
    if (session_ != nullptr || selectedStudy().empty()) {
        return;
    }
    try {
        StudyStore store = StudyStore::open(studiesFolder() / selectedStudy());
        requirePerson(form_->rater(), store.profile(form_->rater()));
        store.saveProfile(form_->profile());
        heardBefore_ = services_.player->heardLane();
        positionBefore_ = services_.player->positionSeconds();
        session_ = new RateSession(services_, *playback_, std::move(store), form_->rater());
    } catch (const Error& error) {  // a UI action: said above the button
        showError(error);
        return;
    }
    connect(session_, &RateSession::left, this, &RatePage::closeSession);
    Q_EMIT sessionOpened(session_);
}

void RatePage::closeSession() {
    if (session_ != nullptr) {
        session_->hide();
        session_->deleteLater();
        session_ = nullptr;
    }
    givePlayerBack();
    Q_EMIT sessionClosed();
    Q_EMIT services_.studiesChanged();
    start_->isEnabled() ? start_->setFocus(Qt::TabFocusReason) : list_->setFocus(Qt::TabFocusReason);
}

void RatePage::givePlayerBack() {
    services_.player->unlockVolume();
    Q_EMIT services_.playerReturned();
    services_.player->switchTo(heardBefore_);
    services_.player->seek(positionBefore_);
    Q_EMIT services_.outputChanged();
}

bool RatePage::mayLeaveSession(const std::function<void()>& go) {
    return session_ == nullptr || session_->mayLeave(go);
}

void RatePage::askToSealStudy() {
    error_->hide();
    try {
        const StudyStore store = StudyStore::open(studiesFolder() / selectedStudy());
        status_ = store.status();  // others may have judged since
        practice_ = store.design().practice;
    } catch (const Error& error) {  // a UI action
        showError(error);
        return;
    }
    askToSeal(this, judgedThatCount(*status_, practice_), [this] {
        try {
            StudyStore::open(studiesFolder() / selectedStudy()).seal();
        } catch (const Error& error) {  // a UI action
            showError(error);
            return;
        }
        Q_EMIT services_.studiesChanged();
    });
}

StudyDialog* RatePage::openDialog() {
    auto* dialog = new StudyDialog(services_, studiesFolder(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &StudyDialog::created, this, [this](const QString& id) {
        Q_EMIT services_.studiesChanged();
        selectStudy(id.toStdString());
    });
    dialog->open();
    return dialog;
}

void RatePage::showEvent(QShowEvent* event) {
    reload();
    QWidget::showEvent(event);
}

}  // namespace musicrl
