// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/EvaluatePage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "app/workbench/pages/evaluate/ResultViews.h"
#include "app/workbench/pages/evaluate/TasteCard.h"
#include "base/Error.h"
#include "study/StudyReport.h"
#include "study/StudyStore.h"
#include "widgets/plots/ReportFigures.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Centred.h"
#include "widgets/theme/Theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr int voteListWidth = 360;
constexpr int rowHeight = 30;
constexpr int strengthRowHeight = 44;
constexpr int leastMethodsHeight = 64;

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
    evaluated->signals = recordedSignals(evaluated->study);
    try {
        evaluated->results = studyResults(evaluated->study, evaluated->signals, BootstrapConfig{});
        found.evaluated = std::move(evaluated);
    } catch (const Error& error) {  // one study of the list: said in its place
        found.problem = error.what();
    }
    return found;
}

QLabel* textBelow(const char* name) {
    auto* label = makeLabel({}, LabelRole::Caption);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    return label;
}

QTableWidgetItem* cell(const QString& text, bool isBad, const QString& hint) {
    auto* item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setToolTip(hint);
    if (isBad) {
        item->setForeground(currentTheme().bad);
    }
    return item;
}

bool isOf(const RevealedJudgement& vote, const std::string& model) {
    return vote.a.model == model || (vote.b && vote.b->model == model);
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
    stack_->addWidget(buildResults());
    votes_ = new VoteList;
    votes_->setFixedWidth(voteListWidth);
    votes_->hide();
    auto* line = new QHBoxLayout;
    line->setSpacing(space::medium);
    line->addWidget(stack_, 1);
    line->addWidget(votes_);
    column->addLayout(line, 1);
    connect(votes_, &VoteList::closed, votes_, &QWidget::hide);
    connect(votes_, &VoteList::opened, this, [this](const QString& a, const QString& b) {
        b.isEmpty() ? services_.clipActivated(a) : services_.compareRequested(a, b);
    });
    connect(&services_, &WorkbenchServices::studiesChanged, this, &EvaluatePage::reload);
    connect(&services_, &WorkbenchServices::evaluateRequested, this,
            [this](const QString& folder) { showStudy(folder.toStdString()); });
    reload();
}

