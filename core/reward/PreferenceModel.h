// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "music/musiclm/HierarchicalNet.h"
#include "reward/ScoringWindows.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// The parts of a model folder that made the tokens: a preference model means something only together with them.
struct TokenSources {
    std::string codec;     ///< hash of the codec
    std::string semantic;  ///< SHA-256 of the semantic tokenizer's weights
    std::string mulan;     ///< SHA-256 of MuLan's weights

    [[nodiscard]] bool operator==(const TokenSources&) const = default;
};

struct PreferenceConfig {
    HierarchicalLmConfig language;  ///< shape of the body; its plainConditioning must be there
    bool usesText = true;           ///< false: every caption is read as the plain one
    double crop = 1.0;              ///< the first share of a window that is heard, in (0, 1]
    double windowSeconds = 20.0;    ///< longest span that is read at once
    TokenSources sources;
};
[[nodiscard]] Json toJson(const PreferenceConfig& config);
/// \throws Error(BadInput) naming \p where and the key
[[nodiscard]] PreferenceConfig preferenceConfigFromJson(const Json& json, const std::string& where);

/// What is heard of a clip: its first window and, of a clip longer than a window, its last; of each the first
/// config.crop, at least one sample. \pre samples > 0
[[nodiscard]] std::vector<FrameSpan> heardSpans(std::int64_t samples, int sampleRateHz, const PreferenceConfig& config);

/// How well a clip is liked for a caption, as one number s: the language model's network reads the caption's tokens and
/// the clip's interleaved semantic and coarse tokens; what its output layer would see, averaged over the clip, goes
/// through a linear head. P(A is preferred to B) = σ(s(A) − s(B)), so that s is in nats (a unit is 174 Elo points).
///
/// Fresh heads are zero: every clip scores 0.
///
/// Thread-safety: one caller at a time.
/// \see Cideron et al., MusicRL, 2024, section 3.3; Bradley and Terry, "Rank analysis of incomplete block designs",
/// 1952
class PreferenceModel final : public torch::nn::Module {
public:
    /// Fresh weights out of LibTorch's default generator.
    explicit PreferenceModel(const PreferenceConfig& config);

    /// Takes over a language model's weights. \throws Error(BadInput) for one of another shape
    void startFrom(const torch::nn::Module& language);

    /// With gradients where the mode is on. A clip's score does not depend on the others of the batch.
    /// \param streams       B clips of [S] int64, S a whole number of frames, not all equal
    /// \param conditioning  [B, C] int64, of the captions
    /// \return              [B] float
    [[nodiscard]] torch::Tensor score(const std::vector<torch::Tensor>& streams,
                                      const torch::Tensor& conditioning) const;

    /// Moves all scores so that clips that scored \p mean score 0; pairs stay as they are.
    void centreOn(double mean);

    [[nodiscard]] const PreferenceConfig& config() const { return config_; }
    [[nodiscard]] torch::Device device() const { return offset_.device(); }

private:
    PreferenceConfig config_;
    std::shared_ptr<HierarchicalNet> body_;
    mutable torch::nn::Linear head_{nullptr};  // mutable: LibTorch's forward() is not const
    torch::Tensor offset_;                     ///< [1]
};

/// Writes config.json and model.safetensors (float16) into the folder. \throws Error(Io)
void savePreference(const PreferenceModel& model, const std::filesystem::path& folder);

/// In evaluation mode, without gradients. The folder is whole: no language model is needed.
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<PreferenceModel> loadPreference(const std::filesystem::path& folder,
                                                              torch::Device device);

}  // namespace musicrl
