// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "record/Prompt.h"
#include "tasks/ModelCatalog.h"
#include "tasks/SimulatedRatingTask.h"
#include "tasks/evaluate/ClipEvaluator.h"
#include "tasks/reproduce/ReproduceFolder.h"
#include "tasks/reproduce/ReproduceSettings.h"
#include "tasks/reproduce/TimeBudget.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// The files that the settings name or leave to the project.
struct SourceFiles {
    explicit SourceFiles(const ReproduceSettings& settings);

    std::filesystem::path training;
    std::filesystem::path evaluation;
    std::filesystem::path panel;
};

/// What the stages of a reproduction do. Each is a job's body: it takes up what an interrupted one left in the folder,
/// publishes Progress and FileWritten, and yields the stage's result. \throws Error, JobStopped
class ReproduceWork {
public:
    /// \throws Error(NotFound), Error(BadInput) for a model, prompts or raters that cannot be read, or evaluation
    /// prompts that are trained on
    ReproduceWork(ReproduceSettings settings, ReproduceFolder folder);

    /// A few RL steps and an evaluation's batch: {"clip_seconds": ClipCosts, "machine": facts}.
    [[nodiscard]] Json measure(const JobContext& context) const;
    /// Clips of the base model for the training prompts.
    [[nodiscard]] Json makeRollouts(const JobContext& context) const;
    /// Votes of the raters that are learned from, on every two clips of a prompt.
    [[nodiscard]] Json vote(const JobContext& context) const;
    /// \param name  "full" or an ablation's; an interrupted training goes on after its last finished epoch
    [[nodiscard]] Json learnPreference(const std::string& name, const JobContext& context) const;
    [[nodiscard]] Json finetune(const RunSettings& run, const JobContext& context) const;
    [[nodiscard]] Json evaluate(const RunSettings& run, const JobContext& context) const;
    /// \param model  "base" or a run, of which the selected checkpoint counts
    [[nodiscard]] Json makeComparedClips(const std::string& model, const JobContext& context) const;
    /// Votes of the raters that only measure, on every two models.
    [[nodiscard]] Json voteOnModels(const std::vector<std::string>& models, const JobContext& context) const;

    [[nodiscard]] const ReproduceSettings& settings() const { return settings_; }
    [[nodiscard]] const ReproduceFolder& folder() const { return folder_; }
    [[nodiscard]] const WorkCounts& counts() const { return counts_; }
    /// Of everything that results depend on and that the settings only name.
    [[nodiscard]] Json hashes() const;

private:
    [[nodiscard]] EvaluatorConfig evaluator(const std::filesystem::path& preference) const;
    [[nodiscard]] double measureEvaluation(const std::filesystem::path& run, const JobContext& quiet) const;
    [[nodiscard]] std::vector<Prompt> pairPrompts() const;
    [[nodiscard]] std::vector<Prompt> comparedPrompts() const;
    [[nodiscard]] std::vector<ClipsToCompare> trainingPairs() const;
    [[nodiscard]] std::vector<ClipsToCompare> modelPairs(const std::vector<std::string>& models) const;
    [[nodiscard]] SimulatedRatingConfig rating(const std::string& group) const;

    ReproduceSettings settings_;
    SourceFiles files_;
    ReproduceFolder folder_;
    ModelInfo model_;
    WorkCounts counts_;
};

}  // namespace musicrl
