// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "nn/LogMel.h"
#include "nn/SpectrogramStem.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <torch/torch.h>

namespace musicrl {

/// Shape of a quality model; the defaults are the demo model's.
struct QualityConfig {
    std::int64_t sampleRateHz = 16000;
    std::int64_t mels = 64;
    std::int64_t hopSamples = 320;  ///< between log-mel frames
    std::int64_t channels = 16;     ///< of the first convolution; doubles with each of four halvings
    std::int64_t width = 192;       ///< of the convolutions over time
};
[[nodiscard]] Json toJson(const QualityConfig& config);
/// \throws Error(BadInput) naming \p where and the key
[[nodiscard]] QualityConfig qualityConfigFromJson(const Json& json, const std::string& where);

/// Mean opinion score of a sound's acoustic quality, without a reference to compare with: log-mel → halving
/// convolutions → convolutions over time → a score in 1..5 for every step; a clip's score is the mean of its steps.
///
/// Thread-safety: one caller at a time.
/// \see Cideron et al., MusicRL, 2024, section 3.3
class QualityModel final : public torch::nn::Module {
public:
    explicit QualityModel(const QualityConfig& config);

    /// Without gradients.
    /// \param waves  [B, N] float, mono at sampleRateHz, N > 0
    /// \return       [B, T'] float in 1..5, a score every stepSeconds()
    /// \throws Error(BadInput) for another shape
    [[nodiscard]] torch::Tensor track(const torch::Tensor& waves) const;

    /// \return [B, mels, 1 + N / hop] float
    [[nodiscard]] torch::Tensor logMels(const torch::Tensor& waves) const;
    /// With gradients where the mode is on. \return [B, T'] float in 1..5
    [[nodiscard]] torch::Tensor trackOfLogMels(const torch::Tensor& logMels) const;

    [[nodiscard]] double stepSeconds() const;
    [[nodiscard]] const QualityConfig& config() const { return config_; }

private:
    QualityConfig config_;
    mutable LogMel mel_{nullptr};  // mutable: LibTorch's forward() is not const
    mutable SpectrogramStem stem_{nullptr};
    mutable torch::nn::Sequential overTime_{nullptr};
};

/// Writes config.json and model.safetensors (float16) into the folder. \throws Error(Io)
void saveQuality(const QualityModel& model, const std::filesystem::path& folder);

/// In evaluation mode, without gradients. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<QualityModel> loadQuality(const std::filesystem::path& folder, torch::Device device);

}  // namespace musicrl
