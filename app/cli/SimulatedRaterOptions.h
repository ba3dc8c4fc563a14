// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace musicrl {

/// Who the simulated raters are and how they hear.
/// \tparam Config  SimulatedRatingConfig or SimulatedStudyConfig, which have these fields in common
template <typename Config>
void addSimulatedRaterOptions(CLI::App* command, Config& config) {
    command->add_option("--panel", config.panel, "TOML file of raters; default: the shipped panel");
    command->add_option("--impressions", config.impressions,
                        "File that keeps what was heard from one rating to the next");
    command->add_option("--model", config.model, "The trained model, whose rewards the raters must not use")
        ->capture_default_str();
    command->add_option("--seed", config.seed, "Of the raters' slips")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--device", config.device, "auto, cpu, cuda, cuda:1")->capture_default_str();
}

}  // namespace musicrl
