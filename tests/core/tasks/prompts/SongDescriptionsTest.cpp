// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "tasks/prompts/SongDescriptions.h"

namespace musicrl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Song song{"Blue Garden", "The Nobodies"};

TEST(SongTable, readsTitlesAndArtistsInAnyOrderOnce) {
    const TemporaryFolder folder;
    const auto songs = readSongs(folder.write(
        "s.csv", "Year,Artist,Title\n1999,\"Ann, Bob\", Rain \n2001,,Caf\u00E9\n1999,\"Ann, Bob\",Rain\n"));
    EXPECT_THAT(songs, ElementsAre(Song{"Rain", "Ann, Bob"}, Song{"Caf\u00E9", ""}));
}

TEST(SongTable, namesFileLineAndReason) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& text) { (void)readSongs(folder.write("s.csv", text)); };
    expectError(ErrorKind::BadInput, "s.csv has no column \"artist\"", [&] { read("title\nRain\n"); });
    expectError(ErrorKind::BadInput, "s.csv, line 3: the title is empty",
                [&] { read("title,artist\nRain,Ann\n ,Bob\n"); });
    expectError(ErrorKind::BadInput, "line 2: this is not UTF-8", [&] { read("title,artist\nCaf\xE9,Ann\n"); });
    expectError(ErrorKind::BadInput, "holds no song", [&] { read("title,artist\n"); });
}

TEST(SongDescriptions, areAskedForWithTitleAndArtist) {
    EXPECT_THAT(descriptionRequest(song, 4).back().text,
                HasSubstr("the song \"Blue Garden\" by The Nobodies in 4 sentences"));
    EXPECT_THAT(descriptionRequest({"Blue Garden", ""}, 1).back().text,
                HasSubstr("the song \"Blue Garden\" in one sentence."));
}

TEST(SongDescriptions, areTakenFromTheLinesOfAnAnswer) {
    EXPECT_THAT(descriptionsIn("<think>\nA slow song?\n</think>\nHere are three descriptions:\n\n1. Slow piano "
                               "ballad.\n 2)  \"A warm, hazy groove.\"\r\n"
                               "- **Fast 80s pop.**\n* Slow piano ballad.\nNa\u00EFve melody\u2026\n",
                               song, 10),
                ElementsAre("Slow piano ballad.", "A warm, hazy groove.", "Fast 80s pop.", "Na\u00EFve melody\u2026"));
    EXPECT_THAT(descriptionsIn("808 drums and a bass.\n4 on the floor.\nA third.", song, 2),
                ElementsAre("808 drums and a bass.", "4 on the floor."));
    EXPECT_THAT(descriptionsIn("", song, 3), IsEmpty());
    EXPECT_THAT(descriptionsIn("Sorry!\n", song, 3), IsEmpty());
}

TEST(SongDescriptions, giveNeitherArtistNorTitleAway) {
    EXPECT_THAT(
        descriptionsIn(
            "the nobodies sing slowly.\nBLUE GARDEN is slow.\nIn a blue gardener's mood.\nNobodies care for drums.",
            song, 5),
        ElementsAre("In a blue gardener's mood.", "Nobodies care for drums."));
    EXPECT_THAT(descriptionsIn("A jazz tune.\n\"Jazz\" is a slow tune.\n\u201CJazz\u201D swings.", {"Jazz", ""}, 5),
                ElementsAre("A jazz tune."));
}

}  // namespace
}  // namespace musicrl
