// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// What the engine runs on, for `musicrl doctor` and the window's settings.
struct SystemReport {
    std::string version;
    std::string libTorch;
    std::string blas;             ///< such as "OpenBLAS (openmp)", found from the libraries that are loaded
    bool slowBlas = false;        ///< the reference BLAS: about 20 times slower
    int cores = 0;
    int threads = 0;
    std::vector<std::string> devices;
    double matmulGflops = 0.0;    ///< measured now, float32, 512 × 512
    std::vector<std::string> warnings;  ///< in plain words, each with what to do
};

/// Sets LibTorch's threads to the cores at hand (or \p threads, if above 0); once, first thing in a program.
void prepareEngine(int threads = 0);

[[nodiscard]] SystemReport inspectSystem();

}  // namespace musicrl
