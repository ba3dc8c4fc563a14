// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "widgets/theme/Card.h"

class QPlainTextEdit;

namespace musicrl {

/// How a study was made and worked out, in words to copy into a methods section.
class MethodsCard : public Card {
    Q_OBJECT
public:
    explicit MethodsCard(QWidget* parent = nullptr);

    void showQuestion(const EvaluatedQuestion& shown);

private:
    QPlainTextEdit* text_;
};

}  // namespace musicrl
