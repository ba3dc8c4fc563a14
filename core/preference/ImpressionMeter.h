// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "preference/ClipImpression.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

class RewardModel;

struct HeardClip {
    std::string prompt;
    ClipPtr clip;
};

/// Listens for the simulated raters: measures of the sound, and fit and quality by judges that no training rewards.
///
/// Thread-safety: as the judges'.
class ImpressionMeter {
public:
    /// \param judges  yields the terms "mulan" and "quality"
    explicit ImpressionMeter(std::unique_ptr<const RewardModel> judges);
    ImpressionMeter(const ImpressionMeter&) = delete;
    ImpressionMeter& operator=(const ImpressionMeter&) = delete;
    ~ImpressionMeter();

    /// \return one impression a clip, in their order; the same alone or in company, up to rounding
    /// \throws Error(BadInput) for a clip that cannot be scored, JobStopped
    [[nodiscard]] std::vector<ClipImpression> hear(std::span<const HeardClip> clips, const JobContext& context) const;

private:
    std::unique_ptr<const RewardModel> judges_;
};

/// The judges in a model folder's mulan/ and quality/.
/// \param device        such as "cpu" or "auto"
/// \param trainedModel  folder of the model that is trained, whose own mulan/ and quality/ reward it
/// \throws Error(NotFound) for a missing part, Error(BadInput) when a judge is a part of the trained model
[[nodiscard]] std::unique_ptr<ImpressionMeter> loadImpressionMeter(const std::filesystem::path& judgeFolder,
                                                                   const std::filesystem::path& trainedModel,
                                                                   const std::string& device);

}  // namespace musicrl
