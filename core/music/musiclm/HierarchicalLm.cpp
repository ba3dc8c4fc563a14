// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/HierarchicalLm.h"

#include "base/Error.h"
#include "music/musiclm/SeededDraws.h"
#include "tensor/Shapes.h"
#include "tensor/WeightsFile.h"

namespace musicrl {
namespace {

void expectTemperature(double temperature) {
    if (!(temperature > 0.0)) {
        throw Error(ErrorKind::BadInput, "The temperature must be above 0, not " + std::to_string(temperature) + ".");
    }
}

bool isGuided(const HierarchicalLmConfig& config) {
    return config.guidance > 0.0;
}

/// \param rows  [B, ...] \return [2 B, ...] where the policy is guided: the rows twice
torch::Tensor twiceIfGuided(const torch::Tensor& rows, const HierarchicalLmConfig& config) {
    return isGuided(config) ? torch::cat({rows, rows}) : rows;
}

/// \param conditioning  [B, C] \return [2 B, C] where the policy is guided: what is asked for, then the plain text's
torch::Tensor withPlain(const torch::Tensor& conditioning, const HierarchicalLmConfig& config) {
    return isGuided(config) ? torch::cat({conditioning, torch::tensor(config.plainConditioning, conditioning.options())
                                                            .expand_as(conditioning)})
                            : conditioning;
}

/// \param logits  [2 B, ..., V], of what is asked for and of the plain text; [B, ..., V] where nothing guides
/// \return        [B, ..., V]
torch::Tensor guided(const torch::Tensor& logits, const HierarchicalLmConfig& config) {
    if (!isGuided(config)) {
        return logits;
    }
    const std::vector<torch::Tensor> halves = logits.chunk(2);
    return halves[0] + config.guidance * (halves[0] - halves[1]);
}

/// One batch of clips while it is being sampled.
class FrameSampler {
public:
    /// \param rows  clips, or twice as many where the policy is guided
    FrameSampler(HierarchicalNet& net, std::int64_t rows, std::int64_t frames, double temperature)
        : net_(net),
          globalCache_(net.global()->makeCache(rows, net.config().conditioningTokens + frames)),
          localCache_(net.local()->makeCache(rows)),
          temperature_(temperature) {}

    /// Reads the positions before the first frame.
    void begin(const torch::Tensor& conditioning) {
        condition_ = net_.condition(conditioning);
        for (std::int64_t i = 0; i < condition_.prefix.size(1); ++i) {
            state_ = net_.global()->step(condition_.prefix.narrow(1, i, 1), globalCache_);
        }
    }

    /// \param uniforms  [B, P] \return [B, P] int64
    torch::Tensor drawFrame(const torch::Tensor& uniforms) {
        localCache_.clear();
        const torch::Tensor context = net_.localContext(state_, condition_);
        std::vector<torch::Tensor> tokens;
        torch::Tensor token;
        for (std::int64_t place = 0; place < uniforms.size(1); ++place) {
            const torch::Tensor hidden =
                net_.local()->step(net_.localInput(context, token, place), localCache_).squeeze(1);
            const torch::Tensor logits = guided(net_.logitsAt(hidden, place), net_.config());
            const torch::Tensor probabilities = torch::softmax(logits / temperature_, -1);
            tokens.push_back(drawFrom(probabilities, uniforms.select(1, place)).unsqueeze(1));
            token = twiceIfGuided(tokens.back(), net_.config());
        }
        return torch::cat(tokens, 1);
    }

