// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/Recipe.h"

#include "base/Error.h"
#include "base/Fields.h"

#include <algorithm>
#include <array>

namespace musicrl {
namespace {

constexpr std::int64_t manySteps = 1'000'000;
constexpr std::int64_t manyClips = 1024;
/// In the order of their enumerations.
constexpr std::array algorithmNames = {"reinforce", "ppo", "rloo", "grpo", "dpo"};
constexpr std::array klControlNames = {"fixed", "adaptive"};

template <typename Enumeration>
void readName(Fields& fields, const std::string& key, Enumeration& value, const auto& names) {
    std::string name = names.at(static_cast<std::size_t>(value));
    fields.oneOf(key, name, {names.begin(), names.end()});
    value = static_cast<Enumeration>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// The terms that a reward can be mixed from, with the range of their weights.
std::map<std::string, double> weightsFromJson(const Json& json, const std::string& where) {
    std::map<std::string, double> weights;
    Fields fields(json, where + ", [rewards]");
    for (const char* term : {"mulan", "quality", "preference"}) {
        double weight = 0.0;
        fields.number(term, weight, 0.0, 100.0);
        if (weight > 0.0) {
            weights[term] = weight;
        }
    }
    fields.finish();
    if (weights.empty()) {
        throw Error(ErrorKind::BadInput, where + ": at least one weight under [rewards] must be above 0 (mulan, quality, preference).");
    }
    return weights;
}

void readStart(Fields& fields, Recipe& recipe) {
    fields.text("name", recipe.name);
    fields.text("description", recipe.description);
    fields.text("model", recipe.model);
    fields.text("checkpoint", recipe.checkpoint);
    fields.text("after", recipe.after);
    fields.text("reference", recipe.reference);
    fields.text("preference_model", recipe.preferenceModel);
    fields.text("prompts", recipe.prompts);
    fields.text("sample_prompts_file", recipe.samplePromptsFile);
    fields.text("device", recipe.device);
    auto seed = static_cast<std::int64_t>(recipe.seed);
    fields.integer("seed", seed, 0, INT64_MAX);
    recipe.seed = static_cast<std::uint64_t>(seed);
}

void readLearning(Fields& fields, Recipe& recipe) {
    fields.number("alpha", recipe.alpha, 0.0, 1.0);
    fields.number("temperature", recipe.temperature, 0.1, 2.0);
    fields.integer("steps", recipe.steps, 1, manySteps);
    fields.integer("batch_clips", recipe.batchClips, 1, manyClips);
    fields.number("clip_seconds", recipe.clipSeconds, 1.0, 60.0);
    fields.integer("fine_iterations", recipe.fineIterations, 1, 64);
    fields.number("learning_rate", recipe.learningRate, 1e-9, 1e-1);
    fields.number("value_learning_rate", recipe.valueLearningRate, 1e-9, 1e-1);
    fields.number("gradient_clip", recipe.gradientClip, 1e-3, 1e3);
    fields.integer("value_warmup_steps", recipe.valueWarmupSteps, 0, manySteps);
    fields.integer("checkpoint_every", recipe.checkpointEvery, 1, manySteps);
    fields.integer("selection", recipe.selection, 0, manySteps);
    fields.integer("sample_every", recipe.sampleEvery, 1, manySteps);
    fields.integer("sample_prompts", recipe.samplePrompts, 0, 64);
}

void readAlgorithm(Fields& fields, Recipe& recipe, const std::string& where) {
    readName(fields, "algorithm", recipe.algorithm, algorithmNames);
    fields.integer("clips_per_prompt", recipe.clipsPerPrompt, 2, manyClips);
    fields.flag("kl_in_return", recipe.klInReturn);
    readName(fields, "kl_control", recipe.klControl, klControlNames);
    fields.number("kl_target", recipe.klTargetNats, 1e-3, 1e4);
    fields.number("kl_gain", recipe.klGain, 1e-4, 1.0);
    const Json ppo = fields.object("ppo");
    Fields ppoFields(ppo, where + ", [ppo]");
    ppoFields.number("clip_range", recipe.ppo.clipRange, 1e-3, 10.0);
    ppoFields.number("gae_lambda", recipe.ppo.gaeLambda, 0.0, 1.0);
    ppoFields.integer("epochs", recipe.ppo.epochs, 1, 100);
    ppoFields.integer("minibatches", recipe.ppo.minibatches, 1, manyClips);
    ppoFields.flag("whiten_advantages", recipe.ppo.whitenAdvantages);
    ppoFields.finish();
}

void readDpo(const Json& json, DpoSettings& dpo, const std::string& where) {
    Fields fields(json, where + ", [dpo]");
    fields.text("pairs", dpo.pairs);
    fields.text("rater", dpo.rater);
    fields.number("beta", dpo.beta, 1e-4, 100.0);
    fields.flag("ties", dpo.ties);
    fields.number("held_out_share", dpo.heldOutShare, 0.01, 0.9);
    fields.finish();
}

void readLora(const Json& json, LoraSettings& lora, const std::string& where) {
    Fields fields(json, where + ", [lora]");
    fields.integer("rank", lora.rank, 0, 4096);
    fields.number("alpha", lora.alpha, 1e-3, 1e4);
    fields.texts("targets", lora.targets);
    fields.finish();
    if (lora.rank > 0 && lora.targets.empty()) {
        throw Error(ErrorKind::BadInput, where + ", [lora]: \"targets\" is empty, so nothing would learn: name layers such as "
                                                 "\"attention\", or set \"rank\" to 0.");
    }
}

/// What no single key can tell.
void expectConsistent(const Recipe& recipe, const std::string& where) {
    if (recipe.selection > recipe.steps) {
        throw Error(ErrorKind::BadInput, where + ": \"selection\" is " + std::to_string(recipe.selection) +
                                             ", but must be at most \"steps\" (" + std::to_string(recipe.steps) +
                                             "), or 0 for the last step.");
    }
    if (recipe.reference.empty()) {
        throw Error(ErrorKind::BadInput, where + ": \"reference\" is empty, but must be start, base or a folder.");
    }
    const std::string clips = where + ": \"batch_clips\" is " + std::to_string(recipe.batchClips) + ", but must be ";
    if (recipe.batchClips % groupSize(recipe) != 0) {
        throw Error(ErrorKind::BadInput, clips + "a multiple of \"clips_per_prompt\" (" +
                                             std::to_string(recipe.clipsPerPrompt) + ") with this algorithm.");
    }
    if (recipe.algorithm == Algorithm::Dpo && recipe.batchClips % 2 != 0) {
        throw Error(ErrorKind::BadInput, clips + "even with this algorithm: DPO learns from pairs of clips.");
    }
    if (recipe.algorithm == Algorithm::Ppo && recipe.ppo.minibatches > recipe.batchClips) {
        throw Error(ErrorKind::BadInput, clips + "at least \"minibatches\" under [ppo] (" +
                                             std::to_string(recipe.ppo.minibatches) + ").");
    }
    if (recipe.klControl == KlControl::Adaptive && (recipe.alpha <= 0.0 || recipe.alpha >= 1.0)) {
        throw Error(ErrorKind::BadInput,
                    where + ": adaptive KL control needs an \"alpha\" between 0 and 1 to start from, neither 0 nor 1.");
    }
}

}  // namespace

bool hasValueNetwork(Algorithm algorithm) {
    return algorithm == Algorithm::Reinforce || algorithm == Algorithm::Ppo;
}

std::int64_t groupSize(const Recipe& recipe) {
    const bool comparesWithin = recipe.algorithm == Algorithm::Rloo || recipe.algorithm == Algorithm::Grpo;
    return comparesWithin ? recipe.clipsPerPrompt : 1;
}

Recipe recipeFromJson(const Json& json, const std::string& where) {
    Recipe recipe;
    Fields fields(json, where);
    readStart(fields, recipe);
    readLearning(fields, recipe);
    readAlgorithm(fields, recipe, where);
    readDpo(fields.object("dpo"), recipe.dpo, where);
    readLora(fields.object("lora"), recipe.lora, where);
    if (const Json weights = fields.object("rewards"); !weights.empty()) {
        recipe.rewardWeights = weightsFromJson(weights, where);
    }
    recipe.alarms = alarmSettingsFromJson(fields.object("alarms"), where + ", [alarms]");
    fields.finish();
    expectConsistent(recipe, where);
    return recipe;
}

Json toJson(const Recipe& recipe) {
    const Json ppo = {{"clip_range", recipe.ppo.clipRange},
                      {"gae_lambda", recipe.ppo.gaeLambda},
                      {"epochs", recipe.ppo.epochs},
                      {"minibatches", recipe.ppo.minibatches},
                      {"whiten_advantages", recipe.ppo.whitenAdvantages}};
    const Json dpo = {{"pairs", recipe.dpo.pairs},
                      {"rater", recipe.dpo.rater},
                      {"beta", recipe.dpo.beta},
                      {"ties", recipe.dpo.ties},
                      {"held_out_share", recipe.dpo.heldOutShare}};
    const Json lora = {{"rank", recipe.lora.rank}, {"alpha", recipe.lora.alpha}, {"targets", recipe.lora.targets}};
    return {{"name", recipe.name},
            {"description", recipe.description},
            {"model", recipe.model},
            {"checkpoint", recipe.checkpoint},
            {"after", recipe.after},
            {"reference", recipe.reference},
            {"preference_model", recipe.preferenceModel},
            {"algorithm", algorithmNames.at(static_cast<std::size_t>(recipe.algorithm))},
            {"clips_per_prompt", recipe.clipsPerPrompt},
            {"alpha", recipe.alpha},
            {"kl_in_return", recipe.klInReturn},
            {"kl_control", klControlNames.at(static_cast<std::size_t>(recipe.klControl))},
            {"kl_target", recipe.klTargetNats},
            {"kl_gain", recipe.klGain},
            {"temperature", recipe.temperature},
            {"steps", recipe.steps},
            {"batch_clips", recipe.batchClips},
            {"clip_seconds", recipe.clipSeconds},
            {"fine_iterations", recipe.fineIterations},
            {"learning_rate", recipe.learningRate},
            {"value_learning_rate", recipe.valueLearningRate},
            {"gradient_clip", recipe.gradientClip},
            {"value_warmup_steps", recipe.valueWarmupSteps},
            {"checkpoint_every", recipe.checkpointEvery},
            {"selection", recipe.selection},
            {"sample_every", recipe.sampleEvery},
            {"sample_prompts", recipe.samplePrompts},
            {"prompts", recipe.prompts},
            {"sample_prompts_file", recipe.samplePromptsFile},
            {"seed", recipe.seed},
            {"device", recipe.device},
            {"ppo", ppo},
            {"dpo", dpo},
            {"lora", lora},
            {"rewards", recipe.rewardWeights},
            {"alarms", toJson(recipe.alarms)}};
}

}  // namespace musicrl
