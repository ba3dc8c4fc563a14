// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/SampleGridModel.h"
#include "widgets/theme/Card.h"

class QStackedWidget;
class QTableView;

namespace musicrl {

class KeyButton;
class WorkbenchServices;

/// The samples of a run, a prompt per row and a checkpoint per column: a click plays, two checked ones are compared.
class SampleGrid : public Card {
    Q_OBJECT
public:
    explicit SampleGrid(WorkbenchServices& services, QWidget* parent = nullptr);

    /// Shows the samples of a run folder; an empty path for none. Reads off the window's thread.
    void showRun(const QString& folder);
    /// Looks for samples that came since.
    void look();
    [[nodiscard]] SampleGridModel& model() { return model_; }
    [[nodiscard]] QTableView& table() { return *table_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildHead();
    void buildTable();
    void fitColumns();
    void take(const QString& folder, std::vector<SampleCell> cells);
    void compare();

    WorkbenchServices& services_;
    SampleGridModel model_;
    QStackedWidget* stack_ = nullptr;
    QTableView* table_ = nullptr;
    KeyButton* compare_ = nullptr;
    QString folder_;
    std::map<QString, ClipRow> known_;  ///< by path, of the run that is shown
};

}  // namespace musicrl
