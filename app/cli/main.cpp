// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "ExitCodes.h"
#include "Interrupt.h"
#include "base/IdleThreads.h"
#include "base/Log.h"
#include "base/Paths.h"
#include "tasks/SystemReport.h"

#include <iostream>

namespace {

using namespace musicrl;

void addSharedOptions(CLI::App& app, Session& session) {
    app.set_version_flag("--version", programVersion());
    app.set_help_flag("-h,--help", "Print this help and end");
    app.add_flag("--json", session.json, "Print results as one JSON document");
    app.add_flag("-q,--quiet", session.quiet, "No progress on standard error");
    app.add_option("--threads", session.threads, "Threads to compute with; 0: all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    app.require_subcommand(1);
    app.fallthrough();
    app.footer("Exit codes: 0 done, 1 failed, 2 wrong use, 130 stopped. Results go to standard output, the rest to standard error.");
}

/// What was wrong with the command line, in words.
std::string usageFault(const CLI::App& app, const CLI::ParseError& error) {
    const std::vector<std::string> unknown = app.remaining();
    return app.get_subcommands().empty() && !unknown.empty() ? "There is no command \"" + unknown.front() + "\""
                                                             : std::string(error.what());
}

int runChosen(Session& session) {
    try {
        setLogLevel(session.quiet ? LogLevel::Quiet : LogLevel::Normal);
        prepareEngine(session.threads);
        const int code = session.run();
        if (!std::cout.flush()) {
            return reportError(ErrorKind::Io, "The results could not be written to standard output.");
        }
        return code;
    } catch (const Error& error) {
        return reportError(error.kind(), error.what());
    } catch (const std::exception& error) {
        return reportError(ErrorKind::Internal, std::string("An internal fault: ") + error.what());
    }
}

}  // namespace

int main(int argc, char** argv) {
    Session session;
    CLI::App app("Generate, score and fine-tune music with a small MusicRL.", "musicrl");
    addSharedOptions(app, session);
    addDoctorCommand(app, session);
    addCorpusCommand(app, session);
    addPretrainCommand(app, session);
    addGenerateCommand(app, session);
    addScoreCommand(app, session);
    addTrainCommand(app, session);
    addDemoCommand(app, session);
    addBenchCommand(app, session);
    addCompareCommand(app, session);
    addAgreementCommand(app, session);
    addSampleSizeCommand(app, session);
    addPromptsCommand(app, session);
    addPreferenceCommand(app, session);
    addRateCommand(app, session);
    addStudyCommand(app, session);
    addEvaluateCommand(app, session);
    addReproduceCommand(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
            return app.exit(error);  // help or version was asked for
        }
        return reportError(ErrorKind::BadInput, usageFault(app, error) + ". See musicrl --help.");
    }
    letIdleThreadsSleep(argv);
    const Interrupt interrupt;
    session.stop = interrupt.token();
    return runChosen(session);
}
