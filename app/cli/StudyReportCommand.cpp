// SPDX-License-Identifier: GPL-3.0-or-later
#include "Figures.h"
#include "StudyCommands.h"
#include "StudyPairs.h"
#include "study/StudyReport.h"
#include "study/StudyStore.h"
#include "study/results/HeldOutSignal.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

struct ReportOptions {
    std::string study;
    fs::path studies = studiesFolder;
    fs::path out;
    BootstrapConfig bootstrap;
    bool typedTexts = false;
};

std::string writtenText(const StudyResults& results, const std::vector<fs::path>& files, bool drawn) {
    return results.name + ": " + std::to_string(results.judgements) + " judgements count, " +
           std::to_string(results.excludedJudgements) + " are left out" +
           (results.simulated ? " (simulated raters: programs, not people)" : "") + "\n" + files.front().string() +
           (drawn ? "" : "\nThe figures' numbers are written, but not drawn: musicrl-workbench is not installed here.");
}

int report(const ReportOptions& options, const Session& session) {
    Console console(session);
    const RevealedStudy study = revealStudy(options.study, options.studies);
    const fs::path folder = options.out.empty() ? findStudy(options.study, options.studies) / "report" : options.out;
    StudyResults results;
    std::vector<fs::path> files;
    bool drawn = false;
    const JobOutcome outcome = console.run([&](const JobContext& context) {
        context.publish(Progress{0, 0, "resampling " + std::to_string(study.judgements.size()) + " judgements"});
        results =
            studyResults(study, studySignals(study, findStudy(options.study, options.studies)), options.bootstrap);
        files =
            writeStudyReport(study, results, folder, options.typedTexts ? TypedTexts::Included : TypedTexts::LeftOut);
        context.publish(Progress{0, 0, "drawing figures"});
        drawn = !fs::is_empty(folder / "figures") && drawReportFigures(folder / "figures");
    });
    if (!files.empty() && session.json) {
        console.print(readJsonFile(folder / "results.json"));
    } else if (!files.empty()) {
        console.print(writtenText(results, files, drawn));
    }
    return console.finish(outcome);
}

}  // namespace

void addStudyReport(CLI::App& study, Session& session) {
    CLI::App* command = study.add_subcommand(
        "report", "Write a sealed study's report: methods, who was left out, tables, figures, judgements");
    const auto options = std::make_shared<ReportOptions>();
    command->add_option("study", options->study, "Name or folder of the study")->required();
    command->add_option("--studies", options->studies, "Folder of the studies")->capture_default_str();
    command->add_option("--out", options->out, "Folder of the report; default: report in the study's folder");
    command->add_flag("--notes", options->typedTexts,
                      "Also raters' notes and marks, word by word, which may name people");
    command->add_option("--confidence", options->bootstrap.confidence, "Of the intervals")
        ->check(CLI::Range(0.5, 0.999))
        ->capture_default_str();
    command->add_option("--replicates", options->bootstrap.replicates, "Resamples behind the intervals")
        ->check(CLI::Range(100, 1000000))
        ->capture_default_str();
    command->add_option("--seed", options->bootstrap.seed, "Seed of the resamples")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->callback([options, &session] { session.run = [options, &session] { return report(*options, session); }; });
}

}  // namespace musicrl
