// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>

namespace musicrl {

class LibraryTable;

/// Keeps which columns the table shows, where, how wide and in which order, in library.ini of the user's state folder.
class ColumnMemory : public QObject {
    Q_OBJECT
public:
    /// Shows the table as it was left. \param file  empty: nothing is remembered
    ColumnMemory(std::filesystem::path file, LibraryTable& table, QObject* parent);
    ~ColumnMemory() override;

private:
    void keep();

    std::filesystem::path file_;
    LibraryTable& table_;
    QTimer timer_;
};

}  // namespace musicrl
