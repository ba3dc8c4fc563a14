// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/bench/BenchClips.h"
#include "tasks/bench/InstrumentClassifier.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// All that comes after a model's language model (coarse codes, fine levels, decoder) as something to hear clips through.
struct DecoderEar {
    HeardThrough heard;
    std::string hash;  ///< of the parts that shape what is heard
};
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] DecoderEar loadDecoderEar(const std::filesystem::path& modelFolder);

/// "instrument/classifier" and "instrument/named": the classifier's share of right names on its own test renders, and
/// the share of generated clips whose asked instrument it names, among the clips that ask for one of leadInstruments().
/// The second one's detail says how well it names the test renders heard through the ear, the most that a perfect language
/// model could reach. Without clips the second has no value.
[[nodiscard]] std::vector<Measure> measureInstruments(const TestedClassifier& tested,
                                                      const InstrumentTraining& training,
                                                      const std::vector<BenchClip>& clips, const DecoderEar& ear,
                                                      const JobContext& context);

/// The same two measures without values, for a machine that cannot render: \p reason says why.
[[nodiscard]] std::vector<Measure> instrumentsNotMeasured(const std::string& reason);

}  // namespace musicrl
