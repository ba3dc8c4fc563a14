// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/SoundStream.h"

#include "base/Fields.h"
#include "base/Hash.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

namespace musicrl {
namespace {

std::filesystem::path configFile(const std::filesystem::path& folder) { return folder / "config.json"; }
std::filesystem::path weightsFile(const std::filesystem::path& folder) { return folder / "model.safetensors"; }

}  // namespace

SoundStreamConfig soundStreamConfigFromJson(const Json& json, const std::string& where) {
    SoundStreamConfig config;
    std::int64_t rate = config.sampleRateHz;
    Fields fields(json, where);
    fields.integer("sample_rate_hz", rate, 1000, 384000);
    fields.integers("strides", config.network.strides, 1, 64);
    fields.integer("channels", config.network.channels, 1, 1024);
    fields.integer("dimension", config.network.dimension, 1, 4096);
    fields.integer("residual_kernel", config.network.residualKernel, 1, 63);
    fields.integers("dilations", config.network.dilations, 1, 1024);
    config.quantizer = rvqConfigFromJson(fields.object("quantizer"), where + ", quantizer");
    fields.finish();
    if (config.network.strides.empty() || config.network.strides.size() > 8) {
        throw Error(ErrorKind::BadInput, where + ": \"strides\" must have 1 to 8 numbers.");
    }
    config.sampleRateHz = static_cast<int>(rate);
    config.quantizer.width = config.network.dimension;
    return config;
}

Json toJson(const SoundStreamConfig& config) {
    return {{"sample_rate_hz", config.sampleRateHz},
            {"strides", config.network.strides},
            {"channels", config.network.channels},
            {"dimension", config.network.dimension},
            {"residual_kernel", config.network.residualKernel},
            {"dilations", config.network.dilations},
            {"quantizer", toJson(config.quantizer)}};
}

SoundStreamNetworkImpl::SoundStreamNetworkImpl(const SoundStreamConfig& config)
    : encoder(register_module("encoder", SeanetEncoder(config.network))),
      quantizer(register_module("quantizer", ResidualVectorQuantizer(config.quantizer))),
      decoder(register_module("decoder", SeanetDecoder(config.network))) {}

SoundStream::SoundStream(SoundStreamConfig config, SoundStreamNetwork network, std::string hash)
    : config_(std::move(config)), network_(network.ptr()), hash_(std::move(hash)) {
    network_->eval();
}

torch::Device SoundStream::device() const { return network_->quantizer->codebooks().device(); }

torch::Tensor SoundStream::encode(const torch::Tensor& waves) const {
    const torch::NoGradGuard guard;
    expectShape(waves, {-1, 1, -1}, "Codec: waves [B, 1, N]");
    const std::int64_t hop = hopSamples();
    const std::int64_t missing = (hop - waves.size(2) % hop) % hop;
    const torch::Tensor padded = torch::constant_pad_nd(waves.to(device(), torch::kFloat32), {0, missing});
    return network_->quantizer->encode(network_->encoder->forward(padded));
}

torch::Tensor SoundStream::decode(const torch::Tensor& codes) const {
    const torch::NoGradGuard guard;
    return network_->decoder->forward(network_->quantizer->decode(codes.to(device()))).clamp(-1.0, 1.0);
}

std::shared_ptr<SoundStream> loadSoundStream(const std::filesystem::path& partFolder, torch::Device device) {
    const std::filesystem::path file = configFile(partFolder);
    Json json = readJsonFile(file);
    if (json.is_object()) {
        json.erase("kind");
    }
    const SoundStreamConfig config = soundStreamConfigFromJson(json, file.string());
    SoundStreamNetwork network(config);
    loadModule(weightsFile(partFolder), *network);
    network->to(device);
    for (torch::Tensor& parameter : network->parameters()) {
        parameter.set_requires_grad(false);
    }
    const std::string hash = sha256(sha256OfFile(file) + sha256OfFile(weightsFile(partFolder)));
    return std::make_shared<SoundStream>(config, network, hash);
}

void saveSoundStream(const std::filesystem::path& partFolder, const SoundStreamConfig& config, const SoundStreamNetwork& network) {
    Json json = toJson(config);
    json["kind"] = "soundstream";
    writeJsonFile(configFile(partFolder), json);
    saveModule(weightsFile(partFolder), *network, WeightsPrecision::Half);
}

}  // namespace musicrl
