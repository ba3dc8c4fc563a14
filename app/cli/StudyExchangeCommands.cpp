// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyCommands.h"
#include "StudyPairs.h"
#include "study/exchange/CaptionPrompts.h"
#include "study/results/RatersLeftOut.h"

#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr const char* musicCaps = "musiccaps";

struct ExportOptions {
    std::string study;
    fs::path studies = studiesFolder;
    std::string format = "pairs";
    std::string question;
    fs::path out;
    bool force = false;
    bool everything = false;
};

void refuseToReplace(const fs::path& file, bool force) {
    std::error_code ignored;
    if (!force && fs::exists(file, ignored)) {
        throw Error(ErrorKind::BadInput, file.string() +
                                             " is there already: name another file, or say --force to "
                                             "replace it.");
    }
}

void addOut(CLI::App* command, fs::path& out, bool& force, const std::string& what) {
    command->add_option("--out", out, what)->required();
    command->add_flag("--force", force, "Replace the file if it is there");
}

void sayWhoIsLeftOut(Console& console, const RevealedStudy& study) {
    for (const std::string& rater : ratersLeftOut(study)) {
        console.say(rater + " is left out by the rules of the design.");
    }
}

int exportStudy(const ExportOptions& options, const Session& session) {
    refuseToReplace(options.out, options.force);
    const ExchangeFormat format = exchangeFormat(options.format);
    const RevealedStudy study = revealStudy(options.study, options.studies);
    const std::string question = questionOf(study, options.question);
    const std::vector<ExchangedPair> pairs = exchangedPairs(study, question, options.everything);
    const std::size_t leftOut = writeExchange(options.out, pairs, format);
    const std::size_t written = pairs.size() - leftOut;
    Console console(session);
    if (session.json) {
        console.print(Json{{"study", study.id},
                           {"question", question},
                           {"format", options.format},
                           {"pairs", written},
                           {"left_out", leftOut},
                           {"raters_left_out", options.everything ? std::set<std::string>() : ratersLeftOut(study)},
                           {"file", options.out.string()}});
    } else {
        if (!options.everything) {
            sayWhoIsLeftOut(console, study);
        }
        console.print(options.out.string() + ": " + std::to_string(written) + " pairs on \"" + question + "\"" +
                      (leftOut == 0
                           ? std::string()
                           : ", " + std::to_string(leftOut) + " left out that " + options.format + " cannot say"));
    }
    return 0;
}

struct ImportOptions {
    fs::path file;
    std::string format;
    fs::path clips;
    fs::path out;
    bool force = false;
};

int importFile(const ImportOptions& options, const Session& session) {
    refuseToReplace(options.out, options.force);
    std::size_t count = 0;
    if (options.format == musicCaps) {
        count = writeCaptionPrompts(options.file, options.out);
    } else {
        const auto pairs = readExchange(options.file, exchangeFormat(options.format), options.clips);
        count = pairs.size();
        writeExchange(options.out, pairs, ExchangeFormat::Pairs);
    }
    const std::string what = options.format == musicCaps ? "prompts" : "pairs";
    Console console(session);
    if (session.json) {
        console.print(Json{{"format", options.format}, {what, count}, {"file", options.out.string()}});
    } else {
        console.print(options.out.string() + ": " + std::to_string(count) + " " + what);
    }
    return 0;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

}  // namespace

void addStudyExport(CLI::App& study, Session& session) {
    CLI::App* command = study.add_subcommand("export", "Write a sealed study's judgements for other tools");
    const auto options = std::make_shared<ExportOptions>();
    command->add_option("study", options->study, "Name or folder of the study")->required();
    command->add_option("--studies", options->studies, "Folder of the studies")->capture_default_str();
    command->add_option("--format", options->format, joined(exchangeFormatNames()))
        ->check(CLI::IsMember(exchangeFormatNames()))
        ->capture_default_str();
    command->add_option("--question", options->question, "Id of the question; default: the study's first");
    addOut(command, options->out, options->force, "File to write");
    command->add_flag("--everything", options->everything, "Practice, repeats, gold pairs and left-out raters too");
    command->callback(
        [options, &session] { session.run = [options, &session] { return exportStudy(*options, session); }; });
}

void addStudyImport(CLI::App& study, Session& session) {
    CLI::App* command =
        study.add_subcommand("import", "Make preference pairs of other tools' files, or prompts of a MusicCaps table");
    const auto options = std::make_shared<ImportOptions>();
    std::vector<std::string> formats = exchangeFormatNames();
    formats.emplace_back(musicCaps);
    command->add_option("file", options->file, "File to read")->required();
    command->add_option("--format", options->format, joined(formats))->check(CLI::IsMember(formats))->required();
    command->add_option("--clips", options->clips, "Folder of the clips that it names; default: the file's own");
    addOut(command, options->out, options->force, "Preference pairs (JSON lines); musiccaps: prompts (JSON lines)");
    command->callback(
        [options, &session] { session.run = [options, &session] { return importFile(*options, session); }; });
}

}  // namespace musicrl
