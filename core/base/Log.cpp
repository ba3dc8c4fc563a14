// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace musicrl {
namespace {

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = spdlog::stderr_color_mt("musicrl");
        made->set_pattern("%H:%M:%S %^%l%$ %v");
        return made;
    }();
    return *instance;
}

}  // namespace

void setLogLevel(LogLevel level) {
    logger().set_level(level == LogLevel::Quiet     ? spdlog::level::warn
                       : level == LogLevel::Verbose ? spdlog::level::debug
                                                    : spdlog::level::info);
}

void logInfo(const std::string& message) {
    logger().info(message);
}

void logWarning(const std::string& message) {
    logger().warn(message);
}

void logDebug(const std::string& message) {
    logger().debug(message);
}

}  // namespace musicrl
