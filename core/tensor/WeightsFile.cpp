// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/WeightsFile.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Json.h"

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <vector>

namespace musicrl {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

struct StoredType {
    const char* name;
    torch::ScalarType type;
};
constexpr std::array<StoredType, 10> storedTypes{{{"F64", torch::kFloat64},
                                                  {"F32", torch::kFloat32},
                                                  {"F16", torch::kFloat16},
                                                  {"BF16", torch::kBFloat16},
                                                  {"I64", torch::kInt64},
                                                  {"I32", torch::kInt32},
                                                  {"I16", torch::kInt16},
                                                  {"I8", torch::kInt8},
                                                  {"U8", torch::kUInt8},
                                                  {"BOOL", torch::kBool}}};
constexpr std::uint64_t maxHeaderBytes = 100'000'000;  // the format's own limit

struct Entry {
    std::string name;
    torch::ScalarType type = torch::kFloat32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Header {
    std::vector<Entry> entries;  ///< in the order of their data
    std::map<std::string, std::string> metadata;
    std::uint64_t dataStart = 0;
};

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
    throw Error(ErrorKind::BadInput, where + ": " + what);
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t size : shape) {
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    }
    return "[" + text + "]";
}

torch::ScalarType typeFromName(const std::string& name, const std::string& where) {
    for (const StoredType& stored : storedTypes) {
        if (name == stored.name) {
            return stored.type;
        }
    }
    refuse(where, "the data type \"" + name + "\" is unknown.");
}

std::string nameOfType(torch::ScalarType type, const std::string& tensor) {
    for (const StoredType& stored : storedTypes) {
        if (type == stored.type) {
            return stored.name;
        }
    }
    throw Error(ErrorKind::Internal, "The tensor \"" + tensor + "\" has a data type that safetensors lacks.");
}

std::uint64_t bytesOf(const Entry& entry, const std::string& where) {
    std::uint64_t bytes = torch::elementSize(entry.type);
    for (const std::int64_t size : entry.shape) {
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(size), &bytes)) {
            refuse(where, "the shape " + shapeText(entry.shape) + " is too large.");
        }
    }
    return bytes;
}

template <typename Number>
std::vector<Number> wholeNumbers(const Json& object, const std::string& key, const std::string& where) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) {
        refuse(where, "\"" + key + "\" must be a list.");
    }
    std::vector<Number> numbers;
    for (const Json& item : *found) {
        if (!item.is_number_unsigned() || item.get<std::uint64_t>() > std::uint64_t{1} << 62U) {
            refuse(where, "\"" + key + "\" holds " + item.dump() + ", which is no size.");
        }
        numbers.push_back(item.get<Number>());
    }
    return numbers;
}

Entry readEntry(const std::string& name, const Json& json, std::uint64_t dataBytes, const std::string& file) {
    const std::string where = file + ", tensor \"" + name + "\"";
    if (!json.is_object()) {
        refuse(where, "expected an object with dtype, shape and data_offsets.");
    }
    Entry entry{.name = name,
                .type = typeFromName(requireKey<std::string>(json, "dtype", where), where),
                .shape = wholeNumbers<std::int64_t>(json, "shape", where)};
    const auto offsets = wholeNumbers<std::uint64_t>(json, "data_offsets", where);
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
        refuse(where, "data_offsets must be a first and a last byte within the file's " + std::to_string(dataBytes) +
                          " bytes of data, found " + json["data_offsets"].dump() + ".");
    }
    entry.begin = offsets[0];
    entry.end = offsets[1];
    const std::uint64_t expected = bytesOf(entry, where);
    if (entry.end - entry.begin != expected) {
        refuse(where, "the shape " + shapeText(entry.shape) + " takes " + std::to_string(expected) + " bytes, found " +
                          std::to_string(entry.end - entry.begin) + ".");
    }
    return entry;
}

