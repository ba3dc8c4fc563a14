// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QString>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

class WorkbenchServices;

/// A policy to generate with or to train on from: a model as shipped, or a run's checkpoint in its place.
struct StartPoint {
    QString label;
    std::string model;
    std::string checkpoint;  ///< folder; empty: the model as shipped
    double maxSeconds = 30.0;
    bool hasPreferenceModel = false;  ///< the model has a part preference/
    std::string recipe;               ///< whose run the checkpoint is of
    bool standsForRun = false;        ///< the checkpoint that the run's recipe selects, or its last

    /// What its clips are called (see generatorName).
    [[nodiscard]] std::string generator() const;
};

/// Models of the catalogue, then the project's checkpoints, newest run first. Reads folders: not for the window's thread.
[[nodiscard]] std::vector<StartPoint> listStartPoints(const std::filesystem::path& projectFolder);

/// Lets the user choose one; fills itself off the window's thread and keeps the choice when it fills again.
class StartPointBox : public QComboBox {
    Q_OBJECT
public:
    explicit StartPointBox(WorkbenchServices& services, QWidget* parent = nullptr);

    void reload();
    /// \throws Error(NotFound) while there is no model
    [[nodiscard]] StartPoint current() const;
    void setPoints(std::vector<StartPoint> points);
    /// Chooses by folder; the model itself when there is no such checkpoint.
    void choose(const std::string& model, const std::string& checkpoint);
    /// Chooses the checkpoint that stands for the newest run of a recipe. \return false when there is no such run
    bool chooseRunOf(const std::string& recipe);
    [[nodiscard]] const std::vector<StartPoint>& points() const { return points_; }

Q_SIGNALS:
    void loaded();

private:
    WorkbenchServices& services_;
    std::vector<StartPoint> points_;
};

}  // namespace musicrl
