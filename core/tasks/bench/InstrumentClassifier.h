// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/bench/Confusion.h"
#include "tasks/bench/InstrumentRenders.h"
#include "tasks/bench/InstrumentTraining.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// The pieces that a classifier learns from or, \p test, is tried on; the two share none.
[[nodiscard]] std::vector<LedClip> instrumentRenders(const InstrumentTraining& training, bool test, std::int64_t count,
                                                     const JobContext& context);

/// Names the instrument that leads a clip: log-mel, halving convolutions, convolutions over time, mean and maximum over
/// time, a score for each of leadInstruments().
///
/// Thread-safety: one caller at a time.
class InstrumentClassifier {
public:
    static constexpr int sampleRateHz = 16000;

    /// Fresh weights.
    explicit InstrumentClassifier(std::uint64_t seed);
    ~InstrumentClassifier();
    InstrumentClassifier(InstrumentClassifier&&) noexcept;

    /// Learns from crops at other loudness, with noise under them and with bands of time and of frequency masked.
    void train(const std::vector<LedClip>& clips, const InstrumentTraining& training, const JobContext& context);

    /// \param clip  of any rate and number of channels
    /// \return      index in leadInstruments()
    [[nodiscard]] std::size_t nameLead(const Clip& clip) const;

    /// classifier.safetensors. \throws Error(Io)
    void save(const std::filesystem::path& folder) const;
    /// \throws Error(NotFound), Error(BadInput)
    void load(const std::filesystem::path& folder);

private:
    struct Net;
    std::unique_ptr<Net> net_;
};

/// What somebody does to a clip before the classifier hears it, such as sending it through a model's decoder.
using HeardThrough = std::function<Clip(const Clip&)>;

[[nodiscard]] Confusion confusionOn(const InstrumentClassifier& classifier, const std::vector<LedClip>& clips,
                                    const HeardThrough& heard = {});

/// A trained classifier with its confusion on renders that it has not seen.
struct TestedClassifier {
    InstrumentClassifier classifier;
    Confusion test;
};

/// Out of \p folder when it holds one of these settings and this ear (training.json, confusion.json,
/// classifier.safetensors), else rendered and trained, and put there.
/// \throws Error(Unavailable), Error(NotFound) when there is none and nothing can be rendered, Error(Io), JobStopped
[[nodiscard]] TestedClassifier instrumentClassifier(const std::filesystem::path& folder,
                                                    const InstrumentTraining& training, const HeardThrough& heard,
                                                    const std::string& heardHash, const JobContext& context);

}  // namespace musicrl
