// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ExpectError.h"
#include "tasks/bench/Confusion.h"
#include "tasks/bench/Measure.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

std::optional<bool> metAt(Measure::Bound bound, std::optional<double> value) {
    return Measure{.name = "m", .what = "", .bound = bound, .threshold = 0.5, .value = value}.met();
}

TEST(Measure, isMetOnTheRightSideOfItsThreshold) {
    EXPECT_EQ(metAt(Measure::Bound::AtLeast, 0.5), true);
    EXPECT_EQ(metAt(Measure::Bound::AtLeast, 0.4), false);
    EXPECT_EQ(metAt(Measure::Bound::AtMost, 0.5), true);
    EXPECT_EQ(metAt(Measure::Bound::AtMost, 0.6), false);
    EXPECT_EQ(metAt(Measure::Bound::Below, 0.5), false);
    EXPECT_EQ(metAt(Measure::Bound::Below, 0.4), true);
}

TEST(Measure, isNeitherMetNorMissedWithoutAValue) {
    EXPECT_EQ(metAt(Measure::Bound::AtLeast, std::nullopt), std::nullopt);
    const Json json = toJson(Measure{.name = "m", .what = "", .value = std::nullopt, .note = "not measured: no clips"});
    EXPECT_TRUE(json.at("value").is_null());
    EXPECT_TRUE(json.at("met").is_null());
}

TEST(Measure, isMissedByWhatIsNoNumber) {
    EXPECT_EQ(metAt(Measure::Bound::AtLeast, std::nan("")), false);
    EXPECT_EQ(metAt(Measure::Bound::AtMost, std::nan("")), false);
    EXPECT_TRUE(toJson(Measure{.name = "m", .what = "", .value = std::nan("")}).at("value").is_null());
}

TEST(Confusion, countsWhatWasNamedWhat) {
    Confusion confusion({"a", "b"});
    EXPECT_EQ(confusion.accuracy(), 0.0);
    confusion.add(0, 0);
    confusion.add(1, 0);
    confusion.add(1, 1);
    confusion.add(1, 1);
    EXPECT_EQ(confusion.total(), 4);
    EXPECT_DOUBLE_EQ(confusion.accuracy(), 0.75);
    EXPECT_EQ(toJson(confusion).at("rows").dump(), "[[1,0],[1,2]]");
    EXPECT_EQ(toJson(confusionFromJson(toJson(confusion), "here")), toJson(confusion));
}

TEST(Confusion, refusesRowsThatDoNotFitItsClasses) {
    expectError(ErrorKind::BadInput, "here: \"rows\"",
                [] { (void)confusionFromJson(Json::parse(R"({"classes": ["a", "b"], "rows": [[1, 0]]})"), "here"); });
}

}  // namespace
}  // namespace musicrl
