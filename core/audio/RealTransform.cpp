// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/RealTransform.h"

#include <fftw3.h>
#include <mutex>

namespace musicrl {
namespace {

struct Freer {
    void operator()(void* memory) const { fftwf_free(memory); }
};

/// FFTW's planner is the one part of it that threads may not enter together.
std::mutex& plannerMutex() {
    static std::mutex mutex;
    return mutex;
}

}  // namespace

struct RealTransform::Plans {
    explicit Plans(int size)
        : count(static_cast<std::size_t>(size)),
          samples(fftwf_alloc_real(count)),
          spectrum(fftwf_alloc_complex(count / 2 + 1)) {
        const std::scoped_lock lock(plannerMutex());
        forward = fftwf_plan_dft_r2c_1d(size, samples.get(), spectrum.get(), FFTW_ESTIMATE);
        inverse = fftwf_plan_dft_c2r_1d(size, spectrum.get(), samples.get(), FFTW_ESTIMATE);
    }
    Plans(const Plans&) = delete;
    Plans& operator=(const Plans&) = delete;
    ~Plans() {
        const std::scoped_lock lock(plannerMutex());
        fftwf_destroy_plan(forward);
        fftwf_destroy_plan(inverse);
    }

    std::size_t count;
    std::unique_ptr<float[], Freer> samples;
    std::unique_ptr<fftwf_complex[], Freer> spectrum;
    fftwf_plan forward = nullptr;
    fftwf_plan inverse = nullptr;
};

RealTransform::RealTransform(int size) : plans_(std::make_unique<Plans>(size)) {}
RealTransform::~RealTransform() = default;

std::span<float> RealTransform::samples() { return {plans_->samples.get(), plans_->count}; }

std::span<std::complex<float>> RealTransform::spectrum() {
    // FFTW's complex has the layout of std::complex (its manual, section 4.1.1).
    return {reinterpret_cast<std::complex<float>*>(plans_->spectrum.get()), plans_->count / 2 + 1};
}

void RealTransform::forward() { fftwf_execute(plans_->forward); }
void RealTransform::inverse() { fftwf_execute(plans_->inverse); }

}  // namespace musicrl
