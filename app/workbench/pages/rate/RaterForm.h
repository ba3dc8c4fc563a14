// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/RaterProfile.h"
#include "study/StudyStore.h"

#include <QWidget>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;

namespace musicrl {

class NumberField;

/// Who rates: one of the study's pseudonyms, and what a methods section says of raters.
class RaterForm : public QWidget {
    Q_OBJECT
public:
    explicit RaterForm(QWidget* parent = nullptr);

    void setRaters(const std::vector<RaterProgress>& raters);
    [[nodiscard]] std::string rater() const;
    void selectRater(const std::string& rater);
    /// As typed, and as stored in what is not asked here. \throws Error(BadInput) naming the field
    [[nodiscard]] RaterProfile profile() const;

Q_SIGNALS:
    void raterChanged();

private:
    void showProfile();
    /// As stored; of a rater without a profile only the pseudonym.
    [[nodiscard]] RaterProfile stored() const;

    std::vector<RaterProgress> raters_;
    QComboBox* rater_;
    NumberField* years_;
    QComboBox* fluency_;
    QLineEdit* device_;
    QLineEdit* note_;
};

}  // namespace musicrl
