// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/ScoreTask.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "record/ClipRecipe.h"
#include "reward/LoadRewards.h"
#include "tasks/ModelCatalog.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"

#include <array>
#include <memory>
#include <optional>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

bool isBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// The record beside the clip, where the prompt or the scores need it.
std::optional<ClipRecord> recordFor(const ScoreConfig& config, const fs::path& file) {
    if (!isBlank(config.prompt) && !config.keepInRecords) {
        return std::nullopt;
    }
    if (!fs::exists(recordPathFor(file))) {
        throw Error(
            ErrorKind::NotFound,
            file.string() + " has no record " + recordPathFor(file).filename().string() + " beside it" +
                (isBlank(config.prompt) ? ": give the prompt to score it against." : " to keep its scores in."));
    }
    return readClipRecord(file);
}

Json scoreFile(const ScoreConfig& config, const RewardModel& reward, const fs::path& file, const JobContext& context) {
    const auto clip = std::make_shared<const Clip>(readAudioFile(file));
    std::optional<ClipRecord> record = recordFor(config, file);
    const std::string prompt = isBlank(config.prompt) ? record->recipe.prompt.text : config.prompt;
    const std::array<RewardInput, 1> input = {RewardInput{prompt, clip, {}, {}}};
    const RewardBreakdown scores = reward.score(input, context).front();
    if (config.keepInRecords) {
        record->scores = scores;
        writeClipRecord(file, *record);
    }
    return Json{{"file", file.string()}, {"prompt", prompt}, {"scores", toJson(scores)}};
}

void scoreFiles(const ScoreConfig& config, const JobContext& context) {
    if (config.files.empty()) {
        throw Error(ErrorKind::BadInput, "There is no clip to score: give at least one audio file.");
    }
    const auto reward = loadRewards(findModel(config.model).folder, config.weights, deviceFromName(config.device));
    const auto total = static_cast<std::int64_t>(config.files.size());
    std::int64_t done = 0;
    std::int64_t failed = 0;
    for (const fs::path& file : config.files) {
        context.throwIfStopped();
        try {
            context.publish(ResultRow{"score", scoreFile(config, *reward, file, context)});
        } catch (const Error& error) {  // one bad file of a batch is reported and passed over
            ++failed;
            context.publish(ResultRow{"error", Json{{"file", file.string()}, {"message", error.what()}}});
        }
        context.publish(Progress{++done, total, "scoring clips"});
        context.yieldPoint();
    }
    if (failed > 0) {
        throw Error(ErrorKind::Io,
                    std::to_string(failed) + " of " + std::to_string(total) + " clips could not be scored.");
    }
}

}  // namespace

Job makeScoreJob(ScoreConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { scoreFiles(config, context); });
    };
}

}  // namespace musicrl
