// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/Abilities.h"
#include "statistics/CrossedBootstrap.h"
#include "statistics/Wilcoxon.h"
#include "statistics/WinTieLoss.h"

#include <limits>
#include <span>
#include <vector>

namespace musicrl {

/// One judgement of two models' clips for the same prompt.
struct Comparison {
    std::size_t first = 0;   ///< model
    std::size_t second = 0;  ///< model, another one
    std::size_t prompt = 0;
    double outcome = 0.5;  ///< 1: the first was better, 0: the second, 0.5: a tie
    double firstScore = std::numeric_limits<double>::quiet_NaN();  ///< given to the clip, such as 1 to 5; NaN: none
    double secondScore = std::numeric_limits<double>::quiet_NaN();
    std::size_t rater = 0;  ///< who judged
};

/// What Wilcoxon's test takes as independent.
enum class TestUnit {
    Prompt,     ///< the mean difference of each prompt: judgements of one prompt hang together
    Judgement,  ///< every judgement by itself, as is often done; p-values come out too small
};

struct HeadToHeadConfig {
    BootstrapConfig bootstrap;
    TestUnit unit = TestUnit::Prompt;
};

/// A model over all of its comparisons.
struct ModelStanding {
    Estimate meanScore;  ///< NaN where its clips have no scores
    std::int64_t comparisons = 0;
    std::int64_t wins = 0;
    Estimate bradleyTerry;  ///< λ, natural logarithm, mean 0 over models; no interval for one that never won or lost
    Estimate davidson;      ///< λ with ties as an outcome of their own
};

/// Two models that met; counts and differences are the first's.
struct PairStanding {
    std::size_t first = 0;
    std::size_t second = 0;
    WinTieLoss counts;
    Estimate winRate;
    bool testsScores = false;     ///< the test is of score differences; else of +1, 0, -1 for win, tie, loss
    WilcoxonResult wilcoxon;      ///< two-sided
    double adjustedPValue = 1.0;  ///< by Holm, over all pairs
};

struct HeadToHead {
    std::vector<ModelStanding> models;
    std::vector<PairStanding> pairs;  ///< first < second, in order
    WinMatrix wins{0};
    Estimate tieFactor;                           ///< Davidson's ν
    Resampling resampling = Resampling::Prompts;  ///< what all intervals resample
};

/// The tables of a side-by-side evaluation: mean scores and wins, win / tie / loss, Wilcoxon's test with Holm's
/// correction, worths. Intervals resample prompts, from 8 raters up raters too (CrossedBootstrap.h).
///
/// \param modelCount  the comparisons name models by numbers below this one
/// \see Cideron et al., MusicRL, 2024, section 5.2, figure 1 and table 1
[[nodiscard]] HeadToHead compareModels(std::size_t modelCount, std::span<const Comparison> comparisons,
                                       const HeadToHeadConfig& config);

}  // namespace musicrl
