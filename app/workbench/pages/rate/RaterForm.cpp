// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RaterForm.h"

#include "app/workbench/pages/NumberField.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace musicrl {
namespace {

constexpr double mostYears = 99.0;

void fillFluency(QComboBox& box) {
    box.addItem(RaterForm::tr("not said"), QString());
    box.addItem(RaterForm::tr("native"), QStringLiteral("native"));
    box.addItem(RaterForm::tr("fluent"), QStringLiteral("fluent"));
    box.addItem(RaterForm::tr("good"), QStringLiteral("good"));
    box.addItem(RaterForm::tr("basic"), QStringLiteral("basic"));
}

}  // namespace

RaterForm::RaterForm(QWidget* parent)
    : QWidget(parent),
      rater_(new QComboBox),
      years_(new NumberField(tr("Years of listening"), {})),
      fluency_(new QComboBox),
      device_(new QLineEdit),
      note_(new QLineEdit) {
    setObjectName(QStringLiteral("raterForm"));
    rater_->setObjectName(QStringLiteral("rater"));
    years_->setObjectName(QStringLiteral("years"));
    fluency_->setObjectName(QStringLiteral("fluency"));
    device_->setObjectName(QStringLiteral("playbackDevice"));
    note_->setObjectName(QStringLiteral("raterNote"));
    fillFluency(*fluency_);
    years_->setPlaceholderText(tr("such as 8"));
    device_->setPlaceholderText(tr("such as closed headphones, DT 770"));
    note_->setPlaceholderText(tr("anything that matters"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::medium);
    grid->setVerticalSpacing(space::tight);
    const auto add = [grid](const QString& caption, QWidget* field, int row, int column, int span = 1) {
        auto* label = makeLabel(caption, LabelRole::Caption);
        label->setBuddy(field);
        grid->addWidget(label, 2 * row, column, 1, span);
        grid->addWidget(field, 2 * row + 1, column, 1, span);
    };
    add(tr("Who rates"), rater_, 0, 0);
    add(tr("Years of attentive listening"), years_, 0, 1);
    add(tr("English"), fluency_, 0, 2);
    add(tr("Heard through"), device_, 1, 0, 2);
    add(tr("Note"), note_, 1, 2);
    for (int column = 0; column < 3; ++column) {
        grid->setColumnStretch(column, 1);
    }
    connect(rater_, &QComboBox::currentTextChanged, this, [this] {
        showProfile();
        Q_EMIT raterChanged();
    });
}

void RaterForm::setRaters(const std::vector<RaterProgress>& raters) {
    const std::string chosen = rater();
    raters_ = raters;
    {
        const QSignalBlocker quiet(rater_);
        rater_->clear();
        for (const RaterProgress& progress : raters_) {
            rater_->addItem(QString::fromStdString(progress.rater));
        }
        rater_->setCurrentIndex(std::max(0, rater_->findText(QString::fromStdString(chosen))));
    }
    showProfile();
}

std::string RaterForm::rater() const {
    return rater_->currentText().toStdString();
}

void RaterForm::selectRater(const std::string& rater) {
    rater_->setCurrentText(QString::fromStdString(rater));
}

RaterProfile RaterForm::stored() const {
    RaterProfile profile;
    for (const RaterProgress& progress : raters_) {
        if (progress.rater == rater() && progress.profile) {
            profile = *progress.profile;
        }
    }
    profile.pseudonym = rater();
    return profile;
}

void RaterForm::showProfile() {
    const RaterProfile profile = stored();
    years_->setText(profile.yearsOfListening ? QString::number(*profile.yearsOfListening) : QString());
    fluency_->setCurrentIndex(std::max(0, fluency_->findData(QString::fromStdString(profile.fluency))));
    device_->setText(QString::fromStdString(profile.playbackDevice));
    note_->setText(QString::fromStdString(profile.note));
}

RaterProfile RaterForm::profile() const {
    RaterProfile profile = stored();
    profile.yearsOfListening.reset();
    if (!years_->text().trimmed().isEmpty()) {
        profile.yearsOfListening = years_->number(0.0, mostYears);
    }
    profile.fluency = fluency_->currentData().toString().toStdString();
    profile.playbackDevice = device_->text().trimmed().toStdString();
    profile.note = note_->text().trimmed().toStdString();
    return profile;
}

}  // namespace musicrl
