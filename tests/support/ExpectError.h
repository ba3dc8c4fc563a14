// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace musicrl {

/// Expects \p work to fail with an Error of this kind whose message holds \p part.
template <typename Work>
void expectError(ErrorKind kind, const std::string& part, const Work& work) {
    try {
        work();
        ADD_FAILURE() << "no error, expected one about: " << part;
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), kind) << error.what();
        EXPECT_THAT(error.what(), testing::HasSubstr(part));
    }
}

}  // namespace musicrl
