// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <string>

namespace musicrl {

/// A safetensors file: 8 bytes of header length, a JSON header, raw little-endian data. No code is ever executed.
///
/// Reading checks everything before a byte is used: header longer than the file, offsets overlapping or out of range,
/// unknown dtype, size that does not fit the shape. \throws Error(BadInput) naming file, tensor, expected and found

using NamedTensors = std::map<std::string, torch::Tensor>;

/// Tensors as stored (float16 stays float16), on the CPU. \throws Error(NotFound), Error(BadInput)
[[nodiscard]] NamedTensors readWeights(const std::filesystem::path& path);

/// Atomically. \throws Error(Io)
void writeWeights(const std::filesystem::path& path, const NamedTensors& tensors,
                  const std::map<std::string, std::string>& metadata = {});

/// The metadata strings alone.
[[nodiscard]] std::map<std::string, std::string> readWeightsMetadata(const std::filesystem::path& path);

/// Half: floating tensors are stored as float16, except one with a value beyond its range (65504), which stays float32.
enum class WeightsPrecision { AsIs, Half };

/// Parameters and buffers of a module under their dotted names.
void saveModule(const std::filesystem::path& path, const torch::nn::Module& module, WeightsPrecision precision);

/// Copies into the module's own tensors (their dtype and device are kept). Every tensor of the module must be there
/// with its shape, and nothing else. \throws Error(BadInput) naming file, tensor, expected and found
void loadModule(const std::filesystem::path& path, torch::nn::Module& module);

/// Copies values between two modules of the same structure. \throws Error(BadInput)
void copyModule(const torch::nn::Module& from, torch::nn::Module& to);

}  // namespace musicrl
