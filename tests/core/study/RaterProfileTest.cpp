// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "study/RaterProfile.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(RaterProfile, ofAPanelIsNoPersons) {
    EXPECT_TRUE(isForPrograms("simulated-4"));
    EXPECT_FALSE(isForPrograms("ann"));
    EXPECT_NO_THROW(requirePerson("ann", std::nullopt));
    EXPECT_NO_THROW(requirePerson("ann", RaterProfile{.pseudonym = "ann"}));
    EXPECT_THROW(requirePerson("simulated-4", std::nullopt), Error);
    EXPECT_THROW(requirePerson("robot", RaterProfile{.pseudonym = "robot", .simulated = true}), Error);
}

TEST(RaterProfile, ofAPersonIsNoPrograms) {
    EXPECT_NO_THROW(requireProgram("simulated-4", std::nullopt, 0));
    EXPECT_NO_THROW(requireProgram("simulated-4", RaterProfile{.pseudonym = "simulated-4", .simulated = true}, 7));
    EXPECT_THROW(requireProgram("simulated-4", std::nullopt, 1), Error);
    EXPECT_THROW(requireProgram("simulated-4", RaterProfile{.pseudonym = "simulated-4"}, 0), Error);
}

}  // namespace
}  // namespace musicrl
