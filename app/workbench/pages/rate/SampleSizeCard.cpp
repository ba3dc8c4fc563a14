// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/SampleSizeCard.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/rate/PlanTexts.h"
#include "base/Error.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <chrono>
#include <utility>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds afterTyping{300};
constexpr int fieldWidth = 76;
constexpr double leastPercent = 51.0;
constexpr double mostPercent = 99.0;

}  // namespace

SampleSizeCard::SampleSizeCard(WorkbenchServices& services, QWidget* parent)
    : Card(tr("Is the study large enough?"), parent),
      services_(services),
      wanted_(makeLabel({}, LabelRole::Muted)),
      share_(new NumberField(tr("The share to find"), QStringLiteral("65"))),
      answer_(makeLabel({}, LabelRole::Muted)) {
    share_->setObjectName(QStringLiteral("winRate"));
    share_->setFixedWidth(fieldWidth);
    wanted_->setBuddy(share_);
    wanted_->setWordWrap(true);
    answer_->setObjectName(QStringLiteral("planner"));
    answer_->setWordWrap(true);
    auto* line = new QHBoxLayout;
    line->addWidget(wanted_, 1);
    line->addWidget(share_);
    body()->addLayout(line);
    body()->addWidget(answer_);
    timer_.setSingleShot(true);
    timer_.setInterval(afterTyping);
    connect(&timer_, &QTimer::timeout, this, &SampleSizeCard::work);
    connect(share_, &QLineEdit::textChanged, this, &SampleSizeCard::schedule);
    setKind(kind_);
}

void SampleSizeCard::setKind(StudyKind kind) {
    kind_ = kind;
    wanted_->setText(kind == StudyKind::Abx ? tr("If X is really told right in so many trials, %")
                                            : tr("If one model really wins so often, %"));
    setVisible(kind != StudyKind::Mos);
    schedule();
}

void SampleSizeCard::setPlan(std::shared_ptr<const StudyPlan> plan) {
    plan_ = std::move(plan);
    schedule();
}

void SampleSizeCard::schedule() {
    ++request_;
    answer_->setText(plan_ ? tr("Working it out…") : tr("Said as soon as the trials can be counted."));
    if (plan_) {
        timer_.start();
    } else {
        timer_.stop();
    }
}

void SampleSizeCard::work() {
    if (plan_ == nullptr || plan_->design.kind != kind_ || kind_ == StudyKind::Mos) {
        return;  // another plan follows
    }
    try {
        fetch(
            *services_.files, this, tr("Planning the size of the study"),
            [plan = plan_, share = share_->number(leastPercent, mostPercent) / 100.0]() -> QString {
                try {
                    return plannerText(*plan, share);
                } catch (const Error& error) {  // the user's number: said in the dialog
                    return QString::fromStdString(error.what());
                }
            },
            [this, request = request_](const QString& text) {
                if (request == request_) {
                    answer_->setText(text);
                }
            });
    } catch (const Error& error) {  // a UI action: the field says what it takes
        answer_->setText(QString::fromStdString(error.what()));
    }
}

}  // namespace musicrl
