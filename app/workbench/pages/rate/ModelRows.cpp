// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/ModelRows.h"

#include "app/workbench/pages/PathField.h"
#include "record/Prompt.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

}  // namespace

ModelRows::ModelRows(QWidget* parent) : QWidget(parent), lines_(new QVBoxLayout(this)) {
    lines_->setContentsMargins(0, 0, 0, 0);
    lines_->setSpacing(space::tight);
}

void ModelRows::add() {
    Row row;
    row.area = new QWidget;
    auto* line = new QHBoxLayout(row.area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::tight);
    row.name = new QLineEdit(rows_.empty() ? tr("base") : QString());
    row.name->setPlaceholderText(tr("name"));
    row.name->setAccessibleName(tr("Name of the model"));
    row.name->setObjectName(QStringLiteral("modelName%1").arg(rows_.size()));
    row.clips = new PathField(tr("Folder of clips"), PathField::Kind::Folder);
    row.clips->setObjectName(QStringLiteral("modelClips%1").arg(rows_.size()));
    row.clips->setPlaceholderText(tr("folder of clips"));
    auto* remove = new QToolButton;
    remove->setIcon(themedIcon(QStringLiteral("close"), &Theme::mutedText));
    remove->setToolTip(tr("Take this model out"));
    remove->setAccessibleName(remove->toolTip());
    line->addWidget(row.name, 3);
    line->addWidget(row.clips, 4);
    line->addWidget(remove);
    lines_->addWidget(row.area);
    rows_.push_back(row);
    connect(row.name, &QLineEdit::textChanged, this, &ModelRows::changed);
    connect(row.clips, &QLineEdit::textChanged, this, [this, name = row.name](const QString& path) {
        const std::string folder = fs::path(path.trimmed().toStdString()).filename().string();
        if (!name->isModified() && !folder.empty()) {  // the folder's name is as good as any, until one is typed
            name->setText(QString::fromStdString(slug(folder)));
        }
        Q_EMIT changed();
    });
    connect(remove, &QToolButton::clicked, this, [this, area = row.area] { this->remove(area); });
}

void ModelRows::remove(QWidget* area) {
    std::erase_if(rows_, [area](const Row& row) { return row.area == area; });
    area->hide();
    area->deleteLater();
    Q_EMIT changed();
}

void ModelRows::show(const std::vector<StudyModel>& models) {
    while (!rows_.empty()) {
        remove(rows_.back().area);
    }
    for (const StudyModel& model : models) {
        add();
        Row& row = rows_.back();
        row.name->setText(QString::fromStdString(model.name));
        row.name->setModified(true);  // stays whatever the folder
        if (model.files.empty()) {
            row.clips->setPath(model.clips.string());
        } else {
            showFiles(row, model.files);
        }
    }
}

void ModelRows::showFiles(Row& row, const std::vector<fs::path>& files) {
    row.files = files;
    row.name->setCursorPosition(0);
    row.clips->setText(tr("chosen clips: %1").arg(files.size()));
    row.clips->setReadOnly(true);
    for (QAction* choose : row.clips->actions()) {
        choose->setVisible(false);
    }
    QStringList names;
    for (const fs::path& file : files) {
        names << QString::fromStdString(file.string());
    }
    row.clips->setToolTip(names.join(u'\n'));
}

std::size_t ModelRows::filled() const {
    return static_cast<std::size_t>(std::count_if(
        rows_.begin(), rows_.end(), [](const Row& row) { return !row.files.empty() || !row.clips->path().empty(); }));
}

Json ModelRows::models() const {
    Json models = Json::array();
    for (const Row& row : rows_) {
        Json model = {{"name", row.name->text().trimmed().toStdString()}};
        if (!row.files.empty()) {
            for (const fs::path& file : row.files) {
                model["files"].push_back(file.string());
            }
        } else if (row.clips->path().empty() && row.name->text().trimmed().isEmpty()) {
            continue;
        } else {
            model["clips"] = row.clips->path();
        }
        models.push_back(std::move(model));
    }
    return models;
}

}  // namespace musicrl
