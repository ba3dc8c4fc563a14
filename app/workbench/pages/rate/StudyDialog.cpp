// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/StudyDialog.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/PathField.h"
#include "app/workbench/pages/rate/PlanTexts.h"
#include "app/workbench/pages/rate/QuestionSets.h"
#include "base/Error.h"
#include "record/Prompt.h"
#include "study/CreateStudy.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <chrono>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds afterTyping{400};
constexpr double mostSeed = 9.0e15;
constexpr std::int64_t mostTrials = 100000;

fs::path freeFolder(const fs::path& studies, const std::string& name) {
    const std::string stem = slug(name);
    for (int i = 1;; ++i) {
        fs::path folder = studies / (i == 1 ? stem : stem + "-" + std::to_string(i));
        if (!fs::exists(folder)) {
            return folder;
        }
    }
}

NumberField* integerField(const QString& name, const QString& text, const QString& object) {
    auto* field = new NumberField(name, text);
    field->setObjectName(object);
    field->setFixedWidth(72);
    return field;
}

QWidget* captioned(const QString& caption, QWidget* field) {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    auto* label = makeLabel(caption, LabelRole::Caption);
    label->setBuddy(field);
    column->addWidget(label);
    column->addWidget(field);
    return area;
}

}  // namespace

StudyDialog::StudyDialog(WorkbenchServices& services, fs::path studies, QWidget* parent)
    : QDialog(parent),
      services_(services),
      studies_(std::move(studies)),
      name_(new QLineEdit(tr("study"))),
      template_(new QComboBox),
      kind_(new QComboBox),
      prompts_(new PathField(tr("Prompts"), PathField::Kind::File)),
      questions_(new QComboBox),
      tie_(new QCheckBox(tr("“same” can be answered"))),
      raters_(new QLineEdit(tr("rater-1, rater-2, rater-3"))),
      votes_(integerField(tr("Votes per comparison"), QStringLiteral("0"), QStringLiteral("votes"))),
      repeats_(integerField(tr("Repeats"), QStringLiteral("0"), QStringLiteral("repeats"))),
      gold_(integerField(tr("Gold pairs"), QStringLiteral("0"), QStringLiteral("gold"))),
      leastGold_(integerField(tr("Least right gold pairs, %"), QStringLiteral("0"), QStringLiteral("leastGold"))),
      practice_(integerField(tr("Practice"), QStringLiteral("2"), QStringLiteral("practice"))),
      block_(integerField(tr("Trials per block"), QStringLiteral("30"), QStringLiteral("block"))),
      listening_(integerField(tr("Least listening"), QStringLiteral("5"), QStringLiteral("listening"))),
      seed_(integerField(tr("Seed"), QStringLiteral("1"), QStringLiteral("studySeed"))),
      waveform_(new QCheckBox(tr("Show waveforms, each to its own peak"))),
      winRate_(integerField(tr("Win rate"), QStringLiteral("65"), QStringLiteral("winRate"))),
      planner_(makeLabel({}, LabelRole::Muted)),
      summary_(makeLabel({}, LabelRole::Title)),
      error_(makeLabel({}, LabelRole::Error)),
      create_(new QPushButton(tr("Create"))) {
    setWindowTitle(tr("New study"));
    setObjectName(QStringLiteral("studyDialog"));
    setMinimumWidth(880);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::medium);
    columns->addWidget(buildLeft(), 1);
    columns->addWidget(buildRight(), 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addLayout(columns);
    column->addWidget(buildFoot());
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &StudyDialog::makePlan);
    for (QLineEdit* field : findChildren<QLineEdit*>()) {
        connect(field, &QLineEdit::textChanged, this, &StudyDialog::schedule, Qt::UniqueConnection);
    }
    for (QComboBox* box : {kind_, questions_}) {
        connect(box, &QComboBox::currentIndexChanged, this, &StudyDialog::schedule);
    }
    connect(template_, &QComboBox::currentIndexChanged, this, &StudyDialog::applyTemplate);
    connect(tie_, &QCheckBox::toggled, this, &StudyDialog::schedule);
    addModel();
    addModel();
    schedule();
}

