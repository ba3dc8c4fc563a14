// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/ImpressionMeter.h"

#include "base/Error.h"
#include "base/Hash.h"
#include "reward/LoadRewards.h"
#include "reward/RewardModel.h"
#include "tensor/Device.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void expectOtherWeights(const fs::path& judgeFolder, const fs::path& trainedModel) {
    for (const char* part : {"mulan", "quality"}) {
        const fs::path judge = judgeFolder / part / "model.safetensors";
        const fs::path own = trainedModel / part / "model.safetensors";
        if (fs::exists(judge) && fs::exists(own) && sha256OfFile(judge) == sha256OfFile(own)) {
            throw Error(ErrorKind::BadInput, judge.string() + " is what rewards the model in " + trainedModel.string() +
                                                 ": simulated raters must not call a reward that training uses. "
                                                 "Name judges that were trained apart, such as \"judge\".");
        }
    }
}

}  // namespace

ImpressionMeter::ImpressionMeter(std::unique_ptr<const RewardModel> judges) : judges_(std::move(judges)) {}

ImpressionMeter::~ImpressionMeter() = default;

std::vector<ClipImpression> ImpressionMeter::hear(std::span<const HeardClip> clips, const JobContext& context) const {
    std::vector<RewardInput> inputs;
    for (const HeardClip& clip : clips) {
        inputs.push_back({clip.prompt, clip.clip, {}, {}});
    }
    const std::vector<RewardBreakdown> scores = judges_->score(inputs, context);
    std::vector<ClipImpression> impressions;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        context.throwIfStopped();
        const RewardTerm* fit = scores[i].find("mulan");
        const RewardTerm* quality = scores[i].find("quality");
        if (fit == nullptr || quality == nullptr) {
            throw Error(ErrorKind::Internal, "The judges of the simulated raters do not say both fit and quality.");
        }
        impressions.push_back({.sound = measureSound(*clips[i].clip), .fit = fit->raw, .quality = quality->raw});
    }
    return impressions;
}

std::unique_ptr<ImpressionMeter> loadImpressionMeter(const fs::path& judgeFolder, const fs::path& trainedModel,
                                                     const std::string& device) {
    expectOtherWeights(judgeFolder, trainedModel);
    return std::make_unique<ImpressionMeter>(
        loadRewards(judgeFolder, {{"mulan", 1.0}, {"quality", 1.0}}, deviceFromName(device)));
}

}  // namespace musicrl
