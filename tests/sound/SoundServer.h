// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ChildProcess.h"

#include <filesystem>
#include <string>

namespace musicrl {

/// A folder of this test's own in which ALSA's and PulseAudio's clients of this process look for everything: no sound
/// card and no server of the machine is touched. Sets environment variables, so it is made before the first sound.
class SoundWorld {
public:
    SoundWorld();
    ~SoundWorld();
    SoundWorld(const SoundWorld&) = delete;
    SoundWorld& operator=(const SoundWorld&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

/// A PulseAudio server of two stereo null sinks in float samples, so that nothing is converted: "test" at 44.1 kHz, the
/// default, which ALSA also knows as "first", and "spare" at 48 kHz.
class SoundServer {
public:
    static constexpr int sampleRateHz = 44100;

    /// Returns once the server takes clients. \throws std::runtime_error if it does not within 20 s
    explicit SoundServer(const SoundWorld& world);

    void end() { process_.end(); }
    void setDefault(const SoundWorld& world, const std::string& sink);
    /// As when a device is pulled out: what plays there ends. What plays on the default sink is moved to another one.
    void removeSink(const SoundWorld& world, const std::string& sink);

private:
    ChildProcess process_;
};

}  // namespace musicrl
