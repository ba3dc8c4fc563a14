// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/ClipImpression.h"

namespace musicrl {

AspectValues aspectsOf(const ClipImpression& impression) {
    const SoundMeasures& sound = impression.sound;
    return {impression.fit,        impression.quality, sound.loudnessLufs, sound.brightness,
            sound.onsetsPerSecond, sound.pulse,        sound.dynamicsDb,   sound.silence,
            sound.harmonicity,     sound.hissDb,       sound.movement};
}

Json toJson(const ClipImpression& impression) {
    const AspectValues values = aspectsOf(impression);
    Json json = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) {
        json[aspectNames[i]] = values[i];
    }
    return json;
}

ClipImpression clipImpressionFromJson(const Json& json, const std::string& where) {
    const auto value = [&](std::size_t aspect) { return requireKey<double>(json, aspectNames[aspect], where); };
    return {.sound = {.loudnessLufs = value(2),
                      .brightness = value(3),
                      .onsetsPerSecond = value(4),
                      .pulse = value(5),
                      .dynamicsDb = value(6),
                      .silence = value(7),
                      .harmonicity = value(8),
                      .hissDb = value(9),
                      .movement = value(10)},
            .fit = value(0),
            .quality = value(1)};
}

}  // namespace musicrl
