// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/PreferenceReward.h"

#include "reward/ScoringWindows.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::size_t scoreBatch = 16;

/// One heard span of one clip.
struct Piece {
    std::size_t clip = 0;
    FrameSpan span;
    torch::Tensor stream;  ///< [S]
};

std::vector<Piece> piecesOf(std::span<const RewardInput> inputs, const PreferenceTokens& tokens,
                            const PreferenceConfig& config, const JobContext& context) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        context.throwIfStopped();
        const Clip clip = preparedForScoring(inputs[i].clip, tokens.sampleRateHz());
        for (const FrameSpan span : heardSpans(clip.frames(), clip.sampleRateHz, config)) {
            pieces.push_back({i, span, tokens.ofSound(clip.samples.data() + span.begin, span.length())});
        }
    }
    return pieces;
}

torch::Tensor captionTokens(std::span<const RewardInput> inputs, const PreferenceTokens& tokens) {
    std::vector<std::string> captions;
    for (const RewardInput& input : inputs) {
        captions.push_back(input.prompt);
    }
    return tokens.ofCaptions(captions);
}

std::vector<RewardBreakdown> breakdowns(std::vector<RewardTerm> terms) {
    std::vector<RewardBreakdown> result;
    for (RewardTerm& term : terms) {
        for (const RewardWindow& window : term.windows) {
            term.raw += window.value / static_cast<double>(term.windows.size());
        }
        term.contribution = term.raw;
        result.push_back({term.raw, {std::move(term)}});
    }
    return result;
}

}  // namespace

PreferenceReward::PreferenceReward(std::shared_ptr<const PreferenceModel> model,
                                   std::shared_ptr<const PreferenceTokens> tokens)
    : model_(std::move(model)), tokens_(std::move(tokens)) {}

std::vector<RewardBreakdown> PreferenceReward::score(std::span<const RewardInput> inputs,
                                                     const JobContext& context) const {
    const torch::NoGradGuard noGradients;
    if (inputs.empty()) {
        return {};
    }
    const std::vector<Piece> pieces = piecesOf(inputs, *tokens_, model_->config(), context);
    const torch::Tensor captions = captionTokens(inputs, *tokens_);
    const double rate = tokens_->sampleRateHz();
    std::vector<RewardTerm> terms(inputs.size(), RewardTerm{.name = "preference", .windows = {}});
    for (std::size_t begin = 0; begin < pieces.size(); begin += scoreBatch) {
        context.throwIfStopped();
        const std::size_t end = std::min(pieces.size(), begin + scoreBatch);
        std::vector<torch::Tensor> streams;
        std::vector<std::int64_t> clips;
        for (std::size_t i = begin; i < end; ++i) {
            streams.push_back(pieces[i].stream);
            clips.push_back(static_cast<std::int64_t>(pieces[i].clip));
        }
        const torch::Tensor scores =
            model_->score(streams, captions.index_select(0, torch::tensor(clips, torch::kInt64))).cpu();
        for (std::size_t i = begin; i < end; ++i) {
            const double value = scores[static_cast<std::int64_t>(i - begin)].item<double>();
            expectFiniteScore(value, "preference", pieces[i].clip);
            terms[pieces[i].clip].windows.push_back({static_cast<double>(pieces[i].span.begin) / rate,
                                                     static_cast<double>(pieces[i].span.end) / rate, value});
        }
    }
    return breakdowns(std::move(terms));
}

std::unique_ptr<PreferenceReward> loadPreferenceReward(const std::filesystem::path& modelFolder,
                                                       const std::filesystem::path& preferenceFolder,
                                                       torch::Device device) {
    std::shared_ptr<const PreferenceModel> model = loadPreference(preferenceFolder, device);
    auto tokens = std::make_shared<const PreferenceTokens>(
        loadPreferenceTokens(modelFolder, model->config().language.layout, device));
    expectSameSources(*tokens, model->config(), preferenceFolder);
    return std::make_unique<PreferenceReward>(std::move(model), std::move(tokens));
}

}  // namespace musicrl
