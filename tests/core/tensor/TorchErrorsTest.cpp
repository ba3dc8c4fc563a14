// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/TorchErrors.h"

#include "support/ExpectError.h"
#include "tensor/Shapes.h"

#include <new>
#include <torch/torch.h>

namespace musicrl {
namespace {

TEST(TorchErrors, becomeOneLineForTheUser) {
    try {
        translatingTorchErrors([] { (void)torch::matmul(torch::zeros({2, 3}), torch::zeros({2, 3})); });
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Internal);
        EXPECT_THAT(error.what(), testing::HasSubstr("mat1 and mat2 shapes cannot be multiplied"));
        EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("\n")));
    }
}

TEST(TorchErrors, outOfMemoryKeepsItsKind) {
    expectError(ErrorKind::OutOfMemory, "smaller batch",
                [] { translatingTorchErrors([] { (void)torch::empty({std::int64_t{1} << 50U}); }); });
    expectError(ErrorKind::OutOfMemory, "smaller batch", [] { translatingTorchErrors([] { throw std::bad_alloc(); }); });
}

TEST(TorchErrors, leaveOurOwnAlone) {
    expectError(ErrorKind::NotFound, "no such model",
                [] { translatingTorchErrors([] { throw Error(ErrorKind::NotFound, "no such model"); }); });
}

TEST(Shapes, aWrongShapeIsNamedWithBothSides) {
    EXPECT_NO_THROW(expectShape(torch::zeros({2, 8, 5}), {-1, 8, -1}, "codes"));
    expectError(ErrorKind::BadInput, "codes: expected [any, 8, any], found [2, 4, 5].",
                [] { expectShape(torch::zeros({2, 4, 5}), {-1, 8, -1}, "codes"); });
    expectError(ErrorKind::BadInput, "found [2, 8].", [] { expectShape(torch::zeros({2, 8}), {-1, 8, -1}, "codes"); });
    expectError(ErrorKind::BadInput, "found no tensor", [] { expectShape({}, {-1}, "codes"); });
}

}  // namespace
}  // namespace musicrl
