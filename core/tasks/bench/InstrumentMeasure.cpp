// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/InstrumentMeasure.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "music/LoadAudioCodec.h"

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

Clip throughCodec(const AudioCodec& codec, const Clip& clip) {
    const torch::NoGradGuard noGradients;
    const torch::Tensor wave = torch::tensor(resample(clip, codec.sampleRateHz()).samples).view({1, 1, -1});
    const torch::Tensor made = codec.decode(codec.encode(wave)).flatten().clamp(-1.0, 1.0).to(torch::kCPU).contiguous();
    const float* first = made.data_ptr<float>();
    return {codec.sampleRateHz(), 1, {first, first + std::min(made.numel(), wave.numel())}};
}

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

CodecEar loadCodecEar(const std::filesystem::path& modelFolder) {
    const auto codec = loadAudioCodec(modelFolder / "codec", torch::kCPU);
    return {[codec](const Clip& clip) { return throughCodec(*codec, clip); }, codec->hash()};
}

std::vector<Measure> measureInstruments(const TestedClassifier& tested, const InstrumentTraining& training,
                                        const std::vector<BenchClip>& clips, const CodecEar& codec,
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
        const Confusion coded = confusionOn(tested.classifier, renders, codec.heard);
        named.detail["confusion"] = toJson(generated);
        named.detail["renders_through_the_codec"] = coded.accuracy();
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
