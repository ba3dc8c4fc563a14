// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace musicrl {

/// Tells while votes come in whether two models are "decided" to differ, however often one looks.
///
/// A bet against "no model is better": each prompt counts once, when all of its votes are in, with
/// x = (wins − losses) / votes per prompt, which lies in [−1, 1] and is 0 on average under that null hypothesis,
/// however votes of one prompt hang together. A stake λ turns one into Π (1 + λ x); the evidence is the mean of that
/// over stakes from −1 to 1. It is no more than 1 on average at any time, so that it ever reaches 1 / α has a chance of
/// α at most. Prompts must come in an order that does not depend on their votes; ties and prompts without a winner
/// count as 0.
///
/// \see Ville, Étude critique de la notion de collectif, 1939; Waudby-Smith and Ramdas, "Estimating means of bounded
///      random variables by betting", 2024
class SequentialDecision {
public:
    /// \param alpha  chance of a false decision, in (0, 1)
    /// \throws Error(BadInput)  for no vote per prompt or an α out of range
    explicit SequentialDecision(std::int64_t votesPerPrompt, double alpha = 0.05);

    /// The votes of one more prompt. \throws Error(BadInput) for more votes than announced
    void addPrompt(std::int64_t wins, std::int64_t losses);

    /// 1 at first.
    [[nodiscard]] double evidence() const;
    /// 1 / the highest evidence so far, at most 1: valid at any time.
    [[nodiscard]] double pValue() const;
    /// Stays true once it was.
    [[nodiscard]] bool decided() const { return pValue() <= alpha_; }
    /// True when the first model has won more often, so far.
    [[nodiscard]] bool favoursFirst() const { return lead_ > 0; }
    [[nodiscard]] std::int64_t prompts() const { return prompts_; }

private:
    std::int64_t votesPerPrompt_;
    double alpha_;
    std::vector<double> logWealths_;  ///< of each stake
    double highestEvidence_ = 1.0;
    std::int64_t prompts_ = 0;
    std::int64_t lead_ = 0;
};

}  // namespace musicrl
