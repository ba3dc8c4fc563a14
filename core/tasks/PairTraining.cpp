// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/PairTraining.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "music/musiclm/HierarchicalNet.h"
#include "preference/DpoTrainer.h"
#include "preference/PairSelection.h"
#include "preference/PairTokens.h"
#include "tensor/Device.h"

namespace musicrl {
namespace {

PairSplit splitOf(const Recipe& recipe) {
    if (recipe.dpo.pairs.empty()) {
        throw Error(ErrorKind::BadInput,
                    "DPO learns from judged pairs of clips: name their file, with --pairs or as \"pairs\" "
                    "under [dpo] of the recipe.");
    }
    PairSelection selection = selectPairs(readPreferencePairs(recipe.dpo.pairs), recipe.dpo.rater);
    if (!recipe.dpo.ties) {
        std::erase_if(selection.pairs, [](const PreferencePair& pair) { return pair.label == PreferenceLabel::Tie; });
    }
    return splitByPrompt(selection.pairs, recipe.dpo.heldOutShare, recipe.seed);
}

}  // namespace

void trainFromPairs(const FinetuneParts& parts, const std::filesystem::path& modelFolder, const Recipe& recipe,
                    const std::filesystem::path& runFolder, const std::function<RunDirectory()>& openRun, bool resume,
                    const JobContext& context) {
    const PairSplit split = splitOf(recipe);
    const std::filesystem::path file = modelFolder / "language" / "config.json";
    PreferenceConfig shape{.language = hierarchicalLmConfigFromJson(readJsonFile(file), file.string()), .sources = {}};
    shape.windowSeconds = static_cast<double>(shape.language.maxFrames) / shape.language.framesPerSecond;
    const PreferenceTokens tokens =
        loadPreferenceTokens(modelFolder, shape.language.layout, deviceFromName(recipe.device));
    makeFolder(runFolder);
    const std::filesystem::path cache = runFolder / "pairs.safetensors";
    TokenizedPairs train = tokenizePairs(split.train, tokens, shape, cache, context);
    TokenizedPairs heldOut = tokenizePairs(split.heldOut, tokens, shape, cache, context);
    DpoTrainer trainer(parts, {std::move(train), std::move(heldOut)}, openRun());
    if (resume) {
        trainer.resume();
    }
    trainer.run(context);
}

}  // namespace musicrl
