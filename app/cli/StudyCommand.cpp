// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExitCodes.h"
#include "SimulatedRaterOptions.h"
#include "StudyCommands.h"
#include "StudyPairs.h"
#include "TextTable.h"
#include "study/StudyStore.h"
#include "tasks/CreateStudyTask.h"
#include "tasks/SimulatedStudyTask.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

struct StudyOptions {
    std::string study;
    fs::path studies = studiesFolder;
};

void addStudyOptions(CLI::App* command, StudyOptions& options) {
    command->add_option("study", options.study, "Name or folder of the study")->required();
    command->add_option("--studies", options.studies, "Folder of the studies")->capture_default_str();
}

struct CreateOptions {
    CreateStudyConfig config;
    std::string id;
    fs::path studies = studiesFolder;
};

fs::path folderFor(const CreateOptions& options) {
    const std::string id = options.id.empty() ? options.config.design.stem().string() : options.id;
    if (id.empty() || id.front() == '.' || id.find('/') != std::string::npos) {
        throw Error(ErrorKind::BadInput, "A study's name is a plain file name such as round-1, not \"" + id + "\".");
    }
    return options.studies / id;
}

std::string planText(const Json& plan) {
    std::string text = "Study " + plan.at("folder").get<std::string>() + " is ready to be rated.\n";
    for (const Json& rater : plan.at("raters")) {
        text += rater.at("rater").get<std::string>() + ": " + rater.at("trials").dump() + " trials\n";
    }
    return text + "plan's hash (SHA-256): " + plan.at("plan_hash").get<std::string>();
}

int create(CreateOptions options, const Session& session) {
    options.config.folder = folderFor(options);
    Console console(session);
    Json plan;
    console.onResult = [&](const ResultRow& row) {
        if (row.kind == "study") {
            plan = row.values;
        }
    };
    const JobOutcome outcome = console.run(makeCreateStudyJob(options.config));
    if (!plan.is_null() && session.json) {
        console.print(plan);
    } else if (!plan.is_null()) {
        console.print(planText(plan));
    }
    return console.finish(outcome);
}

void addCreate(CLI::App& study, Session& session) {
    CLI::App* command = study.add_subcommand("create", "Plan a study from a design file and copy its clips blind");
    const auto options = std::make_shared<CreateOptions>();
    command->add_option("design", options->config.design, "Design (TOML): models, prompts, questions, raters")
        ->required();
    command->add_option("--id", options->id, "Name of the study's folder; default: the design file's name");
    command->add_option("--studies", options->studies, "Folder of the studies")->capture_default_str();
    command->add_option("--device", options->config.device, "Of models that make their clips here")
        ->capture_default_str();
    command->callback([options, &session] { session.run = [options, &session] { return create(*options, session); }; });
}

std::string stateOf(const StudyStatus& status) {
    return !status.sealedUtc.empty() ? "sealed" : status.started ? "begun" : "not begun";
}

bool isSimulated(const RaterProgress& rater) {
    return rater.profile && rater.profile->simulated;
}

Json statusJson(const StudyStore& store) {
    const StudyStatus status = store.status();
    Json json = {{"study", store.folder().filename().string()},
                 {"name", status.name},
                 {"state", stateOf(status)},
                 {"created", status.createdUtc},
                 {"sealed", status.sealedUtc},
                 {"plan_hash", status.planHash},
                 {"judgements", status.judgements},
                 {"taken_back", status.undone},
                 {"raters", Json::array()}};
    if (const std::optional<DecidedPairs> pairs = store.decidedPairs()) {
        json["decided"] = {{"pairs", pairs->decided}, {"of", pairs->pairs}};
    }
    for (const RaterProgress& rater : status.raters) {
        json["raters"].push_back({{"rater", rater.rater},
                                  {"done", rater.done},
                                  {"count", rater.count},
                                  {"last", rater.lastUtc},
                                  {"simulated", isSimulated(rater)}});
        if (rater.practice) {
            json["raters"].back()["practice"] = {{"state", textOf(rater.practice->state)},
                                                 {"attempt", rater.practice->attempt()},
                                                 {"attempts", rater.practice->attempts}};
        }
    }
    return json;
}

/// Which pairs these are stays hidden until the seal.
std::string decidedText(const Json& status) {
    if (!status.contains("decided")) {
        return "";
    }
    const Json& decided = status.at("decided");
    return "decided: " + decided.at("pairs").dump() + " of " + decided.at("of").dump() +
           " pairs of models, before screening (of equal models, at most one study in twenty has any, however often "
           "one looks)\n";
}

std::string statusText(const Json& status) {
    std::string text = status.at("name").get<std::string>() + " (" + status.at("study").get<std::string>() +
                       "): " + status.at("state").get<std::string>() + ", " + status.at("judgements").dump() +
                       " judgements" + ", " + status.at("taken_back").dump() + " taken back\n" +
                       "plan's hash: " + status.at("plan_hash").get<std::string>() + "\n" + decidedText(status) + "\n";
    std::vector<std::vector<std::string>> rows = {{"rater", "done", "of", "last judgement (UTC)"}};
    for (const Json& rater : status.at("raters")) {
        const std::string name = rater.at("rater").get<std::string>();
        rows.push_back({rater.at("simulated").get<bool>() ? name + " (a program)" : name, rater.at("done").dump(),
                        rater.at("count").dump(), rater.at("last").get<std::string>()});
        if (rater.contains("practice")) {
            rows.front().resize(5, "practice");
            rows.back().push_back(rater.at("practice").at("state").get<std::string>() + ", attempt " +
                                  rater.at("practice").at("attempt").dump() + " of " +
                                  rater.at("practice").at("attempts").dump());
        }
    }
    return text + tableText(rows);
}

