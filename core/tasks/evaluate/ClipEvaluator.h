// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "job/JobContext.h"
#include "record/ClipRecipe.h"
#include "record/RewardBreakdown.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

struct EvaluatorConfig {
    std::string model = "demo";             ///< name in the catalogue or a folder
    std::filesystem::path preferenceModel;  ///< folder; empty: the model's part preference/, where it has one
    double temperature = 0.99;
    std::int64_t fineIterations = 1;
    std::string device = "auto";
};

/// A clip with everything that is measured of it.
struct MeasuredClip {
    Prompt prompt;
    ClipPtr clip;  ///< of the prompt's duration
    RewardBreakdown scores;
    /// "mulan", "quality", "preference": the raw terms that there are; "kl", "kl_base": see EvaluatedClip.
    std::map<std::string, double> values;
};

/// Makes clips of a model's checkpoints, scores them with every reward that there is, and measures how far the policy
/// has moved on them. One loaded model serves all checkpoints.
///
/// Thread-safety: one caller at a time.
class ClipEvaluator {
public:
    /// \throws Error(NotFound), Error(BadInput) when something cannot be loaded
    explicit ClipEvaluator(const EvaluatorConfig& config);
    ~ClipEvaluator();

    /// Whose clips are made from now on: a checkpoint's folder, empty for the model as shipped.
    /// \throws Error(NotFound), Error(BadInput)
    void usePolicy(const std::filesystem::path& checkpoint);
    /// What "kl" is measured to, the same way; the model as shipped before the first call.
    void useReference(const std::filesystem::path& checkpoint);

    /// \param prompts  of one duration, each with its seed
    [[nodiscard]] std::vector<MeasuredClip> make(const std::vector<Prompt>& prompts, const JobContext& context) const;

    /// How to make a clip again.
    [[nodiscard]] ClipRecipe recipeFor(const Prompt& prompt) const;

    [[nodiscard]] const std::string& modelHash() const;
    /// The rewards' names, sorted.
    [[nodiscard]] const std::vector<std::string>& rewards() const;

private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

/// What tells a policy apart from others: the first 16 digits of its weights' SHA-256, or "model" for an empty folder.
/// \throws Error(NotFound) when the folder holds no checkpoint
[[nodiscard]] std::string policyId(const std::filesystem::path& checkpoint);

}  // namespace musicrl
