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
#include <array>
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
    constexpr std::array splitNames = {"all", "train", "held-out"};
    return Json{{"format", 2},  // 2: pieces with intro, ending and dynamics
                {"split", splitNames[static_cast<std::size_t>(config.split)]},
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

/// What the training split has, and the held-out split must not.
struct Taken {
    std::set<std::string> captions;
    std::set<std::string> facts;

    [[nodiscard]] bool has(const Item& item) const { return captions.count(item.row.caption) > 0 || facts.count(item.row.facts) > 0; }
};

Item makeItem(const CorpusConfig& config, bool heldOut, std::int64_t index, std::uint64_t attempt) {
    const std::uint64_t first = deriveSeed(config.seed, heldOut ? "corpus held out" : "corpus train", static_cast<std::uint64_t>(index));
    const std::uint64_t seed = attempt == 0 ? first : deriveSeed(first, "another piece", attempt);
    Composition piece = compose(seed, config.clipSeconds);
    const Caption caption = describe(piece, seed);
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

/// A piece whose caption and facts the training split lacks: drawn again until it is one.
Item makeHeldOutItem(const CorpusConfig& config, std::int64_t index, const Taken& taken) {
    for (std::uint64_t attempt = 0; attempt < 1000; ++attempt) {
        Item item = makeItem(config, true, index, attempt);
        if (!taken.has(item)) {
            return item;
        }
    }
    throw Error(ErrorKind::Internal, "The composer found no held-out piece that is not in the training split; render fewer clips.");
}

/// Every row of the splits wanted: the training clips, then the held-out ones. Both are planned even if one is
/// left out, since the held-out pieces depend on the training ones.
std::vector<Item> planCorpus(const CorpusConfig& config, const JobContext& context) {
    const auto heldOut = static_cast<std::int64_t>(std::llround(static_cast<double>(config.clips) * config.heldOutShare));
    std::vector<Item> items;
    Taken taken;
    for (std::int64_t i = 0; i < config.clips - heldOut; ++i) {
        context.throwIfStopped();
        Item item = makeItem(config, false, i, 0);
        taken.captions.insert(item.row.caption);
        taken.facts.insert(item.row.facts);
        if (config.split != CorpusSplit::HeldOut) {
            items.push_back(std::move(item));
        }
    }
    for (std::int64_t i = 0; i < heldOut && config.split != CorpusSplit::Train; ++i) {
        context.throwIfStopped();
        items.push_back(makeHeldOutItem(config, i, taken));
    }
    if (items.empty()) {
        throw Error(ErrorKind::BadInput, "There is no clip in the split asked for; change the number of clips or the held-out share.");
    }
    return items;
}

std::vector<MusicCapsRow> rowsOf(const std::vector<Item>& items) {
    std::vector<MusicCapsRow> rows;
    std::transform(items.begin(), items.end(), std::back_inserter(rows), [](const Item& item) { return item.row; });
    return rows;
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
    const std::vector<Item> items = planCorpus(config, context);
    claimFolder(config);
    RenderCrew(config, items, context).run();
    context.throwIfStopped();
    const std::filesystem::path table = config.outFolder / "corpus.csv";
    writeMusicCaps(table, rowsOf(items));
    context.publish(FileWritten{table, "table"});
}

}  // namespace

std::vector<MusicCapsRow> corpusRows(const CorpusConfig& config, const JobContext& context) {
    return rowsOf(planCorpus(config, context));
}

Job makeCorpusJob(CorpusConfig config) {
    return [config = std::move(config)](const JobContext& context) { renderCorpus(config, context); };
}

}  // namespace musicrl
