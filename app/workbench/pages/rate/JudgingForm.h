// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "study/StudyDesign.h"
#include "widgets/theme/Card.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace musicrl {

class NumberRows;

/// Who judges, what is asked, and how often.
class JudgingForm : public Card {
    Q_OBJECT
public:
    explicit JudgingForm(QWidget* parent = nullptr);

    /// Its keys of a design. \throws Error(BadInput) naming the number that is none
    void addTo(Json& design) const;
    void show(const StudyDesign& design);

    /// What a kind of study can ask: "pairs", "abx" or "mos".
    void setKind(const std::string& kind);
    /// The paper's template fixes the questions.
    void setPaper(bool paper);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] Json wantedQuestions() const;
    void showQuestions(const StudyDesign& design);
    void showWhatIsAsked();

    std::string kind_ = "pairs";
    bool isPaper_ = false;
    Json ownQuestions_;  ///< of a file, that are none of the usual sets; null: none
    QLineEdit* raters_;
    QComboBox* questions_;
    QCheckBox* tie_;
    QCheckBox* waveform_;
    QCheckBox* commonLength_;
    QWidget* questionChoice_ = nullptr;  ///< questions_ with its caption
    QWidget* questionAsked_ = nullptr;   ///< asked_ with its caption: of kinds that have one question
    QLabel* asked_;
    NumberRows* numbers_;
};

}  // namespace musicrl
