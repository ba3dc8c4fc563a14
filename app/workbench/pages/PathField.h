// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <string>

namespace musicrl {

/// A field for a file or folder, which can be typed or chosen by the button in it.
class PathField : public QLineEdit {
    Q_OBJECT
public:
    enum class Kind { File, Folder };

    /// \param name  what the user calls it; also its accessible name and the dialog's title
    PathField(QString name, Kind kind, QWidget* parent = nullptr);

    [[nodiscard]] std::string path() const { return text().trimmed().toStdString(); }
    void setPath(const std::string& path) { setText(QString::fromStdString(path)); }

private:
    void choose();

    QString name_;
    Kind kind_;
};

}  // namespace musicrl
