// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "study/StudyDesign.h"
#include "widgets/theme/Card.h"

namespace musicrl {

class NumberRows;

/// By which rules raters are left out: fixed with the plan, applied after the seal. As it starts, nobody is.
class ScreeningForm : public Card {
    Q_OBJECT
public:
    explicit ScreeningForm(QWidget* parent = nullptr);

    /// The design's "screening". \throws Error(BadInput) naming the rule that holds no such number
    [[nodiscard]] Json rules() const;
    void show(const Json& rules);
    /// Only rules that such a study has data for.
    void setKind(StudyKind kind);

public Q_SLOTS:
    /// Limits that an attentive rater keeps.
    void suggest();

Q_SIGNALS:
    void changed();

private:
    NumberRows* rows_;
};

}  // namespace musicrl
