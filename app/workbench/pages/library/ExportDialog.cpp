// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/ExportDialog.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/PathField.h"
#include "app/workbench/pages/library/FileManager.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDate>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

QString freeName(const fs::path& parent) {
    const QString stem = QStringLiteral("clips-") + QDate::currentDate().toString(Qt::ISODate);
    for (int i = 1;; ++i) {
        const QString name = i == 1 ? stem : QStringLiteral("%1-%2").arg(stem).arg(i);
        std::error_code ignored;
        if (!fs::exists(parent / name.toStdString(), ignored)) {
            return name;
        }
    }
}

}  // namespace

ExportDialog::ExportDialog(WorkbenchServices& services, std::vector<LibraryClip> clips, QWidget* parent)
    : QDialog(parent),
      services_(services),
      clips_(std::make_shared<const std::vector<LibraryClip>>(std::move(clips))),
      parent_(new PathField(tr("Folder to put it into"), PathField::Kind::Folder)),
      name_(new QLineEdit),
      audio_(new QCheckBox(tr("Copies of the sound files, with their records"))),
      table_(new QComboBox),
      progress_(new QProgressBar),
      message_(makeLabel({}, LabelRole::Muted)),
      cancel_(new QPushButton(tr("Cancel"))),
      show_(new QPushButton(tr("Show it"))),
      export_(new QPushButton(tr("Export"))) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export clips"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(560);
    build();
    const fs::path folder = services_.projectFolder / "exports";
    parent_->setPath(folder.string());
    name_->setText(freeName(folder));
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{parent_, name_}) {
        connect(field, &QLineEdit::textChanged, this, &ExportDialog::showState);
    }
    connect(audio_, &QCheckBox::toggled, this, &ExportDialog::showState);
    connect(table_, &QComboBox::currentIndexChanged, this, &ExportDialog::showState);
    showState();
}

void ExportDialog::build() {
    parent_->setObjectName(QStringLiteral("exportParent"));
    name_->setObjectName(QStringLiteral("exportName"));
    name_->setAccessibleName(tr("Name of the new folder"));
    audio_->setObjectName(QStringLiteral("exportAudio"));
    audio_->setChecked(true);
    table_->setObjectName(QStringLiteral("exportTable"));
    table_->setAccessibleName(tr("Table"));
    table_->addItems({tr("no table"), tr("clips.csv"), tr("clips.jsonl")});
    table_->setCurrentIndex(1);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::medium);
    grid->setVerticalSpacing(space::small);
    int row = 0;
    grid->addWidget(makeLabel(tr("%1 clips into").arg(clips_->size()), LabelRole::Muted), row, 0);
    grid->addWidget(parent_, row++, 1);
    grid->addWidget(makeLabel(tr("as a new folder"), LabelRole::Muted), row, 0);
    grid->addWidget(name_, row++, 1);
    grid->addWidget(audio_, row++, 1);
    grid->addWidget(makeLabel(tr("Table of the columns"), LabelRole::Muted), row, 0);
    grid->addWidget(table_, row++, 1);
    grid->setColumnStretch(1, 1);
    progress_->setObjectName(QStringLiteral("exportProgress"));
    progress_->hide();
    message_->setObjectName(QStringLiteral("exportMessage"));
    message_->setTextFormat(Qt::PlainText);
    message_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addLayout(grid);
    column->addWidget(progress_);
    column->addWidget(message_);
    column->addWidget(buildFoot());
    export_->setDefault(true);  // now that it is the dialog's
}

QWidget* ExportDialog::buildFoot() {
    auto* foot = new QWidget;
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    show_->setObjectName(QStringLiteral("showExport"));
    show_->hide();
    export_->setObjectName(QStringLiteral("startExport"));
    export_->setProperty("primary", true);
    cancel_->setObjectName(QStringLiteral("cancelExport"));
    line->addStretch();
    line->addWidget(cancel_);
    line->addWidget(show_);
    line->addWidget(export_);
    connect(cancel_, &QPushButton::clicked, this, &ExportDialog::reject);
    connect(export_, &QPushButton::clicked, this, &ExportDialog::start);
    connect(show_, &QPushButton::clicked, this,
            [this] { showInFileManager({QString::fromStdString(config().folder.string())}); });
    return foot;
}

ExportConfig ExportDialog::config() const {
    ExportConfig config;
    config.folder =
        (services_.projectFolder / parent_->path() / name_->text().trimmed().toStdString()).lexically_normal();
    config.audio = audio_->isChecked();
    config.table = static_cast<ClipTable>(table_->currentIndex());
    return config;
}

void ExportDialog::showState() {
    const ExportConfig wanted = config();
    const bool named = !parent_->path().empty() && !name_->text().trimmed().isEmpty();
    std::error_code ignored;  // what cannot be looked at is refused in words by the export itself
    const bool taken = named && fs::exists(wanted.folder, ignored);
    const bool something = wanted.audio || wanted.table != ClipTable::None;
    export_->setEnabled(!isBusy() && named && !taken && something);
    for (QWidget* choice : std::initializer_list<QWidget*>{parent_, name_, audio_, table_}) {
        choice->setEnabled(!isBusy());
    }
    if (!isBusy()) {
        show_->hide();
        export_->show();
        message_->setText(taken        ? tr("There is something of that name already, and nothing of it is replaced.")
                          : !something ? tr("Choose sound files, a table or both.")
                                       : tr("Written to the side and moved there in one: whole, or not at all."));
    }
}

void ExportDialog::start() {
    const auto report = std::make_shared<ExportReport>();
    job_ = services_.files->submit(
        tr("Export %1 clips").arg(clips_->size()),
        [clips = clips_, wanted = config(), report](const JobContext& context) {
            *report = exportClips(*clips, wanted, [&context](std::int64_t done, std::int64_t of) {
                context.throwIfStopped();
                context.publish(Progress{done, of, "copying clips"});
                context.yieldPoint();
            });
        },
        JobLength::Long);
    progress_->setRange(0, static_cast<int>(clips_->size()));
    progress_->setValue(0);
    progress_->show();
    showState();
    message_->setText(tr("Copying…"));
    connect(job_, &JobHandle::progressed, this,
            [this](const Progress& progress) { progress_->setValue(static_cast<int>(progress.done)); });
    connect(job_, &JobHandle::finished, this, [this, report](const JobOutcome& outcome) {
        job_.clear();
        progress_->hide();
        showState();
        if (outcome.ending == JobEnding::Succeeded) {
            finish(*report);
            return;
        }
        message_->setText(outcome.ending == JobEnding::Stopped ? tr("Stopped; nothing is left of it.")
                                                               : QString::fromStdString(outcome.message));
    });
}

void ExportDialog::finish(const ExportReport& report) {
    export_->hide();
    show_->show();
    cancel_->setText(tr("Close"));
    QStringList parts;
    if (report.clips > 0) {
        parts << tr("%1 sound files, %2 of them with a record").arg(report.clips).arg(report.records);
    }
    if (report.rows > 0) {
        parts << tr("a table of %1 rows").arg(report.rows);
    }
    message_->setText(tr("Written to %1: %2.")
                          .arg(QString::fromStdString(config().folder.string()), parts.join(QStringLiteral(", "))));
}

void ExportDialog::reject() {
    if (job_) {
        job_->requestStop();
        message_->setText(tr("Stopping, and removing what was copied…"));
        return;
    }
    QDialog::reject();
}

}  // namespace musicrl
