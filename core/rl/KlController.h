// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace musicrl {

/// α after a step, moved so that the divergence comes to a target: with β = α / (1 − α), the weight of the KL beside a
/// reward of weight 1,
///
///     e = clip(KL / target − 1, −0.2, 0.2),   β ← β (1 + gain · e)
///
/// An α of 0 or 1 stays what it is, and so does any α when the divergence is not finite.
///
/// \param alpha       in [0, 1]
/// \param klNats      of the step's clips, mean per clip
/// \param targetNats  above 0
/// \param gain        K_β; the paper's is 0.1
/// \see Ziegler et al., Fine-Tuning Language Models from Human Preferences, 2019, section 2.2
[[nodiscard]] double adaptedAlpha(double alpha, double klNats, double targetNats, double gain);

}  // namespace musicrl
