// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/SpectralCodec.h"

#include "base/Fields.h"
#include "base/Hash.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

#include <cmath>

namespace musicrl {
namespace {

// What the networks see and say of log magnitudes, brought to about -1 to 1.
constexpr double logMagnitudeCentre = -7.0;
constexpr double logMagnitudeSpread = 2.5;
constexpr double loudnessSpread = 4.0;  // of the phasors' length

std::filesystem::path configFile(const std::filesystem::path& folder) { return folder / "config.json"; }
std::filesystem::path weightsFile(const std::filesystem::path& folder) { return folder / "model.safetensors"; }

torch::nn::Conv1d convolution(std::int64_t from, std::int64_t to, std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(from, to, kernel).stride(stride).padding(padding));
}

torch::nn::Sequential blocks(std::int64_t count, const SpectralCodecConfig& config) {
    torch::nn::Sequential layers;
    for (std::int64_t i = 0; i < count; ++i) {
        layers->push_back(ConvNextBlock(config.width, config.kernel, config.expansion));
    }
    return layers;
}

torch::nn::Conv1d downTo(const SpectralCodecConfig& config) {
    const std::int64_t stride = config.framesPerCode;
    return stride == 1 ? convolution(config.width, config.dimension, 3, 1, 1)
                       : convolution(config.width, config.dimension, 2 * stride, stride, stride / 2);
}

}  // namespace

SpectralCodecConfig spectralCodecConfigFromJson(const Json& json, const std::string& where) {
    SpectralCodecConfig config;
    std::int64_t rate = config.sampleRateHz;
    Fields fields(json, where);
    fields.integer("sample_rate_hz", rate, 1000, 384000);
    fields.integer("window_samples", config.windowSamples, 16, 65536);
    fields.integer("frame_samples", config.frameSamples, 2, 32768);
    fields.integer("frames_per_code", config.framesPerCode, 1, 16);
    fields.integer("width", config.width, 1, 4096);
    fields.integer("dimension", config.dimension, 1, 4096);
    fields.integer("encoder_layers", config.encoderLayers, 1, 64);
    fields.integer("decoder_layers", config.decoderLayers, 1, 64);
    fields.integer("kernel", config.kernel, 1, 63);
    fields.integer("expansion", config.expansion, 1, 16);
    config.quantizer = rvqConfigFromJson(fields.object("quantizer"), where + ", quantizer");
    fields.finish();
    if (config.kernel % 2 == 0 || (config.framesPerCode > 1 && config.framesPerCode % 2 != 0)) {
        throw Error(ErrorKind::BadInput, where + ": \"kernel\" must be odd, and \"frames_per_code\" 1 or even.");
    }
    config.sampleRateHz = static_cast<int>(rate);
    config.quantizer.width = config.dimension;
    static_cast<void>(PhasorFrames(config.windowSamples, config.frameSamples));  // refuses sizes that do not fit
    return config;
}

Json toJson(const SpectralCodecConfig& config) {
    return {{"sample_rate_hz", config.sampleRateHz},   {"window_samples", config.windowSamples},
            {"frame_samples", config.frameSamples},    {"frames_per_code", config.framesPerCode},
            {"width", config.width},                   {"dimension", config.dimension},
            {"encoder_layers", config.encoderLayers},  {"decoder_layers", config.decoderLayers},
            {"kernel", config.kernel},                 {"expansion", config.expansion},
            {"quantizer", toJson(config.quantizer)}};
}

SpectralCodecNetworkImpl::SpectralCodecNetworkImpl(const SpectralCodecConfig& config)
    : quantizer(register_module("quantizer", ResidualVectorQuantizer(config.quantizer))),
      bins_(config.windowSamples / 2 + 1),
      in_(register_module("in", convolution(3 * bins_, config.width, 1, 1, 0))),
      encoder_(register_module("encoder", blocks(config.encoderLayers, config))),
      down_(register_module("down", downTo(config))),
      up_(register_module("up", torch::nn::ConvTranspose1d(torch::nn::ConvTranspose1dOptions(config.dimension, config.width, config.framesPerCode)
                                                                .stride(config.framesPerCode)))),
      decoder_(register_module("decoder", blocks(config.decoderLayers, config))),
      out_(register_module("out", convolution(config.width, 3 * bins_, 1, 1, 0))) {}

