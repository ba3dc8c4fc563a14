// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/QualityBenchTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Paths.h"
#include "base/UtcTime.h"
#include "record/EvaluationPrompts.h"
#include "tasks/bench/BenchClips.h"
#include "tasks/bench/InstrumentMeasure.h"
#include "tasks/bench/MachineFacts.h"
#include "tasks/bench/ModelMeasures.h"
#include "tensor/TorchErrors.h"

#include <chrono>
#include <optional>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr int heldOutRateHz = 16000;
constexpr std::size_t ownClips = 200;   // for captions, of which 100 are compared at a time
constexpr std::size_t otherClips = 60;  // for sounds alone

void check(const QualityBenchConfig& config) {
    const auto refuse = [](const std::string& message) { throw Error(ErrorKind::BadInput, message); };
    if (config.clips < 0 || config.clips > 100'000) {
        refuse("The number of clips must be between 0 and 100000, not " + std::to_string(config.clips) + ".");
    }
    if (config.batchClips < 1 || config.batchClips > 1024) {
        refuse("The number of clips a batch must be between 1 and 1024, not " + std::to_string(config.batchClips) +
               ".");
    }
}

/// One run of the bench.
class QualityBench {
public:
    QualityBench(const QualityBenchConfig& config, const JobContext& context)
        : config_(config), context_(context), model_(findGenerator(config.model)) {
        const AtomicFile probe(config.out);  // finds out before the work begins, not after it
    }

    void run() {
        const auto start = std::chrono::steady_clock::now();
        const Json machine = machineFacts();
        add({measureBundle(model_.folder)});
        const HeldOutSets heldOut = readHeldOutSets();
        const BenchGenerator generator(model_.folder, config_.device, config_.temperature);
        add({measureSpeed(generator, context_)});
        measureParts(heldOut);
        measureClips(generator);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        writeJsonFile(config_.out, results(machine, seconds));
        context_.publish(FileWritten{config_.out, "table"});
    }

private:
    void add(const std::vector<Measure>& measures) {
        for (const Measure& measure : measures) {
            measures_.push_back(toJson(measure));
            context_.publish(ResultRow{"measure", measures_.back()});
        }
    }

    [[nodiscard]] HeldOutSets readHeldOutSets() const {
        HeldOutSets clips{.own = readHeldOut(config_.corpus, heldOutRateHz, ownClips, context_), .other = {}};
        if (!config_.otherCorpus.empty()) {
            clips.other = readHeldOut(config_.otherCorpus, heldOutRateHz, otherClips, context_);
        }
        return clips;
    }

    void measureParts(const HeldOutSets& clips) {
        add(measureCodecPart(model_.folder, clips, config_.device, context_));
        add(measureMulanPart(model_.folder, clips, config_.device, context_));
        add(measureQualityPart(model_.folder, clips, config_.seed, config_.device, context_));
    }

    void measureClips(const BenchGenerator& generator) {
        const fs::path prompts =
            config_.prompts.empty() ? resourcesFolder() / "prompts" / "eval101.jsonl" : config_.prompts;
        const auto asked =
            promptsInTurn(readEvaluationPrompts(prompts), config_.clips, config_.clipSeconds, config_.seed);
        const std::vector<BenchClip> clips =
            makeBenchClips(asked, model_, generator, config_.batchClips, config_.clipsFolder, context_);
        add(measureFaults(clips));
        const DecoderEar ear = loadDecoderEar(model_.folder);
        std::string reason;
        if (const std::optional<TestedClassifier> tested = classifier(ear, reason)) {
            context_.publish(ResultRow{"confusion", toJson(tested->test)});
            add(measureInstruments(*tested, config_.classifier, clips, ear, context_));
        } else {
            add(instrumentsNotMeasured(reason));
        }
    }

    /// Empty on a machine that has none yet and cannot render: that one still gets the other measures.
    [[nodiscard]] std::optional<TestedClassifier> classifier(const DecoderEar& ear, std::string& reason) const {
        try {
            return instrumentClassifier(config_.classifierFolder, config_.classifier, ear.heard, ear.hash,
                                        context_);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Unavailable && error.kind() != ErrorKind::NotFound) {
                throw;
            }
            reason = error.what();
            return std::nullopt;
        }
    }

    [[nodiscard]] Json results(const Json& machine, double seconds) const {
        return Json{
            {"format", 1},
            {"created", utcNow()},
            {"program", programVersion()},
            {"model", Json{{"name", model_.name}, {"hash", model_.hash}}},
            {"machine", machine},
            {"seeds",
             Json{{"clips", config_.seed}, {"degradations", config_.seed}, {"classifier", config_.classifier.seed}}},
            {"settings", Json{{"corpus", config_.corpus.string()},
                              {"other_corpus", config_.otherCorpus.string()},
                              {"clips", config_.clips},
                              {"clip_seconds", config_.clipSeconds},
                              {"temperature", config_.temperature},
                              {"clips_folder", config_.clipsFolder.string()}}},
            {"seconds", seconds},
            {"measures", measures_}};
    }

    const QualityBenchConfig& config_;
    const JobContext& context_;
    ModelInfo model_;
    Json measures_ = Json::array();
};

}  // namespace

Job makeQualityBenchJob(QualityBenchConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        translatingTorchErrors([&] {
            check(config);
            QualityBench(config, context).run();
        });
    };
}

}  // namespace musicrl
