// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/EvaluatePage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/evaluate/ReportDialog.h"
#include "app/workbench/pages/evaluate/ResultCards.h"
#include "base/Error.h"
#include "study/StudyStore.h"
#include "study/results/HeldOutSignal.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Centred.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// What was found in a study's folder.
struct Found {
    std::shared_ptr<const EvaluatedStudy> evaluated;  ///< null while it is open, or where nothing can be worked out
    StudyStatus status;
    std::string problem;
};

Found evaluate(const fs::path& folder) {
    Found found;
    const StudyStore store = StudyStore::open(folder);
    found.status = store.status();
    if (!store.sealed()) {
        return found;
    }
    auto evaluated = std::make_shared<EvaluatedStudy>();
    evaluated->study = store.reveal();
    evaluated->signals = studySignals(evaluated->study, folder);
    try {
        evaluated->results = studyResults(evaluated->study, evaluated->signals, BootstrapConfig{});
        found.evaluated = std::move(evaluated);
    } catch (const Error& error) {  // one study of the list: said in its place
        found.problem = error.what();
    }
    return found;
}

}  // namespace

EvaluatePage::EvaluatePage(WorkbenchServices& services, QWidget* parent) : QWidget(parent), services_(services) {
    setProperty("role", "page");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::medium, space::large, space::medium);
    column->setSpacing(space::medium);
    column->addWidget(buildHead());
    stack_ = new QStackedWidget;
    stack_->addWidget(buildNotice());
    cards_ = new ResultCards(services_);
    stack_->addWidget(cards_);
    column->addWidget(stack_, 1);
    connect(cards_, &ResultCards::signalsChanged, this, &EvaluatePage::refresh);
    connect(&services_, &WorkbenchServices::studiesChanged, this, &EvaluatePage::reload);
    connect(&services_, &WorkbenchServices::evaluateRequested, this,
            [this](const QString& folder) { showStudy(folder.toStdString()); });
    reload();
}

EvaluatePage::~EvaluatePage() = default;

VoteList& EvaluatePage::votes() {
    return cards_->votes();
}

QWidget* EvaluatePage::buildHead() {
    auto* head = new QWidget;
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    studies_ = new QComboBox;
    studies_->setObjectName(QStringLiteral("evaluatedStudy"));
    studies_->setAccessibleName(tr("Study"));
    studies_->setMinimumWidth(220);
    questions_ = new QComboBox;
    questions_->setObjectName(QStringLiteral("evaluatedQuestion"));
    questions_->setAccessibleName(tr("Question"));
    questions_->hide();
    state_ = makeLabel({}, LabelRole::Muted);
    state_->setObjectName(QStringLiteral("studyState"));
    simulated_ = makeLabel(tr("simulated raters, not people"), LabelRole::BadChip);
    simulated_->setObjectName(QStringLiteral("simulatedRaters"));
    simulated_->hide();
    report_ = new QPushButton(tr("Export report…"));
    report_->setObjectName(QStringLiteral("exportReport"));
    report_->setToolTip(tr("Writes a folder with the methods paragraph, tables, figures and the votes without names"));
    report_->hide();
    connect(report_, &QPushButton::clicked, this, [this] { (new ReportDialog(services_, evaluated_, this))->open(); });
    for (QWidget* widget : std::initializer_list<QWidget*>{studies_, questions_, state_, simulated_}) {
        line->addWidget(widget);
    }
    line->addStretch();
    line->addWidget(report_);
    connect(studies_, &QComboBox::currentTextChanged, this, [this](const QString& id) {
        if (!id.isEmpty()) {
            open(studiesFolder() / id.toStdString());
        }
    });
    connect(questions_, &QComboBox::currentIndexChanged, this, [this] {
        if (evaluated_ != nullptr) {
            cards_->closeVotes();
            showResults();
        }
    });
    return head;
}

QWidget* EvaluatePage::buildNotice() {
    auto* frame = new QFrame;
    frame->setProperty("role", "empty");
    auto* column = new QVBoxLayout(frame);
    column->setSpacing(space::medium);
    noticeHeading_ = makeLabel({}, LabelRole::Heading);
    noticeHeading_->setObjectName(QStringLiteral("evaluateHeading"));
    noticeText_ = makeLabel({}, LabelRole::Muted);
    noticeText_->setObjectName(QStringLiteral("evaluateText"));
    noticeText_->setWordWrap(true);
    noticeText_->setFixedWidth(480);
    noticeText_->setAlignment(Qt::AlignHCenter);
    noticeButton_ = new QPushButton(tr("Go to Rate"));
    noticeButton_->setObjectName(QStringLiteral("goToRate"));
    connect(noticeButton_, &QPushButton::clicked, this,
            [this] { Q_EMIT services_.pageRequested(QStringLiteral("rate")); });
    column->addStretch(2);
    column->addLayout(centred(noticeHeading_));
    column->addLayout(centred(noticeText_));
    column->addLayout(centred(noticeButton_));
    column->addStretch(3);
    return frame;
}

