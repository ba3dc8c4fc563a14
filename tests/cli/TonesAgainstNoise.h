// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Program.h"
#include "record/StoredClip.h"
#include "support/TemporaryFolder.h"
#include "support/TonesOrNoise.h"

#include <gtest/gtest.h>

namespace musicrl {

/// Clips of two prompts in the folders "tones" and "noise", and panel.toml with simulated raters who dislike hiss,
/// whose judges are the tiny model's: simulated-1 to train, simulated-2 and simulated-3 to test.
class TonesAgainstNoise : public testing::Test {
protected:
    TonesAgainstNoise() {
        for (const std::string prompt : {"one", "two"}) {
            write("tones", prompt, makeSine(300.0, 0.25));
            write("noise", prompt, makeNoise(prompt.size()));
        }
        folder_.write("panel.toml", "judge = \"" + tinyModel() + R"("
[taste.hiss]
likes = "less"
centre = -30.0
scale = 10.0
weight = 2.0
[manner]
slip = 0.2
[train]
simulated-1 = 11
[test]
simulated-2 = 12
simulated-3 = 13
)");
    }

    void write(const std::string& generator, const std::string& prompt, const Clip& clip) {
        ClipRecipe recipe;
        recipe.modelName = "some-model";
        recipe.prompt = {.id = prompt, .text = prompt, .durationSeconds = clip.durationSeconds(), .seed = 1};
        std::filesystem::create_directories(folder_ / generator);
        storeClip(folder_ / generator / (prompt + ".flac"), clip, recipe, {});
    }

    TemporaryFolder folder_;
};

}  // namespace musicrl
