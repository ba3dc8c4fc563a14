// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/ColumnMemory.h"

#include "app/workbench/pages/library/LibraryTable.h"

#include <QSettings>
#include <chrono>
#include <utility>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds keepAfter{400};  // a drag of a column's edge is one change

/// What was kept of other columns than there are now is passed over.
QString columnsKey() {
    return QStringLiteral("columns-%1").arg(static_cast<int>(LibraryTableModel::ColumnCount));
}

}  // namespace

ColumnMemory::ColumnMemory(std::filesystem::path file, LibraryTable& table, QObject* parent)
    : QObject(parent), file_(std::move(file)), table_(table) {
    if (!file_.empty()) {
        const QSettings settings(QString::fromStdString(file_.string()), QSettings::IniFormat);
        table_.restoreColumns(settings.value(columnsKey()).toByteArray());
    }
    timer_.setSingleShot(true);
    timer_.setInterval(keepAfter);
    connect(&timer_, &QTimer::timeout, this, &ColumnMemory::keep);
    connect(&table_, &LibraryTable::columnsChanged, &timer_, qOverload<>(&QTimer::start));
}

ColumnMemory::~ColumnMemory() {
    if (timer_.isActive()) {
        keep();
    }
}

void ColumnMemory::keep() {
    if (!file_.empty()) {
        QSettings(QString::fromStdString(file_.string()), QSettings::IniFormat)
            .setValue(columnsKey(), table_.saveColumns());
    }
}

}  // namespace musicrl
