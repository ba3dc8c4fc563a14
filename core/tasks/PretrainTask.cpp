// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/PretrainTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Fields.h"
#include "base/FreedMemory.h"
#include "base/Paths.h"
#include "base/Toml.h"
#include "pretrain/CodecTrainer.h"
#include "pretrain/FineTrainer.h"
#include "pretrain/LanguageModelTrainer.h"
#include "pretrain/MulanTrainer.h"
#include "pretrain/QualityTrainer.h"
#include "pretrain/SemanticTrainer.h"
#include "tensor/Device.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// What every part's trainer is made from.
struct PartSetting {
    const Json& settings;
    const TrainingCorpus& corpus;
    const PretrainConfig& config;
    std::uint64_t seed;
    fs::path workFolder;
    torch::Device device;
    const JobContext& context;
};

using MakeTrainer = std::function<std::unique_ptr<PartTrainer>(const PartSetting&, TrainingSchedule&)>;

template <typename Make>
MakeTrainer fromAudio(Make make) {
    return [make](const PartSetting& part, TrainingSchedule& schedule) {
        return make(part.settings, part.corpus, part.seed, part.device, schedule);
    };
}

template <typename Make>
MakeTrainer fromTokens(Make make) {
    return [make](const PartSetting& part, TrainingSchedule& schedule) {
        return make(part.settings, part.corpus, part.seed, part.device, schedule, part.config.modelFolder, part.workFolder,
                    part.context);
    };
}

const std::map<std::string, MakeTrainer>& trainers() {
    static const std::map<std::string, MakeTrainer> makers = {
        {"codec", fromAudio(makeCodecTrainer)},        {"mulan", fromAudio(makeMulanTrainer)},
        {"quality", fromAudio(makeQualityTrainer)},    {"semantic", fromAudio(makeSemanticTrainer)},
        {"language", fromTokens(makeLanguageTrainer)}, {"fine", fromTokens(makeFineTrainer)},
    };
    return makers;
}

fs::path settingsPath(const PretrainConfig& config) {
    return config.settings.empty() ? resourcesFolder() / "recipes" / "pretrain-demo.toml" : config.settings;
}

void expectKnownParts(const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
        if (trainers().find(part) == trainers().end()) {
            throw Error(ErrorKind::BadInput, "There is no part \"" + part + "\": use codec, mulan, quality, semantic, language or fine.");
        }
    }
}

bool isFinished(const PretrainConfig& config, const std::string& part) {
    return fs::exists(config.modelFolder / part / "model.safetensors");
}

void writeModelFile(const PretrainConfig& config, const Json& settings) {
    Json json{{"format", 1}};
    json.update(settings.value("model", Json::object()));
    if (!json.contains("name") || !json.contains("maxSeconds")) {
        throw Error(ErrorKind::BadInput, settingsPath(config).string() + ": the table [model] must give name and maxSeconds.");
    }
    writeJsonFile(config.modelFolder / "model.json", json);
}

void trainMissingParts(const PretrainConfig& config, const JobContext& context) {
    const Json settings = readTomlFile(settingsPath(config));
    const std::vector<std::string>& parts = config.parts.empty() ? pretrainParts() : config.parts;
    expectKnownParts(parts);
    const torch::Device device = deviceFromName(config.device);
    const auto rate = settings.value("corpus", Json::object()).value("sample_rate_hz", 16000);
    std::unique_ptr<TrainingCorpus> corpus;
    for (const std::string& part : parts) {
        if (isFinished(config, part)) {
            continue;
        }
        if (!corpus) {
            returnFreedMemory();
            corpus = std::make_unique<TrainingCorpus>(config.corpusFolder, rate, context);
            keepFreedMemory();
        }
        const Json own = settings.value(part, Json::object());
        const fs::path work = config.workFolder / part;
        makeFolder(work);
        TrainingSchedule schedule;
        const PartSetting setting{own, *corpus, config, deriveSeed(config.seed, part), work, device, context};
        const std::unique_ptr<PartTrainer> trainer = trainers().at(part)(setting, schedule);
        trainPart(part, *trainer, schedule, setting.seed, work, context);
        trainer->save(config.modelFolder / part);
        context.publish(FileWritten{config.modelFolder / part / "model.safetensors", "part"});
    }
    writeModelFile(config, settings);
}

}  // namespace

const std::vector<std::string>& pretrainParts() {
    static const std::vector<std::string> parts = {"codec", "mulan", "quality", "semantic", "language", "fine"};
    return parts;
}

Job makePretrainJob(PretrainConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] { trainMissingParts(config, context); });
    };
}

}  // namespace musicrl
