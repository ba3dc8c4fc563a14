// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/EventRecord.h"

#include <bit>
#include <boost/crc.hpp>

namespace musicrl {
namespace {

template <typename Unsigned>
std::string littleEndian(Unsigned value) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof value; ++i) {
        bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
    return bytes;
}

std::string maskedCrc(std::string_view data) {
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(data.data(), data.size());
    return littleEndian(std::rotr(static_cast<std::uint32_t>(crc.checksum()), 15) + 0xA282EAD8U);
}

constexpr std::uint32_t wireVarint = 0;
constexpr std::uint32_t wire64Bits = 1;
constexpr std::uint32_t wireLengthDelimited = 2;
constexpr std::uint32_t wire32Bits = 5;

}  // namespace

std::string tfRecord(std::string_view data) {
    const std::string length = littleEndian(static_cast<std::uint64_t>(data.size()));
    std::string record = length + maskedCrc(length);
    record.append(data);
    return record + maskedCrc(data);
}

void WireMessage::varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) {
        encoded_ += static_cast<char>((value & 0x7FU) | 0x80U);
    }
    encoded_ += static_cast<char>(value);
}

void WireMessage::key(std::uint32_t field, std::uint32_t wireType) {
    varint(field << 3U | wireType);
}

WireMessage& WireMessage::integer(std::uint32_t field, std::int64_t value) {
    key(field, wireVarint);
    varint(static_cast<std::uint64_t>(value));
    return *this;
}

WireMessage& WireMessage::real(std::uint32_t field, double value) {
    key(field, wire64Bits);
    encoded_ += littleEndian(std::bit_cast<std::uint64_t>(value));
    return *this;
}

WireMessage& WireMessage::single(std::uint32_t field, float value) {
    key(field, wire32Bits);
    encoded_ += littleEndian(std::bit_cast<std::uint32_t>(value));
    return *this;
}

WireMessage& WireMessage::bytes(std::uint32_t field, std::string_view value) {
    key(field, wireLengthDelimited);
    varint(value.size());
    encoded_.append(value);
    return *this;
}

WireMessage& WireMessage::message(std::uint32_t field, const WireMessage& value) {
    return bytes(field, value.encoded());
}

}  // namespace musicrl
