// SPDX-License-Identifier: GPL-3.0-or-later
#include "Recording.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace musicrl {

Recorder::Recorder(const SoundWorld& world)
    : file_(world.folder() / "recording.f32"),
      process_({"parec", "--device=test.monitor", "--format=float32le", "--rate=44100", "--channels=2",
                "--latency-msec=20", "--raw"},
               file_) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::filesystem::file_size(file_) == 0) {
        if (!process_.running() || std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("parec records nothing");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

std::vector<float> Recorder::finish() {
    process_.end();
    const auto frames = std::filesystem::file_size(file_) / (2 * sizeof(float));
    std::vector<float> samples(frames * 2);
    std::ifstream(file_, std::ios::binary)
        .read(reinterpret_cast<char*>(samples.data()), static_cast<std::streamsize>(samples.size() * sizeof(float)));
    return samples;
}

std::vector<float> leftOf(const std::vector<float>& interleaved) {
    std::vector<float> left;
    for (std::size_t i = 0; i + 1 < interleaved.size(); i += 2) {
        left.push_back(interleaved[i]);
    }
    return left;
}

std::optional<std::int64_t> findByCorrelation(std::span<const float> haystack, std::span<const float> needle) {
    const auto dot = [](std::span<const float> a, std::span<const float> b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
    };
    const float needleEnergy = dot(needle, needle);
    float best = 0.9F;
    std::optional<std::int64_t> found;
    for (std::size_t shift = 0; shift + needle.size() <= haystack.size(); ++shift) {
        const std::span<const float> part = haystack.subspan(shift, needle.size());
        const float norm = std::sqrt(dot(part, part) * needleEnergy);
        const float correlation = norm > 0.0F ? dot(part, needle) / norm : 0.0F;
        if (correlation > best) {
            best = correlation;
            found = static_cast<std::int64_t>(shift);
        }
    }
    return found;
}

}  // namespace musicrl
