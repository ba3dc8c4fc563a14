// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ExportClips.h"

#include <QDialog>
#include <QPointer>
#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace musicrl {

class JobHandle;
class PathField;
class WorkbenchServices;

/// Writes the chosen clips into a new folder: sound files with their records, a table, or both.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    ExportDialog(WorkbenchServices& services, std::vector<LibraryClip> clips, QWidget* parent = nullptr);

    /// Its folder is below the project's where what is typed is not absolute.
    [[nodiscard]] ExportConfig config() const;
    [[nodiscard]] bool isBusy() const { return !job_.isNull(); }

public Q_SLOTS:
    void start();

protected:
    void reject() override;  ///< stops an export that is under way, and leaves nothing of it

private:
    void build();
    QWidget* buildFoot();
    void showState();
    void finish(const ExportReport& report);

    WorkbenchServices& services_;
    std::shared_ptr<const std::vector<LibraryClip>> clips_;
    QPointer<JobHandle> job_;
    PathField* parent_;
    QLineEdit* name_;
    QCheckBox* audio_;
    QComboBox* table_;
    QProgressBar* progress_;
    QLabel* message_;
    QPushButton* cancel_;
    QPushButton* show_;
    QPushButton* export_;
};

}  // namespace musicrl
