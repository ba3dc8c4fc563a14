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
    int sampleRateHz = 0;            ///< its own
    double latencySeconds = 0.0;     ///< its high one, which bears a busy machine; as opened: what the buffer came to
    double lowLatencySeconds = 0.0;  ///< the least that it offers
    bool isDefault = false;
};

/// What this machine can play through.
struct AudioSystem {
    std::string library;                   ///< PortAudio's version
    std::vector<std::string> hostApis;     ///< such as "ALSA", "JACK"
    std::vector<AudioDeviceInfo> outputs;  ///< devices that can play; empty without a sound card
};

/// Looks for devices, which takes up to about a second. Never fails: without sound the lists are empty. PortAudio knows
/// no hot-plug: while an AudioDevice is open, its answer is what was there when that was opened.
[[nodiscard]] AudioSystem inspectAudio();

/// Which output to open, and how.
struct DeviceChoice {
    std::string hostApi;          ///< empty: any
    std::string name;             ///< empty: the default output, or the first usable one where there is no default
    double latencySeconds = 0.0;  ///< length of the buffer to ask for; 0: the device's high latency
    int sampleRateHz = 0;         ///< 0: the device's own

    [[nodiscard]] bool operator==(const DeviceChoice&) const = default;
};

[[nodiscard]] DeviceChoice choiceOf(const AudioDeviceInfo& device);

/// Buffers that the device ran out of, or that came too late, since it was opened.
struct Xruns {
    std::int64_t underruns = 0;
    std::int64_t overruns = 0;

    [[nodiscard]] bool operator==(const Xruns&) const = default;
};

/// An output, playing what a function renders.
///
/// Thread-safety: made, used and ended by one thread. The render function runs on PortAudio's thread.
class AudioDevice {
public:
    /// Fills frames × channels samples, interleaved.
    using Render = void (*)(void* context, float* out, std::int64_t frames) noexcept;

    /// Opens an output for stereo (or mono, if it has no more) without starting it. A device that refuses the rate
    /// asked for is opened at its own, or else at another usual one. \throws Error(Unavailable) in words: no sound
    /// card, no such device, every rate refused, or why it cannot be opened
    explicit AudioDevice(const DeviceChoice& choice = {});
    ~AudioDevice();
    AudioDevice(const AudioDevice&) = delete;
    AudioDevice& operator=(const AudioDevice&) = delete;

    [[nodiscard]] const AudioDeviceInfo& info() const;  ///< rate, channels and latency as opened
    [[nodiscard]] int refusedRateHz() const;            ///< the rate asked for, when the device refused it; else 0
    [[nodiscard]] Xruns xruns() const;

    /// \param context  must outlive this device
    /// \throws Error(Unavailable)
    void start(Render render, void* context);

    /// False once the stream has ended by itself, as when the device is pulled out.
    [[nodiscard]] bool running() const;

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

/// Outputs that could be used in place of \p failed, the likeliest first: the default, then others of real devices;
/// never those that play to nowhere. Each was opened to see that it works.
[[nodiscard]] std::vector<AudioDeviceInfo> usableOutputsBesides(const DeviceChoice& failed);

}  // namespace musicrl
