// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/SimulatedRatingTask.h"

#include "audio/AudioFile.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/FreedMemory.h"
#include "base/Hash.h"
#include "base/Random.h"
#include "preference/AspectShares.h"
#include "preference/ImpressionMeter.h"
#include "preference/KeptImpressions.h"
#include "preference/RaterAgreement.h"
#include "preference/RaterPanel.h"
#include "run/JsonLines.h"
#include "tasks/ModelCatalog.h"
#include "tensor/TorchErrors.h"

#include <algorithm>
#include <map>
#include <memory>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// One rating, from the files to the votes.
class SimulatedRating {
public:
    SimulatedRating(const SimulatedRatingConfig& config, const JobContext& context)
        : config_(config),
          context_(context),
          panelFile_(config.panel.empty() ? shippedRaterPanel() : config.panel),
          panel_(readRaterPanel(panelFile_)),
          raters_(panel_.group(config.group)),
          judge_(findModel(panel_.judge)),
          impressions_(config.impressions, judge_.hash) {}

    void run() {
        panelHash_ = sha256OfFile(panelFile_);
        const fs::path folder = outFolder();
        makeFolder(folder);
        readKept();
        constexpr std::size_t pairsAtOnce = 8;
        for (std::size_t begin = 0; begin < config_.pairs.size(); begin += pairsAtOnce) {
            const std::size_t end = std::min(config_.pairs.size(), begin + pairsAtOnce);
            const std::vector<Vote> votes = missingVotes(begin, end);
            listen(votes);
            for (const Vote& vote : votes) {
                keep(decide(vote), folder);
            }
            context_.publish(Progress{static_cast<std::int64_t>(end), static_cast<std::int64_t>(config_.pairs.size()),
                                      "simulated raters judge pairs"});
            context_.yieldPoint();
        }
        context_.publish(FileWritten{config_.out, "pairs"});
        context_.publish(ResultRow{"simulated rating", result()});
    }

private:
    /// A judgement to be made.
    struct Vote {
        const ClipsToCompare& pair;
        const SimulatedRater& rater;
        Listening a;
        Listening b;
        std::string id;
    };

    [[nodiscard]] fs::path outFolder() const { return fs::absolute(config_.out).lexically_normal().parent_path(); }

    void readKept() {
        std::error_code ignored;
        if (!fs::exists(config_.out) || fs::file_size(config_.out, ignored) == 0) {
            return;
        }
        for (PreferencePair& pair : readPreferencePairs(config_.out)) {
            kept_.insert_or_assign(pair.id, std::move(pair));
        }
    }

    [[nodiscard]] std::vector<const SimulatedRater*> ratersOf(std::size_t pair) const {
        const std::size_t count = config_.ratersPerPair == 0
                                      ? raters_.size()
                                      : std::min(static_cast<std::size_t>(config_.ratersPerPair), raters_.size());
        std::vector<const SimulatedRater*> chosen;
        for (std::size_t i = 0; i < count; ++i) {
            chosen.push_back(&raters_[(pair * count + i) % raters_.size()]);
        }
        return chosen;
    }

    [[nodiscard]] std::vector<Vote> missingVotes(std::size_t begin, std::size_t end) {
        std::vector<Vote> votes;
        for (std::size_t i = begin; i < end; ++i) {
            context_.throwIfStopped();
            const ClipsToCompare& pair = config_.pairs[i];
            const Listening a{pair.prompt, hashOf(pair.a)};
            const Listening b{pair.prompt, hashOf(pair.b)};
            for (const SimulatedRater* rater : ratersOf(i)) {
                const std::string id = idOf(pair, *rater, a, b);
                if (const auto found = kept_.find(id); found != kept_.end()) {
                    all_.push_back(found->second);
                    if (impressions_.has(a) && impressions_.has(b)) {
                        shares_[rater->name].add(*rater, impressions_.of(a), impressions_.of(b));
                    }
                } else {
                    votes.push_back({pair, *rater, a, b, id});
                }
            }
        }
        return votes;
    }

    [[nodiscard]] std::string hashOf(const fs::path& file) {
        const auto [found, isNew] = hashes_.emplace(file, std::string());
        if (isNew) {
            if (!fs::exists(file)) {
                throw Error(ErrorKind::NotFound, "There is no clip " + file.string() + " to be judged.");
            }
            found->second = sha256OfFile(file);
        }
        return found->second;
    }

    [[nodiscard]] std::string idOf(const ClipsToCompare& pair, const SimulatedRater& rater, const Listening& a,
                                   const Listening& b) const {
        const Json told = {pair.prompt, a.sha256,   b.sha256,    pair.generatorA, pair.generatorB,
                           rater.name,  panelHash_, judge_.hash, config_.seed};
        return "simulated-" + sha256(told.dump()).substr(0, 16);
    }

