// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/TokenizedCorpus.h"

#include "base/Error.h"
#include "base/Hash.h"
#include "embedding/mulan/Mulan.h"
#include "music/LoadAudioCodec.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "pretrain/CaptionAugmentation.h"
#include "pretrain/Workers.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t windowsPerBatch = 4;
constexpr int descriptionsPerClip = 8;
constexpr const char* cacheKey = "corpus_and_parts";

/// The parts that turn clips into tokens, one caller at a time.
struct Tokenizers {
    std::shared_ptr<AudioCodec> codec;
    std::shared_ptr<SemanticTokenizer> semantic;
    std::shared_ptr<Mulan> mulan;
};

Tokenizers loadTokenizers(const fs::path& modelFolder, int sampleRateHz, torch::Device device) {
    Tokenizers parts{loadAudioCodec(modelFolder / "codec", device),
                     loadSemanticTokenizer(modelFolder / "semantic", device), loadMulan(modelFolder / "mulan", device)};
    for (const int rate :
         {parts.codec->sampleRateHz(), parts.semantic->config().sampleRateHz, parts.mulan->sampleRateHz()}) {
        if (rate != sampleRateHz) {
            throw Error(ErrorKind::BadInput, "The parts in " + modelFolder.string() + " work at " +
                                                 std::to_string(rate) + " Hz, the corpus is read at " +
                                                 std::to_string(sampleRateHz) + " Hz.");
        }
    }
    if ((sampleRateHz / SemanticTokenizer::framesPerSecond) % parts.codec->hopSamples() != 0) {
        throw Error(ErrorKind::BadInput, "A semantic frame of " +
                                             std::to_string(sampleRateHz / SemanticTokenizer::framesPerSecond) +
                                             " samples is no whole number of the codec's hops of " +
                                             std::to_string(parts.codec->hopSamples()) + ".");
    }
    return parts;
}

/// One window of a clip: where it is in the corpus.
struct Window {
    std::size_t clip = 0;
    std::int64_t start = 0;
};

std::vector<Window> windowsOf(const TrainingCorpus& corpus, Split split, std::int64_t samples) {
    std::vector<Window> windows;
    for (std::size_t i = 0; i < corpus.size(split); ++i) {
        const std::int64_t length = corpus.wave(split, i).size(0);
        for (std::int64_t start = 0; start == 0 || length - start >= samples / 2; start += samples) {
            windows.push_back({i, start});
        }
    }
    return windows;
}

torch::Tensor waveOf(const TrainingCorpus& corpus, Split split, const Window& window, std::int64_t samples) {
    const torch::Tensor wave = corpus.wave(split, window.clip).slice(0, window.start, window.start + samples);
    return torch::constant_pad_nd(wave, {0, samples - wave.size(0)});
}

/// \return [X, C]
torch::Tensor textTokens(const Mulan& mulan, const MusicCapsRow& row, std::size_t clip) {
    Random random(deriveSeed(0, "descriptions", clip));
    std::vector<std::string> texts = {row.caption};
    while (texts.size() < descriptionsPerClip) {
        texts.push_back(randomDescription(row, random));
    }
    return mulan.conditioningTokens(mulan.embedText(texts)).cpu();
}

/// What becomes of one batch of windows.
struct TokenizedBatch {
    torch::Tensor semantic, codes, fromAudio;
};

/// Tokenizes one split; each worker has parts of its own.
class Tokenizing {
public:
    Tokenizing(const TrainingCorpus& corpus, Split split, std::int64_t samples, const std::vector<Tokenizers>& parts,
               const JobContext& context)
        : corpus_(corpus), split_(split), samples_(samples), parts_(parts), context_(context) {}

    [[nodiscard]] TokenizedClips run();

private:
    [[nodiscard]] std::vector<torch::Tensor> textsOfClips();
    [[nodiscard]] TokenizedBatch batch(std::size_t first, const Tokenizers& parts) const;
    void report(std::size_t total);

    const TrainingCorpus& corpus_;
    Split split_;
    std::int64_t samples_;
    const std::vector<Tokenizers>& parts_;
    const JobContext& context_;
    std::vector<Window> windows_ = windowsOf(corpus_, split_, samples_);
    std::mutex mutex_;
    std::int64_t done_ = 0;
};

void Tokenizing::report(std::size_t total) {
    const std::scoped_lock lock(mutex_);  // listeners hear one at a time
    context_.publish(Progress{++done_, static_cast<std::int64_t>(total), "tokenizing the corpus"});
}

std::vector<torch::Tensor> Tokenizing::textsOfClips() {
    std::vector<torch::Tensor> texts(corpus_.size(split_));
    forEachOnWorkers(texts.size(), parts_.size(), [&](std::size_t clip, std::size_t worker) {
        context_.throwIfStopped();
        const torch::NoGradGuard noGrad;
        texts[clip] = textTokens(*parts_[worker].mulan, corpus_.row(split_, clip), clip);
    });
    return texts;
}

