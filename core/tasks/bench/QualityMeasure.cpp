// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "pretrain/Retrieval.h"
#include "pretrain/corpus/Degradations.h"
#include "reward/LoadRewards.h"
#include "tasks/bench/ModelMeasures.h"
#include "tensor/Device.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace musicrl {
namespace {

constexpr std::array severities = {0.0, 0.25, 0.5, 0.75, 1.0};
constexpr double scoredSeconds = 10.0;
constexpr std::size_t clipsEach = 60;

/// Scores and what they should follow; scores[i] is of a clip whose quality was set to wanted[i].
struct Scored {
    std::vector<double> scores;
    std::vector<double> wanted;
    std::array<double, severities.size()> sums{};

    [[nodiscard]] double spearman() const { return rankCorrelation(scores, wanted); }
    [[nodiscard]] Json meanMos() const {
        Json means = Json::object();
        for (std::size_t i = 0; i < severities.size(); ++i) {
            means[Json(severities[i]).dump()] =
                sums[i] * severities.size() / std::max(1.0, static_cast<double>(scores.size()));
        }
        return means;
    }
};

/// A span of scoredSeconds somewhere in the clip, or all of a shorter one. \pre one channel
Clip spanOf(const Clip& clip, Random random) {
    const auto length = static_cast<std::ptrdiff_t>(std::llround(scoredSeconds * clip.sampleRateHz));
    const auto spare = std::max<std::ptrdiff_t>(0, std::ssize(clip.samples) - length);
    const auto start = static_cast<std::ptrdiff_t>(random.index(static_cast<std::size_t>(spare) + 1));
    const auto first = clip.samples.begin() + start;
    return {clip.sampleRateHz, 1, {first, first + std::min(length, std::ssize(clip.samples) - start)}};
}

Scored scoreDamaged(const RewardModel& quality, const std::vector<HeldOutClip>& clips, std::uint64_t seed,
                    const JobContext& context) {
    Scored scored;
    const std::size_t count = std::min(clipsEach, clips.size());
    for (std::size_t i = 0; i < count; ++i) {
        context.throwIfStopped();
        context.publish(
            Progress{static_cast<std::int64_t>(i), static_cast<std::int64_t>(count), "measuring the quality model"});
        const Clip span = spanOf(*clips[i].clip, Random(deriveSeed(seed, "bench span", i)));
        std::vector<RewardInput> inputs;
        for (const double severity : severities) {
            Clip worse = degrade(span, severity, deriveSeed(seed, "bench damage", i));
            inputs.push_back({"", std::make_shared<const Clip>(std::move(worse)), {}, {}});
        }
        const std::vector<RewardBreakdown> scores = quality.score(inputs, context);
        for (std::size_t s = 0; s < severities.size(); ++s) {
            const double mos = scores[s].find("quality")->raw;
            scored.scores.push_back(mos);
            scored.wanted.push_back(mosOfSeverity(severities[s]));
            scored.sums[s] += mos;
        }
    }
    return scored;
}

}  // namespace

std::vector<Measure> measureQualityPart(const std::filesystem::path& modelFolder, const HeldOutSets& clips,
                                        std::uint64_t seed, const std::string& device, const JobContext& context) {
    const auto quality = loadRewards(modelFolder, {{"quality", 1.0}}, deviceFromName(device));
    const Scored own = scoreDamaged(*quality, clips.own, deriveSeed(seed, "own sound font"), context);
    const Scored other = scoreDamaged(*quality, clips.other, deriveSeed(seed, "other sound font"), context);
    Scored all = own;
    all.scores.insert(all.scores.end(), other.scores.begin(), other.scores.end());
    all.wanted.insert(all.wanted.end(), other.wanted.begin(), other.wanted.end());
    Json detail{{"own_sound_font", Json{{"spearman", own.spearman()}, {"mean_mos_by_severity", own.meanMos()}}}};
    if (!other.scores.empty()) {
        detail["other_sound_font"] = Json{{"spearman", other.spearman()}, {"mean_mos_by_severity", other.meanMos()}};
    }
    return {
        {.name = "quality/spearman",
         .what = "rank correlation of the predicted score with known severity",
         .threshold = 0.9,
         .value = all.spearman(),
         .note = std::to_string(all.scores.size()) + " scores" +
                 (other.scores.empty() ? " of the corpus' own sound font: no other was given" : " of both sound fonts"),
         .detail = std::move(detail)}};
}

}  // namespace musicrl