/// Every byte of data belongs to exactly one tensor, so nothing is hidden and nothing is shared.
void checkLayout(std::vector<Entry>& entries, std::uint64_t dataBytes, const std::string& file) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    std::uint64_t next = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != next) {
            refuse(file + ", tensor \"" + entry.name + "\"",
                   std::string(entry.begin < next ? "its data overlaps another tensor's" : "there is a gap before its data") +
                       ": expected it to start at byte " + std::to_string(next) + ", found " + std::to_string(entry.begin) + ".");
        }
        next = entry.end;
    }
    if (next != dataBytes) {
        refuse(file, "expected " + std::to_string(next) + " bytes of data, found " + std::to_string(dataBytes) + ".");
    }
}

std::map<std::string, std::string> readMetadata(const Json& json, const std::string& file) {
    std::map<std::string, std::string> metadata;
    if (!json.is_object()) {
        refuse(file, "\"__metadata__\" must be an object of texts.");
    }
    for (const auto& [key, value] : json.items()) {
        if (!value.is_string()) {
            refuse(file, "\"__metadata__\" must hold texts only, found " + value.dump() + " for \"" + key + "\".");
        }
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

std::string readHeaderText(std::ifstream& stream, std::uint64_t fileBytes, const std::string& file) {
    if (fileBytes < 8) {
        refuse(file, "no safetensors file: it has only " + std::to_string(fileBytes) + " bytes.");
    }
    std::uint64_t length = 0;
    stream.read(reinterpret_cast<char*>(&length), sizeof length);
    if (length > fileBytes - 8 || length > maxHeaderBytes) {
        refuse(file, "no safetensors file, or cut short: the header claims " + std::to_string(length) + " bytes, the file has " +
                         std::to_string(fileBytes - 8) + " after the length.");
    }
    std::string text(length, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(length));
    if (!stream) {
        throw Error(ErrorKind::Io, "Cannot read " + file + ".");
    }
    return text;
}

Header readHeader(std::ifstream& stream, const std::filesystem::path& path) {
    const std::string file = path.string();
    if (!stream || !std::filesystem::is_regular_file(path)) {
        throw Error(ErrorKind::NotFound, "Cannot open " + file + ": there is no such file, or it may not be read.");
    }
    const std::uint64_t fileBytes = std::filesystem::file_size(path);
    const std::string text = readHeaderText(stream, fileBytes, file);
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        refuse(file, "no safetensors file: the header is not a JSON object.");
    }
    Header header;
    header.dataStart = 8 + text.size();
    const std::uint64_t dataBytes = fileBytes - header.dataStart;
    for (const auto& [name, value] : json.items()) {
        if (name == "__metadata__") {
            header.metadata = readMetadata(value, file);
        } else {
            header.entries.push_back(readEntry(name, value, dataBytes, file));
        }
    }
    checkLayout(header.entries, dataBytes, file);
    return header;
}

torch::Tensor readData(std::ifstream& stream, const Entry& entry, const std::string& file) {
    torch::Tensor tensor = torch::empty(entry.shape, torch::TensorOptions().dtype(entry.type));
    stream.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(entry.end - entry.begin));
    if (!stream) {
        throw Error(ErrorKind::Io, "Cannot read " + file + ".");
    }
    return tensor;
}

/// Wide elements first, then by name: every tensor then starts at a multiple of its element size.
std::vector<std::pair<std::string, torch::Tensor>> inFileOrder(const NamedTensors& tensors) {
    std::vector<std::pair<std::string, torch::Tensor>> ordered;
    for (const auto& [name, tensor] : tensors) {
        ordered.emplace_back(name, tensor.detach().to(torch::kCPU).contiguous());
    }
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return a.second.element_size() > b.second.element_size(); });
    return ordered;
}

