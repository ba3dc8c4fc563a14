// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/StartPointBox.h"

namespace musicrl {

/// Lets the user choose what a run's KL is held against: where the run starts, the model as shipped, or a checkpoint.
class ReferenceBox : public QComboBox {
    Q_OBJECT
public:
    explicit ReferenceBox(QWidget* parent = nullptr);

    /// Offers the checkpoints among them and keeps the choice.
    void setPoints(const std::vector<StartPoint>& points);
    /// As a recipe has it; a folder that is not in the list is added.
    void choose(const std::string& reference);
    [[nodiscard]] std::string reference() const { return currentData().toString().toStdString(); }
};

}  // namespace musicrl
