// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/ReportDialog.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/PathField.h"
#include "app/workbench/pages/library/FileManager.h"
#include "base/Error.h"
#include "study/StudyReport.h"
#include "widgets/plots/ReportFigures.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

namespace musicrl {

namespace fs = std::filesystem;

ReportDialog::ReportDialog(WorkbenchServices& services, std::shared_ptr<const EvaluatedStudy> study, QWidget* parent)
    : QDialog(parent),
      services_(services),
      study_(std::move(study)),
      folder_(new PathField(tr("Folder of the report"), PathField::Kind::Folder)),
      typed_(new QCheckBox(tr("Also what raters typed: notes and marks, which may name people"))),
      message_(makeLabel({}, LabelRole::Muted)),
      close_(new QPushButton(tr("Cancel"))),
      show_(new QPushButton(tr("Open the folder"))),
      write_(new QPushButton(tr("Write the report"))) {
    setObjectName(QStringLiteral("reportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Report of “%1”").arg(QString::fromStdString(study_->results.name)));
    setMinimumWidth(560);
    build();
    folder_->setPath((services_.projectFolder / "studies" / study_->study.id / "report").string());
    connect(folder_, &QLineEdit::textChanged, this, &ReportDialog::showState);
    showState();
}

void ReportDialog::build() {
    folder_->setObjectName(QStringLiteral("reportFolder"));
    typed_->setObjectName(QStringLiteral("reportTyped"));
    message_->setObjectName(QStringLiteral("reportMessage"));
    message_->setTextFormat(Qt::PlainText);
    message_->setWordWrap(true);
    auto* text = makeLabel(tr("Methods paragraph, who was left out and why, tables, figures with their data, and every "
                              "vote, with numbers in the place of raters' names."),
                           LabelRole::Muted);
    text->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::small);
    column->addWidget(text);
    column->addWidget(makeLabel(tr("Folder, which may be new"), LabelRole::Caption));
    column->addWidget(folder_);
    column->addWidget(typed_);
    column->addWidget(message_);
    column->addSpacing(space::small);
    column->addWidget(buildFoot());
    write_->setDefault(true);  // now that it is the dialog's
}

QWidget* ReportDialog::buildFoot() {
    auto* foot = new QWidget;
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    show_->setObjectName(QStringLiteral("showReport"));
    show_->setProperty("primary", true);
    show_->hide();
    write_->setObjectName(QStringLiteral("writeReport"));
    write_->setProperty("primary", true);
    line->addStretch();
    for (QPushButton* button : {close_, show_, write_}) {
        line->addWidget(button);
    }
    connect(close_, &QPushButton::clicked, this, &QDialog::reject);
    connect(write_, &QPushButton::clicked, this, &ReportDialog::write);
    connect(show_, &QPushButton::clicked, this,
            [this] { showInFileManager({QString::fromStdString((written_ / "report.md").string())}); });
    return foot;
}

fs::path ReportDialog::folder() const {
    const std::string typed = folder_->path();
    return typed.empty() ? fs::path() : (services_.projectFolder / typed).lexically_normal();
}

void ReportDialog::showState() {
    const fs::path wanted = folder();
    std::error_code ignored;
    const bool isThere = !wanted.empty() && fs::exists(wanted, ignored);
    const bool isFolder = isThere && fs::is_directory(wanted, ignored);
    const bool isUsed = isFolder && !fs::is_empty(wanted, ignored);
    const QString name = QString::fromStdString(wanted.string());
    close_->setEnabled(!writing_);
    write_->setEnabled(!writing_ && !wanted.empty() && (!isThere || isFolder));
    write_->show();
    show_->hide();
    message_->setText(wanted.empty()         ? tr("Name a folder.")
                      : isThere && !isFolder ? tr("There is a file of that name: name a folder.")
                      : fs::exists(wanted / "report.md", ignored)
                          ? tr("The report in %1 will be written anew.").arg(name)
                      : isUsed ? tr("%1 is not empty: files named as the report's are replaced, others stay.").arg(name)
                      : isFolder ? tr("%1 is empty.").arg(name)
                                 : tr("%1 is new and will be made.").arg(name));
}

void ReportDialog::write() {
    const fs::path report = folder();
    writing_ = true;
    showState();
    folder_->setEnabled(false);
    typed_->setEnabled(false);
    message_->setText(tr("Writing the report…"));
    const TypedTexts typed = typed_->isChecked() ? TypedTexts::Included : TypedTexts::LeftOut;
    JobHandle* job = fetch(
        *services_.files, this, tr("Report of “%1”").arg(QString::fromStdString(study_->results.name)),
        [study = study_, report, typed] { return writeStudyReport(study->study, study->results, report, typed); },
        [this, report](const std::vector<fs::path>&) { finish(report); });
    connect(job, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        if (outcome.ending == JobEnding::Failed) {
            fail(QString::fromStdString(outcome.message));
        } else if (outcome.ending == JobEnding::Stopped) {
            fail(tr("Stopped: what there is of the report lacks its figures. Write it anew."));
        }
    });
}

void ReportDialog::reject() {
    if (!writing_) {
        QDialog::reject();
    }
}

void ReportDialog::finish(const fs::path& report) {
    try {
        if (!fs::is_empty(report / "figures")) {  // studies of single clips and ABX have none
            (void)writeReportFigures(report / "figures", report / "figures");
        }
    } catch (const Error& error) {  // a UI action: the text and the tables are there all the same
        fail(QString::fromStdString(error.what()));
        return;
    }
    writing_ = false;
    written_ = report;
    message_->setText(tr("Written to %1.").arg(QString::fromStdString(report.string())));
    close_->setText(tr("Close"));
    close_->setEnabled(true);
    write_->hide();
    show_->show();
    show_->setFocus();
}

void ReportDialog::fail(const QString& problem) {
    writing_ = false;
    folder_->setEnabled(true);
    typed_->setEnabled(true);
    showState();
    message_->setText(problem);
}

}  // namespace musicrl
