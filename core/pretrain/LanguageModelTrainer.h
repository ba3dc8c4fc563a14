// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TokenizedCorpus.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// Trains the language model to predict each token of a clip from those before it and the clip's MuLan tokens.
///
/// MusicLM conditions training on the sound's MuLan tokens alone and swaps in the text's at inference. That needs a
/// MuLan in which both lie close together; a small one leaves a gap, so a share of the clips is conditioned on the
/// tokens of a description instead.
///
/// Settings, besides the schedule's: batch (6), accumulate (1; batches whose gradients make one step), clip_seconds
/// (10), text_conditioning_share (0.5), plain_share (0; of clips conditioned on the text "music" instead, which so
/// comes to mean any music and is what guidance leans away from), frames_inside (1; the share of a batch's frames of
/// which all tokens are learned from: of the others only the first, which the global transformer alone foretells, while
/// most of a step's time goes into the places after it), semantic_weight (1; of the semantic token beside each coarse
/// one: it carries what happens when, and is a small part of the loss; Défossez et al., Moshi, 2024, have
/// 100), hidden_share (0; the share of its frames that every second clip's future is not told of, in gaps of up to
/// hidden_seconds (1), which makes it look further back than the last notes), weight_decay (0.01), gradient_clip (1),
/// mixed_precision (false; bfloat16 autocast), shape (a HierarchicalLmConfig; what follows from the other parts is
/// filled in). The embeddings of the conditioning tokens start as images of MuLan's codebooks.
/// Measures heldout/loss, heldout/semantic_loss and heldout/coarse_loss in nats per token, conditioned on the sound,
/// heldout/text_loss, conditioned on the caption, and heldout/wrong_text_loss, conditioned on another clip's caption.
/// \throws Error(BadInput) for unknown or wrong settings or token vocabularies that differ, Error(NotFound) for a part
[[nodiscard]] std::unique_ptr<PartTrainer> makeLanguageModelTrainer(const Json& settings, TokenizedCorpus tokens,
                                                                    std::uint64_t seed, torch::Device device,
                                                                    TrainingSchedule& schedule);

/// The same from a model folder with codec, semantic and mulan; the corpus' tokens are kept in tokens.safetensors
/// beside \p workFolder, where the fine model's trainer finds them again.
[[nodiscard]] std::unique_ptr<PartTrainer> makeLanguageTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                               std::uint64_t seed, torch::Device device,
                                                               TrainingSchedule& schedule,
                                                               const std::filesystem::path& modelFolder,
                                                               const std::filesystem::path& workFolder,
                                                               const JobContext& context);

}  // namespace musicrl
