// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace musicrl {

/// A short-time spectrum in terms that stay put while a note does: how loud each bin is, and by how much its phase runs
/// ahead of the bin's own frequency from frame to frame (its instantaneous frequency).
struct PhasorSpectrum {
    torch::Tensor logMagnitude;  ///< [B, bins, T], natural log of (magnitude + floorMagnitude); a full-scale sine has magnitude 1
    torch::Tensor cosine;        ///< [B, bins, T], of the phase advance
    torch::Tensor sine;          ///< [B, bins, T]; cosine and sine need no unit length when given to synthesise()
};

/// Sound to phasor spectra and back. The phase comes back as the running sum of the advances, so a sound keeps its
/// frequencies but not its waveform: absolute phase is what neither ear nor language model can use.
///
/// Thread-safety: const functions may run at the same time.
/// \see Flanagan, Golden, Phase vocoder, 1966; Engel et al., GANSynth, 2019, section 2
class PhasorFrames {
public:
    static constexpr double floorMagnitude = 8e-5;  ///< -82 dB, what counts as silence

    /// \throws Error(BadInput) unless hopSamples divides into windowSamples at least twice, both even
    PhasorFrames(std::int64_t windowSamples, std::int64_t hopSamples);

    /// \param waves  [B, N] float, N a multiple of the hop
    /// \return       T = N / hop frames, each centred on its hop
    [[nodiscard]] PhasorSpectrum analyse(const torch::Tensor& waves) const;

    /// \return [B, T * hop]; gradients pass through
    [[nodiscard]] torch::Tensor synthesise(const PhasorSpectrum& spectrum) const;

    [[nodiscard]] std::int64_t bins() const { return window_ / 2 + 1; }

private:
    [[nodiscard]] torch::Tensor overlapped(const torch::Tensor& frames) const;

    std::int64_t window_;
    std::int64_t hop_;
    std::int64_t margin_;     ///< samples of the first frame before the sound starts
    torch::Tensor hann_;      ///< [window]
    torch::Tensor ownPhase_;  ///< [bins], phase that each bin's own frequency gains in a hop, in [0, 2π)
};

}  // namespace musicrl
