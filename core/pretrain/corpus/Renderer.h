// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "pretrain/corpus/Composition.h"

#include <filesystem>
#include <memory>

namespace musicrl {

/// Where Debian's fluid-soundfont-gm puts its sound font (MIT licence).
[[nodiscard]] std::filesystem::path defaultSoundFont();

/// Plays compositions through FluidSynth, offline and without a sound device. The same piece gives the same samples,
/// whatever was rendered before.
///
/// Thread-safety: one thread at a time for each renderer; several renderers may run at once and share the sound
/// font's samples.
class Renderer {
public:
    /// Whether rendering can work here, before any work is done.
    /// \throws Error(Unavailable) when built without FluidSynth
    /// \throws Error(NotFound)    when there is no such sound font, saying which Debian package brings the default one
    static void requireAvailable(const std::filesystem::path& soundFont);

    /// \throws as requireAvailable(); Error(BadInput) when the file is no sound font
    explicit Renderer(const std::filesystem::path& soundFont = defaultSoundFont());
    ~Renderer();

    /// One channel, mild reverb, fades of 5 ms and 60 ms at the ends. -17 LUFS, soft pieces -20, loud ones -15, unless
    /// the peaks would then pass -1 dBFS.
    /// \throws Error(Internal) when the piece yields no sound
    [[nodiscard]] Clip render(const Composition& piece, double seconds, int sampleRateHz);

private:
    struct Synth;
    std::unique_ptr<Synth> synth_;
};

}  // namespace musicrl
