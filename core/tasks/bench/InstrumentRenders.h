// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "pretrain/corpus/Composition.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// The leading instruments that are told apart: the ten that the project's evaluation prompts ask for most often.
[[nodiscard]] const std::vector<std::string>& leadInstruments();

/// A rendered piece and who leads it.
struct LedClip {
    Clip clip;
    std::size_t lead = 0;  ///< index in leadInstruments()
};

/// A piece of any genre whose melody an instrument was given to, in its own register; nobody else plays that
/// instrument, and one piece in four has no accompaniment. So the genre says nothing about the instrument.
///
/// \param instrument  a name in the composer's table
/// \return            the \p seconds of the piece in which the melody sounds most
[[nodiscard]] Composition pieceLedBy(const std::string& instrument, double seconds, std::uint64_t seed);

/// \p count renders, the instruments in turn.
/// \param soundFont  empty: the default one
/// \throws Error(Unavailable), Error(NotFound) as Renderer::requireAvailable, JobStopped
[[nodiscard]] std::vector<LedClip> renderLedClips(std::int64_t count, double seconds, int sampleRateHz,
                                                  std::uint64_t seed, const std::filesystem::path& soundFont,
                                                  const JobContext& context);

}  // namespace musicrl
