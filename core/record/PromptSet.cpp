// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/PromptSet.h"

#include "base/Error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

/// The fields of one prompt, and how to complain about them.
class FieldReader {
public:
    FieldReader(const PromptFields& fields, const std::filesystem::path& path) : fields_(fields), path_(path) {}

    [[noreturn]] void refuse(const std::string& reason) const { refusePrompt(path_, fields_.line, reason); }

    [[nodiscard]] std::string text() const {
        for (const char* key : {"prompt", "text", "caption"}) {
            if (const auto found = fields_.values.find(key); found != fields_.values.end()) {
                if (!found->is_string()) {
                    refuse("the " + std::string(key) + " is " + found->dump() + ", but must be a text in quotes.");
                }
                return oneLine(found->get<std::string>());
            }
        }
        refuse("there is no \"prompt\", \"text\" or \"caption\"; name the column or key of the text one of these.");
    }

    [[nodiscard]] std::string id() const {
        const auto [key, value] = first({"id", "ytid"});
        if (value != nullptr && !value->is_string() && !value->is_number_integer()) {
            refuse("the " + key + " is " + value->dump() + ", but must be a text or a whole number.");
        }
        return value == nullptr     ? std::string()
               : value->is_string() ? oneLine(value->get<std::string>())
                                    : value->dump();
    }

    template <typename Number>
    void number(std::initializer_list<const char*> names, Number& target, const std::string& expected) const {
        const auto [key, value] = first(names);
        if (value == nullptr) {
            return;
        }
        const std::string given = value->is_string() ? oneLine(value->get<std::string>()) : value->dump();
        const auto [end, fault] = std::from_chars(given.data(), given.data() + given.size(), target);
        if (fault != std::errc() || end != given.data() + given.size()) {
            refuse("\"" + given + "\" stands for " + key + ", but it must be " + expected + ".");
        }
    }

private:
    /// The first of these keys that is there with a value; else a null pointer.
    [[nodiscard]] std::pair<std::string, const Json*> first(std::initializer_list<const char*> keys) const {
        for (const char* key : keys) {
            const auto found = fields_.values.find(key);
            const bool given = found != fields_.values.end() && !found->is_null() &&
                               !(found->is_string() && isBlank(found->template get_ref<const std::string&>()));
            if (given) {
                return {key, &*found};
            }
        }
        return {std::string(), nullptr};
    }

    const PromptFields& fields_;
    const std::filesystem::path& path_;
};

bool fitsFileName(const std::string& id) {
    const auto allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
    };
    return id.size() <= 128 && id.front() != '.' && std::all_of(id.begin(), id.end(), allowed);
}

std::string idFromLine(std::size_t line, const std::string& text) {
    std::string number = std::to_string(line);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return number + "-" + slug(text);
}

}  // namespace

Prompt promptFromFields(const PromptFields& fields, const std::filesystem::path& path) {
    const FieldReader reader(fields, path);
    Prompt prompt{.id = reader.id(), .text = reader.text()};
    reader.number({"seconds", "duration"}, prompt.durationSeconds, "a number");
    reader.number({"seed"}, prompt.seed, "a whole number from 0");
    if (prompt.text.empty()) {
        reader.refuse("the prompt is empty; write a text or take the line out.");
    }
    if (!isUtf8(prompt.text)) {
        reader.refuse("the prompt is not UTF-8 text; save the file as UTF-8.");
    }
    if (!(prompt.durationSeconds > 0.0 && std::isfinite(prompt.durationSeconds))) {
        reader.refuse("the seconds must be more than 0; leave them out for 10.");
    }
    if (prompt.id.empty()) {
        prompt.id = idFromLine(fields.line, prompt.text);
    }
    if (!fitsFileName(prompt.id)) {
        reader.refuse("the id \"" + prompt.id +
                      "\" does not fit a file name: use at most 128 letters, digits, '-', '_', '.'.");
    }
    return prompt;
}

std::vector<Prompt> readPrompts(const std::filesystem::path& path) {
    std::vector<Prompt> prompts;
    std::map<std::string, std::size_t> lines;  // of the ids so far
    for (const PromptFields& fields : readPromptFields(path)) {
        Prompt prompt = promptFromFields(fields, path);
        const auto [known, added] = lines.emplace(prompt.id, fields.line);
        if (!added) {
            refusePrompt(path, fields.line,
                         "the id \"" + prompt.id + "\" is used twice, first in line " + std::to_string(known->second) +
                             "; change one.");
        }
        prompts.push_back(std::move(prompt));
    }
    if (prompts.empty()) {
        throw Error(ErrorKind::BadInput, path.string() + " holds no prompt; write one a line.");
    }
    return prompts;
}

}  // namespace musicrl
