// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "study/StudyReport.h"

#include <QWidget>
#include <filesystem>

class QLabel;
class QPushButton;

namespace musicrl {

class WorkbenchServices;

/// Writes the report of the study that is shown into a folder: text, tables, figures and the votes without names; what
/// raters typed only where that is chosen.
class ReportExport : public QWidget {
    Q_OBJECT
public:
    explicit ReportExport(WorkbenchServices& services, QWidget* parent = nullptr);

    /// Null: there is nothing to write, and nothing of this is seen.
    void setStudy(std::shared_ptr<const EvaluatedStudy> study);
    void write(const std::filesystem::path& folder, TypedTexts typed = TypedTexts::LeftOut);

private:
    void ask(TypedTexts typed);
    void drawFigures(const std::filesystem::path& report);

    WorkbenchServices& services_;
    std::shared_ptr<const EvaluatedStudy> study_;
    QLabel* message_;
    QPushButton* button_;
};

}  // namespace musicrl
