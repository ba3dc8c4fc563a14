// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PairTokens.h"

#include "base/Hash.h"
#include "preference/PairClips.h"
#include "tensor/WeightsFile.h"

#include <map>
#include <string>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr const char* sourcesKey = "tokenizers";

/// The streams that were made so far, by what they were made of.
class StreamCache {
public:
    StreamCache(fs::path file, std::string sources) : file_(std::move(file)), sources_(std::move(sources)) {
        if (file_.empty() || !fs::exists(file_)) {
            return;
        }
        const auto metadata = readWeightsMetadata(file_);
        if (const auto found = metadata.find(sourcesKey); found != metadata.end() && found->second == sources_) {
            for (const auto& [key, stream] : readWeights(file_)) {
                streams_[key] = stream.to(torch::kInt64);
            }
        }
    }

    /// \return undefined when it is not known
    [[nodiscard]] torch::Tensor find(const std::string& key) const {
        const auto found = streams_.find(key);
        return found == streams_.end() ? torch::Tensor() : found->second;
    }

    void add(const std::string& key, const torch::Tensor& stream) {
        streams_[key] = stream;
        changed_ = true;
    }

    void save() {
        if (!file_.empty() && changed_) {
            NamedTensors small;
            for (const auto& [key, stream] : streams_) {
                small[key] = stream.to(torch::kInt32);
            }
            writeWeights(file_, small, {{sourcesKey, sources_}});
            changed_ = false;
        }
    }

private:
    fs::path file_;
    std::string sources_;
    NamedTensors streams_;
    bool changed_ = false;
};

std::string sourcesText(const TokenSources& sources, const TokenLayout& layout) {
    return sha256(sources.codec + sources.semantic + std::to_string(layout.coarseLevels) + "x" +
                  std::to_string(layout.codesPerFrame));
}

class PairTokenizing {
public:
    PairTokenizing(const PreferenceTokens& tokens, const PreferenceConfig& config, const fs::path& cacheFile)
        : tokens_(tokens), config_(config), cache_(cacheFile, sourcesText(tokens.sources(), config.language.layout)) {}

    torch::Tensor streamOf(const ComparedClip& clip, const std::string& pairId) {
        const std::string key =
            identityOf(clip, pairId) + " " + std::to_string(config_.windowSeconds) + " " + std::to_string(config_.crop);
        torch::Tensor stream = cache_.find(key);
        if (!stream.defined()) {
            const Clip sound = preparedForScoring(readComparedClip(clip, pairId), tokens_.sampleRateHz());
            const FrameSpan heard = heardSpans(sound.frames(), sound.sampleRateHz, config_).front();
            stream = tokens_.ofSound(sound.samples.data() + heard.begin, heard.length());
            cache_.add(key, stream);
        }
        return stream;
    }

    void keep() { cache_.save(); }

private:
    const PreferenceTokens& tokens_;
    const PreferenceConfig& config_;
    StreamCache cache_;
};

}  // namespace

TokenizedPairs tokenizePairs(const std::vector<PreferencePair>& pairs, const PreferenceTokens& tokens,
                             const PreferenceConfig& config, const fs::path& cacheFile, const JobContext& context) {
    PairTokenizing work(tokens, config, cacheFile);
    TokenizedPairs result;
    std::vector<std::string> captions;
    for (const PreferencePair& pair : pairs) {
        if (context.stopRequested()) {
            work.keep();
            throw JobStopped{};
        }
        captions.push_back(pair.prompt);
        result.a.push_back(work.streamOf(pair.a, pair.id));
        result.b.push_back(work.streamOf(pair.b, pair.id));
        result.outcomes.push_back(outcomeOf(pair.label).value());
        context.publish(Progress{static_cast<std::int64_t>(result.size()), static_cast<std::int64_t>(pairs.size()),
                                 "turning clips into tokens"});
        context.yieldPoint();
    }
    work.keep();
    result.conditioning = tokens.ofCaptions(captions);
    return result;
}

}  // namespace musicrl
