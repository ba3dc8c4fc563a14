// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace musicrl {

struct RewardBreakdown;

/// The preference model that scored a clip, and how its probabilities did on votes that it had not learned from.
struct ClipTaste {
    std::filesystem::path model;  ///< folder
    std::int64_t heldOut = 0;     ///< votes
    double calibrationError = 0.0;

    friend bool operator==(const ClipTaste&, const ClipTaste&) = default;
};

/// Of a run's sample, whose recipe names the model; empty for any other clip, since its record does not say which model
/// scored it, and where the model's training.json tells of no held-out votes. Reads files; throws nothing.
[[nodiscard]] std::optional<ClipTaste> tasteOf(const std::filesystem::path& clip);

/// P(first is preferred to second) = σ(s(first) − s(second)), by a model that scored both; empty without one.
/// \see PreferenceModel
[[nodiscard]] std::optional<double> preferenceOdds(const RewardBreakdown& first, const RewardBreakdown& second);

/// "Preference model: P(A≻B) = 0.72. On 204 held-out votes its calibration error (ECE) is 0.031."
[[nodiscard]] QString oddsText(const QString& first, const QString& second, double odds, const ClipTaste& taste);

}  // namespace musicrl
