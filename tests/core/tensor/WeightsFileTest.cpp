// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/WeightsFile.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

/// A safetensors file by hand: length, header, data.
std::string bytesOf(const std::string& header, const std::string& data) {
    std::string bytes;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        bytes.push_back(static_cast<char>((header.size() >> shift) & 0xFFU));
    }
    return bytes + header + data;
}

std::string entry(const std::string& name, const std::string& type, const std::string& shape, int begin, int end) {
    return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + std::to_string(begin) +
           "," + std::to_string(end) + "]}";
}

void expectRefusal(const std::string& bytes, const std::string& part) {
    const TemporaryFolder folder;
    const auto file = folder.write("w.safetensors", bytes);
    expectError(ErrorKind::BadInput, part, [&] { (void)readWeights(file); });
    expectError(ErrorKind::BadInput, "w.safetensors", [&] { (void)readWeights(file); });
}

struct TwoLayers : torch::nn::Module {
    TwoLayers() {
        layer = register_module("layer", torch::nn::Linear(3, 2));
        steps = register_buffer("steps", torch::full({}, 7, torch::kInt64));
    }
    torch::nn::Linear layer = nullptr;
    torch::Tensor steps;
};

TEST(WeightsFile, readsBytesMadeByHand) {
    const TemporaryFolder folder;
    const auto file = folder.write(
        "w.safetensors", bytesOf("{\"__metadata__\":{\"made\":\"by hand\"}," + entry("a", "F32", "[2]", 0, 8) + "," +
                                     entry("b", "I16", "[1,2]", 8, 12) + "}  ",
                                 std::string("\x00\x00\x80\x3F\x00\x00\x00\xC0\x05\x00\xFF\xFF", 12)));
    const NamedTensors tensors = readWeights(file);
    ASSERT_EQ(tensors.size(), 2U);
    EXPECT_TRUE(torch::equal(tensors.at("a"), torch::tensor({1.0F, -2.0F})));
    EXPECT_TRUE(torch::equal(tensors.at("b"), torch::tensor({5, -1}, torch::kInt16).view({1, 2})));
    EXPECT_EQ(readWeightsMetadata(file).at("made"), "by hand");
}

TEST(WeightsFile, givesBackEveryTypeAsWritten) {
    const TemporaryFolder folder;
    NamedTensors tensors;
    for (const auto type : {torch::kFloat64, torch::kFloat32, torch::kFloat16, torch::kBFloat16, torch::kInt64, torch::kInt32,
                            torch::kInt16, torch::kInt8, torch::kUInt8, torch::kBool}) {
        tensors[torch::toString(type)] = (torch::arange(6).view({2, 3}) % 3).to(type);
    }
    tensors["scalar"] = torch::tensor(2.5);
    tensors["nothing"] = torch::zeros({0, 4});
    writeWeights(folder / "w.safetensors", tensors, {{"key", "value"}});
    const NamedTensors read = readWeights(folder / "w.safetensors");
    ASSERT_EQ(read.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) {
        EXPECT_EQ(read.at(name).dtype(), tensor.dtype()) << name;
        EXPECT_TRUE(torch::equal(read.at(name), tensor)) << name;
    }
}

TEST(WeightsFile, equalTensorsGiveEqualBytesWithAlignedData) {
    const TemporaryFolder folder;
    const NamedTensors tensors = {{"b", torch::ones({3}, torch::kFloat16)}, {"a", torch::ones({1}, torch::kUInt8)},
                                  {"c", torch::ones({2}, torch::kInt64)}};
    writeWeights(folder / "1.safetensors", tensors);
    writeWeights(folder / "2.safetensors", tensors);
    const std::string bytes = contentOf(folder / "1.safetensors");
    EXPECT_EQ(bytes, contentOf(folder / "2.safetensors"));
    EXPECT_THAT(bytes, testing::HasSubstr(entry("c", "I64", "[2]", 0, 16) + "," + entry("b", "F16", "[3]", 16, 22) + "," +
                                          entry("a", "U8", "[1]", 22, 23)));
    EXPECT_EQ((bytes.size() - 23) % 8, 0U);
}

TEST(WeightsFile, refusesWhatIsNoSafetensorsFile) {
    expectRefusal("abc", "only 3 bytes");
    expectRefusal(bytesOf("not json", ""), "not a JSON object");
    expectRefusal(bytesOf("[1, 2]", ""), "not a JSON object");
    expectRefusal(std::string(8, '\xFF') + "{}", "the header claims 18446744073709551615 bytes, the file has 2");
    expectRefusal(bytesOf("{}", "").substr(0, 9), "the header claims 2 bytes, the file has 1");
}

