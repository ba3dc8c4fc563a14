// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/MulanReward.h"

#include "reward/ScoringWindows.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

constexpr std::size_t embedBatch = 32;

/// One window of one clip.
struct Piece {
    std::size_t clip = 0;
    FrameSpan span;
    torch::Tensor wave;  ///< [window] float, zero-padded
};

std::vector<Piece> piecesOf(std::span<const RewardInput> inputs, int sampleRateHz, std::int64_t window) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Clip clip = preparedForScoring(inputs[i].clip, sampleRateHz);
        for (const FrameSpan span : consecutiveWindows(clip.frames(), window)) {
            torch::Tensor wave = torch::zeros({window});
            std::copy(clip.samples.begin() + span.begin, clip.samples.begin() + span.end, wave.data_ptr<float>());
            pieces.push_back({i, span, wave});
        }
    }
    return pieces;
}

/// \return [clips, D] float on the CPU; equal prompts are embedded once
torch::Tensor embeddedPrompts(std::span<const RewardInput> inputs, const TextAudioEncoder& encoder) {
    std::map<std::string, std::int64_t> indices;
    std::vector<std::string> texts;
    std::vector<std::int64_t> rows;
    for (const RewardInput& input : inputs) {
        const auto [found, isNew] = indices.emplace(input.prompt, static_cast<std::int64_t>(texts.size()));
        if (isNew) {
            texts.push_back(input.prompt);
        }
        rows.push_back(found->second);
    }
    return encoder.embedText(texts).cpu().index_select(0, torch::tensor(rows, torch::kInt64));
}

}  // namespace

MulanReward::MulanReward(std::shared_ptr<const TextAudioEncoder> encoder) : encoder_(std::move(encoder)) {}

std::vector<RewardBreakdown> MulanReward::score(std::span<const RewardInput> inputs, const JobContext& context) const {
    const torch::NoGradGuard noGradients;
    std::vector<RewardTerm> terms(inputs.size(), RewardTerm{.name = "mulan", .windows = {}});
    if (inputs.empty()) {
        return {};
    }
    const int rate = encoder_->sampleRateHz();
    const auto window = static_cast<std::int64_t>(std::llround(encoder_->windowSeconds() * rate));
    const std::vector<Piece> pieces = piecesOf(inputs, rate, window);
    const torch::Tensor prompts = embeddedPrompts(inputs, *encoder_);
    for (std::size_t begin = 0; begin < pieces.size(); begin += embedBatch) {
        context.throwIfStopped();
        const std::size_t end = std::min(pieces.size(), begin + embedBatch);
        std::vector<torch::Tensor> waves;
        for (std::size_t i = begin; i < end; ++i) {
            waves.push_back(pieces[i].wave);
        }
        const torch::Tensor embedded = encoder_->embedAudio(torch::stack(waves)).cpu();
        for (std::size_t i = begin; i < end; ++i) {
            const Piece& piece = pieces[i];
            const double cosine = embedded[static_cast<std::int64_t>(i - begin)]
                                      .dot(prompts[static_cast<std::int64_t>(piece.clip)])
                                      .item<double>();
            expectFiniteScore(cosine, "mulan", piece.clip);
            terms[piece.clip].windows.push_back(
                {static_cast<double>(piece.span.begin) / rate, static_cast<double>(piece.span.end) / rate, cosine});
        }
    }
    std::vector<RewardBreakdown> result;
    for (RewardTerm& term : terms) {
        for (const RewardWindow& scored : term.windows) {
            term.raw += scored.value / static_cast<double>(term.windows.size());
        }
        term.contribution = term.raw;
        result.push_back({term.raw, {std::move(term)}});
    }
    return result;
}

}  // namespace musicrl
