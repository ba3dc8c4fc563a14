// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Renderer.h"

#include "audio/Loudness.h"
#include "audio/Resampler.h"
#include "base/Error.h"
#include "pretrain/corpus/Instruments.h"

#ifdef MUSICRL_FLUIDSYNTH
#include <fluidsynth.h>
#endif

#include <algorithm>
#include <cmath>
#include <mutex>

namespace musicrl {

std::filesystem::path defaultSoundFont() { return "/usr/share/sounds/sf2/FluidR3_GM.sf2"; }

#ifdef MUSICRL_FLUIDSYNTH

namespace {

constexpr int synthRateHz = 44100;  // FluidSynth aliases audibly at low rates, so the rate is changed afterwards
constexpr double highestPeak = 0.891;  // -1 dBFS

struct Event {
    std::int64_t frame = 0;
    bool on = false;  // offs sort before ons of the same moment
    int channel = 0;
    int key = 0;
    int velocity = 0;
};

/// Channel 10 (index 9) is a drum channel by the General MIDI standard; a part each for the others.
int channelOf(std::size_t part, bool kit) { return kit ? 9 : static_cast<int>(part < 9 ? part : part + 1); }

std::vector<Event> eventsOf(const Composition& piece) {
    const double framesPerBeat = piece.secondsPerBeat() * synthRateHz;
    std::vector<Event> events;
    for (std::size_t i = 0; i < piece.parts.size(); ++i) {
        const int channel = channelOf(i, instrumentNamed(piece.parts[i].instrument).kit);
        for (const Note& note : piece.parts[i].notes) {
            const auto start = std::llround(note.startBeats * framesPerBeat);
            const auto end = std::llround((note.startBeats + note.lengthBeats) * framesPerBeat);
            events.push_back({start, true, channel, note.key, note.velocity});
            events.push_back({std::max(end, start + 1), false, channel, note.key, 0});
        }
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return a.frame != b.frame ? a.frame < b.frame : a.on < b.on;
    });
    return events;
}

int volumeOf(Role role) {
    constexpr int volumes[] = {112, 84, 100, 100};  // melody, chords, bass, drums
    return volumes[static_cast<std::size_t>(role)];
}

void fadeEnds(Clip& clip) {
    const auto ramp = [&clip](double seconds, bool atStart) {
        const auto length = std::min<std::size_t>(clip.samples.size(), static_cast<std::size_t>(seconds * clip.sampleRateHz));
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t at = atStart ? i : clip.samples.size() - 1 - i;
            clip.samples[at] *= static_cast<float>(i) / static_cast<float>(length);
        }
    };
    ramp(0.005, true);
    ramp(0.06, false);
}

double targetLufs(const std::string& dynamics) { return dynamics == "soft" ? -20.0 : (dynamics == "loud" ? -15.0 : -17.0); }

void setLevel(Clip& clip, double wantedLufs) {
    const std::optional<double> lufs = measureLoudness(clip).integratedLufs;
    float peak = 0.0F;
    for (const float sample : clip.samples) {
        peak = std::max(peak, std::abs(sample));
    }
    if (peak <= 0.0F) {
        throw Error(ErrorKind::Internal, "FluidSynth made no sound; is the sound font complete?");
    }
    const double wanted = lufs ? std::pow(10.0, (wantedLufs - *lufs) / 20.0) : highestPeak / static_cast<double>(peak);
    const auto gain = static_cast<float>(std::min(wanted, highestPeak / static_cast<double>(peak)));
    for (float& sample : clip.samples) {
        sample *= gain;
    }
}

void silenceFluidSynthsLog() {
    static std::once_flag once;
    std::call_once(once, [] {
        for (int level = FLUID_PANIC; level <= FLUID_DBG; ++level) {
            fluid_set_log_function(level, nullptr, nullptr);
        }
    });
}

}  // namespace

struct Renderer::Synth {
    std::filesystem::path soundFont;
    std::unique_ptr<fluid_settings_t, decltype(&delete_fluid_settings)> settings{new_fluid_settings(), &delete_fluid_settings};
    std::unique_ptr<fluid_synth_t, decltype(&delete_fluid_synth)> keeper{nullptr, &delete_fluid_synth};

