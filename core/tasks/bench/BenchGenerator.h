// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "record/Prompt.h"
#include "tasks/bench/Measure.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

struct GeneratedClip {
    ClipPtr clip;
    double longestRepeatSeconds = 0.0;  ///< the longest time that the frame tokens stayed the same
};

/// Makes clips as `musicrl generate` does by default, and keeps what the tokens tell.
///
/// Thread-safety: one caller at a time.
class BenchGenerator {
public:
    /// \throws Error(NotFound), Error(BadInput) when the model cannot be loaded
    BenchGenerator(const std::filesystem::path& modelFolder, const std::string& device, double temperature);
    ~BenchGenerator();

    /// \param prompts  of one duration, with their seeds
    /// \return         a clip each, of the prompt's duration
    [[nodiscard]] std::vector<GeneratedClip> make(const std::vector<Prompt>& prompts, const JobContext& context) const;

    [[nodiscard]] double temperature() const;
    [[nodiscard]] std::int64_t fineIterations() const;

private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

/// "speed/clip_seconds": how long a clip of ten seconds takes from its prompt to its sound, alone, on all the threads
/// that LibTorch was given; the median of three, after one to warm up. Loading and scoring do not count.
[[nodiscard]] Measure measureSpeed(const BenchGenerator& generator, const JobContext& context);

}  // namespace musicrl
