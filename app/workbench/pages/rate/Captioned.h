// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace musicrl {

/// A field with its name above it.
[[nodiscard]] QWidget* captioned(const QString& caption, QWidget* field);

}  // namespace musicrl
