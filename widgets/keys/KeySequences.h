// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>

namespace musicrl {

/// All that a key is pressed by, itself first: Enter is on the keypad what Return is in the middle, and plus stands
/// above an equals sign on many keyboards.
[[nodiscard]] QList<QKeySequence> sequencesOf(const QKeySequence& key);

}  // namespace musicrl
