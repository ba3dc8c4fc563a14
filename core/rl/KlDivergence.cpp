// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/KlDivergence.h"

#include "tensor/Shapes.h"

namespace musicrl {

namespace {

torch::Tensor klTerms(const torch::Tensor& policyLogProbs, const torch::Tensor& referenceLogProbs) {
    expectShape(policyLogProbs, {-1, -1, -1}, "log-probabilities of the policy");
    expectShape(referenceLogProbs, policyLogProbs.sizes().vec(), "log-probabilities of the reference");
    return policyLogProbs.exp() * (policyLogProbs - referenceLogProbs);
}

}  // namespace

torch::Tensor klPerClip(const torch::Tensor& policyLogProbs, const torch::Tensor& referenceLogProbs) {
    return klTerms(policyLogProbs, referenceLogProbs).sum({1, 2});
}

torch::Tensor klPerToken(const torch::Tensor& policyLogProbs, const torch::Tensor& referenceLogProbs) {
    return klTerms(policyLogProbs, referenceLogProbs).sum(2);
}

torch::Tensor klK1PerClip(const torch::Tensor& policy, const torch::Tensor& reference) {
    return (policy - reference).sum(1);
}

torch::Tensor klK3PerClip(const torch::Tensor& policy, const torch::Tensor& reference) {
    const torch::Tensor ratio = policy - reference;
    return (torch::expm1(-ratio) + ratio).sum(1);
}

torch::Tensor entropyPerClip(const torch::Tensor& policyLogProbs) {
    return -(policyLogProbs.exp() * policyLogProbs).sum({1, 2});
}

torch::Tensor logProbsOfTokens(const torch::Tensor& logProbs, const torch::Tensor& tokens) {
    return logProbs.gather(2, tokens.unsqueeze(2)).squeeze(2);
}

}  // namespace musicrl
