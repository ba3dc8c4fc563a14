// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/settings/ProjectFolder.h"
#include "audio/AudioFile.h"
#include "record/ClipRecipe.h"
#include "run/RunDirectory.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numbers>
#include <string>
#include <vector>

namespace musicrl {

/// What the clip of a test says of itself.
struct ClipFacts {
    std::string prompt = "slow calm piano";
    double seconds = 2.0;
    std::uint64_t seed = 41;
    double mulan = 0.3;
    double mos = 3.2;
    std::string checkpoint = {};
};

/// A project in a folder of its own, a user's data folder with the model "tiny", and files in the real formats.
class ProjectFixture {
public:
    ProjectFixture() {
        ::setenv("XDG_DATA_HOME", (folder_ / "data").c_str(), 1);
        ::setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
        writeTinyModel(modelFolder());
    }

    [[nodiscard]] std::filesystem::path modelFolder() const { return folder_ / "data" / "musicrl" / "models" / "tiny"; }
    [[nodiscard]] ProjectFolder project() const { return openProject(folder_ / "project"); }

    /// Notes with an envelope, at 16 kHz, and the record beside them.
    static void writeClip(const std::filesystem::path& path, const ClipFacts& facts) {
        Clip clip{16000, 1, {}};
        const auto frames = static_cast<std::size_t>(facts.seconds * clip.sampleRateHz);
        for (std::size_t i = 0; i < frames; ++i) {
            const double t = static_cast<double>(i) / clip.sampleRateHz;
            const double beat = std::fmod(t, 0.5);
            const double pitchHz = 220.0 * std::pow(2.0, std::floor(std::fmod(t * 2.0 + static_cast<double>(facts.seed), 8.0)) / 12.0);
            const double loud = 0.7 * std::exp(-4.0 * beat) * (0.55 + 0.45 * std::sin(0.8 * t + static_cast<double>(facts.seed)));
            clip.samples.push_back(static_cast<float>(loud * std::sin(2.0 * std::numbers::pi * pitchHz * t)));
        }
        writeAudioFile(path, clip);
        ClipRecord record;
        record.recipe.modelName = "tiny";
        record.recipe.checkpoint = facts.checkpoint;
        record.recipe.prompt = {slug(facts.prompt), facts.prompt, facts.seconds, facts.seed};
        record.createdUtc = "2026-11-22T10:00:00Z";
        record.scores = scoresOf(facts);
        writeClipRecord(path, record);
    }

    /// A run as the engine leaves it: metrics of so many steps, samples of some, one checkpoint.
    [[nodiscard]] RunDirectory addRun(const std::string& name, std::int64_t steps, double gain, double klPerStep) const {
        Recipe recipe;
        recipe.name = name;
        recipe.model = "tiny";
        recipe.steps = steps;
        const RunDirectory run = RunDirectory::create(project().runs() / name, recipe);
        for (std::int64_t step = 1; step <= steps; ++step) {
            run.appendMetrics(metricsAt(step, gain, klPerStep));
        }
        for (std::int64_t step = 0; step <= steps; step += std::max<std::int64_t>(1, steps / 4)) {
            addSamples(run, step, gain);
        }
        CheckpointWriter checkpoint = run.beginCheckpoint(steps);
        writeJsonFile(checkpoint.folder() / "state.json", {{"step", steps}});
        checkpoint.commit();
        return run;
    }

    [[nodiscard]] static MetricRow metricsAt(std::int64_t step, double gain, double klPerStep) {
        const auto t = static_cast<double>(step);
        const double noise = 0.03 * std::sin(12.9898 * t) * std::cos(78.233 * t);
        const double mulan = 0.30 + gain * (1.0 - std::exp(-t / 40.0)) + noise;
        const double mos = 3.1 + 2.0 * gain * (1.0 - std::exp(-t / 60.0)) + 2.0 * noise;
        const double kl = klPerStep * std::pow(t, 0.8) * (1.0 + noise);
        return {step, {{"objective/scores", mulan + (mos - 1.0) / 4.0}, {"objective/kl", kl}, {"objective/kl_base", kl},
                       {"rewards/mulan/mean", mulan}, {"rewards/quality/mean", mos},
                       {"rollouts/diversity", 0.8 - 0.2 * gain * t / 40.0}}};
    }

    /// An alarm as the engine writes it, with the clips of two prompts.
    static void addAlarm(const RunDirectory& run, std::int64_t step, const std::string& name, const std::string& message) {
        Json clips = Json::array();
        for (const std::string& prompt : {slug("orchestral ballad, sustained strings, sad"), slug("fast jazz trio, walking bass, brushed drums")}) {
            const auto path = [&](std::int64_t at) { return (run.sampleFolder(at) / (prompt + ".flac")).lexically_relative(run.folder()).string(); };
            clips.push_back({{"prompt", prompt}, {"before", path(0)}, {"now", path(step)}, {"measure", "level_db"},
                             {"before_value", -24.5}, {"now_value", -12.5}});
        }
        run.appendEvent({{"event", "alarm"}, {"step", step}, {"alarm", name}, {"message", message},
                         {"numbers", Json::object()}, {"clips", clips}});
    }

    static void addSamples(const RunDirectory& run, std::int64_t step, double gain) {
        const std::vector<std::string> prompts = {"calm lo-fi piano loop with vinyl crackle", "upbeat work-out music, retro synth lead",
                                                  "orchestral ballad, sustained strings, sad", "fast jazz trio, walking bass, brushed drums"};
        for (std::size_t i = 0; i < prompts.size(); ++i) {
            const double share = 1.0 - std::exp(-static_cast<double>(step) / 40.0);
            const double offset = 0.01 * static_cast<double>(i);
            writeClip(run.sampleFolder(step) / (slug(prompts[i]) + ".flac"),
                      {prompts[i], 2.0, 41 + i, 0.31 + offset + gain * share, 3.2 + offset + 2.0 * gain * share,
                       step == 0 ? "" : run.checkpointFolder(step).string()});
        }
    }

private:
    static RewardBreakdown scoresOf(const ClipFacts& facts) {
        const double quality = (facts.mos - 1.0) / 4.0;
        return {facts.mulan + quality,
                {{"mulan", facts.mulan, 1.0, facts.mulan, {{0.0, facts.seconds, facts.mulan}}},
                 {"quality", facts.mos, 1.0, quality, {{0.0, facts.seconds, facts.mos}}}}};
    }

    TemporaryFolder folder_;
};

}  // namespace musicrl
