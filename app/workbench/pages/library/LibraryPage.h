// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/library/ClipActions.h"
#include "app/workbench/pages/library/FilterField.h"
#include "app/workbench/pages/library/LibraryDesk.h"
#include "app/workbench/pages/library/LibraryTable.h"

#include <QTimer>
#include <QWidget>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>

class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace musicrl {

class ColumnMemory;
class LibrarySide;
class WorkbenchServices;

/// All clips of the project, generated ones and samples of runs, to find, hear, compare and tidy up.
///
/// Keys beside the table's: Ctrl+F to the filter, F5 looks for new clips.
class LibraryPage : public QWidget {
    Q_OBJECT
public:
    /// \param settings  file that remembers columns and order; empty: nothing is remembered
    explicit LibraryPage(WorkbenchServices& services, std::filesystem::path settings = {}, QWidget* parent = nullptr);
    ~LibraryPage() override;

    [[nodiscard]] LibraryTable& table() { return *table_; }
    [[nodiscard]] FilterField& filterField() { return *filter_; }
    [[nodiscard]] LibraryDesk& desk() { return desk_; }
    [[nodiscard]] qint64 count() const { return std::max<qint64>(0, total_); }  ///< of the whole project

Q_SIGNALS:
    void countChanged(qint64 clips);    ///< of the whole project
    void studyMade(const QString& id);  ///< of what was selected: to be shown on the page Rate

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildTable();
    QWidget* buildEmpty();
    void connectTable();
    void connectDesk();
    void addKeys();
    void ask();
    void take(const std::vector<ClipId>& ids, qint64 total);
    void showSelection();
    void enableButtons(std::size_t selected);
    void showClip(const LibraryClip& clip);
    [[nodiscard]] double secondsOf(const std::vector<ClipId>& ids) const;  ///< 0 when not all are known
    void showEmptyOrTable();
    void play(const QString& path);
    void openSelected();
    void newStudy();
    void exportSelected();
    void rateSelected();
    void removeSelected();
    void showMenu(const QPoint& position);
    void fillMenu(QMenu& menu, const QStringList& paths);
    /// Does it with the files of what is selected, once they are known.
    void withSelected(std::function<void(const QStringList&)> action);
    /// The same with what is listed of them.
    void withSelectedClips(std::function<void(const std::vector<LibraryClip>&)> action);
    void toFilter();
    void showPair(const std::vector<ClipId>& ids);

    WorkbenchServices& services_;
    LibraryDesk desk_;
    ClipActions actions_;
    LibraryTable* table_ = nullptr;
    FilterField* filter_ = nullptr;
    std::unique_ptr<ColumnMemory> columns_;
    LibrarySide* side_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QLabel* empty_ = nullptr;
    QLabel* problem_ = nullptr;
    QPushButton* compare_ = nullptr;
    QPushButton* score_ = nullptr;
    QPushButton* study_ = nullptr;
    QPushButton* export_ = nullptr;
    QTimer lookAgain_;
    qint64 total_ = -1;
    ClipId shown_ = 0;  ///< beside the table; 0 for none
    QString playedPath_;
    bool playing_ = false;
};

}  // namespace musicrl
