// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/Trial.h"

#include "base/Error.h"

namespace musicrl {

std::string textOf(Side side) {
    return side == Side::A ? "A" : side == Side::B ? "B" : "X";
}

Side sideFromText(const std::string& text, const std::string& where) {
    for (const Side side : {Side::A, Side::B, Side::X}) {
        if (text == textOf(side)) {
            return side;
        }
    }
    throw Error(ErrorKind::BadInput, where + ": a side is \"" + text + "\", but must be A, B or X.");
}

}  // namespace musicrl
