// SPDX-License-Identifier: GPL-3.0-or-later
#include "reward/QualityReward.h"

#include "reward/ScoringWindows.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

constexpr double windowSeconds = 20.0;
constexpr double pieceSeconds = 5.0;
constexpr std::size_t scoreBatch = 16;

/// One scored span of one clip.
struct Piece {
    std::size_t clip = 0;
    FrameSpan span;
    torch::Tensor wave;   ///< [N] float
    torch::Tensor track;  ///< [T'] float, once scored
};

std::vector<Piece> piecesOf(std::span<const RewardInput> inputs, int sampleRateHz) {
    const auto window = static_cast<std::int64_t>(windowSeconds * sampleRateHz);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Clip clip = preparedForScoring(inputs[i].clip, sampleRateHz);
        const torch::Tensor wave = torch::tensor(clip.samples);
        for (const FrameSpan span : firstAndLastWindow(clip.frames(), window)) {
            pieces.push_back({i, span, wave.slice(0, span.begin, span.end), {}});
        }
    }
    return pieces;
}

/// Pieces of one length go through the model together.
void scorePieces(std::vector<Piece>& pieces, const QualityModel& model, const JobContext& context) {
    std::map<std::int64_t, std::vector<Piece*>> byLength;
    for (Piece& piece : pieces) {
        byLength[piece.span.length()].push_back(&piece);
    }
    for (const auto& [length, group] : byLength) {
        for (std::size_t begin = 0; begin < group.size(); begin += scoreBatch) {
            context.throwIfStopped();
            const std::size_t end = std::min(group.size(), begin + scoreBatch);
            std::vector<torch::Tensor> waves;
            for (std::size_t i = begin; i < end; ++i) {
                waves.push_back(group[i]->wave);
            }
            const torch::Tensor tracks = model.track(torch::stack(waves)).cpu();
            for (std::size_t i = begin; i < end; ++i) {
                group[i]->track = tracks[static_cast<std::int64_t>(i - begin)];
            }
        }
    }
}

/// The track in parts of about five seconds, equally long, those that begin before \p fromSeconds left out.
void appendWindows(const Piece& piece, int sampleRateHz, double fromSeconds, std::vector<RewardWindow>& windows) {
    const double start = static_cast<double>(piece.span.begin) / sampleRateHz;
    const double length = static_cast<double>(piece.span.length()) / sampleRateHz;
    const std::int64_t steps = piece.track.size(0);
    const std::int64_t parts = std::clamp<std::int64_t>(std::llround(length / pieceSeconds), 1, steps);
    for (std::int64_t part = 0; part < parts; ++part) {
        const double begin = start + length * static_cast<double>(part) / static_cast<double>(parts);
        if (begin < fromSeconds - 1e-6) {
            continue;
        }
        const double end = start + length * static_cast<double>(part + 1) / static_cast<double>(parts);
        const torch::Tensor scored = piece.track.slice(0, steps * part / parts, steps * (part + 1) / parts);
        windows.push_back({begin, end, scored.mean().item<double>()});
    }
}

}  // namespace

QualityReward::QualityReward(std::shared_ptr<const QualityModel> model) : model_(std::move(model)) {}

std::vector<RewardBreakdown> QualityReward::score(std::span<const RewardInput> inputs,
                                                  const JobContext& context) const {
    const torch::NoGradGuard noGradients;
    const auto rate = static_cast<int>(model_->config().sampleRateHz);
    std::vector<Piece> pieces = piecesOf(inputs, rate);
    scorePieces(pieces, *model_, context);
    std::vector<RewardTerm> terms(inputs.size(), RewardTerm{.name = "quality", .windows = {}});
    std::vector<double> spans(inputs.size(), 0.0);
    for (const Piece& piece : pieces) {
        RewardTerm& term = terms[piece.clip];
        const double mos = piece.track.mean().item<double>();
        expectFiniteScore(mos, "quality", piece.clip);
        appendWindows(piece, rate, term.windows.empty() ? 0.0 : term.windows.back().endSeconds, term.windows);
        term.raw += mos;
        spans[piece.clip] += 1.0;
    }
    std::vector<RewardBreakdown> result;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        terms[i].raw /= spans[i];
        terms[i].contribution = (terms[i].raw - 1.0) / 4.0;
        result.push_back({terms[i].contribution, {std::move(terms[i])}});
    }
    return result;
}

}  // namespace musicrl
