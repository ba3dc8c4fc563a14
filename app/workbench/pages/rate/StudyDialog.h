// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyFromClips.h"
#include "study/StudyPlan.h"

#include <QDialog>
#include <QTimer>
#include <filesystem>
#include <optional>

class QLabel;
class QPushButton;

namespace musicrl {

class ComparedForm;
class JudgingForm;
class SampleSizeCard;
class ScreeningForm;
class WorkbenchServices;

/// A new study: which models' clips, for which prompts, judged by whom, what is asked, and whose judgements are left
/// out. It says how many trials that makes and how long they take before anything is written. Designs are kept as TOML
/// and opened from it; what only files can say (questions and gold pairs of one's own) stays as it was opened.
class StudyDialog : public QDialog {
    Q_OBJECT
public:
    StudyDialog(WorkbenchServices& services, std::filesystem::path studies, QWidget* parent = nullptr);

    /// \throws Error(BadInput) in a sentence that names what is missing
    [[nodiscard]] StudyDesign design() const;
    /// What the dialog says of the plan: "60 trials for 3 raters, 20 each: about 14 min each"; what to do next where
    /// models are missing.
    [[nodiscard]] QString summary() const;
    [[nodiscard]] bool hasPlan() const { return plan_.has_value(); }

    void show(const StudyDesign& design);
    using QDialog::show;
    /// Fills in clips that were chosen one by one.
    void showChosen(const ModelsFromClips& chosen);
    /// The failure of either is said at the foot.
    void openToml(const std::filesystem::path& file);
    void saveToml(const std::filesystem::path& file);

public Q_SLOTS:
    void create();

Q_SIGNALS:
    /// \param id  the study's folder name
    void created(const QString& id);

private:
    void build();
    QWidget* buildFiles();
    QWidget* buildFoot();
    void chooseToOpen();
    void chooseToSave();
    void schedule();
    void showKind();
    void makePlan();
    void plan(const StudyDesign& wanted, int request);
    void takePlan(int request, std::optional<StudyPlan> plan, const std::string& problem);
    void showPlan();
    void showError(const QString& sentence);

    WorkbenchServices& services_;
    std::filesystem::path studies_;
    QTimer timer_;
    int request_ = 0;  ///< counts makePlan(), to know a late answer
    std::optional<StudyPlan> plan_;
    Json gold_ = Json::array();  ///< pairs of a file that was opened
    ComparedForm* compared_;
    JudgingForm* judging_;
    ScreeningForm* screening_;
    SampleSizeCard* sampleSize_;
    QLabel* kept_;
    QLabel* summary_;
    QLabel* error_;
    QPushButton* create_;
};

}  // namespace musicrl