    void advance(const torch::Tensor& frame) {
        const torch::Tensor rows = twiceIfGuided(frame.unsqueeze(1), net_.config());
        state_ = net_.global()->step(net_.embedFrames(rows, condition_), globalCache_);
    }

private:
    HierarchicalNet& net_;
    KeyValueCache globalCache_;
    KeyValueCache localCache_;
    double temperature_;
    HierarchicalNet::Condition condition_;
    torch::Tensor state_;  ///< [B, 1, Dg], tells of the frame to come
};

}  // namespace

HierarchicalLm::HierarchicalLm(const HierarchicalLmConfig& config) : net_(std::make_shared<HierarchicalNet>(config)) {
    net_->eval();
}

torch::Device HierarchicalLm::device() const {
    return net_->parameters().front().device();
}

torch::Tensor HierarchicalLm::sample(const torch::Tensor& conditioning, std::int64_t frames, double temperature,
                                     const std::vector<std::uint64_t>& seeds, const JobContext& context) const {
    expectTemperature(temperature);
    expectShape(conditioning, {static_cast<std::int64_t>(seeds.size()), config().conditioningTokens},
                "conditioning tokens");
    if (frames < 1 || frames > config().maxFrames) {
        throw Error(ErrorKind::BadInput, "A clip has 1 to " + std::to_string(config().maxFrames) + " frames, not " +
                                             std::to_string(frames) + ".");
    }
    const torch::NoGradGuard noGrad;
    const torch::Tensor uniforms = seededUniforms(seeds, frames * tokensPerFrame(), device());
    const torch::Tensor asked = withPlain(conditioning.to(device()), config());
    FrameSampler sampler(*net_, asked.size(0), frames, temperature);
    sampler.begin(asked);
    std::vector<torch::Tensor> drawn;
    for (std::int64_t i = 0; i < frames; ++i) {
        context.throwIfStopped();
        drawn.push_back(sampler.drawFrame(uniforms.narrow(1, i * tokensPerFrame(), tokensPerFrame())));
        if (i + 1 < frames) {
            sampler.advance(drawn.back());
        }
    }
    return torch::cat(drawn, 1);
}

torch::Tensor HierarchicalLm::byFrame(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    expectShape(tokens, {conditioning.size(0), -1}, "tokens");
    if (tokens.size(1) == 0 || tokens.size(1) % tokensPerFrame() != 0) {
        throw Error(ErrorKind::BadInput, "A stream of " + std::to_string(tokens.size(1)) +
                                             " tokens is no whole number of frames of " +
                                             std::to_string(tokensPerFrame()) + ".");
    }
    return tokens.to(device()).reshape({tokens.size(0), -1, tokensPerFrame()});
}

torch::Tensor HierarchicalLm::hiddenByFrame(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    return net_->hidden(byFrame(tokens, conditioning), conditioning.to(device()));
}

torch::Tensor HierarchicalLm::hidden(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    return hiddenByFrame(tokens, conditioning).flatten(1, 2);
}

torch::Tensor HierarchicalLm::unguidedLogits(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    return net_->logits(hiddenByFrame(tokens, conditioning)).flatten(1, 2);
}

HierarchicalLm::PartialLogits HierarchicalLm::partialLogits(const torch::Tensor& tokens,
                                                            const torch::Tensor& conditioning,
                                                            const torch::Tensor& inside,
                                                            const torch::Tensor& seen) const {
    const torch::Tensor frames = byFrame(tokens, conditioning);
    const torch::Tensor contexts = net_->frameContexts(frames, conditioning.to(device()), seen);
    const torch::Tensor rows = frames.flatten(0, 1);
    const torch::Tensor first = net_->logits(net_->insideFrames(contexts, rows.narrow(1, 0, 0))).squeeze(1);
    const torch::Tensor chosen = inside.to(device());
    const torch::Tensor earlier = rows.index_select(0, chosen).narrow(1, 0, tokensPerFrame() - 1);
    const torch::Tensor all = net_->logits(net_->insideFrames(contexts.index_select(0, chosen), earlier));
    return {first, all.narrow(1, 1, tokensPerFrame() - 1)};
}

torch::Tensor HierarchicalLm::logits(const torch::Tensor& tokens, const torch::Tensor& conditioning) const {
    return guided(unguidedLogits(twiceIfGuided(tokens, config()), withPlain(conditioning, config())), config());
}

torch::Tensor HierarchicalLm::logProbs(const torch::Tensor& tokens, const torch::Tensor& conditioning,
                                       double temperature) const {
    expectTemperature(temperature);
    return torch::log_softmax(logits(tokens, conditioning) / temperature, -1);
}

void HierarchicalLm::startConditioningFrom(const torch::Tensor& codebooks) {
    net_->startConditioningFrom(codebooks);
}

std::unique_ptr<Policy> HierarchicalLm::clone() const {
    auto copy = std::make_unique<HierarchicalLm>(config());
    copy->net_->to(device());
    copyModule(*net_, *copy->net_);
    return copy;
}

std::shared_ptr<HierarchicalLm> loadHierarchicalLm(const std::filesystem::path& partFolder, torch::Device device) {
    const std::filesystem::path file = partFolder / "config.json";
    auto model = std::make_shared<HierarchicalLm>(hierarchicalLmConfigFromJson(readJsonFile(file), file.string()));
    loadModule(partFolder / "model.safetensors", model->module());
    model->module().to(device);
    return model;
}

void saveHierarchicalLm(const std::filesystem::path& partFolder, const HierarchicalLm& model) {
    writeJsonFile(partFolder / "config.json", toJson(model.config()));
    saveModule(partFolder / "model.safetensors", model.module(), WeightsPrecision::Half);
}

}  // namespace musicrl
