// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedding/mulan/Mulan.h"
#include "pretrain/Retrieval.h"
#include "reward/ScoringWindows.h"
#include "tasks/bench/ModelMeasures.h"
#include "tensor/Device.h"

namespace musicrl {
namespace {

constexpr std::int64_t candidates = 100;

/// \return [D] float: the mean over the clip's windows
torch::Tensor embedded(const Mulan& mulan, const ClipPtr& held) {
    const Clip clip = preparedForScoring(held, mulan.sampleRateHz());
    const torch::Tensor wave = torch::tensor(clip.samples);
    std::vector<torch::Tensor> windows;
    for (const FrameSpan span : consecutiveWindows(clip.frames(), mulan.config().windowSamples())) {
        windows.push_back(wave.slice(0, span.begin, span.end));
    }
    return mulan.embedAudio(torch::stack(windows).to(mulan.device())).mean(0).cpu();
}

Measure retrieval(const torch::Tensor& cosines, std::int64_t within, double threshold) {
    const std::int64_t clips = cosines.size(0);
    Measure measure{.name = "mulan/top" + std::to_string(within) + "_of_100",
                    .what = "right caption among 100, first " + (within == 1 ? "guess" : std::to_string(within)),
                    .threshold = threshold,
                    .value = std::nullopt,
                    .note = std::to_string(clips) + " held-out clips"};
    if (clips >= candidates) {
        measure.value = retrievalShare(cosines, candidates, within);
    } else {
        measure.note = "not measured: " + measure.note + " are fewer than 100";
    }
    return measure;
}

}  // namespace

std::vector<Measure> measureMulanPart(const std::filesystem::path& modelFolder, const HeldOutSets& clips,
                                      const std::string& device, const JobContext& context) {
    const auto mulan = loadMulan(modelFolder / "mulan", deviceFromName(device));
    std::vector<torch::Tensor> sounds;
    std::vector<std::string> captions;
    for (const HeldOutClip& held : clips.own) {
        context.throwIfStopped();
        context.publish(Progress{static_cast<std::int64_t>(sounds.size()), static_cast<std::int64_t>(clips.own.size()),
                                 "measuring MuLan"});
        sounds.push_back(embedded(*mulan, held.clip));
        captions.push_back(held.row.caption);
    }
    const torch::Tensor cosines = torch::stack(sounds).matmul(mulan->embedText(captions).cpu().t());
    return {retrieval(cosines, 1, 0.15), retrieval(cosines, 10, 0.55)};
}

}  // namespace musicrl
