// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/TrialView.h"

#include "app/workbench/pages/rate/RatingKeys.h"
#include "app/workbench/pages/rate/TrialScales.h"
#include "widgets/listening/MarkList.h"
#include "widgets/listening/RateSide.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/KeyButton.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>

namespace musicrl {
namespace {

constexpr int contentWidth = 960;
constexpr int promptPixels = 24;

/// A line that Escape leaves without a trace.
class WritingField : public QLineEdit {
public:
    using QLineEdit::QLineEdit;
    std::function<void()> onEscape;

protected:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
            event->accept();  // leaves the line, not the session
            return true;
        }
        return QLineEdit::event(event);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Escape) {
            onEscape();
            return;
        }
        QLineEdit::keyPressEvent(event);
    }
};

QString quoted(const std::string& prompt) {
    return QStringLiteral("“%1”").arg(QString::fromStdString(prompt));
}

}  // namespace

TrialView::TrialView(QWidget* parent)
    : QWidget(parent),
      progress_(makeLabel({}, LabelRole::Muted)),
      prompt_(makeLabel({}, LabelRole::Heading)),
      marks_(new MarkList),
      scales_(new TrialScales),
      message_(makeLabel({}, LabelRole::Muted)) {
    progress_->setObjectName(QStringLiteral("rate-progress"));
    prompt_->setObjectName(QStringLiteral("rate-prompt"));
    message_->setObjectName(QStringLiteral("rate-message"));
    for (QLabel* label : {progress_, prompt_, message_}) {
        label->setAlignment(Qt::AlignCenter);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    prompt_->setStyleSheet(QStringLiteral("font-size: %1px; font-weight: 600;").arg(promptPixels));
    auto* content = new QWidget;
    content->setMaximumWidth(contentWidth);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, space::large, 0, space::large);
    column->setSpacing(space::medium);
    column->addStretch(2);
    column->addWidget(progress_);
    column->addSpacing(space::medium);
    column->addWidget(prompt_);
    column->addSpacing(space::medium);
    buildSides();
    auto* sides = new QHBoxLayout;
    sides->setSpacing(space::large);
    for (RateSide* side : sides_) {
        sides->addWidget(side, 1);
    }
    column->addLayout(sides);
    column->addWidget(marks_);
    column->addSpacing(space::medium);
    column->addWidget(scales_);
    column->addWidget(buildWriting());
    message_->setMinimumHeight(20);  // what is below does not jump when it speaks
    column->addWidget(message_);
    column->addWidget(buildActions());
    column->addStretch(3);
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(space::large, 0, space::large, 0);
    across->addStretch(1);
    across->addWidget(content, 100);
    across->addStretch(1);

    connect(scales_, &TrialScales::answered, this, [this](const QString& text) {
        if (draft_.verdict != Verdict::Answered) {
            setVerdict(Verdict::Answered);  // who answers can judge after all
        }
        Q_EMIT answered(text);
        Q_EMIT draftChanged();
    });
    connect(marks_, &MarkList::chosen, this, [this](int index) {
        const ListenMark& mark = marks_->marks()[static_cast<std::size_t>(index)];
        Q_EMIT sideChosen(mark.side);
        Q_EMIT seekRequested(mark.seconds);
    });
    connect(marks_, &MarkList::removeRequested, this, [this](int index) {
        draft_.marks.erase(draft_.marks.begin() + index);
        showMarks();
        Q_EMIT draftChanged();
    });
}

void TrialView::buildSides() {
    sides_ = {new RateSide(QStringLiteral("A"), &Theme::clipA), new RateSide(QStringLiteral("B"), &Theme::clipB),
              new RateSide(QStringLiteral("X"), &Theme::violet)};
    for (int lane = 0; lane < 3; ++lane) {
        RateSide* side = sides_[static_cast<std::size_t>(lane)];
        side->setObjectName(QStringLiteral("side%1").arg(QStringLiteral("ABX").at(lane)));
        connect(side, &RateSide::chosen, this, [this, lane] { Q_EMIT sideChosen(lane); });
        connect(side, &RateSide::seekRequested, this, &TrialView::seekRequested);
    }
}

QWidget* TrialView::buildWriting() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, space::tight, 0, 0);
    column->setSpacing(space::tight);
    note_ = makeLabel({}, LabelRole::Muted);
    note_->setTextFormat(Qt::PlainText);
    note_->setWordWrap(true);
    note_->setObjectName(QStringLiteral("rate-note-text"));
    column->addWidget(note_);
    writingArea_ = new QWidget;
    auto* line = new QHBoxLayout(writingArea_);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    writingLabel_ = makeLabel({}, LabelRole::Muted);
    auto* field = new WritingField;
    field->setObjectName(QStringLiteral("rate-writing"));
    field->onEscape = [this] { finishWriting(false); };
    writingField_ = field;
    line->addWidget(writingLabel_);
    line->addWidget(writingField_, 1);
    line->addWidget(makeLabel(tr("Enter keeps it, Esc does not"), LabelRole::Caption));
    column->addWidget(writingArea_);
    writingArea_->hide();
    connect(writingField_, &QLineEdit::returnPressed, this, [this] { finishWriting(true); });
    return area;
}

