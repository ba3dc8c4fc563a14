// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/listening/KeyBindings.h"

#include <QStringList>
#include <filesystem>

namespace musicrl {

/// The keys of a rating session as they come: those on the screen.
[[nodiscard]] KeyBindings defaultRatingKeys();

/// Ids of the keys that answer the current question, from the left.
[[nodiscard]] QStringList answerKeyIds();

/// The keys as their user changed them; the defaults when what is stored gives one key to two.
[[nodiscard]] KeyBindings readRatingKeys(const std::filesystem::path& file);
void writeRatingKeys(const std::filesystem::path& file, const KeyBindings& keys);

/// keys.ini in the user's state folder.
[[nodiscard]] std::filesystem::path ratingKeysFile();

}  // namespace musicrl
