// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/TokenTrace.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <cmath>

namespace musicrl {
namespace {

TEST(TokenTrace, comesBackFromItsTable) {
    const TemporaryFolder folder;
    const auto third = static_cast<double>(1.0F / 3.0F);
    const TokenTrace trace = {{.seconds = 0.0,
                               .place = 0,
                               .token = 1023,
                               .logProb = -6.5,
                               .klNats = 1e-9F,
                               .value = third,
                               .advantage = -third},
                              {.seconds = 0.04, .place = 4, .token = 0, .logProb = -0.0625, .klNats = 0.0}};
    const std::filesystem::path path = tokenTracePath(folder / "soft-piano.flac");
    EXPECT_EQ(path.filename(), "soft-piano.tokens.csv");
    writeTokenTrace(path, trace);
    EXPECT_EQ(contentOf(path),
              "seconds,place,token,log_prob,kl,value,advantage\n"
              "0,0,1023,-6.5,1e-09,0.33333334,-0.33333334\n"
              "0.04,4,0,-0.0625,0,,\n");
    const TokenTrace again = readTokenTrace(path);
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[0].token, 1023);
    EXPECT_EQ(static_cast<float>(again[0].value), 1.0F / 3.0F);
    EXPECT_EQ(again[1].seconds, 0.04);
    EXPECT_EQ(again[1].place, 4);
    EXPECT_EQ(again[1].logProb, -0.0625);
    EXPECT_TRUE(std::isnan(again[1].value));
    EXPECT_TRUE(std::isnan(again[1].advantage));
}

TEST(TokenTrace, saysWhatIsWrongWithATable) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& text) { (void)readTokenTrace(folder.write("a.tokens.csv", text)); };
    expectError(ErrorKind::BadInput, "a.tokens.csv has no column \"kl\"",
                [&] { read("seconds,place,token,log_prob\n0,0,1,-1\n"); });
    expectError(ErrorKind::BadInput, "a.tokens.csv, line 3: \"loud\" is no number",
                [&] { read("seconds,place,token,log_prob,kl,value,advantage\n0,0,1,-1,0,,\n0,1,1,-1,loud,,\n"); });
    expectError(ErrorKind::NotFound, "none.tokens.csv", [&] { (void)readTokenTrace(folder / "none.tokens.csv"); });
}

}  // namespace
}  // namespace musicrl