QWidget* StudyDialog::buildLeft() {
    auto* card = new Card(tr("What is compared"));
    name_->setObjectName(QStringLiteral("studyName"));
    template_->setObjectName(QStringLiteral("template"));
    template_->addItem(tr("none"));
    template_->addItem(QStringLiteral("musicrl-paper"));
    template_->setToolTip(
        tr("musicrl-paper: 101 prompts, four models and so six pairs, three raters, each clip 1 to 5"));
    kind_->setObjectName(QStringLiteral("kind"));
    kind_->addItem(tr("pairs: which is better"), QStringLiteral("pairs"));
    kind_->addItem(tr("ABX: can they be told apart"), QStringLiteral("abx"));
    kind_->addItem(tr("MOS: one clip at a time"), QStringLiteral("mos"));
    auto* line = new QHBoxLayout;
    line->setSpacing(space::medium);
    line->addWidget(captioned(tr("Name, never shown to raters"), name_), 3);
    line->addWidget(captioned(tr("Template"), template_), 2);
    card->body()->addLayout(line);
    card->body()->addWidget(captioned(tr("Kind"), kind_));
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Models: a name, and the folder of its clips"), LabelRole::Caption), 1);
    auto* add = new QPushButton(tr("Add"));
    add->setObjectName(QStringLiteral("addModel"));
    add->setProperty("flat", true);
    connect(add, &QPushButton::clicked, this, &StudyDialog::addModel);
    head->addWidget(add);
    card->body()->addLayout(head);
    modelLines_ = new QVBoxLayout;
    modelLines_->setSpacing(space::tight);
    card->body()->addLayout(modelLines_);
    prompts_->setObjectName(QStringLiteral("promptFile"));
    prompts_->setPlaceholderText(tr("all that the models share"));
    card->body()->addWidget(captioned(tr("Prompts: a file, or nothing"), prompts_));
    card->body()->addStretch();
    return card;
}

QWidget* StudyDialog::buildRight() {
    auto* card = new Card(tr("How it is judged"));
    raters_->setObjectName(QStringLiteral("raterNames"));
    questions_->setObjectName(QStringLiteral("questions"));
    questions_->addItems(questionSetNames());
    tie_->setChecked(true);
    card->body()->addWidget(captioned(tr("Raters: pseudonyms, with commas between"), raters_));
    card->body()->addWidget(captioned(tr("Questions"), questions_));
    card->body()->addWidget(tie_);
    card->body()->addWidget(waveform_);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::large);
    grid->setVerticalSpacing(space::small);
    const std::pair<QString, NumberField*> numbers[] = {{tr("Votes a comparison (0: all raters)"), votes_},
                                                        {tr("Hidden repeats a rater"), repeats_},
                                                        {tr("Gold pairs a rater (noise)"), gold_},
                                                        {tr("Leave out who gets less right of them, %"), leastGold_},
                                                        {tr("Practice trials"), practice_},
                                                        {tr("Trials between breaks"), block_},
                                                        {tr("Least listening, s a clip"), listening_},
                                                        {tr("Seed"), seed_}};
    int row = 0;
    for (const auto& [text, field] : numbers) {
        grid->addWidget(makeLabel(text, LabelRole::Muted), row, 0);
        grid->addWidget(field, row++, 1, Qt::AlignRight);
    }
    grid->setColumnStretch(0, 1);
    card->body()->addLayout(grid);
    auto* line = new QHBoxLayout;
    line->addWidget(makeLabel(tr("To find a true win rate of, %"), LabelRole::Muted), 1);
    line->addWidget(winRate_);
    card->body()->addLayout(line);
    planner_->setObjectName(QStringLiteral("planner"));
    planner_->setWordWrap(true);
    card->body()->addWidget(planner_);
    card->body()->addStretch();
    return card;
}

