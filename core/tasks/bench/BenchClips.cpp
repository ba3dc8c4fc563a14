// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/BenchClips.h"

#include "base/AtomicFile.h"
#include "base/Paths.h"
#include "record/StoredClip.h"
#include "run/JsonLines.h"

#include <algorithm>
#include <map>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::string fileNameOf(const Prompt& prompt) {
    return slug(prompt.text) + "-" + std::to_string(prompt.seed) + ".flac";
}

Json rowOf(const BenchClip& clip, const ModelInfo& model) {
    const Prompt& prompt = clip.asked.prompt;
    Json row{{"file", clip.file.filename().string()},
             {"id", prompt.id},
             {"text", prompt.text},
             {"seed", prompt.seed},
             {"seconds", prompt.durationSeconds},
             {"genre", clip.asked.genre},
             {"tempo", clip.asked.tempo},
             {"instrument", clip.asked.instrument},
             {"model_hash", model.hash},
             {"longest_repeat_seconds", clip.longestRepeatSeconds}};
    row.update(toJson(clip.faults));
    return row;
}

/// What the folder already holds, by file name.
std::map<std::string, Json> knownRows(const fs::path& folder) {
    const std::string text = readFrom(folder / "clips.jsonl", 0);
    std::map<std::string, Json> rows;
    for (Json& row : finishedLines(text).objects) {
        std::string name = row.value("file", std::string());
        rows.insert_or_assign(std::move(name), std::move(row));
    }
    return rows;
}

/// Takes a clip's findings from a row of the same model, prompt, seed and length. \return whether it is such a row
bool recall(BenchClip& clip, const std::map<std::string, Json>& rows, const ModelInfo& model) {
    const auto found = rows.find(clip.file.filename().string());
    if (found == rows.end() || !fs::exists(clip.file)) {
        return false;
    }
    BenchClip kept = clip;
    kept.longestRepeatSeconds = found->second.value("longest_repeat_seconds", 0.0);
    kept.faults = {.silent = found->second.value("silent", false),
                   .clipped = found->second.value("clipped", false),
                   .stuck = found->second.value("stuck", false)};
    const Json expected = rowOf(kept, model);
    for (const char* key : {"text", "seed", "seconds", "model_hash"}) {
        if (found->second.value(key, Json()) != expected.at(key)) {
            return false;
        }
    }
    clip = kept;
    return true;
}

class ClipFolder {
public:
    ClipFolder(fs::path folder, const ModelInfo& model, const BenchGenerator& generator)
        : folder_(std::move(folder)), model_(model), generator_(generator) {
        makeFolder(folder_);
    }

    void make(const std::vector<BenchClip*>& batch, const JobContext& context) const {
        std::vector<Prompt> prompts;
        for (const BenchClip* clip : batch) {
            prompts.push_back(clip->asked.prompt);
        }
        const std::vector<GeneratedClip> made = generator_.make(prompts, context);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            BenchClip& clip = *batch[i];
            clip.longestRepeatSeconds = made[i].longestRepeatSeconds;
            clip.faults = faultsOf(*made[i].clip, made[i].longestRepeatSeconds);
            storeClip(clip.file, *made[i].clip, recipeOf(prompts[i]), std::nullopt);
            appendJsonLine(manifest(), rowOf(clip, model_));
            context.publish(FileWritten{clip.file, "clip"});
        }
    }

    void list(const std::vector<BenchClip>& clips) const {
        std::string text;
        for (const BenchClip& clip : clips) {
            text += rowOf(clip, model_).dump() + "\n";
        }
        writeFileAtomically(manifest(), text);
    }

private:
    [[nodiscard]] fs::path manifest() const { return folder_ / "clips.jsonl"; }

    [[nodiscard]] ClipRecipe recipeOf(const Prompt& prompt) const {
        ClipRecipe recipe;
        recipe.modelName = model_.name;
        recipe.modelHash = model_.hash;
        recipe.prompt = prompt;
        recipe.temperature = generator_.temperature();
        recipe.fineIterations = generator_.fineIterations();
        recipe.engineVersion = programVersion();
        return recipe;
    }

    fs::path folder_;
    const ModelInfo& model_;
    const BenchGenerator& generator_;
};

Measure faultShare(const std::vector<BenchClip>& clips, bool ClipFaults::*fault, const std::string& name,
                   const std::string& what) {
    Json files = Json::array();
    for (const BenchClip& clip : clips) {
        if (clip.faults.*fault) {
            files.push_back(clip.file.filename().string());
        }
    }
    Measure measure{.name = "clips/" + name,
                    .what = "share of generated clips that are " + name + ": " + what,
                    .bound = Measure::Bound::Below,
                    .threshold = 0.02,
                    .value = std::nullopt,
                    .note = std::to_string(files.size()) + " of " + std::to_string(clips.size()) + " clips"};
    if (!clips.empty()) {
        measure.value = static_cast<double>(files.size()) / static_cast<double>(clips.size());
    }
    measure.detail["files"] = std::move(files);
    return measure;
}

}  // namespace

std::vector<EvaluationPrompt> promptsInTurn(const std::vector<EvaluationPrompt>& prompts, std::int64_t clips,
                                            double seconds, std::uint64_t seed) {
    std::vector<EvaluationPrompt> turns;
    for (std::size_t i = 0; i < static_cast<std::size_t>(clips); ++i) {
        EvaluationPrompt next = prompts[i % prompts.size()];
        next.prompt.durationSeconds = seconds;
        next.prompt.seed = seed + i / prompts.size();
        turns.push_back(std::move(next));
    }
    return turns;
}

std::vector<BenchClip> makeBenchClips(const std::vector<EvaluationPrompt>& asked, const ModelInfo& model,
                                      const BenchGenerator& generator, std::int64_t batchClips, const fs::path& folder,
                                      const JobContext& context) {
    const ClipFolder out(folder, model, generator);
    const std::map<std::string, Json> rows = knownRows(folder);
    std::vector<BenchClip> clips;
    for (const EvaluationPrompt& prompt : asked) {
        clips.push_back({.asked = prompt, .file = folder / fileNameOf(prompt.prompt), .faults = {}});
    }
    std::vector<BenchClip*> missing;
    for (BenchClip& clip : clips) {
        if (!recall(clip, rows, model)) {
            missing.push_back(&clip);
        }
    }
    const auto total = static_cast<std::int64_t>(clips.size());
    const auto step = static_cast<std::size_t>(batchClips);
    for (std::size_t first = 0; first < missing.size(); first += step) {
        context.throwIfStopped();
        context.publish(Progress{total - static_cast<std::int64_t>(missing.size() - first), total, "generating clips"});
        const std::size_t end = std::min(first + step, missing.size());
        out.make(
            {missing.begin() + static_cast<std::ptrdiff_t>(first), missing.begin() + static_cast<std::ptrdiff_t>(end)},
            context);
        context.yieldPoint();
    }
    out.list(clips);
    return clips;
}

std::vector<Measure> measureFaults(const std::vector<BenchClip>& clips) {
    return {faultShare(clips, &ClipFaults::silent, "silent", "RMS below -50 dBFS for 2 s"),
            faultShare(clips, &ClipFaults::clipped, "clipped", "more than 0.1 % of the samples at 0.999 or beyond"),
            faultShare(clips, &ClipFaults::stuck, "stuck", "the same frame tokens for 2 s")};
}

}  // namespace musicrl
