// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/EventFile.h"

#include "run/EventRecord.h"
#include "run/RunDirectory.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

// The reader below shares nothing with the writer: a CRC bit by bit, and a parser of any protocol buffer message.
namespace musicrl {
namespace {

std::uint32_t crc32c(std::string_view data) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : data) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0x82F63B78U : crc >> 1U;
        }
    }
    return ~crc;
}

std::uint32_t masked(std::uint32_t crc) {
    return (crc >> 15U | crc << 17U) + 0xA282EAD8U;
}

template <typename Value>
Value valueAt(std::string_view bytes, std::size_t offset) {
    Value value{};
    std::memcpy(&value, bytes.substr(offset).substr(0, sizeof value).data(), sizeof value);
    return value;
}

std::vector<std::string> recordsOf(std::string_view file) {
    std::vector<std::string> records;
    while (!file.empty()) {
        const auto length = static_cast<std::size_t>(valueAt<std::uint64_t>(file, 0));
        EXPECT_EQ(valueAt<std::uint32_t>(file, 8), masked(crc32c(file.substr(0, 8))));
        records.emplace_back(file.substr(12, length));
        EXPECT_EQ(valueAt<std::uint32_t>(file, 12 + length), masked(crc32c(records.back())));
        file.remove_prefix(16 + length);
    }
    return records;
}

struct Field {
    std::uint64_t number = 0;  ///< of a varint
    std::string bytes;         ///< of everything else

    [[nodiscard]] double real() const { return valueAt<double>(bytes, 0); }
    [[nodiscard]] float single() const { return valueAt<float>(bytes, 0); }
};
using Decoded = std::multimap<std::uint64_t, Field>;

std::uint64_t takeVarint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80U) {
            return value;
        }
    }
}

Decoded parsed(std::string_view bytes) {
    Decoded fields;
    while (!bytes.empty()) {
        const std::uint64_t key = takeVarint(bytes);
        Field field;
        if ((key & 7U) == 0) {
            field.number = takeVarint(bytes);
        } else {
            const std::size_t length = (key & 7U) == 1   ? 8
                                       : (key & 7U) == 5 ? 4
                                                         : static_cast<std::size_t>(takeVarint(bytes));
            field.bytes = bytes.substr(0, length);
            bytes.remove_prefix(length);
        }
        fields.emplace(key >> 3U, field);
    }
    return fields;
}

const Field& only(const Decoded& fields, std::uint64_t number) {
    EXPECT_EQ(fields.count(number), 1U) << "field " << number;
    return fields.find(number)->second;
}

std::vector<Decoded> eventsOf(const std::filesystem::path& file) {
    std::vector<Decoded> events;
    for (const std::string& record : recordsOf(contentOf(file))) {
        events.push_back(parsed(record));
    }
    return events;
}

using Curve = std::vector<std::pair<std::int64_t, float>>;  // step and value

/// The scalars that TensorBoard shows of a folder: file after file by name, and at a START everything from its step on
/// is dropped.
std::map<std::string, Curve> curvesOf(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::map<std::string, Curve> curves;
    for (const std::filesystem::path& file : files) {
        for (const Decoded& event : eventsOf(file)) {
            const auto step = static_cast<std::int64_t>(only(event, 2).number);
            if (event.count(7) == 1 && only(parsed(only(event, 7).bytes), 1).number == 1) {
                for (auto& [tag, curve] : curves) {
                    std::erase_if(curve, [&](const auto& point) { return point.first >= step; });
                }
            }
            for (const auto& [number, value] : event.count(5) == 1 ? parsed(only(event, 5).bytes) : Decoded()) {
                const Decoded scalar = parsed(value.bytes);
                if (scalar.count(2) == 1) {
                    curves[only(scalar, 1).bytes].emplace_back(step, only(scalar, 2).single());
                }
            }
        }
    }
    return curves;
}

TEST(TfRecord, framesWithTheCrcOfRfc3720) {
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U) << "the check value of CRC-32C";
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU) << "RFC 3720, B.4";
    for (const std::string& data : {std::string(), std::string("123456789"), std::string(1000, '\xFF')}) {
        EXPECT_EQ(recordsOf(tfRecord(data)), std::vector<std::string>{data});
    }
}

