// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "study/StudyDesign.h"

#include <QWidget>
#include <filesystem>
#include <vector>

class QLineEdit;
class QVBoxLayout;

namespace musicrl {

class PathField;

/// The models of a study, a row each: a name, and the folder of its clips or clips that were chosen one by one.
class ModelRows : public QWidget {
    Q_OBJECT
public:
    explicit ModelRows(QWidget* parent = nullptr);

    /// The design's "models"; rows without name and clips are passed over.
    [[nodiscard]] Json models() const;
    void show(const std::vector<StudyModel>& models);
    [[nodiscard]] std::size_t count() const { return rows_.size(); }
    [[nodiscard]] std::size_t filled() const;  ///< rows with a folder or clips

public Q_SLOTS:
    void add();

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QWidget* area = nullptr;
        QLineEdit* name = nullptr;
        PathField* clips = nullptr;
        std::vector<std::filesystem::path> files;  ///< in place of the folder
    };

    void remove(QWidget* area);
    void showFiles(Row& row, const std::vector<std::filesystem::path>& files);

    QVBoxLayout* lines_;
    std::vector<Row> rows_;
};

}  // namespace musicrl
