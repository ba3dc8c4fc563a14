// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "embedding/mulan/Mulan.h"
#include "music/AudioCodec.h"
#include "music/Generator.h"
#include "music/musiclm/HierarchicalLm.h"
#include "music/musiclm/SoundStormFine.h"

#include <filesystem>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// MusicRL's way from prompts to clips: MuLan's text tokens, the hierarchical language model, SoundStorm's fine levels, the
/// codec's decoder.
///
/// Thread-safety: one caller at a time.
/// \see Cideron et al., MusicRL, 2024, section 3.1
class MusicLmGenerator final : public Generator {
public:
    struct Parts {
        std::shared_ptr<const Mulan> mulan;
        std::shared_ptr<HierarchicalLm> language;
        std::shared_ptr<SoundStormFine> fine;
        std::shared_ptr<const AudioCodec> codec;
    };

    /// \param maxSeconds  longest clip; at most what the language model can count
    /// \throws Error(BadInput) when the parts do not fit together
    MusicLmGenerator(Parts parts, double maxSeconds);

    [[nodiscard]] torch::Tensor conditioning(const std::vector<std::string>& texts) const override;
    [[nodiscard]] DecodedBatch decode(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                      const std::vector<std::uint64_t>& seeds, std::int64_t fineIterations,
                                      const JobContext& context) const override;
    [[nodiscard]] const Policy& policy() const override { return *parts_.language; }
    [[nodiscard]] std::int64_t framesFor(double seconds) const override;
    [[nodiscard]] double maxSeconds() const override { return maxSeconds_; }
    [[nodiscard]] int sampleRateHz() const override { return parts_.codec->sampleRateHz(); }
    [[nodiscard]] const std::string& codecHash() const override { return parts_.codec->hash(); }

private:
    Parts parts_;
    double maxSeconds_;
};

/// The parts mulan, language, fine and codec of a model folder, on a device; without gradients but for the language
/// model. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::unique_ptr<MusicLmGenerator> loadMusicLm(const std::filesystem::path& modelFolder,
                                                            torch::Device device);

}  // namespace musicrl