    [[nodiscard]] auto makeSynth() const {
        std::unique_ptr<fluid_synth_t, decltype(&delete_fluid_synth)> synth(new_fluid_synth(settings.get()), &delete_fluid_synth);
        if (!synth || fluid_synth_sfload(synth.get(), soundFont.c_str(), 1) == FLUID_FAILED) {
            throw Error(ErrorKind::BadInput, "FluidSynth cannot read the sound font " + soundFont.string() +
                                                 "; give a SoundFont 2 (.sf2) file.");
        }
        return synth;
    }
};

void Renderer::requireAvailable(const std::filesystem::path& soundFont) {
    if (!std::filesystem::exists(soundFont)) {
        throw Error(ErrorKind::NotFound, "There is no sound font at " + soundFont.string() +
                                             "; install Debian's package fluid-soundfont-gm or name another .sf2 file.");
    }
}

Renderer::Renderer(const std::filesystem::path& soundFont) : synth_(std::make_unique<Synth>()) {
    requireAvailable(soundFont);
    silenceFluidSynthsLog();
    fluid_settings_t* settings = synth_->settings.get();
    fluid_settings_setnum(settings, "synth.sample-rate", synthRateHz);
    fluid_settings_setnum(settings, "synth.gain", 0.3);
    fluid_settings_setint(settings, "synth.cpu-cores", 1);
    fluid_settings_setint(settings, "synth.chorus.active", 0);
    fluid_settings_setnum(settings, "synth.reverb.room-size", 0.35);
    fluid_settings_setnum(settings, "synth.reverb.level", 0.35);
    synth_->soundFont = soundFont;
    synth_->keeper = synth_->makeSynth();  // keeps the samples in memory between clips
}

Renderer::~Renderer() = default;

namespace {

void seatPlayers(fluid_synth_t* synth, const Composition& piece) {
    for (std::size_t i = 0; i < piece.parts.size(); ++i) {
        const Instrument& instrument = instrumentNamed(piece.parts[i].instrument);
        const int channel = channelOf(i, instrument.kit);
        fluid_synth_bank_select(synth, channel, instrument.kit ? 128 : 0);
        fluid_synth_program_change(synth, channel, instrument.program);
        fluid_synth_cc(synth, channel, 7, volumeOf(piece.parts[i].role));
    }
}

void sendEvent(fluid_synth_t* synth, const Event& event) {
    if (event.on) {
        fluid_synth_noteon(synth, event.channel, event.key, event.velocity);
    } else {
        fluid_synth_noteoff(synth, event.channel, event.key);
    }
}

Clip playThrough(fluid_synth_t* synth, const std::vector<Event>& events, double seconds) {
    const auto frames = static_cast<std::int64_t>(std::llround(seconds * synthRateHz));
    std::vector<float> left(static_cast<std::size_t>(frames));
    std::vector<float> right(left.size());
    std::int64_t now = 0;
    const auto playTo = [&](std::int64_t until) {
        if (until > now) {
            fluid_synth_write_float(synth, static_cast<int>(until - now), left.data(), static_cast<int>(now), 1, right.data(),
                                    static_cast<int>(now), 1);
            now = until;
        }
    };
    for (const Event& event : events) {
        playTo(std::min(event.frame, frames));
        sendEvent(synth, event);
    }
    playTo(frames);
    std::transform(left.begin(), left.end(), right.begin(), left.begin(), [](float a, float b) { return 0.5F * (a + b); });
    return {synthRateHz, 1, std::move(left)};
}

}  // namespace

Clip Renderer::render(const Composition& piece, double seconds, int sampleRateHz) {
    const auto synth = synth_->makeSynth();  // a fresh one: no tail or phase of the clip before
    seatPlayers(synth.get(), piece);
    Clip clip = resample(playThrough(synth.get(), eventsOf(piece), seconds), sampleRateHz);
    clip.samples.resize(static_cast<std::size_t>(std::llround(seconds * sampleRateHz)), 0.0F);
    fadeEnds(clip);
    setLevel(clip, targetLufs(piece.dynamics));
    return clip;
}

#else

struct Renderer::Synth {};

void Renderer::requireAvailable(const std::filesystem::path& /*soundFont*/) {
    throw Error(ErrorKind::Unavailable, "This build cannot render music, since FluidSynth was not there when it was made; "
                                        "install libfluidsynth-dev and build again.");
}

Renderer::Renderer(const std::filesystem::path& soundFont) { requireAvailable(soundFont); }

Renderer::~Renderer() = default;

Clip Renderer::render(const Composition& /*piece*/, double /*seconds*/, int /*sampleRateHz*/) { return {}; }

#endif

}  // namespace musicrl
