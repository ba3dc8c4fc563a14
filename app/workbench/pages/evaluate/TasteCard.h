// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/RevealedStudy.h"

#include <QPointer>
#include <QWidget>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

class QLabel;
class QPushButton;

namespace musicrl {

class JobHandle;
class WorkbenchServices;
struct EvaluatedStudy;

/// From votes to a model of taste and on to a run: trains a preference model from a study's votes, says how well it
/// foretells held-out ones, and offers the runs U and RU that learn from it.
class TasteCard : public QWidget {
    Q_OBJECT
public:
    explicit TasteCard(WorkbenchServices& services, QWidget* parent = nullptr);

    void showStudy(std::shared_ptr<const EvaluatedStudy> study, const std::string& question);
    /// Asks for the details first: see TrainTasteDialog.
    void askToTrain();
    /// The newest preference model that was trained from this study; empty: none.
    [[nodiscard]] const std::filesystem::path& model() const { return model_; }

    struct Training {
        std::string model;  ///< whose language model it starts from
        std::int64_t epochs = 6;
    };
    void train(const Training& training);

Q_SIGNALS:
    /// A model was trained from the votes that are shown, and what it says of held-out clips is kept with the study.
    void trained();

private:
    /// The votes that count, of raters who count.
    [[nodiscard]] std::vector<PreferencePair> pairs() const;
    /// From which votes a model is trained.
    struct Votes {
        std::string study;  ///< its id
        std::string question;
        [[nodiscard]] bool operator==(const Votes&) const = default;
    };
    /// What the card shows now.
    [[nodiscard]] Votes shown() const;
    /// Whether a training runs, and from the votes that are shown.
    [[nodiscard]] bool trainsShown() const;
    void ended(const std::filesystem::path& folder, const QString& problem);
    void showState();
    /// Where models from the votes that are shown go, 1, 2 ... in turn: a study and a question can have no other's.
    [[nodiscard]] std::filesystem::path modelsFolder() const;
    [[nodiscard]] std::filesystem::path studyFolder() const;

    WorkbenchServices& services_;
    std::shared_ptr<const EvaluatedStudy> study_;
    std::string question_;
    std::filesystem::path model_;
    QString outcome_;  ///< what the training said of the model
    QPointer<JobHandle> job_;
    Votes trained_;  ///< by the job
    QPushButton* train_;
    QPushButton* startU_;
    QPushButton* startRu_;
    QLabel* text_;
};

}  // namespace musicrl
