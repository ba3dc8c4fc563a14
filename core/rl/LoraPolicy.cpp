// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/LoraPolicy.h"

#include "base/Error.h"
#include "nn/Transformer.h"
#include "tensor/Device.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace musicrl {
namespace {

constexpr const char* policyFile = "policy.safetensors";
constexpr const char* adapterFile = "adapter.safetensors";

struct NamedLinear {
    std::string name;
    std::shared_ptr<torch::nn::LinearImpl> linear;
};

/// The linear layers of all transformers inside, which are those that plugged adapters reach.
std::vector<NamedLinear> transformerLinears(torch::nn::Module& module) {
    std::vector<NamedLinear> linears;
    for (const auto& layer : module.named_modules("", /*include_self=*/false)) {
        if (layer.value()->as<TransformerLayer>() == nullptr) {
            continue;
        }
        for (const auto& inner : layer.value()->named_modules("", /*include_self=*/false)) {
            if (auto linear = std::dynamic_pointer_cast<torch::nn::LinearImpl>(inner.value())) {
                linears.push_back({layer.key() + "." + inner.key(), std::move(linear)});
            }
        }
    }
    return linears;
}

/// Whether \p target is a part of the dotted name, or several parts that follow each other.
bool isPartOf(const std::string& name, const std::string& target) {
    return ("." + name + ".").find("." + target + ".") != std::string::npos;
}

void expectTargets(const std::vector<std::string>& targets, const std::vector<NamedLinear>& linears) {
    for (const std::string& target : targets) {
        if (std::none_of(linears.begin(), linears.end(),
                         [&](const auto& layer) { return isPartOf(layer.name, target); })) {
            std::string names;
            for (const NamedLinear& layer : linears) {
                names += (names.empty() ? "" : ", ") + layer.name;
            }
            throw Error(ErrorKind::BadInput, "No layer of the model is called \"" + target +
                                                 "\", which \"targets\" under [lora] names. There are: " +
                                                 (names.empty() ? "none, since it has no transformer" : names) + ".");
        }
    }
}

/// A module's name has no dots.
std::string moduleName(std::string layer) {
    std::replace(layer.begin(), layer.end(), '.', '/');
    return layer;
}

const LoraPolicy* asAdapted(const Policy& policy) {
    return dynamic_cast<const LoraPolicy*>(&policy);
}

/// Tensors that share their memory are one.
struct InMemory {
    bool operator()(const torch::Tensor& a, const torch::Tensor& b) const { return a.data_ptr() < b.data_ptr(); }
};
using WeightSet = std::set<torch::Tensor, InMemory>;

void addWeights(WeightSet& all, const torch::nn::Module& module) {
    for (const torch::Tensor& weight : module.parameters()) {
        all.insert(weight);
    }
}

void addWeightsOf(WeightSet& all, const Policy& policy) {
    addWeights(all, policy.module());
    if (const LoraPolicy* adapted = asAdapted(policy)) {
        addWeights(all, adapted->baseModule());
    }
}

}  // namespace

/// The adapters are in their layers for as long as this lives.
class LoraPolicy::Plugged {
public:
    explicit Plugged(const LoraPolicy& policy) : layers_(policy.layers_) {
        for (const AdaptedLayer& layer : layers_) {
            layer.linear->register_module("lora", layer.adapter.ptr());
        }
    }
    Plugged(const Plugged&) = delete;
    Plugged& operator=(const Plugged&) = delete;
    ~Plugged() {
        for (const AdaptedLayer& layer : layers_) {
            layer.linear->unregister_module("lora");
        }
    }

private:
    const std::vector<AdaptedLayer>& layers_;
};

/// What the adapters add is in the layers' weights for as long as this lives.
class LoraPolicy::Merged {
public:
    explicit Merged(const LoraPolicy& policy) : layers_(policy.layers_) {
        const torch::NoGradGuard noGradients;
        for (const AdaptedLayer& layer : layers_) {
            own_.push_back(layer.linear->weight.variable_data());
            layer.linear->weight.set_data(own_.back() + layer.adapter->weight());
        }
    }
    Merged(const Merged&) = delete;
    Merged& operator=(const Merged&) = delete;
    ~Merged() {
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            layers_[i].linear->weight.set_data(own_[i]);
        }
    }

private:
    const std::vector<AdaptedLayer>& layers_;
    std::vector<torch::Tensor> own_;
};

LoraPolicy::LoraPolicy(std::shared_ptr<Policy> base, std::vector<AdaptedLayer> layers)
    : base_(std::move(base)), layers_(std::move(layers)), adapters_(std::make_shared<torch::nn::Module>("adapters")) {
    for (const AdaptedLayer& layer : layers_) {
        adapters_->register_module(moduleName(layer.name), layer.adapter.ptr());
    }
}

