// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ModelGroups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> names = {"ru", "u", "r", "base"};

TEST(ModelGroups, areOneWhereWinsLeadFromEachToEach) {
    WinMatrix matrix(4);
    matrix.addWin(0, 1);
    matrix.addWin(1, 2);
    matrix.addWin(2, 3);
    matrix.addWin(3, 0);
    const ModelGroups groups = groupsOf(matrix);
    EXPECT_THAT(groups.winning, ElementsAre(0, 0, 0, 0));
    EXPECT_TRUE(worthsHaveEnds(groups));
    EXPECT_EQ(textOf(groups, names), "");
}

TEST(ModelGroups, tellAGroupThatAlwaysWon) {
    WinMatrix matrix(4);
    matrix.addWin(0, 1, 3);
    matrix.addWin(1, 0, 2);
    matrix.addWin(2, 3);
    matrix.addWin(3, 2);
    matrix.addWin(0, 2, 5);
    matrix.addTie(1, 3, 4);  // bounds nothing: a tie is as likely as one likes
    const ModelGroups groups = groupsOf(matrix);
    EXPECT_THAT(groups.winning, ElementsAre(0, 0, 1, 1));
    EXPECT_THAT(groups.meeting, ElementsAre(0, 0, 0, 0));
    EXPECT_THAT(modelsOnOneScale(groups), ElementsAre(true, true, true, true));
    EXPECT_FALSE(worthsHaveEnds(groups));
    EXPECT_THAT(textOf(groups, names),
                HasSubstr("Between the groups (ru, u), (r, base) all decisive votes went one way"));
}

TEST(ModelGroups, tellGroupsThatNeverMet) {
    WinMatrix matrix(4);
    matrix.addWin(0, 1);
    matrix.addWin(1, 0);
    matrix.addTie(2, 3);
    const ModelGroups groups = groupsOf(matrix);
    EXPECT_THAT(groups.meeting, ElementsAre(0, 0, 1, 1));
    EXPECT_THAT(modelsOnOneScale(groups), ElementsAre(false, false, false, false));
    EXPECT_THAT(textOf(groups, names), HasSubstr("(ru, u), (r, base) never met"));
}

TEST(ModelGroups, leaveAModelWithoutComparisonsAside) {
    WinMatrix matrix(4);
    matrix.addWin(0, 1);
    matrix.addWin(1, 3);
    matrix.addWin(3, 0);
    const ModelGroups groups = groupsOf(matrix);
    EXPECT_THAT(modelsOnOneScale(groups), ElementsAre(true, true, false, true));
    EXPECT_TRUE(worthsHaveEnds(groups));
    EXPECT_EQ(textOf(groups, names), "Without a comparison that counts, so without a strength: (r).");
}

}  // namespace
}  // namespace musicrl
