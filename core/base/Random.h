// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace musicrl {

/// The one generator for everything that is not a tensor. Same seed, same sequence, on every platform:
/// the standard's distributions differ between libraries, so the draws below are our own.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    /// Uniform in [0, 1).
    [[nodiscard]] double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
    [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in [0, count), count > 0.
    [[nodiscard]] std::size_t index(std::size_t count) {
        return static_cast<std::size_t>(uniform() * static_cast<double>(count));
    }
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    /// Standard normal (Box and Muller).
    [[nodiscard]] double normal();

    template <typename Container>
    void shuffle(Container& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[index(i)]);
        }
    }

private:
    std::mt19937_64 engine_;
};

/// A seed for one purpose, derived from a run's seed: distinct streams never share numbers.
/// \see Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014 (SplitMix64)
[[nodiscard]] std::uint64_t deriveSeed(std::uint64_t seed, std::string_view stream, std::uint64_t index = 0);

}  // namespace musicrl
