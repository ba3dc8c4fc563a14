// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/CodecTrainer.h"

#include "base/Error.h"
#include "pretrain/SoundStreamTrainer.h"
#include "pretrain/SpectralCodecTrainer.h"

namespace musicrl {

std::unique_ptr<PartTrainer> makeCodecTrainer(const Json& settings, const TrainingCorpus& corpus, std::uint64_t seed,
                                              torch::Device device, TrainingSchedule& schedule) {
    Json rest = settings;
    const Json kind = rest.value("kind", Json("soundstream"));
    rest.erase("kind");
    if (kind == "soundstream") {
        return makeSoundStreamTrainer(rest, corpus, seed, device, schedule);
    }
    if (kind == "spectral") {
        return makeSpectralCodecTrainer(rest, corpus, seed, device, schedule);
    }
    throw Error(ErrorKind::BadInput, "settings of codec: kind must be \"soundstream\" or \"spectral\", found " + kind.dump() + ".");
}

}  // namespace musicrl
