// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "tasks/CorpusTask.h"

#include <map>
#include <string>

namespace musicrl {
namespace {

int renderCorpus(const CorpusConfig& config, const Session& session) {
    Console console(session);
    const JobOutcome outcome = console.run(makeCorpusJob(config));
    if (outcome.ending == JobEnding::Succeeded) {
        const std::string table = (config.outFolder / "corpus.csv").string();
        session.json ? console.print(Json{{"corpus", config.outFolder.string()}, {"table", table}, {"clips", config.clips}})
                     : console.print(table);
    }
    return console.finish(outcome, "Run the same command again to go on.");
}

}  // namespace

void addCorpusCommand(CLI::App& app, Session& session) {
    CLI::App* corpus = app.add_subcommand("corpus", "Make training material");
    corpus->require_subcommand(1);
    CLI::App* render = corpus->add_subcommand("render", "Compose and render clips with captions in MusicCaps' columns");
    const auto config = std::make_shared<CorpusConfig>();
    render->add_option("--out", config->outFolder, "Folder for audio/ and corpus.csv")->required();
    render->add_option("--clips", config->clips, "How many clips, both splits together")->capture_default_str();
    render->add_option("--seconds", config->clipSeconds, "Length of each")->capture_default_str();
    render->add_option("--sample-rate", config->sampleRateHz, "In Hz")->capture_default_str();
    render->add_option("--held-out-share", config->heldOutShare, "Share kept for testing")->capture_default_str();
    render->add_option("--seed", config->seed, "Seed of the compositions")->check(CLI::NonNegativeNumber)->capture_default_str();
    render->add_option("--soundfont", config->soundFont, "Instruments (.sf2); default: the system's");
    render->add_option("--split", config->split, "all, or the clips of one split alone: train, held-out")
        ->transform(CLI::CheckedTransformer(std::map<std::string, CorpusSplit>{{"all", CorpusSplit::All},
                                                                               {"train", CorpusSplit::Train},
                                                                               {"held-out", CorpusSplit::HeldOut}}));
    render->callback([config, &session] {
        session.run = [config, &session] {
            config->threads = session.threads;
            return renderCorpus(*config, session);
        };
    });
}

}  // namespace musicrl
