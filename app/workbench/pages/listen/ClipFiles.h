// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <filesystem>
#include <functional>
#include <vector>

class QMimeData;
class QWidget;

namespace musicrl {

/// The local files that are dragged.
[[nodiscard]] std::vector<std::filesystem::path> filesIn(const QMimeData& data);

/// Asks for a sound file and goes on; \p chosen is called with the one that was chosen, if any.
void askForClip(QWidget& parent, const QString& title, const std::filesystem::path& folder,
                const std::function<void(const std::filesystem::path&)>& chosen);

}  // namespace musicrl
