// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PreferenceState.h"

#include "base/Error.h"
#include "tensor/OptimizerState.h"

namespace musicrl {
namespace {

const std::string ofModel = "model.";
const std::string ofOptimizer = "optimizer.";
constexpr const char* ofEpochs = "epochs";
constexpr std::int64_t numbersPerEpoch = 5;

/// Parameters and buffers, sharing the module's memory.
NamedTensors tensorsOf(const torch::nn::Module& module) {
    NamedTensors tensors;
    for (const auto& item : module.named_parameters()) {
        tensors[ofModel + item.key()] = item.value().detach();
    }
    for (const auto& item : module.named_buffers()) {
        tensors[ofModel + item.key()] = item.value();
    }
    return tensors;
}

/// [epochs, 5] float64
torch::Tensor tableOf(std::span<const PreferenceEpoch> epochs) {
    std::vector<double> numbers;
    for (const PreferenceEpoch& epoch : epochs) {
        numbers.insert(numbers.end(), {epoch.trainLoss, epoch.trainAccuracy, epoch.heldOut.loss,
                                       epoch.heldOut.accuracy.accuracy, epoch.heldOut.expectedCalibrationError});
    }
    return torch::tensor(numbers, torch::kFloat64).view({-1, numbersPerEpoch});
}

std::vector<PreferenceEpoch> epochsOf(const torch::Tensor& table) {
    std::vector<PreferenceEpoch> epochs;
    for (std::int64_t row = 0; row < table.size(0); ++row) {
        const auto number = [&](std::int64_t column) { return table[row][column].item<double>(); };
        PreferenceEpoch epoch{.epoch = row + 1, .trainLoss = number(0), .trainAccuracy = number(1), .heldOut = {}};
        epoch.heldOut.loss = number(2);
        epoch.heldOut.accuracy.accuracy = number(3);
        epoch.heldOut.expectedCalibrationError = number(4);
        epochs.push_back(std::move(epoch));
    }
    return epochs;
}

}  // namespace

void savePreferenceState(const std::filesystem::path& file, const PreferenceModel& model,
                         torch::optim::Optimizer& optimizer, std::span<const PreferenceEpoch> epochs) {
    NamedTensors state = tensorsOf(model);
    for (const auto& [name, tensor] : optimizerState(optimizer)) {
        state[ofOptimizer + name] = tensor;
    }
    state[ofEpochs] = tableOf(epochs);
    writeWeights(file, state);
}

std::vector<PreferenceEpoch> loadPreferenceState(const std::filesystem::path& file, PreferenceModel& model,
                                                 torch::optim::Optimizer& optimizer) {
    const torch::NoGradGuard noGradients;
    const NamedTensors state = readWeights(file);
    const auto stored = [&](const std::string& name) {
        const auto found = state.find(name);
        if (found == state.end()) {
            throw Error(ErrorKind::BadInput, file.string() + " is of another training: it holds no \"" + name + "\".");
        }
        return found->second;
    };
    for (auto& [name, tensor] : tensorsOf(model)) {
        const torch::Tensor value = stored(name);
        if (value.sizes() != tensor.sizes()) {
            throw Error(ErrorKind::BadInput,
                        file.string() + " is of another training: \"" + name + "\" has another shape.");
        }
        tensor.copy_(value);
    }
    NamedTensors moments;
    for (const auto& [name, tensor] : state) {
        if (name.rfind(ofOptimizer, 0) == 0) {
            moments[name.substr(ofOptimizer.size())] = tensor;
        }
    }
    restoreOptimizerState(optimizer, moments, file.string());
    return epochsOf(stored(ofEpochs));
}

}  // namespace musicrl
