// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QHBoxLayout;
class QWidget;

namespace musicrl {

/// A line with one widget in its middle. Text of several lines gets the height that it needs there, which a layout's
/// alignment would not give it.
[[nodiscard]] QHBoxLayout* centred(QWidget* widget);

}  // namespace musicrl