torch::Tensor SpectralCodecNetworkImpl::encode(const PhasorSpectrum& spectrum) {
    const torch::Tensor loud = (spectrum.logMagnitude - std::log(PhasorFrames::floorMagnitude)) / loudnessSpread;
    const torch::Tensor seen = torch::cat({(spectrum.logMagnitude - logMagnitudeCentre) / logMagnitudeSpread,
                                           loud * spectrum.cosine, loud * spectrum.sine}, 1);
    return down_->forward(encoder_->forward(in_->forward(seen)));
}

PhasorSpectrum SpectralCodecNetworkImpl::decode(const torch::Tensor& vectors) {
    const torch::Tensor said = out_->forward(decoder_->forward(up_->forward(vectors)));
    const std::vector<torch::Tensor> parts = said.split(bins_, 1);
    return {parts[0] * logMagnitudeSpread + logMagnitudeCentre, parts[1], parts[2]};
}

std::vector<torch::Tensor> SpectralCodecNetworkImpl::encoderParameters() const {
    std::vector<torch::Tensor> all = in_->parameters();
    for (const torch::Tensor& parameter : encoder_->parameters()) {
        all.push_back(parameter);
    }
    for (const torch::Tensor& parameter : down_->parameters()) {
        all.push_back(parameter);
    }
    return all;
}

SpectralCodec::SpectralCodec(SpectralCodecConfig config, SpectralCodecNetwork network, std::string hash)
    : config_(std::move(config)),
      network_(network.ptr()),
      frames_(config_.windowSamples, config_.frameSamples),
      hash_(std::move(hash)) {
    network_->eval();
}

torch::Device SpectralCodec::device() const { return network_->quantizer->codebooks().device(); }

torch::Tensor SpectralCodec::encode(const torch::Tensor& waves) const {
    const torch::NoGradGuard guard;
    expectShape(waves, {-1, 1, -1}, "Codec: waves [B, 1, N]");
    const std::int64_t hop = hopSamples();
    const std::int64_t missing = (hop - waves.size(2) % hop) % hop;
    const torch::Tensor padded = torch::constant_pad_nd(waves.select(1, 0).to(device(), torch::kFloat32), {0, missing});
    return network_->quantizer->encode(network_->encode(frames_.analyse(padded)));
}

torch::Tensor SpectralCodec::decode(const torch::Tensor& codes) const {
    const torch::NoGradGuard guard;
    const torch::Tensor waves = frames_.synthesise(network_->decode(network_->quantizer->decode(codes.to(device()))));
    const torch::Tensor peaks = waves.abs().amax(1, true);  // of phases put together anew, so not the original's
    return (waves / peaks.clamp_min(1.0)).unsqueeze(1);
}

std::shared_ptr<SpectralCodec> loadSpectralCodec(const std::filesystem::path& partFolder, torch::Device device) {
    const std::filesystem::path file = configFile(partFolder);
    Json json = readJsonFile(file);
    if (json.is_object()) {
        json.erase("kind");
    }
    const SpectralCodecConfig config = spectralCodecConfigFromJson(json, file.string());
    SpectralCodecNetwork network(config);
    loadModule(weightsFile(partFolder), *network);
    network->to(device);
    for (torch::Tensor& parameter : network->parameters()) {
        parameter.set_requires_grad(false);
    }
    const std::string hash = sha256(sha256OfFile(file) + sha256OfFile(weightsFile(partFolder)));
    return std::make_shared<SpectralCodec>(config, network, hash);
}

void saveSpectralCodec(const std::filesystem::path& partFolder, const SpectralCodecConfig& config, const SpectralCodecNetwork& network) {
    Json json = toJson(config);
    json["kind"] = "spectral";
    writeJsonFile(configFile(partFolder), json);
    saveModule(weightsFile(partFolder), *network, WeightsPrecision::Half);
}

}  // namespace musicrl
