// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <type_traits>

namespace musicrl {

/// A bounded first-in, first-out queue between exactly two threads, without locks or allocation.
///
/// Thread-safety: push() from one thread, pop() from one other.
template <typename T, std::size_t capacity>
class SpscQueue {
    static_assert(std::is_trivially_copyable_v<T>);
    static_assert((capacity & (capacity - 1)) == 0, "a power of two keeps the slots in step when the counters wrap");
    static_assert(std::atomic<std::size_t>::is_always_lock_free);

public:
    /// \return false when full; nothing is stored then
    [[nodiscard]] bool push(const T& item) noexcept {
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_.load(std::memory_order_acquire) == capacity) {
            return false;
        }
        items_[tail % capacity] = item;
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }

    /// \return false when empty; \p item is left as it was then
    [[nodiscard]] bool pop(T& item) noexcept {
        const std::size_t head = head_.load(std::memory_order_relaxed);
        if (head == tail_.load(std::memory_order_acquire)) {
            return false;
        }
        item = items_[head % capacity];
        head_.store(head + 1, std::memory_order_release);
        return true;
    }

private:
    std::array<T, capacity> items_{};
    alignas(64) std::atomic<std::size_t> head_{0};
    alignas(64) std::atomic<std::size_t> tail_{0};
};

}  // namespace musicrl
