// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace musicrl {

/// How many threads forEachOnWorkers() starts: the cores at hand.
[[nodiscard]] std::size_t workerCount();

/// Calls work(index, worker) once for every index below \p count, on \p workers threads that each take the next index
/// nobody has; worker is the thread's own number. LibTorch uses one thread inside each of them.
///
/// The first exception ends the others after what they are at, and is thrown here.
void forEachOnWorkers(std::size_t count, std::size_t workers,
                      const std::function<void(std::size_t index, std::size_t worker)>& work);

}  // namespace musicrl
