// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace musicrl {

struct LibraryBenchConfig {
    std::filesystem::path folder;  ///< gets library.sqlite; must not have one
    std::int64_t clips = 100'000;
    std::int64_t repeats = 7;
    std::uint64_t seed = 1;
};

/// Times listing, sorting and filtering of an index of made-up clips: there are no files behind it, and every clip's
/// name and model say "synthetic". Prompts are of 6 to 14 words drawn from 60, scores are drawn at random.
///
/// Each operation finds the clips and reads the first 50 of them, as the Library page does. It is timed on an index
/// just opened, whose order by the column is not known yet ("first"), and once more ("again"); "worst" is the slowest
/// of all.
///
/// \param told  what is going on, for the user
/// \return {"synthetic": true, "clips", "index_mb", "made_seconds", "asked_ms", "met", "operations": [{"what",
/// "filter",
///         "found", "first_ms", "first_cpu_ms" (the processor's time, steadier on a busy machine), "again_ms"
///         (medians), "worst_ms", "met"}]}
/// \throws Error(BadInput) when the folder has an index, Error(Io)
[[nodiscard]] Json benchLibrary(const LibraryBenchConfig& config, const std::function<void(const std::string&)>& told);

}  // namespace musicrl
