// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Console.h"

#include <CLI/CLI.hpp>

namespace musicrl {

/// Each adds its command with its options; when it is chosen, session.run is set to what it does.
void addDoctorCommand(CLI::App& app, Session& session);
void addCorpusCommand(CLI::App& app, Session& session);
void addPretrainCommand(CLI::App& app, Session& session);
void addGenerateCommand(CLI::App& app, Session& session);
void addScoreCommand(CLI::App& app, Session& session);
void addTrainCommand(CLI::App& app, Session& session);
void addDemoCommand(CLI::App& app, Session& session);
void addBenchCommand(CLI::App& app, Session& session);
void addCompareCommand(CLI::App& app, Session& session);
void addAgreementCommand(CLI::App& app, Session& session);
void addSampleSizeCommand(CLI::App& app, Session& session);
void addPromptsCommand(CLI::App& app, Session& session);
void addPreferenceCommand(CLI::App& app, Session& session);
void addRateCommand(CLI::App& app, Session& session);
void addStudyCommand(CLI::App& app, Session& session);
void addEvaluateCommand(CLI::App& app, Session& session);
void addReproduceCommand(CLI::App& app, Session& session);

/// "musicrl bench statistics"
void addStatisticsBench(CLI::App& bench, Session& session);

/// "musicrl bench library"
void addLibraryBench(CLI::App& bench, Session& session);

}  // namespace musicrl
