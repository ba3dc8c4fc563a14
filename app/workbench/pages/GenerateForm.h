// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/GenerateTask.h"
#include "widgets/theme/Card.h"

#include <QStringList>

class QGridLayout;
class QLabel;
class QPushButton;
class QTextEdit;

namespace musicrl {

class KeyButton;
class NumberField;
class StartPointBox;
class WorkbenchServices;

/// What to generate: prompts, one a line, and how. Speaks up in one sentence when something is wrong.
class GenerateForm : public Card {
    Q_OBJECT
public:
    explicit GenerateForm(WorkbenchServices& services, QWidget* parent = nullptr);

    void setPrompts(const QStringList& lines);
    void offerPrompts(const QStringList& lines);  ///< unless something was typed
    /// \throws Error(BadInput) in a sentence that names the field
    [[nodiscard]] GenerateConfig config() const;
    void setRunning(bool running);
    void showError(const QString& sentence);

Q_SIGNALS:
    /// Prompts and models have been read: once, soon after the start.
    void ready();
    void submitted(const musicrl::GenerateConfig& config);
    void stopRequested();

private:
    void buildPrompts();
    void buildFields();
    void buildButtons();
    void addField(QGridLayout& grid, int row, int column, const QString& caption, QWidget* field);
    void readPromptFile();
    void submit();
    void tellWhenReady();

    WorkbenchServices& services_;
    QTextEdit* prompts_ = nullptr;
    StartPointBox* model_ = nullptr;
    NumberField* count_ = nullptr;
    NumberField* seconds_ = nullptr;
    NumberField* seed_ = nullptr;
    NumberField* temperature_ = nullptr;
    KeyButton* generate_ = nullptr;
    QPushButton* stop_ = nullptr;
    QLabel* error_ = nullptr;
    bool hasModels_ = false;
    bool hasPrompts_ = false;
    bool wasReady_ = false;
};

}  // namespace musicrl
