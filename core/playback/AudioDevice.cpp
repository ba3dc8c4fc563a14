// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/AudioDevice.h"

#include "base/Error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <fcntl.h>
#include <portaudio.h>
#include <sys/resource.h>
#include <unistd.h>

namespace musicrl {

namespace {

/// ALSA and JACK print every plug-in that they fail to find while PortAudio looks for devices; nothing of it helps.
class QuietStderr {
public:
    QuietStderr() : saved_(dup(STDERR_FILENO)) {
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0) {
            dup2(nowhere, STDERR_FILENO);
            close(nowhere);
        }
    }
    ~QuietStderr() {
        if (saved_ >= 0) {
            dup2(saved_, STDERR_FILENO);
            close(saved_);
        }
    }
    QuietStderr(const QuietStderr&) = delete;
    QuietStderr& operator=(const QuietStderr&) = delete;

private:
    int saved_;
};

/// PortAudio counts its users itself; the last to go closes it, and the next looks for devices afresh.
class Session {
public:
    Session() : result_(initialize()) {}
    ~Session() {
        if (ready()) {
            const QuietStderr quiet;
            Pa_Terminate();
        }
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] bool ready() const { return result_ == paNoError; }
    [[nodiscard]] PaError result() const { return result_; }

private:
    static PaError initialize() {
        const QuietStderr quiet;
        return Pa_Initialize();
    }
    PaError result_;
};

[[noreturn]] void failTo(const std::string& what, PaError error) {
    std::string reason = Pa_GetErrorText(error);
    if (error == paUnanticipatedHostError && Pa_GetLastHostErrorInfo() != nullptr) {
        reason += std::string(", ") + Pa_GetLastHostErrorInfo()->errorText;
    }
    throw Error(ErrorKind::Unavailable, "The sound output could not be " + what + ": " + reason +
                                            ". Check that no other program holds it, then choose Retry.");
}

std::string hostApiName(PaHostApiIndex index) {
    const PaHostApiInfo* api = Pa_GetHostApiInfo(index);
    return api == nullptr ? std::string() : api->name;
}

AudioDeviceInfo describe(PaDeviceIndex index) {
    const PaDeviceInfo& device = *Pa_GetDeviceInfo(index);
    // The high latency of the two offered: training keeps all cores busy, and a gap is heard while 30 ms are not.
    return {.name = device.name,
            .hostApi = hostApiName(device.hostApi),
            .outputChannels = device.maxOutputChannels,
            .sampleRateHz = static_cast<int>(device.defaultSampleRate),
            .latencySeconds = device.defaultHighOutputLatency,
            .lowLatencySeconds = device.defaultLowOutputLatency,
            .isDefault = index == Pa_GetDefaultOutputDevice()};
}

bool canPlay(PaDeviceIndex index) {
    return Pa_GetDeviceInfo(index)->maxOutputChannels > 0;
}

/// The default of PortAudio, of a host API, or the first that can play: some systems name no default.
PaDeviceIndex findDefault() {
    if (Pa_GetDefaultOutputDevice() != paNoDevice) {
        return Pa_GetDefaultOutputDevice();
    }
    for (PaHostApiIndex api = 0; api < Pa_GetHostApiCount(); ++api) {
        const PaDeviceIndex index = Pa_GetHostApiInfo(api)->defaultOutputDevice;
        if (index != paNoDevice) {
            return index;
        }
    }
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index) {
        if (canPlay(index)) {
            return index;
        }
    }
    throw Error(ErrorKind::Unavailable,
                "This machine has no sound output. Connect one, then choose Retry; everything but listening works.");
}

PaDeviceIndex findDevice(const DeviceChoice& choice) {
    if (choice.name.empty()) {
        return findDefault();
    }
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index) {
        const AudioDeviceInfo device = describe(index);
        const bool rightApi = choice.hostApi.empty() || choice.hostApi == device.hostApi;
        if (canPlay(index) && rightApi && device.name == choice.name) {
            return index;
        }
    }
    throw Error(ErrorKind::Unavailable, "The sound output \"" + choice.name +
                                            "\" is not there. Connect it and choose Retry, or choose another output.");
}

/// The rate asked for, the device's own, then the usual ones.
std::vector<int> ratesToTry(int askedHz, int ownHz) {
    std::vector<int> rates;
    for (const int rate : {askedHz, ownHz, 48000, 44100, 96000, 32000}) {
        if (rate > 0 && std::find(rates.begin(), rates.end(), rate) == rates.end()) {
            rates.push_back(rate);
        }
    }
    return rates;
}

std::string allRefused(const AudioDeviceInfo& info, const std::vector<int>& rates) {
    std::string tried;
    for (const int rate : rates) {
        tried += (tried.empty() ? "" : ", ") + std::to_string(rate);
    }
    return "The sound output \"" + info.name + "\" refuses every sample rate tried (" + tried +
           " Hz). Choose another output.";
}

}  // namespace

DeviceChoice choiceOf(const AudioDeviceInfo& device) {
    return {.hostApi = device.hostApi, .name = device.name};
}

AudioSystem inspectAudio() {
    const Session session;
    AudioSystem system;
    system.library = Pa_GetVersionText();
    if (!session.ready()) {
        return system;
    }
    for (PaHostApiIndex i = 0; i < Pa_GetHostApiCount(); ++i) {
        system.hostApis.push_back(hostApiName(i));
    }
    for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
        if (canPlay(i)) {
            system.outputs.push_back(describe(i));
        }
    }
    return system;
}

