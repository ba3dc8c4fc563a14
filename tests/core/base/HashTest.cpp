// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(Hash, givesThePublishedDigests) {  // FIPS 180-2, appendix B
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, ofAFileIsThatOfItsBytes) {
    const TemporaryFolder folder;
    const std::string bytes(3'000'000, 'a');  // more than one block
    EXPECT_EQ(sha256OfFile(folder.write("a", bytes)), sha256(bytes));
    expectError(ErrorKind::NotFound, "missing", [&] { (void)sha256OfFile(folder / "missing"); });
}

}  // namespace
}  // namespace musicrl
