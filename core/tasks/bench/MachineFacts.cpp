// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/MachineFacts.h"

#include "tasks/SystemReport.h"

#include <cstdlib>
#include <fstream>

namespace musicrl {
namespace {

std::string cpuName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

}  // namespace

Json machineFacts() {
    double load = 0.0;
    const bool known = ::getloadavg(&load, 1) == 1;
    const SystemReport report = inspectSystem();
    return Json{{"cpu", cpuName()},    {"cores", report.cores},       {"threads", report.threads},
                {"blas", report.blas}, {"libtorch", report.libTorch}, {"load", known ? Json(load) : Json()}};
}

}  // namespace musicrl
