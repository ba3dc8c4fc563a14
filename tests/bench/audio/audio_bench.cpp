// SPDX-License-Identifier: GPL-3.0-or-later
// What the listening engine does to sound, measured in the sound itself: everything is played through PortAudio, ALSA
// and a private PulseAudio server, recorded from the monitor of its null sink (float samples at the clips' rate), and
// compared with the clips frame by frame.
//
//   audio_bench [--seconds 600] [--load-threads 2] [--load-cores 1] [--musicrl bin/musicrl] [--latency-ms 0] [--json
//   FILE]
#include "HeardFrames.h"
#include "Recording.h"
#include "SoundServer.h"
#include "SwitchHeard.h"
#include "TrainingLoad.h"
#include "base/Error.h"
#include "base/Json.h"
#include "playback/Player.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>

namespace musicrl {
namespace {

constexpr float tolerance = 1e-7F;  // the way through the null sink changes no sample
constexpr double rate = SoundServer::sampleRateHz;
constexpr int repeats = 20;

struct Options {
    double seconds = 600.0;
    int loadThreads = 2;
    std::string loadCores;
    std::string program = "musicrl";
    double latencyMs = 0.0;
    std::string json;
};

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void rest(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? std::nan("") : values[values.size() / 2];
}

Json spread(const std::vector<double>& values) {
    return {{"median", median(values)},
            {"least", *std::min_element(values.begin(), values.end())},
            {"most", *std::max_element(values.begin(), values.end())},
            {"count", values.size()}};
}

/// A player and the recording of what it plays.
class Session {
public:
    Session(const SoundWorld& world, double latencySeconds) : recorder_(world) {
        player.openDevice({.hostApi = {}, .name = {}, .latencySeconds = latencySeconds, .sampleRateHz = 0});
        if (player.sampleRateHz() != SoundServer::sampleRateHz) {
            throw Error(ErrorKind::Internal, "The null sink is not at the clips' rate.");
        }
    }

    /// Ends the recording. \return one channel
    [[nodiscard]] std::vector<float> finish() {
        player.pause();
        rest(1.0);  // what is on its way still arrives
        return leftOf(recorder_.finish());
    }

    void playUntil(double seconds) {
        const auto deadline = Clock::now() + std::chrono::seconds(60);
        while (player.positionSeconds() < seconds && Clock::now() < deadline) {
            player.checkDevice();
            rest(0.002);
        }
    }

