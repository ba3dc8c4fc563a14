// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/TrainingCorpus.h"

#include "audio/AudioFile.h"
#include "audio/Resampler.h"
#include "base/Error.h"
#include "base/Log.h"
#include "pretrain/Workers.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <string>

namespace musicrl {
namespace {

/// corpus.csv, or else the folder's only table.
std::filesystem::path tableOf(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> tables;
    if (std::filesystem::is_directory(folder) && !std::filesystem::exists(folder / "corpus.csv")) {
        for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".csv") {
                tables.push_back(entry.path());
            }
        }
    }
    return tables.size() == 1 ? tables.front() : folder / "corpus.csv";
}

std::optional<std::filesystem::path> audioFileOf(const std::filesystem::path& folder, const std::string& id) {
    for (const std::filesystem::path& place : {folder / "audio", folder}) {
        for (const char* extension : {".flac", ".wav", ".ogg", ".mp3"}) {
            std::filesystem::path candidate = place / (id + extension);
            if (std::filesystem::exists(candidate)) {
                return candidate;
            }
        }
    }
    return std::nullopt;
}

/// The audio of one row, or why there is none.
struct Decoded {
    torch::Tensor samples;  ///< [N] int16, undefined for none
    std::string problem;
};

torch::Tensor decodedSamples(const std::filesystem::path& file, int sampleRateHz) {
    const Clip clip = resample(toMono(readAudioFile(file)), sampleRateHz);
    const torch::Tensor samples = torch::from_blob(const_cast<float*>(clip.samples.data()),
                                                   {static_cast<std::int64_t>(clip.samples.size())}, torch::kFloat32);
    return (samples.clamp(-1.0, 1.0) * 32767.0).round().to(torch::kInt16);
}

Decoded decodedRow(const std::filesystem::path& folder, const std::string& id, int sampleRateHz) {
    try {
        const std::optional<std::filesystem::path> file = audioFileOf(folder, id);
        if (!file) {
            return {{}, "There is no " + id + ".flac, .wav, .ogg or .mp3 in audio/ or beside the table."};
        }
        torch::Tensor samples = decodedSamples(*file, sampleRateHz);
        return samples.numel() > 0 ? Decoded{samples, {}} : Decoded{{}, "There is no sound in " + file->string() + "."};
    } catch (const Error& error) {
        return {{}, error.what()};
    }
}

std::vector<Decoded> decodedRows(const std::filesystem::path& folder, const std::vector<MusicCapsRow>& rows,
                                 int sampleRateHz, const JobContext& context) {
    std::vector<Decoded> decoded(rows.size());
    std::mutex mutex;
    std::int64_t done = 0;
    forEachOnWorkers(rows.size(), workerCount(), [&](std::size_t i, std::size_t) {
        context.throwIfStopped();
        decoded[i] = decodedRow(folder, rows[i].id, sampleRateHz);
        const std::scoped_lock lock(mutex);  // listeners hear one at a time
        context.publish(Progress{++done, static_cast<std::int64_t>(rows.size()), "reading the corpus"});
    });
    return decoded;
}

torch::Tensor asFloat(const torch::Tensor& samples) {
    return samples.to(torch::kFloat32) / 32767.0;
}

}  // namespace

TrainingCorpus::TrainingCorpus(const std::filesystem::path& folder, int sampleRateHz, const JobContext& context)
    : sampleRateHz_(sampleRateHz) {
    const std::vector<MusicCapsRow> rows = readMusicCaps(tableOf(folder));
    const bool flagged =
        std::any_of(rows.begin(), rows.end(), [](const MusicCapsRow& row) { return row.audiosetEval; });
    const std::vector<Decoded> decoded = decodedRows(folder, rows, sampleRateHz, context);
    std::size_t unusable = 0;
    std::string reason;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (decoded[i].samples.defined()) {
            const bool heldOut = flagged ? rows[i].audiosetEval : i % 10 == 9;
            (heldOut ? heldOut_ : train_).push_back({rows[i], decoded[i].samples});
        } else {
            ++unusable;
            reason = reason.empty() ? decoded[i].problem : reason;
        }
    }
    if (train_.empty() || heldOut_.empty()) {
        throw Error(ErrorKind::BadInput, "The corpus " + folder.string() + " has " + std::to_string(train_.size()) +
                                             " usable clips for training and " + std::to_string(heldOut_.size()) +
                                             " held out; both must be above 0." +
                                             (reason.empty() ? "" : " First problem: " + reason));
    }
    if (unusable > 0) {
        logWarning(std::to_string(unusable) + " of " + std::to_string(rows.size()) + " rows of " + folder.string() +
                   " were passed over. The first: " + reason);
    }
}

const std::vector<TrainingCorpus::Item>& TrainingCorpus::items(Split split) const {
    return split == Split::Train ? train_ : heldOut_;
}

std::size_t TrainingCorpus::size(Split split) const {
    return items(split).size();
}

const MusicCapsRow& TrainingCorpus::row(Split split, std::size_t index) const {
    return items(split).at(index).row;
}

torch::Tensor TrainingCorpus::wave(Split split, std::size_t index) const {
    return asFloat(items(split).at(index).samples);
}

torch::Tensor TrainingCorpus::crop(Split split, std::size_t index, std::int64_t samples, Random& random) const {
    const torch::Tensor& whole = items(split).at(index).samples;
    const std::int64_t spare = whole.size(0) - samples;
    if (spare <= 0) {
        return torch::constant_pad_nd(asFloat(whole), {0, -spare});
    }
    const auto start = static_cast<std::int64_t>(random.index(static_cast<std::size_t>(spare) + 1));
    return asFloat(whole.slice(0, start, start + samples));
}

torch::Tensor TrainingCorpus::randomBatch(Split split, std::int64_t batch, std::int64_t samples, Random& random,
                                          std::vector<std::size_t>* chosen) const {
    std::vector<torch::Tensor> crops;
    for (std::int64_t i = 0; i < batch; ++i) {
        const std::size_t index = random.index(size(split));
        crops.push_back(crop(split, index, samples, random));
        if (chosen != nullptr) {
            chosen->push_back(index);
        }
    }
    return torch::stack(crops);
}

}  // namespace musicrl
