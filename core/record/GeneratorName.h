// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/ClipRecipe.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace musicrl {

/// Where runs lie in the paths of samples and checkpoints: ".../runs/ru/samples/step-00000040/x.flac" is of run "ru",
/// step 40; both are empty for other paths.
struct RunPlace {
    std::string run;
    std::optional<std::int64_t> step;
};
[[nodiscard]] RunPlace runPlaceOf(const std::filesystem::path& path);

/// What made a clip, under the one name that it has everywhere: "ru @ 40", a run and the step of its checkpoint, or
/// "demo · base", a model as shipped. A checkpoint that lies in no run gives its model's name the step (or its folder).
///
/// \param clip  its file: the samples of a run name their checkpoint from the run's folder and stand in it themselves
[[nodiscard]] std::string generatorName(const ClipRecipe& recipe, const std::filesystem::path& clip = {});

/// A generator's name where only plain letters will do, for a folder or a study's model: "ru @ 40" → "ru-40",
/// "demo · base" → "demo-base". Never empty, at most 64 characters.
[[nodiscard]] std::string plainName(const std::string& generator);

}  // namespace musicrl