TokenizedBatch Tokenizing::batch(std::size_t first, const Tokenizers& parts) const {
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> waves;
    for (std::size_t i = first; i < std::min(windows_.size(), first + windowsPerBatch); ++i) {
        waves.push_back(waveOf(corpus_, split_, windows_[i], samples_));
    }
    const torch::Tensor wave = torch::stack(waves).to(parts.mulan->device());
    return {parts.semantic->tokens(wave).cpu(), parts.codec->encode(wave.unsqueeze(1)).cpu(),
            parts.mulan->conditioningTokens(parts.mulan->embedAudio(wave)).cpu()};
}

TokenizedClips Tokenizing::run() {
    const std::vector<torch::Tensor> texts = textsOfClips();
    std::vector<TokenizedBatch> batches((windows_.size() + windowsPerBatch - 1) / windowsPerBatch);
    forEachOnWorkers(batches.size(), parts_.size(), [&](std::size_t i, std::size_t worker) {
        context_.throwIfStopped();
        batches[i] = batch(i * windowsPerBatch, parts_[worker]);
        report(batches.size());
    });
    std::vector<torch::Tensor> semantic, codes, fromAudio, fromText;
    for (const TokenizedBatch& made : batches) {
        semantic.push_back(made.semantic);
        codes.push_back(made.codes);
        fromAudio.push_back(made.fromAudio);
    }
    for (const Window& window : windows_) {
        fromText.push_back(texts[window.clip]);
    }
    return {torch::cat(semantic), torch::cat(codes), torch::cat(fromAudio), torch::stack(fromText)};
}

std::string keyOf(const TrainingCorpus& corpus, const fs::path& modelFolder, std::int64_t samples) {
    std::string text = std::to_string(samples) + "\n";
    for (const char* part : {"codec", "semantic", "mulan"}) {
        text += sha256OfFile(modelFolder / part / "model.safetensors") + "\n";
    }
    for (const Split split : {Split::Train, Split::HeldOut}) {
        for (std::size_t i = 0; i < corpus.size(split); ++i) {
            const MusicCapsRow& row = corpus.row(split, i);
            text += row.id + " " + std::to_string(corpus.wave(split, i).size(0)) + " " + row.caption + "\n";
        }
        text += "\n";
    }
    return sha256(text);
}

void put(NamedTensors& file, const std::string& name, const TokenizedClips& clips) {
    file[name + "/semantic"] = clips.semantic.to(torch::kInt32);
    file[name + "/codes"] = clips.codes.to(torch::kInt32);
    file[name + "/from_audio"] = clips.fromAudio.to(torch::kInt32);
    file[name + "/from_text"] = clips.fromText.to(torch::kInt32);
}

TokenizedClips take(const NamedTensors& file, const std::string& name) {
    const auto tensor = [&](const std::string& what) { return file.at(name + "/" + what).to(torch::kLong); };
    return {tensor("semantic"), tensor("codes"), tensor("from_audio"), tensor("from_text")};
}

bool isCached(const fs::path& cacheFile, const std::string& key) {
    if (cacheFile.empty() || !fs::exists(cacheFile)) {
        return false;
    }
    const auto metadata = readWeightsMetadata(cacheFile);
    const auto found = metadata.find(cacheKey);
    return found != metadata.end() && found->second == key;
}

}  // namespace

TokenizedCorpus tokenizeCorpus(const TrainingCorpus& corpus, const fs::path& modelFolder, double windowSeconds,
                               torch::Device device, const fs::path& cacheFile, const JobContext& context) {
    std::vector<Tokenizers> crew = {loadTokenizers(modelFolder, corpus.sampleRateHz(), device)};
    const Tokenizers parts = crew.front();
    const std::int64_t frameSamples = corpus.sampleRateHz() / SemanticTokenizer::framesPerSecond;
    const std::int64_t samples = std::llround(windowSeconds * SemanticTokenizer::framesPerSecond) * frameSamples;
    TokenizedCorpus tokens;
    tokens.codesPerFrame = frameSamples / parts.codec->hopSamples();
    tokens.levels = parts.codec->codebooks();
    tokens.codeVocabulary = parts.codec->vocabulary();
    tokens.semanticVocabulary = parts.semantic->config().vocabulary;
    tokens.conditioningVocabulary = parts.mulan->config().rvqVocabulary;
    tokens.plainConditioning = parts.mulan->conditioningTokens(parts.mulan->embedText({plainDescription}))[0].cpu();
    tokens.conditioningCodebooks = parts.mulan->codebooks().cpu();
    const std::string key = keyOf(corpus, modelFolder, samples);
    if (isCached(cacheFile, key)) {
        const NamedTensors file = readWeights(cacheFile);
        tokens.train = take(file, "train");
        tokens.heldOut = take(file, "heldout");
        return tokens;
    }
    while (device.is_cpu() && crew.size() < workerCount()) {
        crew.push_back(loadTokenizers(modelFolder, corpus.sampleRateHz(), device));
    }
    tokens.train = Tokenizing(corpus, Split::Train, samples, crew, context).run();
    tokens.heldOut = Tokenizing(corpus, Split::HeldOut, samples, crew, context).run();
    if (!cacheFile.empty()) {
        NamedTensors file;
        put(file, "train", tokens.train);
        put(file, "heldout", tokens.heldOut);
        writeWeights(cacheFile, file, {{cacheKey, key}});
    }
    return tokens;
}

}  // namespace musicrl
