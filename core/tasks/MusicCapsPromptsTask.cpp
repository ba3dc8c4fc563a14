// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/MusicCapsPromptsTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/LowerCase.h"
#include "base/Random.h"
#include "record/MusicCaps.h"
#include "record/Prompt.h"
#include "text/CaptionParts.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace musicrl {
namespace {

/// The prompts so far, each once.
class PromptCollection {
public:
    void addRow(const MusicCapsRow& row) {
        std::int64_t number = 0;
        for (const std::string& sentence : sentencesOf(oneLine(row.caption))) {
            ++sentences_;
            distinctSentences_ += add(sentence, "sentence", row.id + "-s" + std::to_string(++number), row.id) ? 1 : 0;
        }
        number = 0;
        for (const std::string& aspect : row.aspects) {
            if (const std::string tag = tagOf(oneLine(aspect)); !tag.empty()) {
                ++tags_;
                distinctTags_ += add(tag, "tag", row.id + "-t" + std::to_string(++number), row.id) ? 1 : 0;
            }
        }
    }

    [[nodiscard]] Json counts() const {
        return {{"sentences", sentences_},
                {"tags", tags_},
                {"distinct_sentences", distinctSentences_},
                {"distinct_tags", distinctTags_}};
    }
    [[nodiscard]] std::vector<Json> take() { return std::move(lines_); }

private:
    bool add(const std::string& text, const char* kind, const std::string& id, const std::string& source) {
        if (!known_.insert(lowerCase(tagOf(text))).second) {
            return false;
        }
        lines_.push_back({{"id", id}, {"prompt", text}, {"kind", kind}, {"source", source}});
        return true;
    }

    std::vector<Json> lines_;
    std::set<std::string> known_;
    std::int64_t sentences_ = 0;
    std::int64_t tags_ = 0;
    std::int64_t distinctSentences_ = 0;
    std::int64_t distinctTags_ = 0;
};

void writeLines(const std::filesystem::path& path, const std::vector<Json>& lines, std::size_t first, std::size_t end) {
    std::string text;
    for (std::size_t i = first; i < end; ++i) {
        text += lines[i].dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    writeFileAtomically(path, text);
}

void makePrompts(const MusicCapsPromptsConfig& config, const JobContext& context) {
    if (!(config.evalShare > 0.0 && config.evalShare < 1.0)) {
        throw Error(ErrorKind::BadInput, "The share for evaluation must be above 0 and below 1, such as 0.1.");
    }
    const std::vector<MusicCapsRow> rows = readMusicCaps(config.table);
    PromptCollection collection;
    for (const MusicCapsRow& row : rows) {
        context.throwIfStopped();
        collection.addRow(row);
    }
    std::vector<Json> lines = collection.take();
    if (lines.size() < 2) {
        throw Error(ErrorKind::BadInput, config.table.string() + " gives fewer than two prompts, too few to split.");
    }
    Random(deriveSeed(config.seed, "prompts")).shuffle(lines);
    const auto share = static_cast<std::size_t>(std::llround(config.evalShare * static_cast<double>(lines.size())));
    const std::size_t evals = std::clamp<std::size_t>(share, 1, lines.size() - 1);
    writeLines(config.outFolder / "eval.jsonl", lines, 0, evals);
    context.publish(FileWritten{config.outFolder / "eval.jsonl", "prompt file"});
    writeLines(config.outFolder / "train.jsonl", lines, evals, lines.size());
    context.publish(FileWritten{config.outFolder / "train.jsonl", "prompt file"});
    Json counts = {{"rows", rows.size()}};
    counts.update(collection.counts());
    counts.update({{"train", lines.size() - evals}, {"eval", evals}});
    context.publish(ResultRow{"prompts", std::move(counts)});
}

}  // namespace

Job makeMusicCapsPromptsJob(MusicCapsPromptsConfig config) {
    return [config = std::move(config)](const JobContext& context) { makePrompts(config, context); };
}

}  // namespace musicrl
