// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/CorpusTask.h"

#include "audio/AudioFile.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Json.h"
#include "base/Random.h"
#include "pretrain/corpus/Caption.h"
#include "pretrain/corpus/Composer.h"
#include "pretrain/corpus/Renderer.h"
#include "record/MusicCaps.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

namespace musicrl {
namespace {

/// A clip to be rendered and its row of the table.
struct Item {
    MusicCapsRow row;
    Composition piece;
};

void check(const CorpusConfig& config) {
    const auto refuse = [](const std::string& message) { throw Error(ErrorKind::BadInput, message); };
    if (config.clips < 1 || config.clips > 1'000'000) {
        refuse("The number of clips must be between 1 and 1000000, not " + std::to_string(config.clips) + ".");
    }
    if (!(config.clipSeconds >= 1.0 && config.clipSeconds <= 300.0)) {
        refuse("A clip's length must be between 1 and 300 seconds, not " + std::to_string(config.clipSeconds) + ".");
    }
    if (config.sampleRateHz < 8000 || config.sampleRateHz > 48000) {
        refuse("The sample rate must be between 8000 and 48000 Hz, not " + std::to_string(config.sampleRateHz) + ".");
    }
    if (!(config.heldOutShare >= 0.0 && config.heldOutShare <= 0.9)) {
        refuse("The held-out share must be between 0 and 0.9, not " + std::to_string(config.heldOutShare) + ".");
    }
    if (config.outFolder.empty()) {
        refuse("The corpus needs an output folder.");
    }
}

Json settingsOf(const CorpusConfig& config) {
    return Json{{"format", 1},
                {"clips", config.clips},
                {"clip_seconds", config.clipSeconds},
                {"sample_rate_hz", config.sampleRateHz},
                {"held_out_share", config.heldOutShare},
                {"seed", config.seed},
                {"sound_font", config.soundFont.filename().string()}};
}

/// Clips of other settings must not be taken for this corpus's own.
void claimFolder(const CorpusConfig& config) {
    const std::filesystem::path path = config.outFolder / "corpus.json";
    makeFolder(config.outFolder / "audio");
    if (!std::filesystem::exists(path)) {
        writeJsonFile(path, settingsOf(config));
    } else if (readJsonFile(path) != settingsOf(config)) {
        throw Error(ErrorKind::BadInput, config.outFolder.string() + " already holds a corpus of other settings (see " +
                                             path.string() + "); choose another folder or the same settings.");
    }
}

std::string idOf(bool heldOut, std::int64_t index) {
    char name[32];
    std::snprintf(name, sizeof name, "%s-%06lld", heldOut ? "heldout" : "train", static_cast<long long>(index));
    return name;
}

/// A caption that is not in the set; told in other ways until it is new, then left out of that demand.
Caption newCaption(const Composition& piece, std::uint64_t seed, const std::set<std::string>& taken) {
    Caption caption = describe(piece, seed);
    for (std::uint64_t attempt = 1; taken.count(caption.text) > 0 && attempt < 200; ++attempt) {
        caption = describe(piece, deriveSeed(seed, "another telling", attempt));
    }
    return caption;
}

Item makeItem(const CorpusConfig& config, bool heldOut, std::int64_t index, const std::set<std::string>& taken) {
    const std::uint64_t seed = deriveSeed(config.seed, heldOut ? "corpus held out" : "corpus train", static_cast<std::uint64_t>(index));
    Composition piece = compose(seed, config.clipSeconds);
    const Caption caption = newCaption(piece, seed, taken);
    MusicCapsRow row;
    row.id = idOf(heldOut, index);
    row.endSeconds = config.clipSeconds;
    row.labels = "/m/04rlf";  // AudioSet's id of "Music"
    row.aspects = caption.aspects;
    row.caption = caption.text;
    row.audiosetEval = heldOut;
    row.facts = factsOf(piece).dump();
    return {std::move(row), std::move(piece)};
}

/// Every row of the corpus: the training clips, then the held-out ones with captions of their own.
std::vector<Item> planCorpus(const CorpusConfig& config) {
    const auto heldOut = static_cast<std::int64_t>(std::llround(static_cast<double>(config.clips) * config.heldOutShare));
    std::vector<Item> items;
    std::set<std::string> trainCaptions;
    for (std::int64_t i = 0; i < config.clips - heldOut; ++i) {
        items.push_back(makeItem(config, false, i, {}));
        trainCaptions.insert(items.back().row.caption);
    }
    for (std::int64_t i = 0; i < heldOut; ++i) {
        items.push_back(makeItem(config, true, i, trainCaptions));
    }
    return items;
}

/// Renders the items on several threads; each takes the next one that nobody has.
class RenderCrew {
public:
    RenderCrew(const CorpusConfig& config, const std::vector<Item>& items, const JobContext& context)
        : config_(config), items_(items), context_(context) {}

    void run() {
        const unsigned wanted = config_.threads > 0 ? static_cast<unsigned>(config_.threads) : std::thread::hardware_concurrency();
        {
            std::vector<std::jthread> workers;
            for (unsigned i = 0; i < std::clamp(wanted, 1U, 64U); ++i) {
                workers.emplace_back([this] { work(); });
            }
        }
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

private:
    void work() {
        try {
            std::unique_ptr<Renderer> renderer;  // made when there is something to render: a finished corpus needs none
            for (std::size_t i = next_++; i < items_.size() && !context_.stopRequested() && !failed_; i = next_++) {
                renderIfMissing(items_[i], renderer);
                report();
            }
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            failed_ = true;
            failure_ = failure_ ? failure_ : std::current_exception();
        }
    }

    void renderIfMissing(const Item& item, std::unique_ptr<Renderer>& renderer) {
        const std::filesystem::path path = config_.outFolder / "audio" / (item.row.id + ".flac");
        if (std::filesystem::exists(path)) {
            return;  // written atomically, so what is there is whole
        }
        if (!renderer) {
            renderer = std::make_unique<Renderer>(config_.soundFont);
        }
        writeAudioFile(path, renderer->render(item.piece, config_.clipSeconds, config_.sampleRateHz), SampleFormat::Pcm16);
    }

    void report() {
        const std::scoped_lock lock(mutex_);  // listeners hear one at a time, in order
        context_.publish(Progress{++done_, static_cast<std::int64_t>(items_.size()), "rendering the corpus"});
    }

    const CorpusConfig& config_;
    const std::vector<Item>& items_;
    const JobContext& context_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> failed_ = false;
    std::mutex mutex_;
    std::int64_t done_ = 0;
    std::exception_ptr failure_;
};

void renderCorpus(CorpusConfig config, const JobContext& context) {
    check(config);
    if (config.soundFont.empty()) {
        config.soundFont = defaultSoundFont();
    }
    Renderer::requireAvailable(config.soundFont);
    claimFolder(config);
    const std::vector<Item> items = planCorpus(config);
    RenderCrew(config, items, context).run();
    context.throwIfStopped();
    std::vector<MusicCapsRow> rows;
    std::transform(items.begin(), items.end(), std::back_inserter(rows), [](const Item& item) { return item.row; });
    const std::filesystem::path table = config.outFolder / "corpus.csv";
    writeMusicCaps(table, rows);
    context.publish(FileWritten{table, "table"});
}

}  // namespace

Job makeCorpusJob(CorpusConfig config) {
    return [config = std::move(config)](const JobContext& context) { renderCorpus(config, context); };
}

}  // namespace musicrl
