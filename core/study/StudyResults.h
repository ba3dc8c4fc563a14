// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/BiasTests.h"
#include "statistics/Cycles.h"
#include "statistics/HeadToHead.h"
#include "statistics/RaterReliability.h"
#include "statistics/RewardAccuracy.h"
#include "statistics/SingleClips.h"
#include "study/RevealedStudy.h"
#include "study/results/PairDecisions.h"

#include <map>

namespace musicrl {

/// How well a reward's values for the clips foresee the raters' choices.
struct SignalAccuracy {
    std::string signal;  ///< "mulan", "quality", "preference", ...
    RewardAccuracy accuracy;
};

/// What came out on one question. Models are numbers into StudyResults::models.
struct QuestionResults {
    Question question;
    std::int64_t votes = 0;    ///< answers that count
    std::int64_t bothBad = 0;  ///< and those that do not
    std::int64_t cannotJudge = 0;
    HeadToHead standings = {};                 ///< pairs: win rates, worths, tests; without models otherwise
    std::vector<Estimate> elo = {};            ///< pairs: of each model, by Davidson's worths, the mean at 1000
    Transitivity transitivity = {};            ///< pairs
    std::vector<PairDecision> decisions = {};  ///< pairs: of every two models that the plan compares
    BiasTests biases = {};                     ///< pairs
    std::vector<SignalAccuracy> signals = {};  ///< pairs, the best first; empty where clips have no recorded scores
    std::vector<MeanOpinion> opinions = {};    ///< mos: of each model
    std::vector<AbxStanding> abx = {};         ///< abx
    Estimate alpha = {};  ///< Krippendorff's, ordinal (abx: nominal), over comparisons by several raters; of pairs seen
                          ///< from both clips; NaN without any
};

/// The decision on two models. \param models  see StudyResults
[[nodiscard]] const PairDecision& decisionOn(const QuestionResults& question, const PairStanding& pair,
                                             const std::vector<std::string>& models);

/// What Krippendorff's alpha of a question is of: "preferences", "differences of a pair's two ratings", "ratings",
/// "right and wrong answers".
[[nodiscard]] std::string alphaIsOf(StudyKind kind, QuestionKind question);

/// One rater: how they rated, on the study's first question.
struct RaterResult {
    std::string rater;
    std::optional<RaterProfile> profile = {};
    std::int64_t judgements = 0;        ///< regular ones
    double medianSeconds = 0.0;         ///< of a judgement
    RaterReliability reliability = {};  ///< against all others, excluded ones too
    RepeatConsistency repeats = {};
    BinomialResult gold = {};
    std::vector<std::string> exclusion = {};  ///< reasons; empty: the rater counts
};

/// Everything that a sealed study says, as numbers: what the Evaluate page shows and the report writes down.
struct StudyResults {
    std::string id;
    std::string name;
    std::string planHash;
    std::string sealedUtc;
    StudyKind kind = StudyKind::Pairs;
    bool simulated = false;                ///< a rater is a program: nobody may take it for a study of people
    std::vector<std::string> models = {};  ///< by share of wins on the first question (mos: by mean), the best first
    std::int64_t prompts = 0;
    std::int64_t judgements = 0;          ///< regular ones of raters who count
    std::int64_t excludedJudgements = 0;  ///< regular ones of raters who do not
    std::int64_t undone = 0;
    BootstrapConfig bootstrap = {};  ///< how intervals were made
    std::vector<QuestionResults> questions = {};
    std::vector<RaterResult> raters = {};  ///< by pseudonym
};

/// Values of reward signals for clips: by the clip's source file, then by signal.
using ClipSignals = std::map<std::filesystem::path, std::map<std::string, double>>;

/// The rewards in the records beside a study's clips; clips without records or scores are left out.
[[nodiscard]] ClipSignals recordedSignals(const RevealedStudy& study);

/// Screens the raters by the design's rules, then works out everything on the votes of those who stay. All rules were
/// fixed with the plan, before anything was revealed. Where they leave nobody, the exclusions are told and no numbers.
/// \throws Error(BadInput) when nobody has judged a trial that counts
[[nodiscard]] StudyResults studyResults(const RevealedStudy& study, const ClipSignals& signals,
                                        const BootstrapConfig& bootstrap);

}  // namespace musicrl
