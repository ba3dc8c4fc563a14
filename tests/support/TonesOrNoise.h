// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/AudioFile.h"
#include "base/Random.h"
#include "record/PreferencePair.h"
#include "support/makeSine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// Noise of a quarter of a second.
inline Clip makeNoise(std::uint64_t seed) {
    Random random(seed);
    Clip clip{.sampleRateHz = 16000, .channels = 1, .samples = {}};
    for (int i = 0; i < 4000; ++i) {
        clip.samples.push_back(static_cast<float>(random.uniform(-0.5, 0.5)));
    }
    return clip;
}

/// Writes short clips and pairs.jsonl: the rater "ann" prefers noise to a tone, whatever the prompt, and calls two
/// tones or two noises a tie. Of each prompt's \p pairsPerPrompt pairs the last is a tie. \return the file of pairs
inline std::filesystem::path writeTonesOrNoise(const std::filesystem::path& folder, int prompts, int pairsPerPrompt) {
    Random random(4);
    std::vector<PreferencePair> pairs;
    for (int i = 0; i < prompts * pairsPerPrompt; ++i) {
        const bool tie = i % pairsPerPrompt == pairsPerPrompt - 1;
        const bool noiseA = random.chance(0.5);
        const bool noiseB = tie ? noiseA : !noiseA;
        PreferencePair pair{.id = "pair-" + std::to_string(i),
                            .source = "test",
                            .prompt = (i / pairsPerPrompt % 2 == 0 ? "slow calm piano " : "fast loud drums ") +
                                      std::to_string(i / pairsPerPrompt),
                            .a = {},
                            .b = {},
                            .label = tie      ? PreferenceLabel::Tie
                                     : noiseA ? PreferenceLabel::A
                                              : PreferenceLabel::B,
                            .strength = {},
                            .confidence = {},
                            .blind = true,
                            .study = {},
                            .trial = {},
                            .createdUtc = {},
                            .criterion = {},
                            .rater = "ann"};
        pair.a.file = folder / ("a" + std::to_string(i) + ".wav");
        pair.b.file = folder / ("b" + std::to_string(i) + ".wav");
        const auto seed = static_cast<std::uint64_t>(i);
        writeAudioFile(pair.a.file, noiseA ? makeNoise(2 * seed) : makeSine(random.uniform(100.0, 1000.0), 0.25));
        writeAudioFile(pair.b.file, noiseB ? makeNoise(2 * seed + 1) : makeSine(random.uniform(100.0, 1000.0), 0.25));
        pairs.push_back(pair);
    }
    writePreferencePairs(folder / "pairs.jsonl", pairs);
    return folder / "pairs.jsonl";
}

}  // namespace musicrl