LoraPolicy::LoraPolicy(const Policy& base, const LoraSettings& settings, std::uint64_t seed)
    : LoraPolicy(base.clone(), {}) {
    base_->module().eval();
    for (torch::Tensor& weight : base_->module().parameters()) {
        weight.requires_grad_(false);
    }
    const std::vector<NamedLinear> linears = transformerLinears(base_->module());
    expectTargets(settings.targets, linears);
    const at::Generator draws = seededGenerator(seed);
    for (const NamedLinear& layer : linears) {
        if (std::any_of(settings.targets.begin(), settings.targets.end(),
                        [&](const std::string& target) { return isPartOf(layer.name, target); })) {
            layers_.push_back(
                {layer.name, layer.linear, LoraAdapter(*layer.linear, settings.rank, settings.alpha, draws)});
            adapters_->register_module(moduleName(layer.name), layers_.back().adapter.ptr());
        }
    }
}

std::unique_ptr<Policy> LoraPolicy::withAdaptersOff() const {
    return std::unique_ptr<Policy>(new LoraPolicy(base_, {}));
}

torch::Tensor LoraPolicy::sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                 const std::vector<std::uint64_t>& seeds, const JobContext& context) const {
    const Merged merged(*this);
    return base_->sample(conditioning, frames, temperature, seeds, context);
}

torch::Tensor LoraPolicy::logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                   double temperature) const {
    const Plugged plugged(*this);
    return base_->logProbs(tokens, conditioning, temperature);
}

torch::Tensor LoraPolicy::hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    const Plugged plugged(*this);
    return base_->hidden(tokens, conditioning);
}

std::unique_ptr<Policy> LoraPolicy::clone() const {
    std::vector<AdaptedLayer> layers;
    for (const AdaptedLayer& layer : layers_) {
        layers.push_back({layer.name, layer.linear, LoraAdapter(layer.adapter->copy())});
    }
    return std::unique_ptr<Policy>(new LoraPolicy(base_, std::move(layers)));
}

void LoraPolicy::saveMerged(const std::filesystem::path& file) const {
    const Merged merged(*this);
    saveModule(file, baseModule(), WeightsPrecision::AsIs);
}

std::unique_ptr<Policy> adaptedWhereAsked(const Policy& start, const LoraSettings& settings, std::uint64_t seed) {
    return settings.rank > 0 ? std::make_unique<LoraPolicy>(start, settings, seed) : nullptr;
}

std::unique_ptr<Policy> referenceFrom(const Policy& start) {
    if (const LoraPolicy* adapted = asAdapted(start)) {
        return adapted->withAdaptersOff();
    }
    std::unique_ptr<Policy> copy = start.clone();
    for (torch::Tensor& weight : copy->module().parameters()) {
        weight.requires_grad_(false);
    }
    copy->module().eval();
    return copy;
}

void savePolicy(const std::filesystem::path& folder, const Policy& policy) {
    if (const LoraPolicy* adapted = asAdapted(policy)) {
        adapted->saveMerged(folder / policyFile);
        saveModule(folder / adapterFile, adapted->module(), WeightsPrecision::AsIs);
    } else {
        saveModule(folder / policyFile, policy.module(), WeightsPrecision::AsIs);
    }
}

void loadPolicy(const std::filesystem::path& folder, Policy& policy) {
    loadModule(folder / (asAdapted(policy) == nullptr ? policyFile : adapterFile), policy.module());
}

WeightUse weightUse(const Policy& policy, const Policy& reference, const torch::nn::Module* otherParts) {
    WeightSet weights;
    addWeightsOf(weights, policy);
    addWeightsOf(weights, reference);
    if (otherParts != nullptr) {
        addWeights(weights, *otherParts);
    }
    constexpr double copiesOfLearning = 3.0;  // gradient and Adam's two moments
    WeightUse use;
    for (const torch::Tensor& weight : weights) {
        use.held += weight.numel();
        use.learning += weight.requires_grad() ? weight.numel() : 0;
        const double copies = weight.requires_grad() ? 1.0 + copiesOfLearning : 1.0;
        use.megabytes += copies * static_cast<double>(weight.nbytes()) * 1e-6;
    }
    return use;
}

std::string weightUseText(const WeightUse& use) {
    char text[160];
    std::snprintf(
        text, sizeof(text),
        "%.2f million weights learn, of %.2f million in memory; with their gradients and Adam's moments: %.0f MB",
        static_cast<double>(use.learning) * 1e-6, static_cast<double>(use.held) * 1e-6, use.megabytes);
    return text;
}

}  // namespace musicrl
