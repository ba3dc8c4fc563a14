// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace musicrl {

/// One record of a TFRecord file: length (uint64), its masked CRC, the data, their masked CRC, all little-endian.
///
/// The masked CRC is CRC-32C, turned right by 15 bits, plus 0xa282ead8.
///
/// \see TensorFlow, "TFRecord and tf.train.Example"; RFC 3720, appendix B.4 (CRC-32C)
[[nodiscard]] std::string tfRecord(std::string_view data);

/// A protocol buffer message, encoded as its fields are added. Fields are numbered as in the .proto that describes it.
///
/// Written by hand because the handful of fields of an event needs three of the wire format's types: less than a
/// generated class and the compiler for it.
///
/// \see Protocol Buffers, "Encoding"
class WireMessage {
public:
    WireMessage& integer(std::uint32_t field, std::int64_t value);        ///< int64, int32, enum: varint
    WireMessage& real(std::uint32_t field, double value);                 ///< double: 64 bits
    WireMessage& single(std::uint32_t field, float value);                ///< float: 32 bits
    WireMessage& bytes(std::uint32_t field, std::string_view value);      ///< string, bytes: length, then content
    WireMessage& message(std::uint32_t field, const WireMessage& value);  ///< a message in a message: as bytes

    [[nodiscard]] const std::string& encoded() const { return encoded_; }

private:
    void varint(std::uint64_t value);
    void key(std::uint32_t field, std::uint32_t wireType);

    std::string encoded_;
};

}  // namespace musicrl
