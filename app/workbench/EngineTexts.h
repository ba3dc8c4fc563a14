// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace musicrl {

struct SystemReport;

/// The first compute device, such as "cuda:0"; "cpu" where there is no other.
[[nodiscard]] QString deviceName(const SystemReport& report);
/// "cpu · 2 threads", and that its linear algebra is slow where it is.
[[nodiscard]] QString deviceText(const SystemReport& report);
/// A line each: the library, its linear algebra, cores, warnings.
[[nodiscard]] QString deviceHint(const SystemReport& report);

}  // namespace musicrl
