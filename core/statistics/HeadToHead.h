// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/Abilities.h"
#include "statistics/EqualityTest.h"
#include "statistics/ModelGroups.h"
#include "statistics/WinTieLoss.h"

#include <limits>
#include <span>
#include <string>
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
    std::size_t rater = 0;                                    ///< who judged
    double grade = std::numeric_limits<double>::quiet_NaN();  ///< steps in favour of the first, below 0: of the second,
                                                              ///< such as −2 to 2; NaN: the choice was not graded
};

/// What the difference of two models is counted in.
enum class Difference {
    Scores,    ///< of the clips' scores
    Grades,    ///< of preference, in its steps
    Outcomes,  ///< +1, 0 and −1 for win, tie and loss
};

/// "scores", "grades", "outcomes"
[[nodiscard]] std::string textOf(Difference difference);

struct HeadToHeadConfig {
    BootstrapConfig bootstrap;
    TestUnit unit = TestUnit::Prompt;
};

/// A model over all of its comparisons.
struct ModelStanding {
    Estimate meanScore;  ///< NaN where its clips have no scores
    std::int64_t comparisons = 0;
    std::int64_t wins = 0;
    Estimate bradleyTerry;  ///< λ, natural logarithm, mean 0 over models; NaN and without interval as HeadToHead says
    Estimate davidson;      ///< λ with ties as an outcome of their own; the same
};

/// Two models that met; counts and differences are the first's.
struct PairStanding {
    std::size_t first = 0;
    std::size_t second = 0;
    WinTieLoss counts;
    Estimate winRate;
    Difference difference = Difference::Outcomes;  ///< the most telling one that every judgement of the two has
    EqualityTest test;                             ///< of that difference, with its mean; by Holm for all pairs
    EqualityTest outcomeTest;                      ///< of win, tie and loss alone; the same where nothing else is known
};

struct HeadToHead {
    std::vector<ModelStanding> models;
    std::vector<PairStanding> pairs;  ///< first < second, in order
    WinMatrix wins{0};
    ModelGroups groups;  ///< worths are given where models met, with intervals where wins both ways tie all of those
                         ///< together; textOf says what is wrong
    Estimate tieFactor;  ///< Davidson's ν
    Resampling resampling = Resampling::Prompts;  ///< what all intervals and p-values speak of
};

/// The tables of a side-by-side evaluation: mean scores and wins, win / tie / loss, mean differences, tests with Holm's
/// correction, worths.
///
/// Up to seven raters intervals and p-values speak of these raters, from eight up of other raters too
/// (CrossedBootstrap.h, EqualityTest.h).
///
/// \param modelCount  the comparisons name models by numbers below this one
/// \see Cideron et al., MusicRL, 2024, section 5.2, figure 1 and table 1
[[nodiscard]] HeadToHead compareModels(std::size_t modelCount, std::span<const Comparison> comparisons,
                                       const HeadToHeadConfig& config);

}  // namespace musicrl
