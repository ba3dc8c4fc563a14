// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/FlopCount.h"

#include <ATen/record_function.h>
#include <cstring>
#include <memory>
#include <torch/torch.h>

namespace musicrl {
namespace {

thread_local double flops = 0.0;  // LibTorch's callbacks are plain functions that carry no state

bool is(const at::RecordFunction& function, const char* name) {
    return std::strcmp(function.name(), name) == 0;
}

/// \param left  [..., n, k] \param right [..., k, m]
double ofProduct(const c10::IValue& left, const c10::IValue& right) {
    return 2.0 * static_cast<double>(left.toTensor().numel()) * static_cast<double>(right.toTensor().size(-1));
}

/// Each output (of a transposed one: input) meets the kernel of its group once.
double ofConvolution(const c10::IValue& input, const c10::IValue& weight, bool transposed, const at::Tensor& output) {
    const at::Tensor& kernel = weight.toTensor();
    const auto meetings = static_cast<double>(transposed ? input.toTensor().numel() : output.numel());
    return 2.0 * meetings * static_cast<double>(kernel.numel()) / static_cast<double>(kernel.size(0));
}

std::unique_ptr<at::ObserverContext> onStart(const at::RecordFunction& function) {
    const auto inputs = function.inputs();
    if (is(function, "aten::mm") || is(function, "aten::bmm")) {
        flops += ofProduct(inputs[0], inputs[1]);
    } else if (is(function, "aten::addmm") || is(function, "aten::baddbmm")) {
        flops += ofProduct(inputs[1], inputs[2]);
    }
    return nullptr;
}

void onEnd(const at::RecordFunction& function, at::ObserverContext*) {
    const auto inputs = function.inputs();
    if (is(function, "aten::convolution")) {
        constexpr std::size_t transposed = 6;
        flops += ofConvolution(inputs[0], inputs[1], inputs[transposed].toBool(), function.outputs()[0].toTensor());
    } else if (is(function, "aten::convolution_backward")) {
        constexpr std::size_t transposed = 7;
        const at::Tensor& ofOutput = inputs[0].toTensor();
        const double forward = ofConvolution(inputs[1], inputs[2], inputs[transposed].toBool(), ofOutput);
        flops += forward * (function.outputs()[0].toTensor().defined() ? 2.0 : 1.0);
    }
}

class Counting {
public:
    Counting()
        : handle_(at::addThreadLocalCallback(at::RecordFunctionCallback(onStart, onEnd)
                                                 .needsInputs(true)
                                                 .needsOutputs(true)
                                                 .scopes({at::RecordScope::FUNCTION}))) {
        flops = 0.0;
    }
    Counting(const Counting&) = delete;
    Counting& operator=(const Counting&) = delete;
    ~Counting() { at::removeCallback(handle_); }

private:
    at::CallbackHandle handle_;
};

}  // namespace

double countFlops(const std::function<void()>& work) {
    const Counting counting;
    work();
    return flops;
}

}  // namespace musicrl
