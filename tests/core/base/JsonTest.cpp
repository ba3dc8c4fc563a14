// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(Json, comesBackFromAFileInTheSameOrder) {
    const TemporaryFolder folder;
    const Json json = {{"zebra", 1}, {"ant", {{"b", 0.1}, {"a", "é"}}}};
    writeJsonFile(folder / "a.json", json);
    EXPECT_EQ(readJsonFile(folder / "a.json").dump(), json.dump());
}

TEST(Json, keepsEveryBitOfADouble) {
    const double value = 0.1 + 0.2;
    EXPECT_EQ(Json::parse(Json(value).dump()).get<double>(), value);
}

TEST(Json, saysWhatIsWrongWithAFile) {
    const TemporaryFolder folder;
    const auto broken = folder.write("a.json", "{\"a\": }");
    expectError(ErrorKind::BadInput, broken.string(), [&] { (void)readJsonFile(broken); });
    expectError(ErrorKind::NotFound, "missing.json", [&] { (void)readJsonFile(folder / "missing.json"); });
}

TEST(RequireKey, namesTheKeyThatIsMissingOrOfAnotherType) {
    const Json json = {{"steps", "ten"}};
    expectError(ErrorKind::BadInput, "a.json: the key \"seed\" is missing", [&] { (void)requireKey<int>(json, "seed", "a.json"); });
    expectError(ErrorKind::BadInput, "\"steps\" has a value of the wrong type: \"ten\"",
                [&] { (void)requireKey<int>(json, "steps", "a.json"); });
}

}  // namespace
}  // namespace musicrl
