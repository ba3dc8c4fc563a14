// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/EventFile.h"

#include "base/AtomicFile.h"
#include "run/AppendBytes.h"
#include "run/EventRecord.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace musicrl {
namespace {

constexpr const char* prefix = "events.out.tfevents.";

// Numbers of the fields, from event.proto, summary.proto, tensor.proto and tensor_shape.proto.
namespace event {
constexpr std::uint32_t wallTime = 1, step = 2, fileVersion = 3, summary = 5, sessionLog = 7;
}
namespace session {
constexpr std::uint32_t status = 1;
constexpr std::int64_t start = 1;
}  // namespace session
namespace summary {
constexpr std::uint32_t value = 1, tag = 1, simpleValue = 2, tensor = 8, metadata = 9;
constexpr std::uint32_t pluginData = 1, pluginName = 1;
}  // namespace summary
namespace tensor {
constexpr std::uint32_t dataType = 1, shape = 2, stringValue = 8, dimension = 2, size = 1;
constexpr std::int64_t stringType = 7;
}  // namespace tensor

double secondsSinceEpoch() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

WireMessage eventOf(std::int64_t step) {
    WireMessage message;
    message.real(event::wallTime, secondsSinceEpoch()).integer(event::step, step);
    return message;
}

std::int64_t secondsOf(const std::filesystem::path& eventFile) {
    const std::string name = eventFile.filename().string();
    std::int64_t seconds = 0;
    std::from_chars(name.data() + std::strlen(prefix), name.data() + name.size(), seconds);
    return seconds;
}

std::filesystem::path eventFileOf(const std::filesystem::path& folder, std::int64_t seconds) {
    std::array<char, 64> name{};
    std::snprintf(name.data(), name.size(), "%s%010lld.musicrl", prefix, static_cast<long long>(seconds));
    return folder / name.data();
}

}  // namespace

std::optional<std::filesystem::path> newestEventFile(const std::filesystem::path& folder) {
    std::optional<std::filesystem::path> newest;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind(prefix, 0) == 0 && (!newest || newest->filename().string() < name)) {
            newest = entry.path();
        }
    }
    return newest;
}

std::filesystem::path beginEventFile(const std::filesystem::path& folder, std::int64_t firstStep) {
    makeFolder(folder);
    const std::optional<std::filesystem::path> last = newestEventFile(folder);
    const auto now = static_cast<std::int64_t>(secondsSinceEpoch());
    const std::filesystem::path file = eventFileOf(folder, last ? std::max(now, secondsOf(*last) + 1) : now);
    WireMessage version = eventOf(firstStep);
    version.bytes(event::fileVersion, "brain.Event:2");
    WireMessage start;
    start.integer(session::status, session::start);
    WireMessage session = eventOf(firstStep);
    session.message(event::sessionLog, start);
    appendBytes(file, tfRecord(version.encoded()) + tfRecord(session.encoded()));
    return file;
}

void appendScalars(const std::filesystem::path& eventFile, const MetricRow& row) {
    WireMessage values;
    for (const auto& [name, value] : row.values.items()) {
        if (value.is_number()) {
            WireMessage scalar;
            scalar.bytes(summary::tag, name).single(summary::simpleValue, value.get<float>());
            values.message(summary::value, scalar);
        }
    }
    WireMessage message = eventOf(row.step);
    message.message(event::summary, values);
    appendBytes(eventFile, tfRecord(message.encoded()));
}

void appendText(const std::filesystem::path& eventFile, std::int64_t step, const std::string& tag,
                const std::string& text) {
    WireMessage plugin;
    plugin.bytes(summary::pluginName, "text");
    WireMessage metadata;
    metadata.message(summary::pluginData, plugin);
    WireMessage dimension;
    dimension.integer(tensor::size, 1);
    WireMessage shape;
    shape.message(tensor::dimension, dimension);
    WireMessage content;
    content.integer(tensor::dataType, tensor::stringType)
        .message(tensor::shape, shape)
        .bytes(tensor::stringValue, text);
    WireMessage value;
    value.bytes(summary::tag, tag).message(summary::tensor, content).message(summary::metadata, metadata);
    WireMessage values;
    values.message(summary::value, value);
    WireMessage message = eventOf(step);
    message.message(event::summary, values);
    appendBytes(eventFile, tfRecord(message.encoded()));
}

}  // namespace musicrl