KeyButton* TrialView::action(const QString& text, const QString& id) {
    auto* button = new KeyButton(text);
    button->setObjectName(QStringLiteral("rate-") + id);
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QPushButton::clicked, this, [this, id] {
        if (!perform(id)) {
            Q_EMIT triggered(id);
        }
    });
    return button;
}

QWidget* TrialView::buildActions() {
    auto* area = new QWidget;
    auto* line = new QHBoxLayout(area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    back_ = action(tr("Back"), QStringLiteral("back"));
    redo_ = action(tr("Forth"), QStringLiteral("redo"));
    noteButton_ = action(tr("Note…"), QStringLiteral("note"));
    mark_ = action(tr("Mark"), QStringLiteral("mark"));
    bothBad_ = action(tr("Both bad"), QStringLiteral("bothBad"));
    cannotJudge_ = action(tr("Cannot judge"), QStringLiteral("cannotJudge"));
    problem_ = action(tr("Problem…"), QStringLiteral("problem"));
    next_ = action(tr("Next"), QStringLiteral("next"));
    next_->setProperty("primary", true);
    bothBad_->setCheckable(true);
    cannotJudge_->setCheckable(true);
    redo_->setToolTip(tr("The judgement that was taken back last stands again"));
    line->addStretch();
    for (KeyButton* button : {back_, redo_, noteButton_, mark_, bothBad_, cannotJudge_, problem_, next_}) {
        line->addWidget(button);
    }
    line->addStretch();
    return area;
}

void TrialView::showTrial(const Trial& trial, const Judgement& draft, const QString& progress) {
    trial_ = trial;
    draft_ = draft;
    progress_->setText(progress);
    prompt_->setText(quoted(trial.prompt));
    const auto sideCount = static_cast<int>(trial.clips.size());
    for (int lane = 0; lane < 3; ++lane) {
        sides_[static_cast<std::size_t>(lane)]->setVisible(lane < sideCount);
        sides_[static_cast<std::size_t>(lane)]->setPeaks({});
    }
    scales_->setTrial(trial);
    scales_->setAnswers(draft.answers);
    bothBad_->setVisible(sideCount == 2);
    finishWriting(false);
    setMessage({});
    showVerdict();
    showMarks();
    showNote();
}

void TrialView::setPeaks(const std::vector<std::vector<Peak>>& peaks) {
    for (std::size_t lane = 0; lane < sides_.size(); ++lane) {
        sides_[lane]->setPeaks(lane < peaks.size() ? peaks[lane] : std::vector<Peak>());
    }
}

void TrialView::setSound(const TrialSound& sound) {
    sound_ = sound;
    for (std::size_t lane = 0; lane < trial_.clips.size() && lane < sides_.size(); ++lane) {
        RateSideState state;
        state.heard = sound.heard == static_cast<int>(lane);
        state.playing = sound.playing;
        state.positionSeconds = sound.positionSeconds;
        state.spanSeconds = sound.spanSeconds;
        state.listenedSeconds = lane < sound.listenedSeconds.size() ? sound.listenedSeconds[lane] : 0.0;
        state.neededSeconds = std::min(trial_.minimumListeningSeconds, trial_.clips[lane].seconds);
        for (const Mark& mark : draft_.marks) {
            if (mark.side == trial_.clips[lane].side) {
                state.marks.push_back(mark.seconds);
            }
        }
        sides_[lane]->setState(state);
    }
}

void TrialView::setKeys(const KeyBindings& keys) {
    const std::pair<KeyButton*, const char*> caps[] = {{back_, "back"},       {redo_, "redo"},
                                                       {noteButton_, "note"}, {mark_, "mark"},
                                                       {bothBad_, "bothBad"}, {cannotJudge_, "cannotJudge"},
                                                       {problem_, "problem"}, {next_, "next"}};
    for (const auto& [button, id] : caps) {
        button->setKey(keys.capOf(QLatin1String(id)));
    }
    QStringList answers;
    for (const QString& id : answerKeyIds()) {
        answers << keys.capOf(id);
    }
    scales_->setKeys(answers);
}

void TrialView::setUndo(bool canUndo, bool canRedo) {
    back_->setEnabled(canUndo);
    redo_->setVisible(canRedo);
}

void TrialView::setMessage(const QString& sentence) {
    message_->setText(sentence);
}

Judgement TrialView::draft() const {
    Judgement draft = draft_;
    draft.answers = scales_->answers();
    return draft;
}

bool TrialView::perform(const QString& id) {
    if (id.startsWith(QStringLiteral("answer"))) {
        scales_->choose(id.mid(6).toInt() - 1);
    } else if (id == QStringLiteral("up") || id == QStringLiteral("down")) {
        scales_->move(id == QStringLiteral("up") ? -1 : 1);
    } else if (id == QStringLiteral("bothBad")) {
        if (trial_.clips.size() == 2) {
            setVerdict(draft_.verdict == Verdict::BothBad ? Verdict::Answered : Verdict::BothBad);
        }
    } else if (id == QStringLiteral("cannotJudge")) {
        setVerdict(draft_.verdict == Verdict::CannotJudge ? Verdict::Answered : Verdict::CannotJudge);
    } else if (id == QStringLiteral("note")) {
        startNote();
    } else if (id == QStringLiteral("mark")) {
        startMark();
    } else if (id == QStringLiteral("problem")) {
        openProblems();
    } else {
        return false;
    }
    return true;
}

void TrialView::setVerdict(Verdict verdict) {
    draft_.verdict = verdict;
    showVerdict();
    Q_EMIT answered(verdict == Verdict::BothBad       ? QStringLiteral("both bad")
                    : verdict == Verdict::CannotJudge ? QStringLiteral("cannot judge")
                                                      : QStringLiteral("answered"));
    Q_EMIT draftChanged();
}

void TrialView::showVerdict() {
    bothBad_->setChecked(draft_.verdict == Verdict::BothBad);
    cannotJudge_->setChecked(draft_.verdict == Verdict::CannotJudge);
}

void TrialView::startNote() {
    writing_ = Writing::Note;
    writingLabel_->setText(tr("Note"));
    writingField_->setPlaceholderText(tr("what you want to say about this trial"));
    writingField_->setText(QString::fromStdString(draft_.note));
    writingArea_->show();
    note_->hide();
    writingField_->setFocus();
}

void TrialView::startMark() {
    const auto lane = static_cast<std::size_t>(sound_.heard);
    if (lane < sound_.listenedSeconds.size() && sound_.listenedSeconds[lane] <= 0.0) {
        setMessage(tr("Nothing was heard of %1 yet: a mark names a moment in what you hear.")
                       .arg(QString::fromStdString(textOf(sideOf(sound_.heard)))));
        return;
    }
    writing_ = Writing::Mark;
    newMark_ = {.side = sideOf(sound_.heard), .seconds = sound_.positionSeconds, .text = {}};
    const ListenMark shown{sound_.heard, newMark_.seconds, {}};
    writingLabel_->setText(markText(shown));
    writingField_->setPlaceholderText(tr("what is there, such as “click”; may stay empty"));
    writingField_->clear();
    writingArea_->show();
    writingField_->setFocus();
}

void TrialView::finishWriting(bool keep) {
    const QString text = writingField_->text().trimmed();
    const Writing writing = writing_;
    writing_ = Writing::Nothing;
    writingArea_->hide();
    writingField_->clear();
    if (keep && writing == Writing::Note) {
        draft_.note = text.toStdString();
        Q_EMIT draftChanged();
    } else if (keep && writing == Writing::Mark) {
        newMark_.text = text.toStdString();
        draft_.marks.push_back(newMark_);
        showMarks();
        Q_EMIT marked(newMark_);
        Q_EMIT draftChanged();
    }
    showNote();
    setFocus();  // keys are votes again
}

void TrialView::openProblems() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("problems"));
    for (const QString& text :
         {tr("I hear nothing"), tr("The sound stutters or breaks off"), tr("The text cannot be understood"),
          tr("I pressed the wrong key before"), tr("Something else")}) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, text] {
            const QString said = tr("Problem: %1. ").arg(text);
            draft_.note = (said + QString::fromStdString(draft_.note)).trimmed().toStdString();
            Q_EMIT draftChanged();
            startNote();
        });
    }
    menu->popup(problem_->mapToGlobal(QPoint(0, -menu->sizeHint().height() - space::tight)));
    menu->setActiveAction(menu->actions().front());
}

void TrialView::showMarks() {
    std::vector<ListenMark> shown;
    for (const Mark& mark : draft_.marks) {
        int lane = 0;
        for (std::size_t i = 0; i < trial_.clips.size(); ++i) {
            lane = trial_.clips[i].side == mark.side ? static_cast<int>(i) : lane;
        }
        shown.push_back({lane, mark.seconds, QString::fromStdString(mark.text)});
    }
    marks_->setMarks(shown);
    setSound(sound_);
}

void TrialView::showNote() {
    note_->setText(draft_.note.empty() ? QString() : tr("Note: %1").arg(QString::fromStdString(draft_.note)));
    note_->setVisible(!draft_.note.empty() && writing_ != Writing::Note);
}

Side TrialView::sideOf(int lane) const {
    const auto index = static_cast<std::size_t>(lane);
    return index < trial_.clips.size() ? trial_.clips[index].side : Side::A;
}

}  // namespace musicrl
