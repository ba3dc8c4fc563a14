// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/ReportExport.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "base/Error.h"
#include "widgets/plots/ReportFigures.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

namespace musicrl {

namespace fs = std::filesystem;

ReportExport::ReportExport(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent),
      services_(services),
      message_(makeLabel({}, LabelRole::Caption)),
      button_(new QPushButton(tr("Export report"))) {
    message_->setObjectName(QStringLiteral("reportMessage"));
    button_->setObjectName(QStringLiteral("exportReport"));
    button_->setToolTip(tr("Writes a folder with the methods paragraph, tables, figures and the votes without names"));
    auto* menu = new QMenu(button_);
    menu->addAction(tr("To pass on, without what raters typed…"), this, [this] { ask(TypedTexts::LeftOut); });
    menu->addAction(tr("With notes and marks, which may name people…"), this, [this] { ask(TypedTexts::Included); });
    button_->setMenu(menu);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    line->addWidget(message_);
    line->addWidget(button_);
    hide();
}

void ReportExport::setStudy(std::shared_ptr<const EvaluatedStudy> study) {
    if (study_ != study) {
        message_->clear();
    }
    study_ = std::move(study);
    setVisible(study_ != nullptr);
}

void ReportExport::ask(TypedTexts typed) {
    auto* dialog =
        new QFileDialog(this, tr("Folder of the report"), QString::fromStdString(services_.projectFolder.string()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this, typed](const QString& folder) {
        if (study_ != nullptr) {
            write(fs::path(folder.toStdString()) / (study_->study.id + "-report"), typed);
        }
    });
    dialog->open();
}

void ReportExport::write(const fs::path& folder, TypedTexts typed) {
    if (study_ == nullptr) {
        return;
    }
    message_->setText(tr("Writing the report…"));
    JobHandle* job = fetch(
        *services_.files, this, tr("Report of “%1”").arg(QString::fromStdString(study_->results.name)),
        [study = study_, folder, typed] { return writeStudyReport(study->study, study->results, folder, typed); },
        [this, folder](const std::vector<fs::path>&) { drawFigures(folder); });
    connect(job, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        if (outcome.ending == JobEnding::Failed) {
            message_->setText(QString::fromStdString(outcome.message));
        }
    });
}

void ReportExport::drawFigures(const fs::path& report) {
    try {
        if (!fs::is_empty(report / "figures")) {  // studies of single clips and ABX have none
            (void)writeReportFigures(report / "figures", report / "figures");
        }
        message_->setText(tr("Report: %1").arg(QString::fromStdString(report.string())));
    } catch (const Error& error) {  // a UI action: the text and the tables are there all the same
        message_->setText(QString::fromStdString(error.what()));
    }
}

}  // namespace musicrl