std::string headerText(const std::vector<std::pair<std::string, torch::Tensor>>& ordered,
                       const std::map<std::string, std::string>& metadata) {
    Json json = Json::object();
    if (!metadata.empty()) {
        json["__metadata__"] = metadata;
    }
    std::uint64_t begin = 0;
    for (const auto& [name, tensor] : ordered) {
        const std::uint64_t end = begin + tensor.nbytes();
        json[name] = {{"dtype", nameOfType(tensor.scalar_type(), name)},
                      {"shape", tensor.sizes().vec()},
                      {"data_offsets", {begin, end}}};
        begin = end;
    }
    std::string text = json.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

/// The module's own tensors, not copies.
NamedTensors tensorsOf(const torch::nn::Module& module) {
    NamedTensors tensors;
    for (const auto& item : module.named_parameters()) {
        tensors[item.key()] = item.value();
    }
    for (const auto& item : module.named_buffers()) {
        if (item.value().defined()) {
            tensors[item.key()] = item.value();
        }
    }
    return tensors;
}

torch::Tensor halfOf(const torch::Tensor& tensor) {
    if (!tensor.is_floating_point()) {
        return tensor;
    }
    const torch::Tensor half = tensor.to(torch::kFloat16);
    const bool overflows = (half.isinf() & tensor.isfinite()).any().item<bool>();
    return overflows ? tensor.to(torch::kFloat32) : half;
}

/// Copies by name after checking that both sides hold the same tensors.
void copyInto(const NamedTensors& from, NamedTensors to, const std::string& where) {
    const torch::NoGradGuard guard;
    for (const auto& [name, target] : to) {
        const auto found = from.find(name);
        const std::string tensor = where + ", tensor \"" + name + "\"";
        if (found == from.end()) {
            refuse(tensor, "expected " + shapeText(target.sizes().vec()) + ", but it is missing.");
        }
        if (found->second.sizes() != target.sizes()) {
            refuse(tensor, "expected the shape " + shapeText(target.sizes().vec()) + ", found " +
                               shapeText(found->second.sizes().vec()) + ".");
        }
        if (found->second.is_floating_point() != target.is_floating_point()) {
            refuse(tensor, "expected the data type " + nameOfType(target.scalar_type(), name) + ", found " +
                               nameOfType(found->second.scalar_type(), name) + ".");
        }
    }
    for (const auto& [name, tensor] : from) {
        if (to.find(name) == to.end()) {
            refuse(where + ", tensor \"" + name + "\"", "expected no such tensor, found " + shapeText(tensor.sizes().vec()) + ".");
        }
        to[name].copy_(tensor);
    }
}

}  // namespace

NamedTensors readWeights(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const Header header = readHeader(stream, path);
    NamedTensors tensors;
    for (const Entry& entry : header.entries) {
        tensors[entry.name] = readData(stream, entry, path.string());
    }
    return tensors;
}

std::map<std::string, std::string> readWeightsMetadata(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return readHeader(stream, path).metadata;
}

void writeWeights(const std::filesystem::path& path, const NamedTensors& tensors,
                  const std::map<std::string, std::string>& metadata) {
    const auto ordered = inFileOrder(tensors);
    const std::string header = headerText(ordered, metadata);
    const std::uint64_t length = header.size();
    AtomicFile file(path);
    std::ofstream stream(file.temporaryPath(), std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(&length), sizeof length);
    stream.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (const auto& [name, tensor] : ordered) {
        stream.write(static_cast<const char*>(tensor.data_ptr()), static_cast<std::streamsize>(tensor.nbytes()));
    }
    stream.close();
    if (!stream) {
        throw Error(ErrorKind::Io, "Cannot write " + path.string() + ": is the disk full?");
    }
    file.commit();
}

void saveModule(const std::filesystem::path& path, const torch::nn::Module& module, WeightsPrecision precision) {
    const torch::NoGradGuard guard;
    NamedTensors tensors = tensorsOf(module);
    if (precision == WeightsPrecision::Half) {
        for (auto& [name, tensor] : tensors) {
            tensor = halfOf(tensor);
        }
    }
    writeWeights(path, tensors);
}

void loadModule(const std::filesystem::path& path, torch::nn::Module& module) {
    copyInto(readWeights(path), tensorsOf(module), path.string());
}

void copyModule(const torch::nn::Module& from, torch::nn::Module& to) {
    copyInto(tensorsOf(from), tensorsOf(to), "Copying a model");
}

}  // namespace musicrl