    void listen(const std::vector<Vote>& votes) {
        std::map<Listening, fs::path> files;
        for (const Vote& vote : votes) {
            for (const auto& [clip, file] : {std::pair(vote.a, vote.pair.a), std::pair(vote.b, vote.pair.b)}) {
                if (!impressions_.has(clip)) {
                    files.emplace(clip, file);
                }
            }
        }
        if (files.empty()) {
            return;
        }
        if (!meter_) {
            meter_ = loadImpressionMeter(judge_.folder, findModel(config_.model).folder, config_.device);
        }
        std::vector<HeardClip> clips;
        for (const auto& [clip, file] : files) {
            clips.push_back({clip.prompt, std::make_shared<const Clip>(readAudioFile(file))});
        }
        const std::vector<ClipImpression> heard = meter_->hear(clips, context_);
        std::size_t next = 0;
        for (const auto& [clip, file] : files) {
            impressions_.add(clip, heard[next++]);
        }
    }

    [[nodiscard]] PreferencePair decide(const Vote& vote) {
        const ClipImpression& a = impressions_.of(vote.a);
        const ClipImpression& b = impressions_.of(vote.b);
        const std::uint64_t seed = deriveSeed(config_.seed, vote.id);
        const SimulatedVerdict verdict = judge(vote.rater, a, b, seed);
        shares_[vote.rater.name].add(vote.rater, a, b);
        PreferencePair pair;
        pair.id = vote.id;
        pair.source = "simulated";
        pair.study = "simulated-" + config_.group;
        pair.prompt = vote.pair.prompt;
        pair.a = {.file = vote.pair.a,
                  .sha256 = vote.a.sha256,
                  .generator = vote.pair.generatorA,
                  .span = {},
                  .listenedSeconds = {},
                  .rating = verdict.ratingA};
        pair.b = {.file = vote.pair.b,
                  .sha256 = vote.b.sha256,
                  .generator = vote.pair.generatorB,
                  .span = {},
                  .listenedSeconds = {},
                  .rating = verdict.ratingB};
        pair.label = verdict.label;
        pair.blind = true;
        pair.criterion = "overall";
        pair.rater = vote.rater.name;
        return pair;
    }

    void keep(const PreferencePair& pair, const fs::path& folder) {
        appendJsonLine(config_.out, toJson(pair, folder));
        all_.push_back(pair);
        ++made_;
    }

    [[nodiscard]] Json raterJson(const std::string& name) const {
        std::map<PreferenceLabel, std::int64_t> labels;
        for (const PreferencePair& pair : all_) {
            labels[pair.label] += pair.rater == name ? 1 : 0;
        }
        const auto count = [&](PreferenceLabel label) { return labels.count(label) > 0 ? labels.at(label) : 0; };
        const std::int64_t a = count(PreferenceLabel::A);
        const std::int64_t b = count(PreferenceLabel::B);
        const std::int64_t tie = count(PreferenceLabel::Tie);
        const auto shares = shares_.find(name);
        return {{"name", name}, {"votes", a + b + tie},
                {"a", a},       {"b", b},
                {"tie", tie},   {"aspects", shares == shares_.end() ? Json::object() : shares->second.json()}};
    }

    [[nodiscard]] Json result() const {
        Json json = {{"simulated", true},         {"group", config_.group},        {"votes", all_.size()},
                     {"new_votes", made_},        {"pairs", config_.pairs.size()}, {"raters", Json::array()},
                     {"agreement", Json::array()}};
        for (const SimulatedRater& rater : raters_) {
            json["raters"].push_back(raterJson(rater.name));
        }
        for (const RaterAgreement& agreement : agreementsOf(all_)) {
            json["agreement"].push_back(toJson(agreement));
        }
        return json;
    }

    const SimulatedRatingConfig& config_;
    const JobContext& context_;
    fs::path panelFile_;
    RaterPanel panel_;
    const std::vector<SimulatedRater>& raters_;
    ModelInfo judge_;
    std::string panelHash_;
    KeptImpressions impressions_;
    std::unique_ptr<ImpressionMeter> meter_;
    std::map<fs::path, std::string> hashes_;
    std::map<std::string, PreferencePair> kept_;  ///< of earlier calls, by id
    std::vector<PreferencePair> all_;             ///< votes on this call's pairs
    std::int64_t made_ = 0;
    std::map<std::string, AspectShares> shares_;  ///< by rater, of votes whose clips were heard now or kept
};

void check(const SimulatedRatingConfig& config) {
    if (config.pairs.empty()) {
        throw Error(ErrorKind::BadInput, "There are no two clips of one prompt to be judged.");
    }
    if (config.out.empty()) {
        throw Error(ErrorKind::BadInput, "Name the file for the simulated raters' votes, such as pairs.jsonl.");
    }
    if (config.ratersPerPair < 0) {
        throw Error(ErrorKind::BadInput, "The number of raters for a pair must be 0 (all) or more.");
    }
}

}  // namespace

Job makeSimulatedRatingJob(SimulatedRatingConfig config) {
    return [config = std::move(config)](const JobContext& context) {
        keepFreedMemory();
        translatingTorchErrors([&] {
            check(config);
            SimulatedRating(config, context).run();
        });
    };
}

}  // namespace musicrl