    Player player;

private:
    Recorder recorder_;
};

/// Plays A and B in turn. \return what the switches in the recording are like
Json measureSwitches(const SoundWorld& world, double latencySeconds) {
    const ClipPtr a = noise(11, 2.0 + 0.5 * repeats);
    const ClipPtr b = noise(12, 2.0 + 0.5 * repeats);
    Session session(world, latencySeconds);
    session.player.setClip(0, a);
    session.player.setClip(1, b);
    session.player.play();
    for (int i = 1; i <= repeats; ++i) {
        session.playUntil(0.5 * i);
        session.player.switchTo(i % 2);
    }
    session.playUntil(0.5 * repeats + 1.0);
    const std::int64_t underruns = session.player.xruns().underruns;
    const std::vector<float> recording = session.finish();
    const HeardFrames heard(recording, tolerance);

    std::vector<double> errors;
    std::vector<double> gapsMs;
    std::vector<double> silentFrames;
    auto place = heard.findFrom(0, heard.frames(), 64, *a);
    for (int i = 1; place && i <= repeats; ++i) {
        const Clip& from = i % 2 == 1 ? *a : *b;
        const Clip& to = i % 2 == 1 ? *b : *a;
        const std::int64_t end = heard.endOf(from, place->alignment, place->frame);
        const auto next = heard.findFrom(end, std::min(heard.frames(), end + 44100), 16, to);
        if (!next) {
            break;
        }
        const std::int64_t begin = heard.beginOf(to, next->alignment, next->frame);
        errors.push_back(static_cast<double>(next->alignment - place->alignment));
        gapsMs.push_back(static_cast<double>(begin - end) / rate * 1000.0);
        silentFrames.push_back(static_cast<double>(heard.silentIn(end, begin)));
        place = next;
    }
    if (errors.size() != repeats) {
        throw Error(ErrorKind::Internal,
                    "Only " + std::to_string(errors.size()) + " switches were found in the recording.");
    }
    return {{"position_error_samples", spread(errors)},
            {"below_full_level_ms", spread(gapsMs)},
            {"silent_samples", spread(silentFrames)},
            {"underruns", underruns}};
}

/// Seconds from play() to the callback that takes it, and until the recorder has the first sample.
Json measureStart(const SoundWorld& world, double latencySeconds) {
    const ClipPtr clip = noise(13, 5.0);
    std::vector<double> toCallback;
    std::vector<double> toRecorder;
    Session session(world, latencySeconds);
    session.player.setClip(0, clip);
    const std::filesystem::path file = world.folder() / "recording.f32";
    for (int i = 0; i < repeats; ++i) {
        session.player.seek(0.0);
        rest(0.5);
        std::ifstream recorded(file, std::ios::binary | std::ios::ate);
        const auto start = Clock::now();
        session.player.play();
        double callback = 0.0;
        bool sounds = false;
        while (!sounds && secondsSince(start) < 5.0) {
            if (callback == 0.0 && session.player.positionSeconds() > 0.0) {
                callback = secondsSince(start);
            }
            std::array<float, 4096> samples{};
            recorded.clear();
            recorded.read(reinterpret_cast<char*>(samples.data()), sizeof samples);
            sounds = std::any_of(samples.begin(), samples.end(), [](float sample) { return sample != 0.0F; });
            rest(0.0002);
        }
        toRecorder.push_back(secondsSince(start) * 1000.0);
        toCallback.push_back(callback * 1000.0);
        session.player.pause();
    }
    (void)session.finish();
    return {{"order_to_callback_ms", spread(toCallback)},
            {"order_to_recorder_ms", spread(toRecorder)},
            {"output_latency_ms", session.player.conditions().latencySeconds * 1000.0}};
}

/// A trial of two clips as they are, without gains, so that the recording can be compared.
PreparedTrial pairOf(const ClipPtr& clip, int sampleRateHz) {
    PreparedTrial trial = prepareTrial({clip, clip}, std::nullopt, 0.0, sampleRateHz);
    trial.levels.gainsDb = {0.0, 0.0};
    return trial;
}

Json measureNextPair(const SoundWorld& world, double latencySeconds) {
    std::vector<ClipPtr> clips;
    for (int i = 0; i <= repeats; ++i) {
        clips.push_back(noise(static_cast<std::uint64_t>(100 + i), 2.0));
    }
    std::vector<double> orderMs;
    Session session(world, latencySeconds);
    session.player.stageNext(pairOf(clips[0], session.player.sampleRateHz()));
    session.player.startNext();
    for (int i = 1; i <= repeats; ++i) {
        session.player.stageNext(pairOf(clips[static_cast<std::size_t>(i)], session.player.sampleRateHz()));
        session.playUntil(0.5);
        const auto start = Clock::now();
        session.player.startNext();
        orderMs.push_back(secondsSince(start) * 1000.0);
        while (session.player.positionSeconds() >= 0.5) {
            rest(0.001);
        }
    }
    session.playUntil(0.5);
    const std::vector<float> recording = session.finish();
    const HeardFrames heard(recording, tolerance);
    std::vector<double> gapMs;
    auto place = heard.findFrom(0, heard.frames(), 64, *clips[0]);
    for (int i = 1; place && i <= repeats; ++i) {
        const std::int64_t end = heard.endOf(*clips[static_cast<std::size_t>(i - 1)], place->alignment, place->frame);
        place = heard.findFrom(end, std::min(heard.frames(), end + 44100), 16, *clips[static_cast<std::size_t>(i)]);
        if (place) {  // its frame 0 falls on the silent bottom of the dip
            gapMs.push_back(static_cast<double>(place->alignment + 1 - end) / rate * 1000.0);
        }
    }
    if (gapMs.size() != repeats) {
        throw Error(ErrorKind::Internal,
                    "Only " + std::to_string(gapMs.size()) + " pairs were found in the recording.");
    }
    const std::vector<ClipPtr> thirty = {noise(14, 30.0), noise(15, 30.0)};
    const auto prepared = Clock::now();
    (void)prepareTrial(thirty, std::nullopt, -23.0, 48000);
    return {{"order_ms", spread(orderMs)},
            {"old_pair_to_next_ms", spread(gapMs)},
            {"preparing_two_clips_of_30_s_ms", secondsSince(prepared) * 1000.0}};
}

Json gapJson(const HeardGap& gap) {
    return {{"at_seconds", static_cast<double>(gap.frame) / rate}, {"frames", gap.frames}, {"shift_frames", gap.shift}};
}

/// One clip round and round beside the training.
Json measureEndurance(const SoundWorld& world, const Options& options) {
    const ClipPtr clip = noise(16, 29.7);
    const TrainingLoad load(options.loadThreads, options.program, options.loadCores, world.folder());
    while (!load.busy()) {
        if (!load.allRun()) {
            throw Error(ErrorKind::Unavailable,
                        "The training that is to be the load ended: give its program by --musicrl.");
        }
        rest(0.5);
    }
    const std::int64_t stepsBefore = load.steps();
    Session session(world, options.latencyMs / 1000.0);
    session.player.setClip(0, clip);
    session.player.setLoop(LoopRegion{0.0, clip->durationSeconds()});
    session.player.play();
    const auto start = Clock::now();
    while (secondsSince(start) < options.seconds && session.player.hasDevice()) {
        session.player.checkDevice();
        rest(0.033);  // as the window does
    }
    const double played = secondsSince(start);
    const std::int64_t steps = load.steps() - stepsBefore;
    const Xruns xruns = session.player.xruns();
    const ListeningConditions conditions = session.player.conditions();
    if (!load.allRun()) {
        throw Error(ErrorKind::Internal, "The training that is to be the load ended too early.");
    }
    const std::vector<float> recording = session.finish();
    const HeardFrames heard(recording, tolerance);
    const auto begin = heard.findFrom(0, heard.frames(), 64, *clip);
    if (!begin) {
        throw Error(ErrorKind::Internal, "Nothing of the clip is in the recording.");
    }
    const std::int64_t end = begin->frame + static_cast<std::int64_t>((played - 1.0) * rate);
    Json gaps = Json::array();
    for (const HeardGap& gap : findGaps(heard, *clip, begin->frame, std::min(end, heard.frames()))) {
        gaps.push_back(gapJson(gap));
    }
    return {{"seconds", played},
            {"training_threads", options.loadThreads},
            {"training_steps", steps},
            {"output_latency_ms", conditions.latencySeconds * 1000.0},
            {"buffer_frames", conditions.bufferFrames},
            {"underruns", xruns.underruns},
            {"overruns", xruns.overruns},
            {"compared_seconds", static_cast<double>(std::min(end, heard.frames()) - begin->frame) / rate},
            {"gaps_in_recording", std::move(gaps)}};
}

void say(const char* what, const Json& result) {
    std::cout << what << ": " << result.dump() << std::endl;  // seen while the rest is measured
}

int measure(const Options& options) {
    const SoundWorld world;
    const SoundServer server(world);
    const double latency = options.latencyMs / 1000.0;
    Json report;
    say("switches", report["switches"] = measureSwitches(world, latency));
    say("start", report["start"] = measureStart(world, latency));
    say("next pair", report["next_pair"] = measureNextPair(world, latency));
    if (options.seconds > 0.0) {
        say("beside training", report["beside_training"] = measureEndurance(world, options));
    }
    if (!options.json.empty()) {
        writeJsonFile(options.json, report);
    }
    return 0;
}

}  // namespace
}  // namespace musicrl

int main(int argc, char** argv) {
    musicrl::Options options;
    CLI::App app("Measures the listening engine in recordings of a PulseAudio null sink.");
    app.add_option("--seconds", options.seconds, "how long to play beside training; 0: not at all")
        ->capture_default_str();
    app.add_option("--load-threads", options.loadThreads, "trainings of the demo model meanwhile, of one thread each")
        ->capture_default_str();
    app.add_option("--load-cores", options.loadCores, "keep those on these cores, as taskset has it; empty: on any");
    app.add_option("--musicrl", options.program, "the program that trains")->capture_default_str();
    app.add_option("--latency-ms", options.latencyMs, "buffer to ask for; 0: the device's high latency")
        ->capture_default_str();
    app.add_option("--json", options.json, "file for the results");
    CLI11_PARSE(app, argc, argv);
    try {
        return musicrl::measure(options);
    } catch (const std::exception& error) {
        std::cerr << "audio_bench: " << error.what() << '\n';
        return 1;
    }
}
