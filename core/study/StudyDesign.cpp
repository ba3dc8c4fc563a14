// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyDesign.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Paths.h"
#include "base/Toml.h"
#include "record/Prompt.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t mostTrials = 1'000'000;
constexpr std::int64_t mostAttempts = 100;
constexpr double longestListening = 3600.0;  // seconds

template <typename Value, std::size_t count>
using Names = std::array<std::pair<const char*, Value>, count>;

constexpr Names<StudyKind, 3> kinds = {{{"pairs", StudyKind::Pairs}, {"abx", StudyKind::Abx}, {"mos", StudyKind::Mos}}};
constexpr Names<QuestionKind, 3> questionKinds = {
    {{"preference", QuestionKind::Preference}, {"rating", QuestionKind::Rating}, {"identity", QuestionKind::Identity}}};

template <typename Value, std::size_t count>
std::string nameOf(const Names<Value, count>& names, Value wanted) {
    for (const auto& [name, value] : names) {
        if (value == wanted) {
            return name;
        }
    }
    throw Error(ErrorKind::Internal, "A value of a study has no name.");
}

template <typename Value, std::size_t count>
void readNamed(Fields& fields, const char* key, const Names<Value, count>& names, Value& value) {
    std::vector<std::string> allowed;
    for (const auto& [name, ignored] : names) {
        allowed.emplace_back(name);
    }
    std::string given = nameOf(names, value);
    fields.oneOf(key, given, allowed);
    for (const auto& [name, named] : names) {
        value = given == name ? named : value;
    }
}

/// A name that can stand in a file name, a table and an address.
bool isPlainName(const std::string& name) {
    return !name.empty() && name.size() <= 64 && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](unsigned char letter) {
               return std::isalnum(letter) != 0 || letter == '-' || letter == '_' || letter == '.';
           });
}

/// The study "musicrl-paper": every comparison of two of four models' clips by three raters, each clip 1 to 5.
/// \see Cideron et al., MusicRL, 2024, section 4.3
StudyDesign paperDesign() {
    StudyDesign design;
    design.name = "musicrl-paper";
    design.prompts = resourcesFolder() / "prompts" / "eval101.jsonl";
    design.questions = {{.id = "overall",
                         .text = "How good is each clip, taking together how it fits the text, how it sounds and how "
                                 "much you like it?",
                         .kind = QuestionKind::Rating}};
    design.raters = {"rater-1", "rater-2", "rater-3"};
    return design;
}

/// The objects of a list that Fields does not read; leaves a table in their place, so that the key is known.
std::vector<Json> takeObjects(Json& json, const char* key, const std::string& where) {
    const auto found = json.find(key);
    std::vector<Json> objects;
    if (found == json.end()) {
        return objects;
    }
    const bool isList = found->is_array() &&
                        std::all_of(found->begin(), found->end(), [](const Json& item) { return item.is_object(); });
    if (!isList) {
        throw Error(ErrorKind::BadInput, where + ": \"" + key + "\" must be a list of tables: write [[" + key +
                                             "]] above the keys of each one.");
    }
    objects.assign(found->begin(), found->end());
    *found = Json::object();
    return objects;
}

class DesignReader {
public:
    DesignReader(const Json& json, std::string where, fs::path folder)
        : json_(json), where_(std::move(where)), folder_(std::move(folder)) {}

