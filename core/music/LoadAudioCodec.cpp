// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/LoadAudioCodec.h"

#include "base/Error.h"
#include "base/Json.h"
#include "music/SoundStream.h"
#include "music/SpectralCodec.h"

namespace musicrl {

std::shared_ptr<AudioCodec> loadAudioCodec(const std::filesystem::path& partFolder, torch::Device device) {
    const std::filesystem::path file = partFolder / "config.json";
    const Json json = readJsonFile(file);
    const Json kind = json.is_object() ? json.value("kind", Json("soundstream")) : Json("soundstream");
    if (kind == "soundstream") {
        return loadSoundStream(partFolder, device);
    }
    if (kind == "spectral") {
        return loadSpectralCodec(partFolder, device);
    }
    throw Error(ErrorKind::BadInput, file.string() + ": \"kind\" must be \"soundstream\" or \"spectral\", found " + kind.dump() + ".");
}

}  // namespace musicrl