namespace {

/// Ahead of all that computes, as sound servers are, where the system lets it (on Linux: a limit on niceness, as sound
/// groups often have). Otherwise nothing happens. Real-time scheduling is left alone: beside a program that fills a
/// core by it, Linux stops all such threads of that core for 50 ms in each second.
void hurry() noexcept {
#ifdef __linux__
    constexpr int soundServers = -11;
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), soundServers);
#endif
}

}  // namespace

struct AudioDevice::Stream {
    Session session;
    AudioDeviceInfo info;
    PaStream* handle = nullptr;
    Render render = nullptr;
    void* context = nullptr;
    int refusedRateHz = 0;
    bool hurries = false;  ///< the callback's own
    std::atomic<bool> finished{false};
    std::atomic<std::int64_t> underruns{0};
    std::atomic<std::int64_t> overruns{0};

    static int fill(const void*, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                    PaStreamCallbackFlags flags, void* self) noexcept {
        auto* stream = static_cast<Stream*>(self);
        if (!stream->hurries) {
            stream->hurries = true;
            hurry();  // once, before the first sample
        }
        if ((flags & paOutputUnderflow) != 0) {
            stream->underruns.fetch_add(1, std::memory_order_relaxed);
        }
        if ((flags & paOutputOverflow) != 0) {
            stream->overruns.fetch_add(1, std::memory_order_relaxed);
        }
        stream->render(stream->context, static_cast<float*>(out), static_cast<std::int64_t>(frames));
        return paContinue;
    }
    static void finish(void* self) noexcept { static_cast<Stream*>(self)->finished.store(true); }

    [[nodiscard]] PaError open(PaDeviceIndex index, int sampleRateHz) {
        const QuietStderr quiet;
        const PaStreamParameters parameters{index, info.outputChannels, paFloat32, info.latencySeconds, nullptr};
        const PaError error = Pa_OpenStream(&handle, nullptr, &parameters, sampleRateHz, paFramesPerBufferUnspecified,
                                            paNoFlag, &Stream::fill, this);
        handle = error == paNoError ? handle : nullptr;
        return error;
    }

    void openAtSomeRate(PaDeviceIndex index, int askedHz) {
        const std::vector<int> rates = ratesToTry(askedHz, info.sampleRateHz);
        for (const int rate : rates) {
            const PaError error = open(index, rate);
            if (error == paNoError) {
                refusedRateHz = askedHz > 0 && rate != askedHz ? askedHz : 0;
                info.sampleRateHz = rate;
                return;
            }
            if (error != paInvalidSampleRate) {
                failTo("opened", error);
            }
        }
        throw Error(ErrorKind::Unavailable, allRefused(info, rates));
    }
};

AudioDevice::AudioDevice(const DeviceChoice& choice) : stream_(std::make_unique<Stream>()) {
    if (!stream_->session.ready()) {
        failTo("reached", stream_->session.result());
    }
    const PaDeviceIndex index = findDevice(choice);
    stream_->info = describe(index);
    stream_->info.outputChannels = std::min(2, stream_->info.outputChannels);
    if (choice.latencySeconds > 0.0) {
        stream_->info.latencySeconds = choice.latencySeconds;
    }
    stream_->openAtSomeRate(index, choice.sampleRateHz);
    Pa_SetStreamFinishedCallback(stream_->handle, &Stream::finish);
    stream_->info.latencySeconds = Pa_GetStreamInfo(stream_->handle)->outputLatency;
}

AudioDevice::~AudioDevice() {
    if (stream_->handle != nullptr) {
        const QuietStderr quiet;
        Pa_AbortStream(stream_->handle);
        Pa_CloseStream(stream_->handle);
    }
}

const AudioDeviceInfo& AudioDevice::info() const {
    return stream_->info;
}

int AudioDevice::refusedRateHz() const {
    return stream_->refusedRateHz;
}

Xruns AudioDevice::xruns() const {
    return {stream_->underruns.load(std::memory_order_relaxed), stream_->overruns.load(std::memory_order_relaxed)};
}

void AudioDevice::start(Render render, void* context) {
    stream_->render = render;
    stream_->context = context;
    const QuietStderr quiet;
    const PaError error = Pa_StartStream(stream_->handle);
    if (error != paNoError) {
        failTo("started", error);
    }
}

bool AudioDevice::running() const {
    return !stream_->finished.load() && Pa_IsStreamActive(stream_->handle) == 1;
}

std::vector<AudioDeviceInfo> usableOutputsBesides(const DeviceChoice& failed) {
    constexpr std::array nowhere = {"null", "samplerate", "speexrate", "lavrate", "upmix", "vdownmix", "file"};
    const Session session;  // one look at the devices for all that follows
    std::vector<AudioDeviceInfo> usable;
    for (const AudioDeviceInfo& device : inspectAudio().outputs) {
        if (device.name == failed.name || std::find(nowhere.begin(), nowhere.end(), device.name) != nowhere.end()) {
            continue;
        }
        try {
            const AudioDevice probe(choiceOf(device));
            usable.insert(device.isDefault ? usable.begin() : usable.end(), device);
        } catch (const Error&) {  // what is asked here: the devices that do open
            continue;
        }
    }
    return usable;
}

}  // namespace musicrl
