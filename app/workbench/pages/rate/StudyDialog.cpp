// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/StudyDialog.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/rate/ComparedForm.h"
#include "app/workbench/pages/rate/JudgingForm.h"
#include "app/workbench/pages/rate/PlanTexts.h"
#include "app/workbench/pages/rate/SampleSizeCard.h"
#include "app/workbench/pages/rate/ScreeningForm.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Toml.h"
#include "record/Prompt.h"
#include "study/CreateStudy.h"
#include "widgets/theme/Theme.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <chrono>
#include <memory>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds afterTyping{400};
constexpr QSize leastSize(1180, 756);  // what wraps in it asks for its height too late

fs::path freeFolder(const fs::path& studies, const std::string& name) {
    const std::string stem = slug(name);
    for (int i = 1;; ++i) {
        fs::path folder = studies / (i == 1 ? stem : stem + "-" + std::to_string(i));
        if (!fs::exists(folder)) {
            return folder;
        }
    }
}

QString tomlFilter() {
    return StudyDialog::tr("Designs (*.toml)");
}

/// What takes part that only a file can say; without any, how such a file is written.
QString keptText(std::size_t goldPairs) {
    if (goldPairs == 0) {
        return StudyDialog::tr(
            "Questions and check (gold) pairs of your own are written in the file: docs/file-formats.md, “Study "
            "design”. “musicrl study create” takes it too, and can make the models' clips first.");
    }
    return goldPairs == 1 ? StudyDialog::tr("A check (gold) pair of the file takes part.")
                          : StudyDialog::tr("%1 check (gold) pairs of the file take part.").arg(goldPairs);
}

}  // namespace

StudyDialog::StudyDialog(WorkbenchServices& services, fs::path studies, QWidget* parent)
    : QDialog(parent),
      services_(services),
      studies_(std::move(studies)),
      compared_(new ComparedForm),
      judging_(new JudgingForm),
      screening_(new ScreeningForm),
      sampleSize_(new SampleSizeCard(services)),
      kept_(makeLabel({}, LabelRole::Caption)),
      summary_(makeLabel({}, LabelRole::Title)),
      error_(makeLabel({}, LabelRole::Error)),
      create_(new QPushButton(tr("Create"))) {
    setWindowTitle(tr("New study"));
    setObjectName(QStringLiteral("studyDialog"));
    setMinimumSize(leastSize);
    build();
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &StudyDialog::makePlan);
    connect(compared_, &ComparedForm::changed, this, &StudyDialog::schedule);
    connect(compared_, &ComparedForm::kindChanged, this, &StudyDialog::showKind);
    connect(compared_, &ComparedForm::templateChanged, this, [this] { judging_->setPaper(compared_->isPaper()); });
    connect(judging_, &JudgingForm::changed, this, &StudyDialog::schedule);
    connect(screening_, &ScreeningForm::changed, this, &StudyDialog::schedule);
    schedule();
}

void StudyDialog::build() {
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::medium);
    auto* right = new QVBoxLayout;
    right->setSpacing(space::medium);
    right->addWidget(screening_);
    right->addWidget(sampleSize_);
    right->addWidget(buildFiles());
    right->addStretch();
    columns->addWidget(compared_, 1);
    columns->addWidget(judging_, 1);
    columns->addLayout(right, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addLayout(columns, 1);
    column->addWidget(buildFoot());
    create_->setDefault(true);  // now that it is the dialog's
}