QWidget* StudyDialog::buildFoot() {
    auto* foot = new QWidget;
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    summary_->setObjectName(QStringLiteral("planSummary"));
    error_->setObjectName(QStringLiteral("studyError"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::tight);
    texts->addWidget(summary_);
    texts->addWidget(error_);
    line->addLayout(texts, 1);
    auto* cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    create_->setObjectName(QStringLiteral("createStudy"));
    create_->setProperty("primary", true);
    create_->setDefault(true);
    connect(create_, &QPushButton::clicked, this, &StudyDialog::create);
    line->addWidget(cancel);
    line->addWidget(create_);
    return foot;
}

void StudyDialog::addModel() {
    ModelRow row;
    row.row = new QWidget;
    auto* line = new QHBoxLayout(row.row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::tight);
    row.name = new QLineEdit(models_.empty() ? tr("base") : QString());
    row.name->setPlaceholderText(tr("name"));
    row.name->setObjectName(QStringLiteral("modelName%1").arg(models_.size()));
    row.clips = new PathField(tr("Folder of clips"), PathField::Kind::Folder);
    row.clips->setObjectName(QStringLiteral("modelClips%1").arg(models_.size()));
    row.clips->setPlaceholderText(tr("folder of clips"));
    auto* remove = new QToolButton;
    remove->setIcon(themedIcon(QStringLiteral("close"), &Theme::mutedText));
    remove->setToolTip(tr("Take this model out"));
    line->addWidget(row.name, 2);
    line->addWidget(row.clips, 5);
    line->addWidget(remove);
    modelLines_->addWidget(row.row);
    models_.push_back(row);
    connect(row.name, &QLineEdit::textChanged, this, &StudyDialog::schedule);
    connect(row.clips, &QLineEdit::textChanged, this, [this, row](const QString& path) {
        if (row.name->text().isEmpty()) {  // the folder's name is as good as any
            row.name->setText(QString::fromStdString(slug(fs::path(path.toStdString()).filename().string())));
        }
        schedule();
    });
    connect(remove, &QToolButton::clicked, this, [this, area = row.row] { removeModel(area); });
}

void StudyDialog::removeModel(QWidget* row) {
    std::erase_if(models_, [row](const ModelRow& model) { return model.row == row; });
    row->hide();
    row->deleteLater();
    schedule();
}

void StudyDialog::applyTemplate() {
    const bool paper = template_->currentIndex() == 1;
    if (paper) {
        questions_->setCurrentIndex(static_cast<int>(QuestionSet::PaperRating));
        kind_->setCurrentIndex(0);
        raters_->setText(QStringLiteral("rater-1, rater-2, rater-3"));
        while (models_.size() < 4) {
            addModel();
        }
    }
    for (QWidget* fixed : std::initializer_list<QWidget*>{questions_, kind_, tie_}) {
        fixed->setEnabled(!paper);
    }
    prompts_->setPlaceholderText(paper ? tr("the 101 of the paper's kind") : tr("all that the models share"));
    schedule();
}

StudyDesign StudyDialog::design() const {
    Json models = Json::array();
    for (const ModelRow& row : models_) {
        if (!row.clips->path().empty() || !row.name->text().trimmed().isEmpty()) {
            models.push_back({{"name", row.name->text().trimmed().toStdString()}, {"clips", row.clips->path()}});
        }
    }
    std::vector<std::string> raters;
    for (const QString& name : raters_->text().split(u',', Qt::SkipEmptyParts)) {
        raters.push_back(name.trimmed().toStdString());
    }
    Json json = {{"name", name_->text().trimmed().toStdString()},
                 {"models", models},
                 {"raters", raters},
                 {"votes_per_comparison", votes_->integer(0, mostTrials)},
                 {"repeats", repeats_->integer(0, mostTrials)},
                 {"noisy_gold", gold_->integer(0, mostTrials)},
                 {"practice", practice_->integer(0, mostTrials)},
                 {"block_trials", block_->integer(1, mostTrials)},
                 {"minimum_listening_seconds", listening_->number(0.0, 3600.0)},
                 {"show_waveform", waveform_->isChecked()},
                 {"seed", seed_->integer(0, static_cast<std::int64_t>(mostSeed))}};
    if (template_->currentIndex() == 1) {
        json["template"] = "musicrl-paper";
    } else {
        const std::string kind = kind_->currentData().toString().toStdString();
        json["kind"] = kind;
        if (const Json questions =
                questionsOf(static_cast<QuestionSet>(questions_->currentIndex()), kind, tie_->isChecked());
            !questions.is_null()) {
            json["questions"] = questions;
        }
    }
    const double leastGold = leastGold_->number(0.0, 100.0) / 100.0;
    if (leastGold > 0.0) {
        json["screening"] = {{"minimum_gold", leastGold}};
    }
    if (!prompts_->path().empty()) {
        json["prompts"] = prompts_->path();
    }
    return studyDesignFromJson(json, tr("The study").toStdString(), services_.projectFolder);
}

QString StudyDialog::summary() const {
    return summary_->text();
}

void StudyDialog::schedule() {
    plan_.reset();
    create_->setEnabled(false);
    timer_.start(afterTyping);
}

void StudyDialog::makePlan() {
    const int request = ++request_;
    try {
        const StudyDesign wanted = design();
        showError({});
        summary_->setText(tr("Counting the trials…"));
        // Its failures are the user's typing, said here: no failed job in the list.
        struct Planned {
            std::optional<StudyPlan> plan;
            std::string problem;
        };
        fetch(
            *services_.files, this, tr("Planning the study"),
            [wanted] {
                Planned answer;
                try {
                    answer.plan = makeStudyPlan(wanted, findStudyClips(wanted));
                } catch (const Error& error) {  // one bad design of a dialog: reported there
                    answer.problem = error.what();
                }
                return answer;
            },
            [this, request](const Planned& answer) {
                if (request == request_) {
                    plan_ = answer.plan;
                    showError(QString::fromStdString(answer.problem));
                    showPlan();
                }
            });
    } catch (const Error& error) {  // a UI action: said at the foot
        summary_->clear();
        showError(QString::fromStdString(error.what()));
    }
}

void StudyDialog::showPlan() {
    create_->setEnabled(plan_.has_value());
    if (!plan_) {
        summary_->clear();
        planner_->clear();
        return;
    }
    summary_->setText(planSummary(*plan_));
    showPlanner();
}

void StudyDialog::showPlanner() {
    try {
        planner_->setText(plannerText(*plan_, winRate_->number(51.0, 99.0) / 100.0));
    } catch (const Error& error) {  // a UI action
        planner_->setText(QString::fromStdString(error.what()));
    }
}

void StudyDialog::showError(const QString& sentence) {
    error_->setText(sentence);
    error_->setVisible(!sentence.isEmpty());
}

void StudyDialog::create() {
    if (!plan_) {
        return;
    }
    create_->setEnabled(false);
    const fs::path folder = freeFolder(studies_, plan_->design.name);
    JobHandle* job = services_.files->submit(
        tr("Making the study “%1”").arg(QString::fromStdString(plan_->design.name)),
        [wanted = plan_->design, folder](const JobContext& context) {
            static_cast<void>(createStudy(wanted, folder, [&context](std::size_t done, std::size_t of) {
                context.throwIfStopped();
                context.publish(
                    Progress{static_cast<std::int64_t>(done), static_cast<std::int64_t>(of), "copying clips"});
            }));
        },
        JobLength::Long);
    summary_->setText(tr("Copying the clips under names that tell nothing…"));
    connect(job, &JobHandle::finished, this, [this, folder](const JobOutcome& outcome) {
        if (outcome.ending == JobEnding::Succeeded) {
            Q_EMIT created(QString::fromStdString(folder.filename().string()));
            accept();
        } else {
            showError(QString::fromStdString(outcome.message));
            showPlan();
        }
    });
}

}  // namespace musicrl
