// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/Shapes.h"

#include "base/Error.h"

namespace musicrl {
namespace {

std::string bracketed(const std::vector<std::int64_t>& sizes) {
    std::string text;
    for (const std::int64_t size : sizes) {
        text += (text.empty() ? "" : ", ") + (size < 0 ? std::string("any") : std::to_string(size));
    }
    return "[" + text + "]";
}

bool fits(const std::vector<std::int64_t>& found, const std::vector<std::int64_t>& expected) {
    if (found.size() != expected.size()) {
        return false;
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (expected[i] >= 0 && expected[i] != found[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

void expectShape(const torch::Tensor& tensor, const std::vector<std::int64_t>& shape, const std::string& name) {
    if (!tensor.defined()) {
        throw Error(ErrorKind::BadInput, name + ": expected " + bracketed(shape) + ", found no tensor.");
    }
    if (!fits(tensor.sizes().vec(), shape)) {
        throw Error(ErrorKind::BadInput,
                    name + ": expected " + bracketed(shape) + ", found " + bracketed(tensor.sizes().vec()) + ".");
    }
}

}  // namespace musicrl
