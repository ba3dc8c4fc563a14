// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace musicrl {

/// What was measured of one sample clip, by name: "scores", the terms' raw values, "kl", "level_db" and so on.
using Measures = std::map<std::string, double>;

/// The clips of one step by prompt: samples/step-…/measures.csv, a row a clip; an empty cell is not a finite number.
class SampleMeasures {
public:
    /// Empty where there is no such file or it is no such table.
    [[nodiscard]] static SampleMeasures read(const std::filesystem::path& sampleFolder);

    /// \throws Error(Io)
    void write(const std::filesystem::path& sampleFolder) const;

    void add(const std::string& prompt, Measures measures) { clips_[prompt] = std::move(measures); }
    [[nodiscard]] const std::map<std::string, Measures>& clips() const { return clips_; }

private:
    std::map<std::string, Measures> clips_;
};

/// A clip of a prompt at two steps, and how a measure changed.
struct MeasuredChange {
    std::string prompt;
    double before = 0.0;
    double now = 0.0;
};

/// The prompts that both have the measure for. \return in the order of the prompts
[[nodiscard]] std::vector<MeasuredChange> changesOf(const std::string& measure, const SampleMeasures& before,
                                                    const SampleMeasures& now);

}  // namespace musicrl