QWidget* StudyDialog::buildFiles() {
    auto* card = new Card(tr("As a file"));
    auto* open = new QPushButton(tr("Open TOML…"));
    open->setObjectName(QStringLiteral("openToml"));
    auto* save = new QPushButton(tr("Save as TOML…"));
    save->setObjectName(QStringLiteral("saveToml"));
    connect(open, &QPushButton::clicked, this, &StudyDialog::chooseToOpen);
    connect(save, &QPushButton::clicked, this, &StudyDialog::chooseToSave);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    line->addWidget(open);
    line->addWidget(save);
    line->addStretch();
    kept_->setObjectName(QStringLiteral("keptOfFile"));
    kept_->setWordWrap(true);
    kept_->setText(keptText(0));
    card->body()->addLayout(line);
    card->body()->addWidget(kept_);
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
    connect(create_, &QPushButton::clicked, this, &StudyDialog::create);
    line->addWidget(cancel);
    line->addWidget(create_);
    return foot;
}

StudyDesign StudyDialog::design() const {
    Json json = Json::object();
    compared_->addTo(json);
    judging_->addTo(json);
    json["screening"] = screening_->rules();
    if (!gold_.empty()) {
        json["gold"] = gold_;
    }
    return studyDesignFromJson(json, tr("The study").toStdString(), services_.projectFolder);
}

void StudyDialog::show(const StudyDesign& design) {
    compared_->show(design);
    judging_->show(design);
    screening_->show(toJson(design.screening));
    gold_ = toJson(design)["gold"];
    kept_->setText(keptText(gold_.size()));
    schedule();
}

void StudyDialog::showChosen(const ModelsFromClips& chosen) {
    compared_->showChosen(chosen);
}

void StudyDialog::openToml(const fs::path& file) {
    try {
        show(readStudyDesign(file));
    } catch (const Error& error) {  // a UI action: said at the foot
        showError(QString::fromStdString(error.what()));
    }
}

void StudyDialog::saveToml(const fs::path& file) {
    try {
        writeFileAtomically(file, toTomlText(toJson(design())));
    } catch (const Error& error) {  // a UI action: said at the foot
        showError(QString::fromStdString(error.what()));
    }
}

void StudyDialog::chooseToOpen() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a design"), QString::fromStdString(services_.projectFolder.string()), tomlFilter());
    if (!file.isEmpty()) {
        openToml(file.toStdString());
    }
}

void StudyDialog::chooseToSave() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the design"), QString::fromStdString((services_.projectFolder / "design.toml").string()),
        tomlFilter());  // which asks before it names a file that is there
    if (!file.isEmpty()) {
        saveToml(file.toStdString());
    }
}

QString StudyDialog::summary() const {
    return summary_->text();
}

void StudyDialog::schedule() {
    plan_.reset();
    sampleSize_->setPlan(nullptr);
    create_->setEnabled(false);
    timer_.start(afterTyping);
}

void StudyDialog::showKind() {
    judging_->setKind(compared_->kind());
    screening_->setKind(compared_->studyKind());
    sampleSize_->setKind(compared_->studyKind());
    schedule();
}

void StudyDialog::makePlan() {
    const int request = ++request_;
    const QString next = compared_->nextStep();
    showError({});
    summary_->setText(next.isEmpty() ? tr("Counting the trials…") : next);
    if (!next.isEmpty()) {
        return;  // nothing is wrong yet
    }
    try {
        plan(design(), request);
    } catch (const Error& error) {  // a UI action: said at the foot
        summary_->clear();
        showError(QString::fromStdString(error.what()));
    }
}

void StudyDialog::plan(const StudyDesign& wanted, int request) {
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
        [this, request](const Planned& answer) { takePlan(request, answer.plan, answer.problem); });
}

void StudyDialog::takePlan(int request, std::optional<StudyPlan> plan, const std::string& problem) {
    if (request != request_ || timer_.isActive()) {
        return;  // typed on meanwhile: another one follows
    }
    plan_ = std::move(plan);
    sampleSize_->setPlan(plan_ ? std::make_shared<const StudyPlan>(*plan_) : nullptr);
    showError(QString::fromStdString(problem));
    showPlan();
}

void StudyDialog::showPlan() {
    create_->setEnabled(plan_.has_value());
    summary_->setText(plan_ ? planSummary(*plan_) : QString());
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
