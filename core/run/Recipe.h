// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "run/AlarmSettings.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace musicrl {

/// Which estimate of the policy's gradient a run follows.
enum class Algorithm {
    Reinforce,  ///< with a learned baseline: the paper's
    Ppo,        ///< clipped ratios, generalised advantages, several updates from a batch (Schulman et al. 2017)
    Rloo,       ///< baseline: the mean of a prompt's other clips (Ahmadian et al. 2024); no value network
    Grpo,       ///< centred and scaled within a prompt's clips (Shao et al. 2024); no value network
    Dpo,        ///< no rollouts and no reward: straight from judged pairs of clips (Rafailov et al. 2023)
};

/// What PPO alone has: a recipe's [ppo].
struct PpoSettings {
    double clipRange = 0.2;         ///< a ratio beyond 1 ± this is not rewarded further
    double gaeLambda = 1.0;         ///< in [0, 1]; 1: returns as in REINFORCE. With 0.95, usual for short texts, only the
                                    ///< last 20 tokens hear of the reward at a clip's end until V has learned to tell
    std::int64_t epochs = 4;        ///< times that each batch is learned from
    std::int64_t minibatches = 1;   ///< updates an epoch
    bool whitenAdvantages = false;  ///< mean 0, deviation 1 over the batch; then alpha no longer weighs reward against KL
};

/// What DPO alone has: a recipe's [dpo].
struct DpoSettings {
    std::string pairs;          ///< file of judged pairs
    std::string rater;          ///< only this rater's pairs; empty: everybody's
    double beta = 0.1;          ///< how dearly leaving the reference is paid for
    bool ties = true;           ///< a tie counts as half a win for each; false: ties are left out
    double heldOutShare = 0.1;  ///< of the prompts, whose pairs are only measured
};

/// Low-rank adapters in place of all weights: a recipe's [lora].
struct LoraSettings {
    std::int64_t rank = 0;  ///< 0: all weights learn
    double alpha = 16.0;    ///< what an adapter adds counts alpha / rank times
    std::vector<std::string> targets = {"attention", "widen", "narrow"};  ///< parts of the names of the layers that get one
};

enum class KlControl { Fixed, Adaptive };

/// How a fine-tuning run is done: the content of resources/recipes/*.toml and of a run's config.toml.
struct Recipe {
    std::string name = "r";
    std::string description;
    std::string model = "demo";       ///< name or folder of the start model
    std::string preferenceModel;      ///< folder of a preference model; empty: the model's part preference/
    std::string checkpoint;           ///< to start from: a run's folder (then its selected checkpoint) or that of one of its checkpoints; empty: the model as shipped
    std::string after;                ///< name of the recipe whose run this one starts from, so that it needs a checkpoint; empty: of none
    std::string reference = "start";  ///< of the KL: "start", "base" (the model as shipped), or a folder as for checkpoint
    std::map<std::string, double> rewardWeights = {{"mulan", 1.0}, {"quality", 1.0}};  ///< quality counts rescaled to [0, 1]
    double alpha = 0.005;             ///< weight of the KL term in [0, 1]; the policy term has 1 - alpha (research: Cideron et al. 2024, section 3.2)
    Algorithm algorithm = Algorithm::Reinforce;
    PpoSettings ppo;
    DpoSettings dpo;
    LoraSettings lora;
    std::int64_t clipsPerPrompt = 4;  ///< for rloo and grpo; divides batchClips
    bool klInReturn = false;          ///< the KL of the states to come also counts in the return, as a cost
    KlControl klControl = KlControl::Fixed;
    double klTargetNats = 6.0;        ///< for adaptive control: what objective/kl is held at
    double klGain = 0.1;              ///< for adaptive control: a step changes alpha / (1 - alpha) by a fifth of it at most
    double temperature = 0.99;        ///< of π: sampling, log π, KL, value
    std::int64_t steps = 60;
    std::int64_t batchClips = 16;     ///< clips per step, all from different prompts (rloo, grpo: clipsPerPrompt from each)
    double clipSeconds = 5.0;
    std::int64_t fineIterations = 1;  ///< SoundStorm iterations for rollouts
    double learningRate = 1e-4;
    double valueLearningRate = 2e-4;
    double gradientClip = 1.0;        ///< global norm
    std::int64_t valueWarmupSteps = 6;///< steps in which only the value network learns
    std::int64_t checkpointEvery = 20;
    std::int64_t selection = 0;       ///< the step whose checkpoint stands for the run; 0: the last
    std::int64_t sampleEvery = 20;    ///< clips for the fixed prompts and seeds; step 0 and the last step always
    std::int64_t samplePrompts = 4;
    std::string prompts;              ///< file; empty: the project's training prompts
    std::string samplePromptsFile;    ///< file; empty: the project's evaluation prompts
    std::uint64_t seed = 1;
    std::string device = "auto";
    AlarmSettings alarms;
};

/// Whether a value network learns beside the policy.
[[nodiscard]] bool hasValueNetwork(Algorithm algorithm);

/// Clips of the same prompt in a batch: clipsPerPrompt for rloo and grpo, otherwise 1.
[[nodiscard]] std::int64_t groupSize(const Recipe& recipe);

/// \throws Error(BadInput) naming file, key, value and what is allowed
[[nodiscard]] Recipe recipeFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const Recipe& recipe);

}  // namespace musicrl
