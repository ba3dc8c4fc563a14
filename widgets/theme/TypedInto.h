// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QObject;

namespace musicrl {

/// Whether keys that are pressed there write something: fields of text, numbers and keys.
[[nodiscard]] bool isTypedInto(const QObject* widget);

}  // namespace musicrl
