// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"

#include <cmath>
#include <numbers>

namespace musicrl {
namespace {

std::uint64_t splitMix(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

}  // namespace

double Random::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint64_t deriveSeed(std::uint64_t seed, std::string_view stream, std::uint64_t index) {
    std::uint64_t mixed = splitMix(seed);
    for (const char letter : stream) {
        mixed = splitMix(mixed ^ static_cast<unsigned char>(letter));
    }
    return splitMix(mixed ^ index);
}

}  // namespace musicrl
