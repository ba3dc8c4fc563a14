// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/TorchErrors.h"

#include "base/Error.h"

#include <new>
#include <string>
#include <torch/torch.h>

namespace musicrl {
namespace {

[[noreturn]] void throwOutOfMemory() {
    throw Error(ErrorKind::OutOfMemory,
                "The memory is not enough. Use a smaller batch, shorter clips or a smaller model, or close other programs.");
}

[[noreturn]] void throwTranslated(const std::string& message) {
    if (message.find("out of memory") != std::string::npos || message.find("can't allocate memory") != std::string::npos) {
        throwOutOfMemory();
    }
    throw Error(ErrorKind::Internal, "The tensor library failed: " + message.substr(0, message.find('\n')));
}

}  // namespace

void translatingTorchErrors(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error&) {
        throw;
    } catch (const c10::Error& error) {
        throwTranslated(error.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        throwOutOfMemory();
    } catch (const std::exception& error) {
        throwTranslated(error.what());
    }
}

}  // namespace musicrl
