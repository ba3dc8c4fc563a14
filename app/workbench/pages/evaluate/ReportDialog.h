// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"

#include <QDialog>
#include <filesystem>

class QCheckBox;
class QLabel;
class QPushButton;

namespace musicrl {

class PathField;
class WorkbenchServices;

/// Asks for the folder of a study's report, which may be new, and writes it there: text, tables, figures and the votes
/// without names; what raters typed only where that is chosen. Then says where it is and opens it.
class ReportDialog : public QDialog {
    Q_OBJECT
public:
    ReportDialog(WorkbenchServices& services, std::shared_ptr<const EvaluatedStudy> study, QWidget* parent = nullptr);

protected:
    void reject() override;  ///< waits while the report is written: its figures are drawn here, at the end

private:
    void build();
    [[nodiscard]] QWidget* buildFoot();
    /// What is typed, below the project's folder where it is not absolute; empty: nothing is.
    [[nodiscard]] std::filesystem::path folder() const;
    void showState();
    void write();
    void finish(const std::filesystem::path& report);
    void fail(const QString& problem);

    WorkbenchServices& services_;
    std::shared_ptr<const EvaluatedStudy> study_;
    PathField* folder_;
    QCheckBox* typed_;
    QLabel* message_;
    QPushButton* close_;
    QPushButton* show_;
    QPushButton* write_;
    std::filesystem::path written_;  ///< empty until the report is there
    bool writing_ = false;
};

}  // namespace musicrl
