// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyBindings.h"

#include <QStringList>

namespace musicrl {

/// The keys of a rating session as they come: those on the screen.
[[nodiscard]] KeyBindings defaultRatingKeys();

/// Ids of the keys that answer the current question, from the left.
[[nodiscard]] QStringList answerKeyIds();

}  // namespace musicrl