// The examples of "Encoding" in the protocol buffers' documentation.
TEST(WireMessage, encodesAsDocumented) {
    EXPECT_EQ(WireMessage().integer(1, 150).encoded(), "\x08\x96\x01");
    EXPECT_EQ(WireMessage().bytes(2, "testing").encoded(), "\x12\x07testing");
    EXPECT_EQ(WireMessage().message(3, WireMessage().integer(1, 150)).encoded(), "\x1a\x03\x08\x96\x01");
    EXPECT_EQ(WireMessage().integer(2, -2).encoded(), "\x10\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST(EventFile, beginsWithItsVersionAndAStart) {
    const TemporaryFolder folder;
    const std::filesystem::path file = beginEventFile(folder / "tensorboard", 21);
    EXPECT_EQ(file.filename().string().rfind("events.out.tfevents.", 0), 0U);
    const std::vector<Decoded> events = eventsOf(file);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(only(events[0], 3).bytes, "brain.Event:2");
    EXPECT_GT(only(events[0], 1).real(), 1.7e9) << "seconds since 1970";
    EXPECT_EQ(only(events[1], 2).number, 21U);
    EXPECT_EQ(only(parsed(only(events[1], 7).bytes), 1).number, 1U) << "SessionLog.START";
}

TEST(EventFile, writesTheNumbersOfARow) {
    const TemporaryFolder folder;
    const std::filesystem::path file = beginEventFile(folder.path(), 0);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    appendScalars(file, {300, {{"objective/kl", 0.1}, {"num_tokens", 1234567}, {"lr", nan}, {"note", "no number"}}});
    const auto curves = curvesOf(folder.path());
    ASSERT_EQ(curves.size(), 3U);
    EXPECT_EQ(curves.at("objective/kl"), (Curve{{300, 0.1F}}));
    EXPECT_EQ(curves.at("num_tokens"), (Curve{{300, 1234567.0F}}));
    EXPECT_TRUE(std::isnan(curves.at("lr").at(0).second));
}

TEST(EventFile, writesTextForTheTextPage) {
    const TemporaryFolder folder;
    const std::filesystem::path file = beginEventFile(folder.path(), 0);
    appendText(file, 4, "recipe", "α = 0.005");
    const Decoded event = eventsOf(file).back();
    EXPECT_EQ(only(event, 2).number, 4U);
    const Decoded value = parsed(only(parsed(only(event, 5).bytes), 1).bytes);
    EXPECT_EQ(only(value, 1).bytes, "recipe");
    const Decoded tensor = parsed(only(value, 8).bytes);
    EXPECT_EQ(only(tensor, 1).number, 7U) << "DT_STRING";
    EXPECT_EQ(only(parsed(only(parsed(only(tensor, 2).bytes), 2).bytes), 1).number, 1U) << "of one element";
    EXPECT_EQ(only(tensor, 8).bytes, "α = 0.005");
    EXPECT_EQ(only(parsed(only(parsed(only(value, 9).bytes), 1).bytes), 1).bytes, "text");
}

TEST(EventFile, laterOnesComeLaterByName) {
    const TemporaryFolder folder;
    EXPECT_EQ(newestEventFile(folder / "none"), std::nullopt);
    std::vector<std::string> names;
    for (int i = 0; i < 12; ++i) {  // within one second
        names.push_back(beginEventFile(folder.path(), 0).string());
        EXPECT_EQ(newestEventFile(folder.path()), names.back());
    }
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(EventFile, saysWhenItCannotWrite) {
    expectError(ErrorKind::Io, "No space left on device", [] { appendScalars("/dev/full", {1, {{"a", 1.0}}}); });
}

TEST(RunDirectory, showsTensorBoardTheCurvesOfItsMetrics) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    for (std::int64_t step = 0; step <= 5; ++step) {
        run.appendMetrics({step, {{"objective/kl", static_cast<double>(step)}}});
    }
    EXPECT_EQ(curvesOf(run.tensorBoardFolder()).at("objective/kl").size(), 6U);
    RunDirectory::open(folder / "run").goBackTo(3);
    run.appendMetrics({4, {{"objective/kl", 40.0}}});
    EXPECT_EQ(curvesOf(run.tensorBoardFolder()).at("objective/kl"),
              (Curve{{0, 0.0F}, {1, 1.0F}, {2, 2.0F}, {3, 3.0F}, {4, 40.0F}}));
}

TEST(RunDirectory, makesUpForEventFilesThatAreGone) {
    const TemporaryFolder folder;
    const RunDirectory run = RunDirectory::create(folder / "run", {});
    for (std::int64_t step = 0; step <= 3; ++step) {
        run.appendMetrics({step, {{"lr", static_cast<double>(step)}}});
        if (step == 1) {
            std::filesystem::remove_all(run.tensorBoardFolder());
        }
    }
    EXPECT_EQ(curvesOf(run.tensorBoardFolder()).at("lr").size(), 4U);
}

}  // namespace
}  // namespace musicrl
