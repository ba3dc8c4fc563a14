// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/InstrumentMeasure.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/Hash.h"
#include "music/LoadAudioCodec.h"
#include "music/musiclm/MusicLmGenerator.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "music/musiclm/TokenLayout.h"
#include "tasks/GenerateTask.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::int64_t codedRenders = 60;

Measure classifierMeasure() {
    return {.name = "instrument/classifier",
            .what = "lead instruments of unseen renders that the classifier names rightly",
            .threshold = 0.9,
            .value = std::nullopt};
}

Measure namedMeasure() {
    return {.name = "instrument/named",
            .what = "generated clips in which the classifier names the instrument asked for",
            .threshold = 0.6,
            .value = std::nullopt};
}

/// Tokens of a clip as the language model would have to write them, and everything that comes after it.
struct Decoder {
    explicit Decoder(const std::filesystem::path& folder)
        : codec(loadAudioCodec(folder / "codec", torch::kCPU)),
          semantic(loadSemanticTokenizer(folder / "semantic", torch::kCPU)),
          layout(loadHierarchicalLm(folder / "language", torch::kCPU)->config().layout),
          generator(loadMusicLm(folder, torch::kCPU)) {}

    [[nodiscard]] Clip heard(const Clip& clip) const {
        const torch::NoGradGuard noGradients;
        const torch::Tensor wave = torch::tensor(resample(clip, codec->sampleRateHz()).samples).unsqueeze(0);
        const std::int64_t frames = wave.size(1) * SemanticTokenizer::framesPerSecond / codec->sampleRateHz();
        const torch::Tensor whole = wave.slice(1, 0, frames * codec->sampleRateHz() / SemanticTokenizer::framesPerSecond);
        const torch::Tensor tokens = interleave(semantic->tokens(whole), codec->encode(whole.unsqueeze(1)), layout);
        return *generator->decode(tokens, {}, {1}, GenerateConfig().fineIterations, JobContext()).clips.front();
    }

    std::shared_ptr<AudioCodec> codec;
    std::shared_ptr<SemanticTokenizer> semantic;
    TokenLayout layout;
    std::unique_ptr<MusicLmGenerator> generator;
};

Confusion generatedConfusion(const InstrumentClassifier& classifier, const std::vector<BenchClip>& clips,
                             const JobContext& context) {
    const std::vector<std::string>& names = leadInstruments();
    Confusion confusion(names);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        context.throwIfStopped();
        context.publish(
            Progress{static_cast<std::int64_t>(i), static_cast<std::int64_t>(clips.size()), "naming instruments"});
        const auto asked = std::find(names.begin(), names.end(), clips[i].asked.instrument);
        if (asked != names.end()) {
            confusion.add(static_cast<std::size_t>(asked - names.begin()),
                          classifier.nameLead(readAudioFile(clips[i].file)));
        }
    }
    return confusion;
}

}  // namespace

DecoderEar loadDecoderEar(const std::filesystem::path& modelFolder) {
    std::string files;
    for (const char* part : {"codec", "semantic", "fine"}) {
        files += sha256OfFile(modelFolder / part / "model.safetensors");
    }
    const auto decoder = std::make_shared<const Decoder>(modelFolder);
    return {[decoder](const Clip& clip) { return decoder->heard(clip); }, sha256(files)};
}

std::vector<Measure> measureInstruments(const TestedClassifier& tested, const InstrumentTraining& training,
                                        const std::vector<BenchClip>& clips, const DecoderEar& ear,
                                        const JobContext& context) {
    Measure own = classifierMeasure();
    own.value = tested.test.accuracy();
    own.note = std::to_string(tested.test.total()) + " renders of pieces that it was not trained on";
    own.detail["confusion"] = toJson(tested.test);
    Measure named = namedMeasure();
    const Confusion generated = generatedConfusion(tested.classifier, clips, context);
    named.note = std::to_string(generated.total()) + " clips ask for one of the ten instruments";
    if (generated.total() > 0) {
        named.value = generated.accuracy();
        const std::vector<LedClip> renders =
            instrumentRenders(training, true, std::min(codedRenders, training.testClips), context);
        const Confusion coded = confusionOn(tested.classifier, renders, ear.heard);
        named.detail["confusion"] = toJson(generated);
        named.detail["renders_through_the_decoder"] = coded.accuracy();
    }
    return {std::move(own), std::move(named)};
}

std::vector<Measure> instrumentsNotMeasured(const std::string& reason) {
    std::vector<Measure> measures = {classifierMeasure(), namedMeasure()};
    for (Measure& measure : measures) {
        measure.note = "not measured: " + reason;
    }
    return measures;
}

}  // namespace musicrl
