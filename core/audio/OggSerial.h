// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace musicrl {

/// Gives every page of an Ogg stream one serial number and the checksum that goes with it. Encoders draw the number at
/// random, which would make equal clips into unequal files.
/// \param bytes  whole pages of one logical stream
/// \see RFC 3533, section 6
void setOggSerial(std::string& bytes, std::uint32_t serial);

}  // namespace musicrl
