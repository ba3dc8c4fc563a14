// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "SimulatedRaterOptions.h"
#include "TextTable.h"
#include "tasks/SimulatedRatingTask.h"

#include <algorithm>
#include <limits>

namespace musicrl {
namespace {

struct RateOptions {
    SimulatedRatingConfig config;
    std::vector<std::filesystem::path> folders;
    std::vector<std::string> names;
    bool simulated = false;
};

/// Such as "movement 31 %, quality 20 %": what moved the rater most.
std::string aspectsText(const Json& aspects) {
    std::vector<std::pair<double, std::string>> shares;
    for (const auto& [name, share] : aspects.items()) {
        shares.emplace_back(-share.get<double>(), name);
    }
    std::sort(shares.begin(), shares.end());
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(4, shares.size()); ++i) {
        text += (i == 0 ? "" : ", ") + shares[i].second + " " + fixed(-100.0 * shares[i].first, 0) + " %";
    }
    return text;
}

std::string ratersText(const Json& raters) {
    std::vector<std::vector<std::string>> rows = {{"simulated rater", "A", "tie", "B", "what moved it most"}};
    for (const Json& rater : raters) {
        rows.push_back({rater.at("name").get<std::string>(), rater.at("a").dump(), rater.at("tie").dump(),
                        rater.at("b").dump(), aspectsText(rater.at("aspects"))});
    }
    return tableText(rows);
}

std::string agreementText(const Json& agreements) {
    std::vector<std::vector<std::string>> rows = {
        {"two simulated raters", "pairs", "both name a winner", "the same %"}};
    for (const Json& two : agreements) {
        const double share = two.at("agreement").is_number() ? two.at("agreement").get<double>()
                                                             : std::numeric_limits<double>::quiet_NaN();
        rows.push_back({two.at("first").get<std::string>() + ", " + two.at("second").get<std::string>(),
                        two.at("pairs").dump(), two.at("decisive").dump(), fixed(100.0 * share, 1)});
    }
    return tableText(rows);
}

std::string resultText(const Json& result, const std::filesystem::path& out) {
    return ratersText(result.at("raters")) + "\n" +
           (result.at("agreement").empty() ? "" : agreementText(result.at("agreement")) + "\n") +
           result.at("new_votes").dump() + " new simulated votes on " + result.at("pairs").dump() +
           " pairs, by programs and not by people: " + out.string();
}

int rate(RateOptions options, const Session& session) {
    if (!options.simulated) {
        throw Error(ErrorKind::BadInput, "Only simulated raters vote here: say --simulated to have programs judge.");
    }
    SimulatedRatingConfig& config = options.config;
    config.pairs = clipsToCompare(options.folders, options.names);
    const std::filesystem::path out = config.out;
    Console console(session);
    Json result;
    console.onResult = [&](const ResultRow& row) { result = row.values; };
    const JobOutcome outcome = console.run(makeSimulatedRatingJob(std::move(config)));
    if (!result.is_null() && session.json) {
        console.print(result);
    } else if (!result.is_null()) {
        console.print(resultText(result, out));
    }
    return console.finish(outcome);
}

}  // namespace

void addRateCommand(CLI::App& app, Session& session) {
    CLI::App* command =
        app.add_subcommand("rate", "Have simulated raters (programs, no people) vote on pairs of clips");
    const auto options = std::make_shared<RateOptions>();
    SimulatedRatingConfig& config = options->config;
    command
        ->add_option("folders", options->folders,
                     "Folders of clips with records: one with several clips a prompt, or more with the same prompts")
        ->required();
    command->add_flag("--simulated", options->simulated, "Yes, simulated votes are wanted");
    command->add_option("--out", config.out, "Preference pairs (JSON lines); new votes are added")->required();
    command->add_option("--raters", config.group, "train: votes to learn from; test: votes that only measure")
        ->check(CLI::IsMember({"train", "test"}))
        ->capture_default_str();
    command->add_option("--raters-per-pair", config.ratersPerPair, "How many of them judge a pair, in turn; 0: all")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    command
        ->add_option("--names", options->names,
                     "What made the clips, a name a folder, with commas; default: the folders' names")
        ->delimiter(',');
    addSimulatedRaterOptions(command, config);
    command->callback([options, &session] { session.run = [options, &session] { return rate(*options, session); }; });
}

}  // namespace musicrl
