// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "music/AudioCodec.h"
#include "nn/ResidualVectorQuantizer.h"
#include "nn/Seanet.h"

#include <torch/torch.h>

#include <filesystem>
#include <memory>
#include <string>

namespace musicrl {

struct SoundStreamConfig {
    int sampleRateHz = 16000;
    SeanetConfig network;
    RvqConfig quantizer;  ///< its width is the network's dimension
};

/// \throws Error(BadInput)
[[nodiscard]] SoundStreamConfig soundStreamConfigFromJson(const Json& json, const std::string& where);
[[nodiscard]] Json toJson(const SoundStreamConfig& config);

/// The weights: encoder, quantizer, decoder.
struct SoundStreamNetworkImpl : torch::nn::Module {
    explicit SoundStreamNetworkImpl(const SoundStreamConfig& config = {});

    SeanetEncoder encoder = nullptr;
    ResidualVectorQuantizer quantizer = nullptr;
    SeanetDecoder decoder = nullptr;
};
TORCH_MODULE(SoundStreamNetwork);

/// Neural audio codec: a causal encoder, residual vector quantization, a causal decoder.
///
/// Thread-safety: const functions may run at the same time.
/// \see Zeghidour, Luebs, Omran, Skoglund, Tagliasacchi, SoundStream: An End-to-End Neural Audio Codec, 2021
class SoundStream final : public AudioCodec {
public:
    /// \param network  put into evaluation mode
    SoundStream(SoundStreamConfig config, SoundStreamNetwork network, std::string hash);

    [[nodiscard]] torch::Tensor encode(const torch::Tensor& waves) const override;
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& codes) const override;

    [[nodiscard]] int sampleRateHz() const override { return config_.sampleRateHz; }
    [[nodiscard]] int hopSamples() const override { return static_cast<int>(config_.network.hopSamples()); }
    [[nodiscard]] std::int64_t codebooks() const override { return config_.quantizer.levels; }
    [[nodiscard]] std::int64_t vocabulary() const override { return config_.quantizer.vocabulary; }
    [[nodiscard]] const std::string& hash() const override { return hash_; }
    [[nodiscard]] const SoundStreamConfig& config() const { return config_; }

private:
    [[nodiscard]] torch::Device device() const;

    SoundStreamConfig config_;
    std::shared_ptr<SoundStreamNetworkImpl> network_;
    std::string hash_;
};

/// \param partFolder  config.json and model.safetensors
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<SoundStream> loadSoundStream(const std::filesystem::path& partFolder, torch::Device device);

/// Writes config.json and model.safetensors (float16). \throws Error(Io)
void saveSoundStream(const std::filesystem::path& partFolder, const SoundStreamConfig& config, const SoundStreamNetwork& network);

}  // namespace musicrl
