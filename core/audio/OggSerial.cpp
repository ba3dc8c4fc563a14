// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/OggSerial.h"

#include <string_view>

namespace musicrl {
namespace {

constexpr std::size_t serialAt = 14;
constexpr std::size_t checksumAt = 22;
constexpr std::size_t segmentCountAt = 26;
constexpr std::size_t headerBytes = 27;

std::uint8_t byteAt(std::string_view bytes, std::size_t index) {
    return static_cast<std::uint8_t>(bytes[index]);
}

void putLittleEndian(std::string& bytes, std::size_t at, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) {
        bytes[at + i] = static_cast<char>((value >> (8U * i)) & 0xFFU);
    }
}

/// CRC-32 with the polynomial 0x04C11DB7, most significant bit first, start and final value 0.
std::uint32_t oggChecksum(std::string_view page) {
    std::uint32_t sum = 0;
    for (const char byte : page) {
        sum ^= static_cast<std::uint32_t>(static_cast<std::uint8_t>(byte)) << 24U;
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum & 0x80000000U) != 0 ? (sum << 1U) ^ 0x04C11DB7U : sum << 1U;
        }
    }
    return sum;
}

/// \return bytes of the page that starts at \p start, 0 when there is no whole page
std::size_t pageBytes(std::string_view bytes, std::size_t start) {
    if (start + headerBytes > bytes.size() || bytes.substr(start, 4) != "OggS") {
        return 0;
    }
    const std::size_t segments = byteAt(bytes, start + segmentCountAt);
    std::size_t total = headerBytes + segments;
    for (std::size_t i = 0; i < segments && start + headerBytes + i < bytes.size(); ++i) {
        total += byteAt(bytes, start + headerBytes + i);
    }
    return start + total <= bytes.size() ? total : 0;
}

}  // namespace

void setOggSerial(std::string& bytes, std::uint32_t serial) {
    std::size_t start = 0;
    while (const std::size_t size = pageBytes(bytes, start)) {
        putLittleEndian(bytes, start + serialAt, serial);
        putLittleEndian(bytes, start + checksumAt, 0);
        putLittleEndian(bytes, start + checksumAt, oggChecksum(std::string_view(bytes).substr(start, size)));
        start += size;
    }
}

}  // namespace musicrl
