// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/JudgingForm.h"

#include "app/workbench/pages/rate/Captioned.h"
#include "app/workbench/pages/rate/NumberRows.h"
#include "app/workbench/pages/rate/QuestionSets.h"
#include "widgets/theme/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr double mostTrials = 100000.0;
constexpr double mostSeed = 9.0e15;
constexpr double percent = 100.0;

std::vector<NumberRow> numberRows() {
    const auto tr = [](const char* text) { return JudgingForm::tr(text); };
    return {
        {"votes_per_comparison", {}, {}, 0.0, 0.0, mostTrials},
        {"abx_trials", tr("Trials of each pair of clips, per rater"),
         tr("How often a rater hears the two clips of a prompt and says which of them X is."), 8.0, 1.0, mostTrials},
        {"repeats", tr("Hidden repeats, per rater"),
         tr("So many trials come a second time, unmarked: is the answer the same?"), 0.0, 0.0, mostTrials},
        {"noisy_gold", tr("Check pairs, per rater"),
         tr("A clip beside itself under loud noise, unmarked: who chooses the noise does not listen."), 0.0, 0.0,
         mostTrials},
        {"practice", tr("Practice trials, per rater"), tr("Before the first trial that counts."), 2.0, 0.0, mostTrials},
        {"practice_to_pass", tr("Right in practice to go on, %"),
         tr("Practice is then made of pairs with a known answer, and nothing that counts follows before so many are "
            "right. 0: everybody goes on."),
         0.0, 0.0, 1.0, true, percent},
        {"practice_attempts", tr("Times practice can be tried"), tr("Where practice has to be passed."), 3.0, 1.0,
         100.0},
        {"block_trials", tr("Trials before a break"), tr("A break is offered after so many."), 30.0, 1.0, mostTrials},
        {"minimum_listening_seconds", tr("Hear each clip for at least, s"),
         tr("Before an answer counts; never more than the clip has."), 5.0, 0.0, 3600.0, false},
        {"target_lufs", tr("Play no louder than, LUFS"),
         tr("The clips of a trial are made equally loud, at most so loud; a quieter clip sets them lower."), -23.0,
         -60.0, 0.0, false},
        {"seed", tr("Random seed"), tr("Of sides, order, repeats and file names: the same gives the same plan."), 1.0,
         0.0, mostSeed},
    };
}

}  // namespace

JudgingForm::JudgingForm(QWidget* parent)
    : Card(tr("How it is judged"), parent),
      raters_(new QLineEdit(tr("rater-1, rater-2, rater-3"))),
      questions_(new QComboBox),
      tie_(new QCheckBox(tr("“same” can be answered"))),
      waveform_(new QCheckBox(tr("Show waveforms, each to its own peak"))),
      commonLength_(new QCheckBox(tr("Cut to the prompt's shortest clip"))),
      asked_(makeLabel({}, LabelRole::Muted)),
      numbers_(new NumberRows(numberRows())) {
    raters_->setObjectName(QStringLiteral("raterNames"));
    questions_->setObjectName(QStringLiteral("questions"));
    questions_->addItems(questionSetNames());
    tie_->setChecked(true);
    commonLength_->setChecked(true);
    commonLength_->setObjectName(QStringLiteral("commonLength"));
    commonLength_->setToolTip(tr("So that lengths do not tell; with a fade of 20 ms on all of them"));
    body()->addWidget(captioned(tr("Raters by pseudonym, with commas between"), raters_));
    questionChoice_ = captioned(tr("Questions"), questions_);
    questionAsked_ = captioned(tr("Question"), asked_);
    asked_->setObjectName(QStringLiteral("questionAsked"));
    asked_->setWordWrap(true);
    tie_->setObjectName(QStringLiteral("tie"));
    body()->addWidget(questionChoice_);
    body()->addWidget(questionAsked_);
    for (QCheckBox* box : {tie_, waveform_, commonLength_}) {
        body()->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &JudgingForm::changed);
    }
    body()->addWidget(numbers_);
    body()->addStretch();
    connect(raters_, &QLineEdit::textChanged, this, &JudgingForm::changed);
    connect(questions_, &QComboBox::currentIndexChanged, this, [this] { setKind(kind_); });
    connect(numbers_, &NumberRows::changed, this, &JudgingForm::changed);
    setKind(kind_);
}

