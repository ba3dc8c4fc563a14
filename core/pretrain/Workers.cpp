// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/Workers.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace musicrl {
namespace {

/// LibTorch's threads while in scope; threads that first meet LibTorch meanwhile take over the number.
class TorchThreads {
public:
    explicit TorchThreads(int threads) : before_(at::get_num_threads()) { at::set_num_threads(threads); }
    TorchThreads(const TorchThreads&) = delete;
    TorchThreads& operator=(const TorchThreads&) = delete;
    ~TorchThreads() { at::set_num_threads(before_); }

private:
    int before_;
};

}  // namespace

std::size_t workerCount() {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 64);
}

void forEachOnWorkers(std::size_t count, std::size_t workers,
                      const std::function<void(std::size_t, std::size_t)>& work) {
    const TorchThreads one(1);
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    std::mutex mutex;
    std::exception_ptr failure;
    const auto takeTurns = [&](std::size_t worker) {
        try {
            for (std::size_t i = next++; i < count && !failed; i = next++) {
                work(i, worker);
            }
        } catch (...) {
            const std::scoped_lock lock(mutex);
            failed = true;
            failure = failure ? failure : std::current_exception();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t worker = 0; worker < std::min(workers, count); ++worker) {
            threads.emplace_back(takeTurns, worker);
        }
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

}  // namespace musicrl
