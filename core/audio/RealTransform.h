// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <memory>
#include <span>

namespace musicrl {

/// A real Fourier transform of one size and its inverse, by FFTW in single precision.
///
/// Thread-safety: one caller at a time; many of them may be made and run at the same time.
class RealTransform {
public:
    /// \param size  samples, even
    explicit RealTransform(int size);
    RealTransform(const RealTransform&) = delete;
    RealTransform& operator=(const RealTransform&) = delete;
    ~RealTransform();

    [[nodiscard]] std::span<float> samples();                  ///< [size]
    [[nodiscard]] std::span<std::complex<float>> spectrum();   ///< [size / 2 + 1]
    /// Samples to spectrum. The samples are lost.
    void forward();
    /// Spectrum to samples, times size. The spectrum is lost.
    void inverse();

private:
    struct Plans;
    std::unique_ptr<Plans> plans_;
};

}  // namespace musicrl