EvaluatePage::~EvaluatePage() = default;

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
    message_ = makeLabel({}, LabelRole::Caption);
    message_->setObjectName(QStringLiteral("reportMessage"));
    report_ = new QPushButton(tr("Export report…"));
    report_->setObjectName(QStringLiteral("exportReport"));
    report_->setToolTip(tr("Writes a folder with the methods paragraph, tables, figures and the votes without names"));
    connect(report_, &QPushButton::clicked, this, &EvaluatePage::exportReport);
    for (QWidget* widget : std::initializer_list<QWidget*>{studies_, questions_, state_, simulated_}) {
        line->addWidget(widget);
    }
    line->addStretch();
    line->addWidget(message_);
    line->addWidget(report_);
    connect(studies_, &QComboBox::currentTextChanged, this, [this](const QString& id) {
        if (!id.isEmpty()) {
            open(studiesFolder() / id.toStdString());
        }
    });
    connect(questions_, &QComboBox::currentIndexChanged, this, [this] {
        if (evaluated_ != nullptr) {
            votes_->hide();
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

QWidget* EvaluatePage::buildResults() {
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(space::medium);
    grid->addWidget(buildWins(), 0, 0);
    grid->addWidget(buildStrength(), 0, 1);
    grid->addWidget(buildSignals(), 1, 0);
    grid->addWidget(buildRaters(), 1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(0, 1);
    grid->setRowStretch(1, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

Card* EvaluatePage::buildWins() {
    winCard_ = new Card(tr("Win rate, row beats column (95 % CI)"));
    decided_ = makeLabel({}, LabelRole::Chip);
    decided_->setObjectName(QStringLiteral("decided"));
    decided_->setToolTip(
        tr("A test that holds however often one looks: at most 5 % of studies of equal models are called decided"));
    winCard_->titleLine()->addStretch();
    winCard_->titleLine()->addWidget(decided_);
    matrix_ = new WinMatrixView;
    matrix_->setObjectName(QStringLiteral("winMatrix"));
    bars_ = new WinBars;
    bars_->setObjectName(QStringLiteral("winBars"));
    abx_ = new IntervalPlot;
    winText_ = textBelow("winText");
    for (QWidget* widget : std::initializer_list<QWidget*>{matrix_, winText_, bars_, abx_}) {
        winCard_->body()->addWidget(widget);
    }
    winCard_->body()->addStretch();
    connect(matrix_, &WinMatrixView::pairClicked, this,
            [this](int row, int column) { listPair(static_cast<std::size_t>(row), static_cast<std::size_t>(column)); });
    connect(bars_, &WinBars::barClicked, this, [this](int index) {
        const PairStanding& pair = question().standings.pairs[static_cast<std::size_t>(index)];
        listPair(pair.first, pair.second);
    });
    connect(abx_, &IntervalPlot::rowClicked, this, [this](int row) {
        const AbxStanding& standing = question().abx[static_cast<std::size_t>(row)];
        listPair(standing.first, standing.second);
    });
    return winCard_;
}

Card* EvaluatePage::buildStrength() {
    strengthCard_ = new Card(tr("Strength"));
    scale_ = new QComboBox;
    scale_->setObjectName(QStringLiteral("strengthScale"));
    scale_->addItems({tr("Davidson, ties modelled"), tr("Bradley-Terry, a tie is half a win"), tr("Elo")});
    strengthCard_->titleLine()->addStretch();
    strengthCard_->titleLine()->addWidget(scale_);
    strength_ = new IntervalPlot;
    strength_->setObjectName(QStringLiteral("strength"));
    strength_->setRowHeight(strengthRowHeight);
    cycles_ = textBelow("cycles");
    meanTitle_ = makeLabel(tr("Mean score of its clips, 1 to 5"), LabelRole::Title);
    means_ = new IntervalPlot;
    means_->setObjectName(QStringLiteral("means"));
    strengthCard_->body()->addWidget(strength_);
    strengthCard_->body()->addWidget(cycles_);
    strengthCard_->body()->addSpacing(space::small);
    strengthCard_->body()->addWidget(meanTitle_);
    strengthCard_->body()->addWidget(means_);
    strengthCard_->body()->addSpacing(space::small);
    strengthCard_->body()->addLayout(buildMethodsTitle());
    strengthCard_->body()->addWidget(methods_, 1);
    connect(scale_, &QComboBox::currentIndexChanged, this, &EvaluatePage::showStrength);
    for (IntervalPlot* plot : {strength_, means_}) {
        connect(plot, &IntervalPlot::rowClicked, this, [this](int row) { listModel(static_cast<std::size_t>(row)); });
    }
    return strengthCard_;
}

QLayout* EvaluatePage::buildMethodsTitle() {
    methods_ = new QPlainTextEdit;
    methods_->setObjectName(QStringLiteral("methods"));
    methods_->setAccessibleName(tr("Methods paragraph"));
    methods_->setReadOnly(true);
    methods_->setMinimumHeight(leastMethodsHeight);
    methods_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);  // what the numbers leave
    methods_->setTabChangesFocus(true);
    auto* copy = new QToolButton;
    copy->setObjectName(QStringLiteral("copyMethods"));
    copy->setIcon(themedIcon(QStringLiteral("copy"), &Theme::mutedText));
    copy->setToolTip(tr("Copy the methods paragraph"));
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(methods_->toPlainText()); });
    auto* line = new QHBoxLayout;
    line->addWidget(makeLabel(tr("For a methods section"), LabelRole::Title));
    line->addStretch();
    line->addWidget(copy);
    return line;
}

Card* EvaluatePage::buildSignals() {
    signalCard_ = new Card(tr("Which signal predicts these raters?"));
    signalCard_->titleLine()->addWidget(makeLabel(tr("pairwise accuracy"), LabelRole::Muted));
    signalCard_->titleLine()->addStretch();
    signals_ = new AccuracyBars;
    signals_->setObjectName(QStringLiteral("signals"));
    signalText_ = textBelow("signalText");
    biasArea_ = new QWidget;
    auto* column = new QVBoxLayout(biasArea_);
    column->setContentsMargins(0, space::small, 0, 0);
    column->setSpacing(space::small);
    column->addWidget(makeLabel(tr("Did anything else sway them?"), LabelRole::Title));
    biases_ = new IntervalPlot;
    biases_->setObjectName(QStringLiteral("biases"));
    biases_->setSpan(0.0, 1.0);
    column->addWidget(biases_);
    signalCard_->body()->addWidget(signals_);
    signalCard_->body()->addWidget(signalText_);
    signalCard_->body()->addWidget(biasArea_);
    signalCard_->body()->addStretch();
    connect(signals_, &AccuracyBars::barClicked, this,
            [this](int index) { listMisses(question().signals[static_cast<std::size_t>(index)].signal); });
    return signalCard_;
}

Card* EvaluatePage::buildRaters() {
    auto* card = new Card(tr("Raters"));
    card->titleLine()->addStretch();
    raters_ = new QTableWidget(0, 6);
    raters_->setObjectName(QStringLiteral("raterTable"));
    raters_->setAccessibleName(tr("Raters"));
    raters_->setHorizontalHeaderLabels(
        {tr("rater"), tr("votes"), tr("agreement"), tr("repeats"), tr("gold"), tr("time")});
    const QString hints[] = {tr("pseudonym"),
                             tr("judgements that count"),
                             tr("correlation with the others' mean answer"),
                             tr("hidden repeats answered the same"),
                             tr("gold pairs answered right"),
                             tr("median of a judgement")};
    for (int i = 0; i < raters_->columnCount(); ++i) {
        raters_->horizontalHeaderItem(i)->setToolTip(hints[i]);
    }
    raters_->setShowGrid(false);
    raters_->setSelectionMode(QAbstractItemView::NoSelection);
    raters_->setFocusPolicy(Qt::NoFocus);
    raters_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    raters_->verticalHeader()->hide();
    raters_->verticalHeader()->setDefaultSectionSize(rowHeight);
    raters_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    raters_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    raters_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    raters_->setMinimumHeight(4 * rowHeight);
    agreement_ = textBelow("agreementText");
    taste_ = new TasteCard(services_);
    card->body()->addWidget(raters_, 1);
    card->body()->addWidget(agreement_);
    card->body()->addWidget(taste_);
    connect(raters_, &QTableWidget::cellClicked, this, [this](int row) {
        const std::string rater = evaluated_->results.raters[static_cast<std::size_t>(row)].rater;
        listVotes(tr("Votes of %1").arg(QString::fromStdString(rater)),
                  [rater](const RevealedJudgement& vote) { return vote.judgement.rater == rater; });
    });
    return card;
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
    const int request = ++request_;
    if (evaluated_ != nullptr && evaluatedFolder_ == folder) {
        return;  // a sealed study does not change: what its reader looks at stays as it is
    }
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
                           tr("%1 of %2 trials are judged. Nothing is shown before the study is sealed, so that no "
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
    message_->clear();
    votes_->hide();
    stack_->setCurrentIndex(0);
    Q_EMIT titleChanged({});
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

const QuestionResults& EvaluatePage::question() const {
    return evaluated_->results.questions.at(static_cast<std::size_t>(std::max(0, questions_->currentIndex())));
}

void EvaluatePage::showResults() {
    const StudyResults& results = evaluated_->results;
    const bool pairs = results.kind == StudyKind::Pairs;
    const bool abx = results.kind == StudyKind::Abx;
    winCard_->setVisible(pairs || abx);
    winCard_->setTitle(abx ? tr("X told right, share of trials (95 % CI)")
                           : tr("Win rate, row beats column (95 % CI)"));
    matrix_->setVisible(pairs);
    bars_->setVisible(pairs);
    abx_->setVisible(abx);
    matrix_->setMatrix(modelNames(results), winCellsOf(question()));
    bars_->setBars(winBarsOf(results, question()));
    abx_->setSpan(0.0, 1.0);
    abx_->setRows(abxRowsOf(results, question()), 0.5, tr("one half is guessing"));
    winText_->setText(pairs ? intervalText(results, question()) : QString());
    winText_->setVisible(pairs);
    decided_->setText(decisionText(question()));
    decided_->setVisible(pairs && !decided_->text().isEmpty());
    signalCard_->setVisible(pairs);
    signals_->setBars(signalBarsOf(question()));
    signalText_->setText(
        signals_->bars().empty()
            ? tr("The clips have no recorded scores: score them on the Generate or Listen page, or with musicrl score.")
            : tr("how often the clip with the higher score is the one that was chosen; whiskers are 95 % intervals"));
    biases_->setRows(biasRowsOf(question()), 0.5, tr("share of decisive votes for it"));
    showStrength();
    showRaters();
    methods_->setPlainText(QString::fromStdString(methodsText(evaluated_->study, results)));
    taste_->showStudy(evaluated_, question().question.id);
}

void EvaluatePage::showStrength() {
    if (evaluated_ == nullptr) {
        return;
    }
    const StudyResults& results = evaluated_->results;
    const auto scale = static_cast<StrengthScale>(scale_->currentIndex());
    const bool pairs = results.kind == StudyKind::Pairs;
    strengthCard_->setVisible(results.kind != StudyKind::Abx);
    strengthCard_->setTitle(pairs ? tr("Strength") : tr("Mean opinion score"));
    scale_->setVisible(pairs);
    strength_->setVisible(pairs);
    strength_->setRows(strengthRowsOf(results, question(), scale), scale == StrengthScale::Elo ? 1000.0 : 0.0,
                       scale == StrengthScale::Elo ? tr("Elo points, the mean at 1000; 400 are odds of ten to one")
                                                   : tr("log strength, the mean at 0; 1.1 are odds of three to one"));
    cycles_->setText(cycleText(results, question()));
    cycles_->setVisible(pairs && !cycles_->text().isEmpty());
    std::vector<IntervalRow> means = meanRowsOf(results, question());
    means_->setVisible(!means.empty());
    meanTitle_->setVisible(!means.empty());
    means_->setSpan(1.0, 5.0);
    means_->setRows(std::move(means), std::nullopt, {});
}

void EvaluatePage::showRaters() {
    const std::vector<RaterRow> rows = raterRowsOf(evaluated_->results);
    raters_->setRowCount(static_cast<int>(rows.size()));
    for (int i = 0; i < raters_->rowCount(); ++i) {
        const RaterRow& row = rows[static_cast<std::size_t>(i)];
        const QString name = row.excluded ? tr("%1, excluded").arg(row.rater) : row.rater;
        int column = 0;
        for (const QString& text : {name, row.judgements, row.agreement, row.repeats, row.gold, row.seconds}) {
            raters_->setItem(i, column++, cell(text, row.excluded, row.hint));
        }
    }
    agreement_->setText(agreementText(question()));
}

void EvaluatePage::listVotes(const QString& title, const VoteList::Filter& filter) {
    votes_->showVotes(evaluated_->study, question().question.id, title, filter);
    votes_->show();
}

bool EvaluatePage::isExcluded(const std::string& rater) const {
    const auto& raters = evaluated_->results.raters;
    return std::any_of(raters.begin(), raters.end(),
                       [&](const RaterResult& result) { return result.rater == rater && !result.exclusion.empty(); });
}

void EvaluatePage::listPair(std::size_t first, std::size_t second) {
    const std::string& a = evaluated_->results.models.at(first);
    const std::string& b = evaluated_->results.models.at(second);
    listVotes(tr("%1 against %2").arg(QString::fromStdString(a), QString::fromStdString(b)),
              [this, a, b](const RevealedJudgement& vote) {
                  return isOf(vote, a) && isOf(vote, b) && !isExcluded(vote.judgement.rater);
              });
}

void EvaluatePage::listModel(std::size_t model) {
    const std::string& name = evaluated_->results.models.at(model);
    listVotes(QString::fromStdString(name), [this, name](const RevealedJudgement& vote) {
        return isOf(vote, name) && !isExcluded(vote.judgement.rater);
    });
}

void EvaluatePage::listMisses(const std::string& signal) {
    const auto valueOf = [this, &signal](const StudyClip& clip) -> std::optional<double> {
        const auto values = evaluated_->signals.find(clip.source);
        if (values == evaluated_->signals.end() || !values->second.contains(signal)) {
            return std::nullopt;
        }
        return values->second.at(signal);
    };
    const std::string id = question().question.id;
    listVotes(tr("%1 preferred the other").arg(QString::fromStdString(signal)), [&](const RevealedJudgement& vote) {
        const std::optional<PreferenceLabel> label = labelOf(vote.judgement, id);
        const bool chosen = label == PreferenceLabel::A || label == PreferenceLabel::B;
        if (!vote.b || !chosen || isExcluded(vote.judgement.rater)) {
            return false;
        }
        const std::optional<double> a = valueOf(vote.a);
        const std::optional<double> b = valueOf(*vote.b);
        return a && b && (label == PreferenceLabel::A ? *a < *b : *b < *a);
    });
}

void EvaluatePage::exportReport() {
    auto* dialog =
        new QFileDialog(this, tr("Folder of the report"), QString::fromStdString(services_.projectFolder.string()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        writeReport(fs::path(folder.toStdString()) / (evaluated_->study.id + "-report"));
    });
    dialog->open();
}

void EvaluatePage::writeReport(const fs::path& folder) {
    if (evaluated_ == nullptr) {
        return;
    }
    message_->setText(tr("Writing the report…"));
    JobHandle* job = fetch(
        *services_.files, this, tr("Report of “%1”").arg(QString::fromStdString(evaluated_->results.name)),
        [evaluated = evaluated_, folder] { return writeStudyReport(evaluated->study, evaluated->results, folder); },
        [this, folder](const std::vector<fs::path>&) { drawFigures(folder); });
    connect(job, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        if (outcome.ending == JobEnding::Failed) {
            message_->setText(QString::fromStdString(outcome.message));
        }
    });
}

void EvaluatePage::drawFigures(const fs::path& report) {
    try {
        (void)writeReportFigures(report / "figures", report / "figures");
        message_->setText(tr("Report: %1").arg(QString::fromStdString(report.string())));
    } catch (const Error& error) {  // a UI action: the text and the tables are there all the same
        message_->setText(QString::fromStdString(error.what()));
    }
}

void EvaluatePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::StyleChange && evaluated_ != nullptr) {
        showRaters();  // in the colours of the theme
    }
    QWidget::changeEvent(event);
}

void EvaluatePage::showEvent(QShowEvent* event) {
    reload();
    QWidget::showEvent(event);
}

}  // namespace musicrl