/// Trials of all raters.
std::string countText(const Json& status) {
    std::int64_t count = 0;
    for (const Json& rater : status.at("raters")) {
        count += rater.at("count").get<std::int64_t>();
    }
    return std::to_string(count);
}

int showAll(const fs::path& studies, const Session& session) {
    const std::vector<std::string> names = studiesIn(studies);
    if (names.empty()) {
        throw Error(ErrorKind::NotFound,
                    "There is no study in " + studies.string() + "; make one with \"musicrl study create\".");
    }
    Json all = Json::array();
    std::vector<std::vector<std::string>> rows = {{"study", "state", "judgements", "of"}};
    int code = exitSuccess;
    for (const std::string& name : names) {
        try {
            const Json status = statusJson(StudyStore::open(studies / name));
            rows.push_back(
                {name, status.at("state").get<std::string>(), status.at("judgements").dump(), countText(status)});
            all.push_back(status);
        } catch (const Error& error) {  // the others are still worth a look
            code = reportError(error.kind(), error.what());
        }
    }
    Console console(session);
    session.json ? console.print(all) : console.print(tableText(rows));
    return code;
}

int showStatus(const StudyOptions& options, const Session& session) {
    if (options.study.empty()) {
        return showAll(options.studies, session);
    }
    const Json status = statusJson(StudyStore::open(findStudy(options.study, options.studies)));
    Console console(session);
    session.json ? console.print(status) : console.print(statusText(status));
    return 0;
}

void addStatus(CLI::App& study, Session& session) {
    CLI::App* command = study.add_subcommand("status", "How far a study is (without one: all of them)");
    const auto options = std::make_shared<StudyOptions>();
    addStudyOptions(command, *options);
    command->get_option("study")->required(false);
    command->callback(
        [options, &session] { session.run = [options, &session] { return showStatus(*options, session); }; });
}

struct SealOptions {
    StudyOptions study;
    bool unfinished = false;
};

int sealStudy(const SealOptions& options, const Session& session) {
    StudyStore store = StudyStore::open(findStudy(options.study.study, options.study.studies));
    for (const RaterProgress& rater : store.status().raters) {
        if (rater.done < rater.count && !options.unfinished && !store.sealed()) {
            throw Error(ErrorKind::BadInput, rater.rater + " has judged " + std::to_string(rater.done) + " of " +
                                                 std::to_string(rater.count) +
                                                 " trials: say --unfinished to seal the study all the same.");
        }
    }
    store.seal();
    const Json status = statusJson(store);
    Console console(session);
    session.json ? console.print(status) : console.print(statusText(status));
    return 0;
}

void addSeal(CLI::App& study, Session& session) {
    CLI::App* command =
        study.add_subcommand("seal", "End a study: nothing more is recorded, and its models can be revealed");
    const auto options = std::make_shared<SealOptions>();
    addStudyOptions(command, options->study);
    command->add_flag("--unfinished", options->unfinished, "Although raters have trials left");
    command->callback(
        [options, &session] { session.run = [options, &session] { return sealStudy(*options, session); }; });
}

struct SimulateOptions {
    StudyOptions study;
    SimulatedStudyConfig config;
};

int simulate(const SimulateOptions& options, const Session& session) {
    SimulatedStudyConfig config = options.config;
    config.folder = findStudy(options.study.study, options.study.studies);
    Console console(session);
    Json result;
    console.onResult = [&](const ResultRow& row) { result = row.values; };
    const JobOutcome outcome = console.run(makeSimulatedStudyJob(config));
    if (!result.is_null() && session.json) {
        console.print(result);
    } else if (!result.is_null()) {
        std::vector<std::vector<std::string>> rows = {{"simulated rater", "answered now", "trials"}};
        for (const Json& rater : result.at("raters")) {
            rows.push_back(
                {rater.at("name").get<std::string>(), rater.at("answered").dump(), rater.at("count").dump()});
        }
        console.print(tableText(rows) + "\nThese answers are by programs and not by people.");
    }
    return console.finish(outcome);
}

void addSimulate(CLI::App& study, Session& session) {
    CLI::App* command =
        study.add_subcommand("simulate", "Have simulated raters (programs, no people) answer a study's trials");
    const auto options = std::make_shared<SimulateOptions>();
    SimulatedStudyConfig& config = options->config;
    addStudyOptions(command, options->study);
    command->add_option("--rater", config.rater, "This simulated rater alone; default: all of the study's");
    addSimulatedRaterOptions(command, config);
    command->callback(
        [options, &session] { session.run = [options, &session] { return simulate(*options, session); }; });
}

}  // namespace

void addStudyCommand(CLI::App& app, Session& session) {
    CLI::App* study = app.add_subcommand("study", "Blind listening studies without a window");
    study->require_subcommand(1);
    addCreate(*study, session);
    addStatus(*study, session);
    addSeal(*study, session);
    addSimulate(*study, session);
    addStudyExport(*study, session);
    addStudyImport(*study, session);
    addStudyReport(*study, session);
}

}  // namespace musicrl
