// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/EvaluationPrompts.h"

#include "record/PromptSet.h"

#include <algorithm>

namespace musicrl {
namespace {

std::string factOf(const PromptFields& fields, const char* name, const std::filesystem::path& path) {
    const auto found = fields.values.find(name);
    if (found == fields.values.end() || !found->is_string() || isBlank(found->get<std::string>())) {
        refusePrompt(path, fields.line,
                     "the fact \"" + std::string(name) +
                         "\" is missing; evaluation prompts need genre, tempo, instrument and form.");
    }
    return found->get<std::string>();
}

std::string choiceOf(const PromptFields& fields, const char* name, const std::vector<std::string>& allowed,
                     const std::filesystem::path& path) {
    const std::string value = factOf(fields, name, path);
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
        std::string list;
        for (const std::string& word : allowed) {
            list += (list.empty() ? "" : ", ") + word;
        }
        refusePrompt(path, fields.line,
                     "the " + std::string(name) + " is \"" + value + "\", but must be one of: " + list + ".");
    }
    return value;
}

}  // namespace

std::vector<EvaluationPrompt> readEvaluationPrompts(const std::filesystem::path& path) {
    const std::vector<Prompt> prompts = readPrompts(path);
    const std::vector<PromptFields> rows = readPromptFields(path);
    std::vector<EvaluationPrompt> result;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        result.push_back({.prompt = prompts[i],
                          .genre = factOf(rows[i], "genre", path),
                          .tempo = choiceOf(rows[i], "tempo", {"slow", "medium", "fast"}, path),
                          .instrument = factOf(rows[i], "instrument", path),
                          .form = choiceOf(rows[i], "form", {"tags", "sentence", "sentences"}, path)});
    }
    return result;
}

}  // namespace musicrl
