// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/Resampler.h"
#include "music/LoadAudioCodec.h"
#include "pretrain/CodecFigures.h"
#include "tasks/bench/ModelMeasures.h"
#include "tensor/Device.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::size_t codedClips = 60;

/// \return [B, N] float, the clips as long as the longest, zero-padded
torch::Tensor wavesOf(const std::vector<HeldOutClip>& clips, int sampleRateHz) {
    std::vector<torch::Tensor> waves;
    std::int64_t longest = 0;
    for (const HeldOutClip& held : clips) {
        waves.push_back(torch::tensor(resample(*held.clip, sampleRateHz).samples));
        longest = std::max(longest, waves.back().size(0));
    }
    for (torch::Tensor& wave : waves) {
        wave = torch::constant_pad_nd(wave, {0, longest - wave.size(0)});
    }
    return torch::stack(waves);
}

}  // namespace

std::vector<Measure> measureCodecPart(const std::filesystem::path& modelFolder, const HeldOutSets& clips,
                                      const std::string& device, const JobContext& context) {
    context.throwIfStopped();
    context.publish(Progress{0, 0, "measuring the codec"});
    const auto codec = loadAudioCodec(modelFolder / "codec", deviceFromName(device));
    const bool unseen = !clips.other.empty();
    std::vector<HeldOutClip> coded = unseen ? clips.other : clips.own;
    coded.resize(std::min(coded.size(), codedClips));
    const CodecFigures figures = measureCodec(*codec, wavesOf(coded, codec->sampleRateHz()));
    const std::string which =
        std::to_string(coded.size()) + " held-out clips " +
        (unseen ? "of the other sound font" : "of the corpus' own sound font: no other was given");
    return {{.name = "codec/mel_ratio",
             .what = "mel distance of reconstructions, relative to the same clips low-passed at 2 kHz",
             .bound = Measure::Bound::AtMost,
             .threshold = 0.7,
             .value = figures.melRatio(),
             .note = which,
             .detail = Json{{"mel_distance_nepers", figures.melDistance},
                            {"low_pass_mel_distance_nepers", figures.lowPassMelDistance},
                            {"snr_db", figures.snrDb}}},
            {.name = "codec/codes_used",
             .what = "share of codes in use, of the level that uses fewest",
             .threshold = 0.8,
             .value = *std::min_element(figures.codesUsed.begin(), figures.codesUsed.end()),
             .note = which,
             .detail = Json{{"by_level", figures.codesUsed}}}};
}

}  // namespace musicrl
