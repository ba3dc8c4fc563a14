// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/SystemReport.h"

#include "base/Paths.h"
#include "tensor/Compat.h"
#include "tensor/Device.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

namespace musicrl {
namespace {

/// The linear-algebra libraries that this process has mapped, links resolved.
std::set<std::string> loadedLibraries() {
    std::set<std::string> names;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        const std::size_t slash = line.find('/');
        if (slash != std::string::npos) {
            names.insert(line.substr(slash));
        }
    }
    return names;
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

std::string blasAmong(const std::set<std::string>& libraries) {
    std::string reference;
    for (const std::string& library : libraries) {
        if (contains(library, "openblas")) {
            return contains(library, "openmp") ? "OpenBLAS (OpenMP)" : contains(library, "pthread") ? "OpenBLAS (pthread)" : "OpenBLAS";
        }
        if (contains(library, "libmkl")) {
            return "MKL";
        }
        if (contains(library, "libblas")) {
            reference = "reference BLAS";
        }
    }
    return reference.empty() ? "unknown" : reference;
}

double measuredGflops() {
    constexpr std::int64_t size = 512;
    const torch::Tensor a = torch::ones({size, size});
    const torch::Tensor warm = torch::matmul(a, a);
    double best = 0.0;
    for (int i = 0; i < 4; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const torch::Tensor product = torch::matmul(a, a);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        best = std::max(best, 2.0 * size * size * size / seconds * 1e-9);
    }
    return best;
}

std::vector<std::string> devicesAtHand() {
    std::vector<std::string> names = {"cpu"};
    for (std::size_t i = 0; i < torch::cuda::device_count(); ++i) {
        names.push_back("cuda:" + std::to_string(i));
    }
    return names;
}

std::vector<std::string> warningsFor(const SystemReport& report) {
    std::vector<std::string> warnings;
    if (report.slowBlas) {
        warnings.emplace_back("LibTorch runs on the reference BLAS, about 20 times slower than it could be: install libopenblas0-openmp.");
    }
    if (report.blas == "OpenBLAS (pthread)") {
        warnings.emplace_back("This build of OpenBLAS starts threads of its own that fight LibTorch's: install libopenblas0-openmp instead.");
    }
    if (report.threads < report.cores) {
        warnings.push_back("LibTorch uses " + std::to_string(report.threads) + " of " + std::to_string(report.cores) + " cores.");
    }
    return warnings;
}

}  // namespace

void prepareEngine(int threads) {
    useAllCores(threads);
}

SystemReport inspectSystem() {
    SystemReport report;
    report.version = programVersion();
    report.libTorch = compat::libTorchVersion();
    report.matmulGflops = measuredGflops();
    report.blas = blasAmong(loadedLibraries());
    report.slowBlas = report.blas == "reference BLAS";
    report.cores = static_cast<int>(std::thread::hardware_concurrency());
    report.threads = at::get_num_threads();
    report.devices = devicesAtHand();
    report.warnings = warningsFor(report);
    return report;
}

}  // namespace musicrl