void JudgingForm::setKind(const std::string& kind) {
    kind_ = kind;
    const bool pairs = kind == "pairs";
    for (const char* key : {"noisy_gold", "practice_to_pass", "practice_attempts"}) {
        numbers_->setShown(key, pairs);
    }
    numbers_->setShown("abx_trials", kind == "abx");
    numbers_->setShown("repeats", kind != "abx");
    const bool mos = kind == "mos";
    numbers_->setText("votes_per_comparison",
                      mos ? tr("Raters of each clip (0: all)") : tr("Raters of each pair of clips (0: all)"),
                      tr("Fewer than all take turns, so that each rater has less to do. 0: every rater hears all."));
    showWhatIsAsked();
    Q_EMIT changed();
}

void JudgingForm::showWhatIsAsked() {
    const bool pairs = kind_ == "pairs";
    const bool choice = pairs || questions_->count() > questionSetNames().size();
    questionChoice_->setVisible(choice);
    questionAsked_->setVisible(!choice);
    questions_->setEnabled(!isPaper_);
    tie_->setVisible(pairs && questions_->currentIndex() < static_cast<int>(QuestionSet::PaperRating));
    if (!pairs) {
        const StudyKind kind = kind_ == "abx" ? StudyKind::Abx : StudyKind::Mos;
        asked_->setText(QString::fromStdString(usualQuestions(kind).front().text) +
                        (kind == StudyKind::Mos ? tr(" 1 to 5") : QString()));
    }
}

void JudgingForm::setPaper(bool paper) {
    isPaper_ = paper;
    if (paper) {
        questions_->setCurrentIndex(static_cast<int>(QuestionSet::PaperRating));
        raters_->setText(QStringLiteral("rater-1, rater-2, rater-3"));
    }
    setKind(kind_);
}

Json JudgingForm::wantedQuestions() const {
    if (questions_->currentIndex() >= questionSetNames().size()) {
        return ownQuestions_;
    }
    return questionsOf(static_cast<QuestionSet>(questions_->currentIndex()), kind_, tie_->isChecked());
}

void JudgingForm::addTo(Json& design) const {
    design.update(numbers_->values());
    for (const QString& name : raters_->text().split(u',', Qt::SkipEmptyParts)) {
        design["raters"].push_back(name.trimmed().toStdString());
    }
    design["show_waveform"] = waveform_->isChecked();
    design["common_length"] = commonLength_->isChecked();
    if (const Json questions = isPaper_ ? Json() : wantedQuestions(); !questions.is_null()) {
        design["questions"] = questions;
    }
}

void JudgingForm::show(const StudyDesign& design) {
    QStringList raters;
    for (const std::string& rater : design.raters) {
        raters << QString::fromStdString(rater);
    }
    raters_->setText(raters.join(QStringLiteral(", ")));
    waveform_->setChecked(design.showWaveform);
    commonLength_->setChecked(design.commonLength);
    isPaper_ = false;
    numbers_->show({{"practice_to_pass", 0.0}, {"practice_attempts", 3}});
    numbers_->show(toJson(design));
    showQuestions(design);
    setKind(textOf(design.kind));
}

void JudgingForm::showQuestions(const StudyDesign& design) {
    const int usual = static_cast<int>(questionSetNames().size());
    const Json given = toJson(design)["questions"];
    const std::string kind = textOf(design.kind);
    questions_->removeItem(usual);
    ownQuestions_ = nullptr;
    StudyDesign plain;
    plain.questions = usualQuestions(design.kind);
    if (design.kind != StudyKind::Pairs && given == toJson(plain)["questions"]) {
        return;
    }
    for (int set = 0; set < usual; ++set) {
        for (const bool tie : {true, false}) {
            if (given == questionsOf(static_cast<QuestionSet>(set), kind, tie)) {
                questions_->setCurrentIndex(set);
                tie_->setChecked(tie);
                return;
            }
        }
    }
    ownQuestions_ = given;
    questions_->addItem(given.size() == 1 ? tr("as in the file: one question")
                                          : tr("as in the file: %1 questions").arg(given.size()));
    questions_->setCurrentIndex(usual);
}

}  // namespace musicrl
