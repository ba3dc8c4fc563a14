// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/ComparedForm.h"

#include "app/workbench/pages/PathField.h"
#include "app/workbench/pages/rate/Captioned.h"
#include "app/workbench/pages/rate/ModelRows.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int unusableHeight = 150;
constexpr std::size_t paperModels = 4;

QString listOf(const std::vector<UnusableClip>& clips) {
    QStringList lines;
    for (const UnusableClip& clip : clips) {
        lines << QString::fromStdString(clip.file.filename().string()) + QStringLiteral(": ") +
                     QString::fromStdString(clip.reason);
    }
    return lines.join(u'\n');
}

}  // namespace

ComparedForm::ComparedForm(QWidget* parent)
    : Card(tr("What is compared"), parent),
      name_(new QLineEdit(tr("study"))),
      description_(new QLineEdit),
      template_(new QComboBox),
      kind_(new QComboBox),
      models_(new ModelRows),
      prompts_(new PathField(tr("Prompts"), PathField::Kind::File)),
      chosen_(makeLabel({}, LabelRole::Muted)),
      unusable_(makeLabel({}, LabelRole::Muted)) {
    build();
    buildModels();
    prompts_->setObjectName(QStringLiteral("promptFile"));
    prompts_->setPlaceholderText(tr("all that the models share"));
    body()->addWidget(captioned(tr("File of prompts, where not all take part"), prompts_));
    buildUnusable();
    body()->addStretch();
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{name_, description_, prompts_}) {
        connect(field, &QLineEdit::textChanged, this, &ComparedForm::changed);
    }
    connect(models_, &ModelRows::changed, this, &ComparedForm::changed);
    connect(kind_, &QComboBox::currentIndexChanged, this, &ComparedForm::kindChanged);
    connect(template_, &QComboBox::currentIndexChanged, this, &ComparedForm::takeTemplate);
    models_->add();
    models_->add();
}

void ComparedForm::build() {
    name_->setObjectName(QStringLiteral("studyName"));
    description_->setObjectName(QStringLiteral("studyDescription"));
    description_->setPlaceholderText(tr("what is asked, and why"));
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
    body()->addLayout(line);
    body()->addWidget(captioned(tr("Description, for the report"), description_));
    body()->addWidget(captioned(tr("Kind"), kind_));
}

void ComparedForm::buildModels() {
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Models: a name, and the folder of its clips"), LabelRole::Caption), 1);
    auto* add = new QPushButton(tr("Add"));
    add->setObjectName(QStringLiteral("addModel"));
    add->setProperty("flat", true);
    connect(add, &QPushButton::clicked, models_, &ModelRows::add);
    head->addWidget(add);
    body()->addLayout(head);
    body()->addWidget(models_);
}

void ComparedForm::buildUnusable() {
    chosen_->setObjectName(QStringLiteral("chosenClips"));
    chosen_->setWordWrap(true);
    chosen_->hide();
    unusable_->setObjectName(QStringLiteral("unusableClips"));
    unusable_->setTextFormat(Qt::PlainText);
    unusable_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    unusable_->setWordWrap(true);
    unusable_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    unusable_->setProperty("role", "scrolled");
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(unusable_);
    scroll->setFixedHeight(unusableHeight);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->hide();
    unusableArea_ = scroll;
    body()->addWidget(chosen_);
    body()->addWidget(unusableArea_);
}

std::string ComparedForm::kind() const {
    return kind_->currentData().toString().toStdString();
}

StudyKind ComparedForm::studyKind() const {
    return kind() == "abx" ? StudyKind::Abx : kind() == "mos" ? StudyKind::Mos : StudyKind::Pairs;
}

QString ComparedForm::nextStep() const {
    const std::size_t filled = models_->filled();
    if (studyKind() == StudyKind::Mos) {
        return filled >= 1 ? QString() : tr("Choose the folder of a model's clips.");
    }
    return filled >= 2   ? QString()
           : filled == 1 ? tr("Choose the folder of another model's clips.")
                         : tr("Choose the folders of two models' clips.");
}

bool ComparedForm::isPaper() const {
    return template_->currentIndex() == 1;
}

void ComparedForm::takeTemplate() {
    if (isPaper()) {
        kind_->setCurrentIndex(0);
        while (models_->count() < paperModels) {
            models_->add();
        }
    }
    kind_->setEnabled(!isPaper());
    prompts_->setPlaceholderText(isPaper() ? tr("the 101 of the paper's kind") : tr("all that the models share"));
    Q_EMIT templateChanged();
}

void ComparedForm::addTo(Json& design) const {
    design["name"] = name_->text().trimmed().toStdString();
    design["description"] = description_->text().trimmed().toStdString();
    design["models"] = models_->models();
    if (isPaper()) {
        design["template"] = "musicrl-paper";
    } else {
        design["kind"] = kind();
    }
    if (!prompts_->path().empty()) {
        design["prompts"] = prompts_->path();
    }
}

void ComparedForm::show(const StudyDesign& design) {
    template_->setCurrentIndex(0);
    name_->setText(QString::fromStdString(design.name));
    description_->setText(QString::fromStdString(design.description));
    kind_->setCurrentIndex(kind_->findData(QString::fromStdString(textOf(design.kind))));
    prompts_->setPath(design.prompts.string());
    models_->show(design.models);
    chosen_->hide();
    unusableArea_->hide();
}

void ComparedForm::showChosen(const ModelsFromClips& chosen) {
    if (chosen.models.size() == 1) {  // one model alone can only be judged by itself
        kind_->setCurrentIndex(kind_->findData(QStringLiteral("mos")));
    }
    models_->show(chosen.models);
    std::size_t used = 0;
    for (const StudyModel& model : chosen.models) {
        used += model.files.size();
    }
    chosen_->setText((used == 0
                          ? tr("None of the chosen clips can take part")
                          : tr("%1 of %2 chosen clips take part (prompts: %3, models: %4), a prompt's of one seed")
                                .arg(used)
                                .arg(used + chosen.unusable.size())
                                .arg(chosen.prompts)
                                .arg(chosen.models.size())) +
                     (chosen.unusable.empty() ? QStringLiteral(".") : tr("; the others cannot:")));
    chosen_->show();
    unusable_->setText(listOf(chosen.unusable));
    unusableArea_->setVisible(!chosen.unusable.empty());
    Q_EMIT changed();
}

}  // namespace musicrl
