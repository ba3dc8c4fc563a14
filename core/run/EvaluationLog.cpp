// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/EvaluationLog.h"

#include "run/AppendBytes.h"
#include "run/JsonLines.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace musicrl {
namespace {

Json toJson(const EvaluatedClip& clip) {
    return {{"step", clip.step},
            {"policy", clip.policy},
            {"prompt", clip.prompt},
            {"seed", clip.seed},
            {"values", clip.values}};
}

std::optional<EvaluatedClip> clipFromJson(const Json& json) {
    try {
        return EvaluatedClip{json.at("step").get<std::int64_t>(), json.at("policy").get<std::string>(),
                             json.at("prompt").get<std::string>(), json.at("seed").get<std::uint64_t>(),
                             json.at("values").get<std::map<std::string, double>>()};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::string numberText(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return std::isfinite(value) ? text.data() : "";
}

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// NaN for a single value.
double standardErrorOf(const std::vector<double>& values) {
    const double mean = meanOf(values);
    double squares = 0.0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    const auto count = static_cast<double>(values.size());
    return std::sqrt(squares / (count - 1.0) / count);
}

}  // namespace

std::filesystem::path evaluationPath(const std::filesystem::path& runFolder) {
    return runFolder / "evaluation.jsonl";
}

void appendEvaluation(const std::filesystem::path& path, std::span<const EvaluatedClip> clips) {
    std::string lines;
    for (const EvaluatedClip& clip : clips) {
        lines += toJson(clip).dump() + "\n";
    }
    appendBytes(path, lines);
}

std::vector<EvaluatedClip> readEvaluation(const std::filesystem::path& path) {
    std::map<std::string, std::size_t> order;  // of prompts
    std::map<std::pair<std::int64_t, std::size_t>, EvaluatedClip> newest;
    for (const Json& line : finishedLines(readFrom(path, 0)).objects) {
        if (auto clip = clipFromJson(line)) {
            const std::size_t place = order.emplace(clip->prompt, order.size()).first->second;
            newest[{clip->step, place}] = std::move(*clip);
        }
    }
    std::vector<EvaluatedClip> clips;
    for (auto& [key, clip] : newest) {
        clips.push_back(std::move(clip));
    }
    return clips;
}

std::map<std::int64_t, StepValues> valuesByStep(std::span<const EvaluatedClip> clips) {
    std::map<std::int64_t, StepValues> steps;
    for (const EvaluatedClip& clip : clips) {
        for (const auto& [name, value] : clip.values) {
            steps[clip.step][name].push_back(value);
        }
    }
    return steps;
}

CsvTable evaluationTable(std::span<const EvaluatedClip> clips) {
    std::set<std::string> names;
    for (const EvaluatedClip& clip : clips) {
        for (const auto& [name, value] : clip.values) {
            names.insert(name);
        }
    }
    CsvTable table{{"step", "clips"}, {}};
    for (const std::string& name : names) {
        table.columns.push_back(name);
        table.columns.push_back(name + "_se");
    }
    for (const auto& [step, values] : valuesByStep(clips)) {
        const std::size_t count = values.empty() ? 0 : values.begin()->second.size();
        std::vector<std::string> row = {std::to_string(step), std::to_string(count)};
        for (const std::string& name : names) {
            const auto found = values.find(name);
            row.push_back(found == values.end() ? "" : numberText(meanOf(found->second)));
            row.push_back(found == values.end() ? "" : numberText(standardErrorOf(found->second)));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace musicrl
