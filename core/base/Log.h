// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace musicrl {

/// How much is said on standard error. Results never go through here.
enum class LogLevel { Quiet, Normal, Verbose };

void setLogLevel(LogLevel level);
void logInfo(const std::string& message);
void logWarning(const std::string& message);
void logDebug(const std::string& message);

}  // namespace musicrl