TEST(WeightsFile, refusesBadEntriesAndNamesTheTensor) {
    const auto one = [](const std::string& text, int dataBytes) {
        return bytesOf("{" + text + "}", std::string(static_cast<std::size_t>(dataBytes), '\0'));
    };
    expectRefusal(one(entry("w", "F32", "[2]", 0, 8), 4), "tensor \"w\": data_offsets must be a first and a last byte within the file's 4");
    expectRefusal(one(entry("w", "F32", "[2]", 8, 0), 8), "data_offsets");
    expectRefusal(one(entry("w", "F32", "[2]", -4, 4), 8), "which is no size");
    expectRefusal(one(entry("w", "F32", "[3]", 0, 8), 8), "the shape [3] takes 12 bytes, found 8");
    expectRefusal(one(entry("w", "F99", "[2]", 0, 8), 8), "tensor \"w\": the data type \"F99\" is unknown");
    expectRefusal(one(entry("w", "F32", "[-2]", 0, 8), 8), "which is no size");
    expectRefusal(one(entry("w", "F32", "[4294967296,4294967296]", 0, 8), 8), "is too large");
    expectRefusal(one(entry("w", "F32", "7", 0, 8), 8), "\"shape\" must be a list");
    expectRefusal(one("\"w\":3", 8), "expected an object with dtype");
    expectRefusal(one("\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}", 8), "\"dtype\" is missing");
}

TEST(WeightsFile, refusesOverlapsGapsAndLeftovers) {
    const auto two = [](int begin, int end, int dataBytes) {
        std::string header = "{";
        header += entry("a", "U8", "[4]", 0, 4) + ",";
        header += entry("b", "U8", std::string("[").append(std::to_string(end - begin)).append("]"), begin, end) + "}";
        return bytesOf(header, std::string(static_cast<std::size_t>(dataBytes), '\0'));
    };
    expectRefusal(two(2, 6, 6), "tensor \"b\": its data overlaps another tensor's: expected it to start at byte 4, found 2");
    expectRefusal(two(5, 6, 6), "there is a gap before its data");
    expectRefusal(two(4, 6, 9), "expected 6 bytes of data, found 9");
}

TEST(WeightsFile, saysWhichFileIsNotThere) {
    expectError(ErrorKind::NotFound, "nowhere.safetensors", [] { (void)readWeights("/nowhere.safetensors"); });
    const TemporaryFolder folder;
    expectError(ErrorKind::NotFound, "may not be read", [&] { (void)readWeights(folder.path()); });
}

TEST(WeightsFile, loadsAModuleFromHalfPrecision) {
    const TemporaryFolder folder;
    TwoLayers from;
    TwoLayers to;
    from.steps.fill_(9);
    saveModule(folder / "m.safetensors", from, WeightsPrecision::Half);
    EXPECT_EQ(readWeights(folder / "m.safetensors").at("layer.weight").scalar_type(), torch::kFloat16);
    loadModule(folder / "m.safetensors", to);
    EXPECT_EQ(to.layer->weight.scalar_type(), torch::kFloat32);
    EXPECT_TRUE(torch::allclose(to.layer->weight, from.layer->weight, 1e-3, 1e-4));
    EXPECT_EQ(to.steps.item<int>(), 9);
}

TEST(WeightsFile, keepsValuesBeyondHalfPrecisionInFull) {
    const TemporaryFolder folder;
    TwoLayers from;
    from.layer->bias.data()[0] = 1e5F;
    saveModule(folder / "m.safetensors", from, WeightsPrecision::Half);
    EXPECT_EQ(readWeights(folder / "m.safetensors").at("layer.bias")[0].item<float>(), 1e5F);
}

TEST(WeightsFile, refusesModulesOfAnotherStructure) {
    const TemporaryFolder folder;
    TwoLayers module;
    saveModule(folder / "m.safetensors", module, WeightsPrecision::AsIs);
    const auto changed = [&](const auto& change, const std::string& part) {
        NamedTensors tensors = readWeights(folder / "m.safetensors");
        change(tensors);
        writeWeights(folder / "changed.safetensors", tensors);
        const torch::Tensor before = module.layer->weight.clone();
        expectError(ErrorKind::BadInput, part, [&] { loadModule(folder / "changed.safetensors", module); });
        EXPECT_TRUE(torch::equal(module.layer->weight, before)) << "a refused file leaves the module as it was";
    };
    changed([](NamedTensors& t) { t.erase("layer.weight"); }, "changed.safetensors, tensor \"layer.weight\": expected [2, 3], but it is missing");
    changed([](NamedTensors& t) { t["layer.weight"] = torch::zeros({3, 2}); },
            "tensor \"layer.weight\": expected the shape [2, 3], found [3, 2]");
    changed([](NamedTensors& t) { t["steps"] = torch::zeros({}); }, "tensor \"steps\": expected the data type I64, found F32");
    changed([](NamedTensors& t) { t["zoo"] = torch::zeros({5}); }, "tensor \"zoo\": expected no such tensor, found [5]");
}

TEST(WeightsFile, copiesBetweenModulesOfOneStructureOnly) {
    TwoLayers from;
    TwoLayers to;
    copyModule(from, to);
    EXPECT_TRUE(torch::equal(from.layer->weight, to.layer->weight));
    torch::nn::LinearImpl other(3, 2);
    expectError(ErrorKind::BadInput, "is missing", [&] { copyModule(other, to); });
}

}  // namespace
}  // namespace musicrl