    [[nodiscard]] StudyDesign design() {
        StudyDesign design = start();
        readLists(design);
        Fields fields(json_, where_);
        std::string unused;
        fields.text("template", unused);
        for (const char* key : {"models", "questions", "gold"}) {
            static_cast<void>(fields.object(key));
        }
        readTexts(fields, design);
        readNumbers(fields, design);
        readScreening(fields, design);
        fields.finish();
        complete(design);
        return design;
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const {
        throw Error(ErrorKind::BadInput, where_ + ": " + reason);
    }

    [[nodiscard]] fs::path found(const std::string& file) const {
        return file.empty() ? fs::path() : fs::absolute(folder_ / file).lexically_normal();
    }

    [[nodiscard]] StudyDesign start() {
        if (!json_.is_object()) {
            refuse("expected an object with keys.");
        }
        const auto given = json_.find("template");
        if (given == json_.end()) {
            return {};
        }
        if (*given != "musicrl-paper") {
            refuse("\"template\" is " + given->dump() + ", but the only template is \"musicrl-paper\".");
        }
        return paperDesign();
    }

    void readLists(StudyDesign& design) {
        for (const Json& object : takeObjects(json_, "models", where_)) {
            design.models.push_back(model(object));
        }
        if (json_.contains("questions")) {
            design.questions.clear();
        }
        for (const Json& object : takeObjects(json_, "questions", where_)) {
            design.questions.push_back(question(object));
        }
        for (const Json& object : takeObjects(json_, "gold", where_)) {
            design.gold.push_back(gold(object));
        }
    }

    [[nodiscard]] StudyModel model(const Json& object) const {
        Fields fields(object, where_ + ", [[models]]");
        StudyModel model;
        std::string clips;
        std::vector<std::string> files;
        fields.text("name", model.name);
        fields.text("clips", clips);
        fields.texts("files", files);
        fields.finish();
        if (!isPlainName(model.name)) {
            refuse("a model needs a \"name\" of letters, digits, '-', '_' and '.', not \"" + model.name + "\".");
        }
        if (clips.empty() == files.empty()) {
            refuse("the model \"" + model.name +
                   "\" needs \"clips\", the folder of its clips, or else \"files\", a list of them.");
        }
        model.clips = found(clips);
        std::transform(files.begin(), files.end(), std::back_inserter(model.files),
                       [this](const std::string& file) { return found(file); });
        return model;
    }

    [[nodiscard]] Question question(const Json& object) const {
        Fields fields(object, where_ + ", [[questions]]");
        Question question;
        std::int64_t steps = question.steps;
        fields.text("id", question.id);
        fields.text("text", question.text);
        readNamed(fields, "kind", questionKinds, question.kind);
        fields.integer("steps", steps, 2, 3);
        fields.flag("tie", question.tieAllowed);
        fields.finish();
        question.steps = static_cast<int>(steps);
        if (!isPlainName(question.id)) {
            refuse("a question needs an \"id\" such as \"overall\", \"fits\" or \"quality\", not \"" + question.id +
                   "\".");
        }
        if (isBlank(question.text)) {
            refuse("the question \"" + question.id + "\" needs a \"text\" for the rater to read.");
        }
        return question;
    }

    [[nodiscard]] GoldPair gold(const Json& object) const {
        Fields fields(object, where_ + ", [[gold]]");
        GoldPair pair;
        std::string better;
        std::string worse;
        fields.text("prompt", pair.prompt);
        fields.text("better", better);
        fields.text("worse", worse);
        fields.finish();
        if (isBlank(pair.prompt) || better.empty() || worse.empty()) {
            refuse("a gold pair needs \"prompt\", \"better\" and \"worse\": a text and two files.");
        }
        pair.prompt = oneLine(pair.prompt);
        pair.better = found(better);
        pair.worse = found(worse);
        return pair;
    }

    void readTexts(Fields& fields, StudyDesign& design) const {
        fields.text("name", design.name);
        fields.text("description", design.description);
        readNamed(fields, "kind", kinds, design.kind);
        fields.texts("raters", design.raters);
        std::string prompts = design.prompts.string();
        fields.text("prompts", prompts);
        design.prompts = found(prompts);
    }

    static void readNumbers(Fields& fields, StudyDesign& design) {
        fields.integer("votes_per_comparison", design.votesPerComparison, 0, mostTrials);
        fields.integer("repeats", design.repeats, 0, mostTrials);
        fields.integer("noisy_gold", design.noisyGold, 0, mostTrials);
        fields.integer("practice", design.practice, 0, mostTrials);
        fields.number("practice_to_pass", design.practiceToPass, 0.0, 1.0);
        fields.integer("practice_attempts", design.practiceAttempts, 1, mostAttempts);
        fields.integer("abx_trials", design.abxTrials, 1, mostTrials);
        fields.integer("block_trials", design.blockTrials, 1, mostTrials);
        fields.number("minimum_listening_seconds", design.minimumListeningSeconds, 0.0, longestListening);
        fields.flag("common_length", design.commonLength);
        fields.flag("show_waveform", design.showWaveform);
        fields.number("target_lufs", design.targetLufs, -60.0, 0.0);
        auto seed = static_cast<std::int64_t>(design.seed);
        fields.integer("seed", seed, 0, std::numeric_limits<std::int64_t>::max());
        design.seed = static_cast<std::uint64_t>(seed);
    }

    void readScreening(Fields& fields, StudyDesign& design) const {
        design.screening = screeningRulesFromJson(fields.object("screening"), where_ + ", [screening]");
    }

    void complete(StudyDesign& design) const {
        design.name = oneLine(design.name);
        if (design.questions.empty()) {
            design.questions = usualQuestions(design.kind);
        }
        checkNames(design);
        checkQuestions(design);
        checkKind(design);
    }

    void checkNames(const StudyDesign& design) const {
        if (design.name.empty()) {
            refuse("the study needs a \"name\".");
        }
        std::set<std::string> models;
        for (const StudyModel& model : design.models) {
            if (!models.insert(model.name).second) {
                refuse("two models have the name \"" + model.name + "\"; each needs one of its own.");
            }
        }
        if (models.count("gold") > 0) {
            refuse("no model can have the name \"gold\": the clips of gold pairs have it.");
        }
        if (design.raters.empty()) {
            refuse("name the \"raters\" by pseudonyms, such as raters = [\"ann\", \"bob\"].");
        }
        std::set<std::string> raters;
        for (const std::string& rater : design.raters) {
            if (!isPlainName(rater) || !raters.insert(rater).second) {
                refuse("\"raters\" has \"" + rater +
                       "\", but each must be a different pseudonym of letters, digits, '-', '_' and '.'.");
            }
        }
    }

    void checkQuestions(const StudyDesign& design) const {
        std::set<std::string> ids;
        for (const Question& question : design.questions) {
            if (!ids.insert(question.id).second) {
                refuse("two questions have the id \"" + question.id + "\"; each needs one of its own.");
            }
            const bool fits = design.kind == StudyKind::Pairs ? question.kind != QuestionKind::Identity
                              : design.kind == StudyKind::Abx ? question.kind == QuestionKind::Identity
                                                              : question.kind == QuestionKind::Rating;
            if (!fits) {
                refuse("the question \"" + question.id + "\" is of kind \"" + textOf(question.kind) +
                       "\", which a study of kind \"" + textOf(design.kind) + "\" cannot ask.");
            }
        }
    }

    void checkKind(const StudyDesign& design) const {
        const std::size_t needed = design.kind == StudyKind::Mos ? 1 : 2;
        if (design.models.size() < needed) {
            refuse("a study of kind \"" + textOf(design.kind) + "\" needs " +
                   (needed == 1 ? "a model" : "two models or more") +
                   ": write [[models]] with \"name\" and \"clips\".");
        }
        const bool hasGold = !design.gold.empty() || design.noisyGold > 0;
        if (design.kind != StudyKind::Pairs && hasGold) {
            refuse("gold pairs belong to studies of kind \"pairs\": take \"gold\" and \"noisy_gold\" out.");
        }
        if (design.practiceToPass > 0.0 && (design.kind != StudyKind::Pairs || design.practice == 0)) {
            refuse(
                "a practice to pass is made of pairs of known answer: set \"practice\" to their number in a study of "
                "kind \"pairs\", or take \"practice_to_pass\" out.");
        }
        if (design.kind == StudyKind::Abx && design.repeats > 0) {
            refuse("an ABX study repeats every two clips \"abx_trials\" times: take \"repeats\" out.");
        }
    }

    Json json_;
    std::string where_;
    fs::path folder_;
};

}  // namespace

std::string textOf(StudyKind kind) {
    return nameOf(kinds, kind);
}

std::string textOf(QuestionKind kind) {
    return nameOf(questionKinds, kind);
}

std::vector<Question> usualQuestions(StudyKind kind) {
    switch (kind) {
        case StudyKind::Pairs:
            return {{.id = "overall", .text = "Overall, which do you like more?"}};
        case StudyKind::Abx:
            return {{.id = "identity", .text = "Which of the two is X?", .kind = QuestionKind::Identity}};
        case StudyKind::Mos:
            break;
    }
    return {{.id = "quality", .text = "How good is the sound of this clip?", .kind = QuestionKind::Rating}};
}

StudyDesign readStudyDesign(const fs::path& path) {
    return studyDesignFromJson(readTomlFile(path), path.string(), fs::absolute(path).parent_path());
}

StudyDesign studyDesignFromJson(const Json& json, const std::string& where, const fs::path& folder) {
    return DesignReader(json, where, folder).design();
}

}  // namespace musicrl
