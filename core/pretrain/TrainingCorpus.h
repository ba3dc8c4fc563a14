// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"
#include "job/JobContext.h"
#include "record/MusicCaps.h"

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

enum class Split { Train, HeldOut };

/// A folder of audio with a table in MusicCaps' columns, held in memory as 16-bit mono at one rate.
///
/// The table is corpus.csv, or the only .csv there. The file of a row is <id>.<flac|wav|ogg|mp3> in audio/ or beside
/// the table, of any length, rate and number of channels. Files are decoded on all cores. Rows whose file is missing or
/// unreadable are reported once and passed over. Without rows flagged is_audioset_eval, every tenth row is held out.
class TrainingCorpus {
public:
    /// \throws Error(NotFound), Error(BadInput) when no row is usable
    TrainingCorpus(const std::filesystem::path& folder, int sampleRateHz, const JobContext& context);

    [[nodiscard]] std::size_t size(Split split) const;
    [[nodiscard]] const MusicCapsRow& row(Split split, std::size_t index) const;
    /// The whole clip. \return [N] float in [-1, 1]
    [[nodiscard]] torch::Tensor wave(Split split, std::size_t index) const;
    /// A crop at a random place, zero-padded when the clip is shorter. \return [samples] float
    [[nodiscard]] torch::Tensor crop(Split split, std::size_t index, std::int64_t samples, Random& random) const;
    /// Crops of random clips. \return [B, samples] float; \p chosen receives the B indices where given
    [[nodiscard]] torch::Tensor randomBatch(Split split, std::int64_t batch, std::int64_t samples, Random& random,
                                            std::vector<std::size_t>* chosen = nullptr) const;
    [[nodiscard]] int sampleRateHz() const { return sampleRateHz_; }

private:
    struct Item {
        MusicCapsRow row;
        torch::Tensor samples;  ///< [N] int16
    };
    [[nodiscard]] const std::vector<Item>& items(Split split) const;

    int sampleRateHz_;
    std::vector<Item> train_;
    std::vector<Item> heldOut_;
};

}  // namespace musicrl
