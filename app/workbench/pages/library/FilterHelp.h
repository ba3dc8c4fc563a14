// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace musicrl {

/// Shows how a filter is written, below the widget, until a click elsewhere or Escape.
void showFilterHelp(QWidget& below);

}  // namespace musicrl
