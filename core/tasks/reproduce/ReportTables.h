// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Csv.h"
#include "tasks/reproduce/Claims.h"
#include "tasks/reproduce/ReportNumbers.h"

#include <map>
#include <string>

namespace musicrl {

/// The numbers of each figure, by the figure's name: what widgets/plots draws, and all that it draws.
///
/// "<reward>-vs-kl", "<reward>-vs-step" (rewards: quality, mulan, preference): run, step, x, value, low, high, kl,
/// kl_base; low and high are 1.96 standard errors of the mean around it. x is the KL to the run's own reference in
/// nats, or the RL step, where RU's steps go on from R's selected one. The row "start ru" is the checkpoint that RU
/// starts from. "win-tie-loss": first, second, wins, ties, losses, win_rate, low, high. "preference-accuracy": model,
/// epoch, accuracy, standard_error; no epoch for rewards that never saw a vote.
/// \return only figures that there are numbers for
/// \see Cideron et al., MusicRL, 2024, figures 1 and 4 to 8
[[nodiscard]] std::map<std::string, CsvTable> figureTables(const ReportNumbers& numbers);

/// A row a model: its rewards at the selected checkpoint, and what it gained over base, with p-values of paired tests
/// and the same after Holm's correction over the whole table.
[[nodiscard]] CsvTable rewardsTable(const ReportNumbers& numbers);
[[nodiscard]] CsvTable stagesTable(const ReportNumbers& numbers);
/// A row a run: mean seconds of a step by phase.
[[nodiscard]] CsvTable stepTimesTable(const ReportNumbers& numbers);
/// Columns claim, paper, ours, verdict ("yes", "no", "not measured").
[[nodiscard]] CsvTable claimsTable(const std::vector<Claim>& claims);

}  // namespace musicrl
