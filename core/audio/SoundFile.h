// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <sndfile.h>

namespace musicrl {

struct SoundFileCloser {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

/// libsndfile's handle, closed when it goes.
using SoundFile = std::unique_ptr<SNDFILE, SoundFileCloser>;

}  // namespace musicrl
