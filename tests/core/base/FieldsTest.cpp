// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Fields.h"

#include "support/ExpectError.h"

namespace musicrl {
namespace {

TEST(Fields, keepsDefaultsOfMissingKeysAndReadsTheRest) {
    double alpha = 0.25;
    std::int64_t steps = 7;
    const Json json = {{"steps", 12}};
    Fields fields(json, "r.toml");
    fields.number("alpha", alpha, 0.0, 1.0);
    fields.integer("steps", steps, 1, 100);
    fields.finish();
    EXPECT_EQ(alpha, 0.25);
    EXPECT_EQ(steps, 12);
}

TEST(Fields, takesAWholeNumberWhereAnyNumberWillDo) {
    double alpha = 0.25;
    const Json json = {{"alpha", 1}};
    Fields(json, "r.toml").number("alpha", alpha, 0.0, 1.0);
    EXPECT_EQ(alpha, 1.0);
}

TEST(Fields, namesFileKeyValueAndRangeOfABadNumber) {
    double alpha = 0.25;
    const Json json = {{"alpha", 1.5}};
    Fields fields(json, "r.toml");
    expectError(ErrorKind::BadInput, "r.toml: \"alpha\" is 1.5, but must be a number from 0 to 1.",
                [&] { fields.number("alpha", alpha, 0.0, 1.0); });
    EXPECT_EQ(alpha, 0.25);
}

TEST(Fields, refusesWrongTypesAndWordsOutsideTheList) {
    const Json json = {{"text", 3}, {"word", "pony"}, {"whole", 1.5}, {"list", {1, "two"}}, {"flag", 1}};
    Fields fields(json, "x");
    std::string text;
    std::int64_t whole = 0;
    std::vector<std::int64_t> list;
    bool flag = false;
    expectError(ErrorKind::BadInput, "must be text", [&] { fields.text("text", text); });
    expectError(ErrorKind::BadInput, "one of horse, mule", [&] { fields.oneOf("word", text, {"horse", "mule"}); });
    expectError(ErrorKind::BadInput, "a whole number", [&] { fields.integer("whole", whole, 0, 9); });
    expectError(ErrorKind::BadInput, "a list of whole numbers", [&] { fields.integers("list", list, 0, 9); });
    expectError(ErrorKind::BadInput, "true or false", [&] { fields.flag("flag", flag); });
}

TEST(Fields, namesAnUnknownKeyAndTheKnownOnes) {
    double alpha = 0.0;
    const Json json = {{"alpah", 0.1}};
    Fields fields(json, "r.toml");
    fields.number("alpha", alpha, 0.0, 1.0);
    expectError(ErrorKind::BadInput, "the key \"alpah\" is unknown. Known keys: alpha.", [&] { fields.finish(); });
}

TEST(Fields, refusesWhatIsNoObject) {
    expectError(ErrorKind::BadInput, "expected an object", [] {
        const Json json = {1, 2};
        const Fields fields(json, "r.toml");
    });
}

}  // namespace
}  // namespace musicrl
