// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/OptimizerState.h"

#include "base/Error.h"
#include "tensor/Compat.h"

namespace musicrl {
namespace {

/// Adam and AdamW keep the same three values under different types.
template <typename ParamState>
void readParam(const torch::optim::OptimizerParamState& base, const std::string& prefix, NamedTensors& into) {
    const auto& state = static_cast<const ParamState&>(base);
    into[prefix + ".exp_avg"] = state.exp_avg();
    into[prefix + ".exp_avg_sq"] = state.exp_avg_sq();
    into[prefix + ".step"] = torch::full({1}, state.step(), torch::kInt64);
}

template <typename ParamState>
std::unique_ptr<torch::optim::OptimizerParamState> madeParam(const torch::Tensor& parameter, const std::string& prefix,
                                                             const NamedTensors& from) {
    auto state = std::make_unique<ParamState>();
    state->step(from.at(prefix + ".step").item<std::int64_t>());
    state->exp_avg(from.at(prefix + ".exp_avg").to(parameter.device()).clone());
    state->exp_avg_sq(from.at(prefix + ".exp_avg_sq").to(parameter.device()).clone());
    return state;
}

bool isAdamW(torch::optim::Optimizer& optimizer) {
    return dynamic_cast<torch::optim::AdamW*>(&optimizer) != nullptr;
}

template <typename Visit>
void forEachParameter(torch::optim::Optimizer& optimizer, const Visit& visit) {
    std::size_t index = 0;
    for (auto& group : optimizer.param_groups()) {
        for (torch::Tensor& parameter : group.params()) {
            visit(parameter, std::to_string(index++));
        }
    }
}

void expectMoments(const NamedTensors& state, const std::string& prefix, const torch::Tensor& parameter,
                   const std::string& where) {
    for (const char* name : {".exp_avg", ".exp_avg_sq"}) {
        const auto found = state.find(prefix + name);
        if (found == state.end() || found->second.sizes() != parameter.sizes()) {
            throw Error(ErrorKind::BadInput, where + ": the optimizer's tensor " + prefix + name +
                                                 " is missing or of another shape: this checkpoint belongs to another model.");
        }
    }
}

}  // namespace

NamedTensors optimizerState(torch::optim::Optimizer& optimizer) {
    NamedTensors result;
    forEachParameter(optimizer, [&](const torch::Tensor& parameter, const std::string& prefix) {
        const auto found = optimizer.state().find(compat::optimizerStateKey(parameter));
        if (found == optimizer.state().end()) {
            return;  // never stepped: nothing to keep
        }
        if (isAdamW(optimizer)) {
            readParam<torch::optim::AdamWParamState>(*found->second, prefix, result);
        } else {
            readParam<torch::optim::AdamParamState>(*found->second, prefix, result);
        }
    });
    return result;
}

void restoreOptimizerState(torch::optim::Optimizer& optimizer, const NamedTensors& state, const std::string& where) {
    forEachParameter(optimizer, [&](const torch::Tensor& parameter, const std::string& prefix) {
        if (state.find(prefix + ".step") == state.end()) {
            return;
        }
        expectMoments(state, prefix, parameter, where);
        optimizer.state()[compat::optimizerStateKey(parameter)] =
            isAdamW(optimizer) ? madeParam<torch::optim::AdamWParamState>(parameter, prefix, state)
                               : madeParam<torch::optim::AdamParamState>(parameter, prefix, state);
    });
}

void setLearningRate(torch::optim::Optimizer& optimizer, double learningRate) {
    for (auto& group : optimizer.param_groups()) {
        group.options().set_lr(learningRate);
    }
}

}  // namespace musicrl
