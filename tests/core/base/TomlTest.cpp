// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Toml.h"

#include "support/ExpectError.h"

namespace musicrl {
namespace {

TEST(Toml, readsEveryKindOfValue) {
    const Json json = parseToml("a = 1\nb = 1.5\nc = \"x\"\nd = true\ne = [1, 2]\n[f]\ng = -3\n", "t");
    const Json expected = {{"a", 1}, {"b", 1.5}, {"c", "x"}, {"d", true}, {"e", {1, 2}}, {"f", {{"g", -3}}}};
    EXPECT_EQ(Json::diff(expected, json), Json::array());
}

TEST(Toml, comesBackFromItsOwnText) {
    const Json json = {{"alpha", 0.1}, {"steps", 60}, {"rate", 3e-5}, {"whole", 1.0}, {"text", "a \"quoted\"\nline"}, {"on", false}};
    const Json again = parseToml(toTomlText(json), "again");
    EXPECT_EQ(Json::diff(json, again), Json::array());
    EXPECT_TRUE(again["whole"].is_number_float());
}

TEST(Toml, saysWhereAFaultIs) {
    expectError(ErrorKind::BadInput, "r.toml, line 2, column", [] { (void)parseToml("a = 1\nb = = 2\n", "r.toml"); });
}

TEST(Toml, namesAFileThatIsMissing) {
    expectError(ErrorKind::NotFound, "/nowhere/r.toml", [] { (void)readTomlFile("/nowhere/r.toml"); });
}

TEST(Toml, isNoFolder) {
    expectError(ErrorKind::BadInput, "is a folder", [] { (void)readTomlFile(std::filesystem::temp_directory_path()); });
}

}  // namespace
}  // namespace musicrl
