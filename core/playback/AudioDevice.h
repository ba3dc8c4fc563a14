// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace musicrl {

struct AudioDeviceInfo {
    std::string name;
    std::string hostApi;  ///< such as "ALSA"
    int outputChannels = 0;
    int sampleRateHz = 0;  ///< its own
    double latencySeconds = 0.0;
    bool isDefault = false;
};

/// What this machine can play through.
struct AudioSystem {
    std::string library;                   ///< PortAudio's version
    std::vector<std::string> hostApis;     ///< such as "ALSA", "JACK"
    std::vector<AudioDeviceInfo> outputs;  ///< devices that can play; empty without a sound card
};

/// Looks afresh; takes up to about a second. Never fails: without sound the lists are empty.
[[nodiscard]] AudioSystem inspectAudio();

/// The default output, playing what a function renders.
///
/// Thread-safety: made, used and ended by one thread. The render function runs on PortAudio's thread.
class AudioDevice {
public:
    /// Fills frames × channels samples, interleaved.
    using Render = void (*)(void* context, float* out, std::int64_t frames) noexcept;

    /// Opens the default output for stereo (or mono, if it has no more) without starting it.
    /// \throws Error(Unavailable) in words: no sound card, or why it cannot be opened
    AudioDevice();
    ~AudioDevice();
    AudioDevice(const AudioDevice&) = delete;
    AudioDevice& operator=(const AudioDevice&) = delete;

    [[nodiscard]] const AudioDeviceInfo& info() const;  ///< rate, channels and latency as opened

    /// \param context  must outlive this device
    /// \throws Error(Unavailable)
    void start(Render render, void* context);

    /// False once the stream has ended by itself, as when the device is pulled out.
    [[nodiscard]] bool running() const;

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace musicrl
