// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/AudioDevice.h"

#include "base/Error.h"

#include <algorithm>
#include <atomic>
#include <fcntl.h>
#include <portaudio.h>
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
            .isDefault = index == Pa_GetDefaultOutputDevice()};
}

}  // namespace

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
        if (Pa_GetDeviceInfo(i)->maxOutputChannels > 0) {
            system.outputs.push_back(describe(i));
        }
    }
    return system;
}

struct AudioDevice::Stream {
    Session session;
    AudioDeviceInfo info;
    PaStream* handle = nullptr;
    Render render = nullptr;
    void* context = nullptr;
    std::atomic<bool> finished{false};

    static int fill(const void*, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                    PaStreamCallbackFlags, void* self) noexcept {
        const auto* stream = static_cast<Stream*>(self);
        stream->render(stream->context, static_cast<float*>(out), static_cast<std::int64_t>(frames));
        return paContinue;
    }
    static void finish(void* self) noexcept { static_cast<Stream*>(self)->finished.store(true); }
};

AudioDevice::AudioDevice() : stream_(std::make_unique<Stream>()) {
    if (!stream_->session.ready()) {
        failTo("reached", stream_->session.result());
    }
    const PaDeviceIndex index = Pa_GetDefaultOutputDevice();
    if (index == paNoDevice) {
        throw Error(
            ErrorKind::Unavailable,
            "This machine has no sound output. Connect one, then choose Retry; everything but listening works.");
    }
    stream_->info = describe(index);
    stream_->info.outputChannels = std::min(2, stream_->info.outputChannels);
    const PaStreamParameters parameters{index, stream_->info.outputChannels, paFloat32, stream_->info.latencySeconds,
                                        nullptr};
    const QuietStderr quiet;
    const PaError error = Pa_OpenStream(&stream_->handle, nullptr, &parameters, stream_->info.sampleRateHz,
                                        paFramesPerBufferUnspecified, paNoFlag, &Stream::fill, stream_.get());
    if (error != paNoError) {
        stream_->handle = nullptr;
        failTo("opened", error);
    }
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

}  // namespace musicrl