fs::path EvaluatePage::studiesFolder() const {
    return services_.projectFolder / "studies";
}

void EvaluatePage::reload() {
    if (!isVisible()) {
        return;  // nobody looks: showEvent() comes back here
    }
    const std::vector<std::string> ids = studiesIn(studiesFolder());
    {
        const QSignalBlocker quiet(studies_);
        studies_->clear();
        for (const std::string& id : ids) {
            studies_->addItem(QString::fromStdString(id));
        }
        const int chosen = studies_->findText(QString::fromStdString(folder_.filename().string()));
        studies_->setCurrentIndex(chosen < 0 ? studies_->count() - 1 : chosen);
    }
    studies_->setVisible(!ids.empty());
    if (ids.empty()) {
        showNotice(tr("No study yet"),
                   tr("Once listeners have judged clips in a study and it is sealed, its results are shown here."),
                   true);
    } else {
        open(studiesFolder() / studies_->currentText().toStdString());
    }
}

void EvaluatePage::showStudy(const fs::path& folder) {
    folder_ = folder;
    reload();
}

void EvaluatePage::open(const fs::path& folder) {
    folder_ = folder;
    if (evaluated_ != nullptr && evaluatedFolder_ == folder) {
        return;  // a sealed study does not change: what its reader looks at stays as it is, and refresh() may be at it
    }
    const int request = ++request_;
    evaluated_.reset();
    showNotice(tr("One moment"), tr("The study is being read."), false);
    JobHandle* job = fetch(
        *services_.files, this, tr("Working out “%1”").arg(QString::fromStdString(folder.filename().string())),
        [folder] { return evaluate(folder); },
        [this, request](const Found& found) {
            if (request != request_) {
                return;
            }
            if (found.evaluated != nullptr) {
                take(found.evaluated);
            } else if (!found.problem.empty()) {
                showNotice(tr("There is nothing to show"), QString::fromStdString(found.problem), false);
            } else {
                std::int64_t done = 0;
                std::int64_t count = 0;
                for (const RaterProgress& rater : found.status.raters) {
                    done += rater.done;
                    count += rater.count;
                }
                showNotice(tr("Still blind"),
                           tr("%1 of %2 trials are judged, practice and checks included. Nothing is shown before the "
                              "study is sealed, so that no "
                              "result can sway who still rates or when it ends.")
                               .arg(done)
                               .arg(count),
                           true);
            }
        });
    connect(job, &JobHandle::finished, this, [this, request](const JobOutcome& outcome) {
        if (request == request_ && outcome.ending == JobEnding::Failed) {
            showNotice(tr("This study cannot be read"), QString::fromStdString(outcome.message), false);
        }
    });
}

void EvaluatePage::showNotice(const QString& heading, const QString& text, bool offersRating) {
    noticeHeading_->setText(heading);
    noticeText_->setText(text);
    noticeButton_->setVisible(offersRating);
    state_->clear();
    simulated_->hide();
    questions_->hide();
    report_->hide();
    cards_->closeVotes();
    stack_->setCurrentIndex(0);
    Q_EMIT titleChanged({});
}

void EvaluatePage::refresh() {
    const int request = ++request_;
    fetch(
        *services_.files, this, tr("Working out “%1”").arg(QString::fromStdString(folder_.filename().string())),
        [folder = folder_] { return evaluate(folder); },
        [this, request](const Found& found) {
            if (request == request_ && found.evaluated != nullptr) {
                const int question = questions_->currentIndex();
                take(found.evaluated);
                questions_->setCurrentIndex(question);
            }
        });
}

void EvaluatePage::take(std::shared_ptr<const EvaluatedStudy> evaluated) {
    evaluated_ = std::move(evaluated);
    evaluatedFolder_ = folder_;
    {
        const QSignalBlocker quiet(questions_);
        questions_->clear();
        for (const QuestionResults& question : evaluated_->results.questions) {
            questions_->addItem(QString::fromStdString(question.question.text));
        }
        questions_->setCurrentIndex(0);
    }
    questions_->setVisible(questions_->count() > 1);
    const StudyResults& results = evaluated_->results;
    const auto raters = static_cast<int>(results.raters.size());
    const QString state = tr("sealed · %1 · %2 judgements, %3 left out")
                              .arg(raters == 1 ? tr("1 rater") : tr("%1 raters").arg(raters))
                              .arg(results.judgements)
                              .arg(results.excludedJudgements);
    state_->setText(state);
    simulated_->setVisible(results.simulated);
    report_->show();
    stack_->setCurrentIndex(1);
    showResults();
    Q_EMIT titleChanged(QString::fromStdString(results.name) + QStringLiteral(" · ") + state);
}

void EvaluatePage::showResults() {
    cards_->showQuestion({evaluated_, static_cast<std::size_t>(std::max(0, questions_->currentIndex()))});
}

void EvaluatePage::showEvent(QShowEvent* event) {
    reload();
    QWidget::showEvent(event);
}

}  // namespace musicrl
