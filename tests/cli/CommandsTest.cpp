// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "record/ClipRecipe.h"
#include "record/MusicCaps.h"
#include "run/MetricsLog.h"
#include "run/RunDirectory.h"
#include "support/makeSine.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<fs::path> filesWith(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
        if (entry.path().extension() == extension) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

template <typename Condition>
bool waitFor(Program& program, const Condition& condition) {
    while (!condition()) {
        if (!program.running()) {
            return condition();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

TEST(Doctor, namesTheLibrariesAndTheDevices) {
    const ProgramResult result = runProgram({"doctor", "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    const Json report = Json::parse(result.out);
    EXPECT_GT(report["matmul_gflops"].get<double>(), 0.0);
    EXPECT_EQ(report["devices"][0], "cpu");
    EXPECT_NE(report["blas"], "");
    EXPECT_THAT(runProgram({"doctor"}).out, HasSubstr("BLAS  "));
}

TEST(Generate, writesTheSameBytesForTheSameCommand) {
    const TemporaryFolder folder;
    std::vector<std::vector<std::string>> hashes;
    for (const char* name : {"first", "second"}) {
        const ProgramResult result = runProgram({"generate", "--model", tinyModel(), "--prompt", "slow calm piano", "--count", "2",
                                                 "--seconds", "2", "--seed", "5", "--out", folder / name, "--json"});
        ASSERT_EQ(result.code, 0) << result.err;
        const Json clips = Json::parse(result.out)["clips"];
        ASSERT_EQ(clips.size(), 2U);
        for (const Json& clip : clips) {
            EXPECT_EQ(clip["sha256"], sha256OfFile(clip["file"].get<std::string>()));
        }
        hashes.push_back({clips[0]["sha256"], clips[1]["sha256"]});
    }
    EXPECT_EQ(hashes[0], hashes[1]);
    EXPECT_NE(hashes[0][0], hashes[0][1]) << "another seed, another clip";
}

TEST(Generate, keepsTheRecipeBesideAndInsideTheClip) {
    const TemporaryFolder folder;
    const ProgramResult result = runProgram({"generate", "--model", tinyModel(), "--prompt", "fast drums", "--seconds", "1.5", "--seed",
                                             "9", "--no-score", "--out", folder.path()});
    ASSERT_EQ(result.code, 0) << result.err;
    const fs::path clip = folder / "fast-drums-9.flac";
    EXPECT_EQ(result.out, clip.string() + "\n");
    const ClipRecord record = readClipRecord(clip);
    EXPECT_EQ(record.recipe.prompt.text, "fast drums");
    EXPECT_EQ(record.recipe.prompt.seed, 9U);
    EXPECT_FALSE(record.scores.has_value());
    EXPECT_EQ(readAudioComment(clip), toJson(record.recipe).dump());
    EXPECT_NEAR(readAudioFile(clip).durationSeconds(), 1.5, 1e-3);
}

TEST(Generate, replacesAnotherClipOnlyByForce) {
    const TemporaryFolder folder;
    const auto generate = [&](std::vector<std::string> more) {
        std::vector<std::string> command = {"generate",  "--model", tinyModel(),  "--prompt", "fast drums",
                                            "--seconds", "1",       "--no-score", "--out",    folder.path().string()};
        command.insert(command.end(), more.begin(), more.end());
        return runProgram(command);
    };
    ASSERT_EQ(generate({}).code, 0);
    const fs::path clip = folder / "fast-drums-1.flac";
    const std::string before = sha256OfFile(clip);
    EXPECT_EQ(generate({}).code, 0) << "the same clip again";
    const ProgramResult refused = generate({"--temperature", "0.5"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("--force"));
    EXPECT_EQ(sha256OfFile(clip), before);
    EXPECT_EQ(filesWith(folder.path(), ".flac").size(), 1U);
    EXPECT_EQ(generate({"--temperature", "0.5", "--force"}).code, 0);
    EXPECT_NE(sha256OfFile(clip), before);
}

TEST(Generate, keepsTheBestOfSeveralAndTellsTheCurve) {
    const TemporaryFolder folder;
    const std::vector<std::string> command = {"generate", "--model", tinyModel(), "--prompt", "fast drums", "--seconds", "1",
                                              "--best-of", "4", "--rewards", "mulan=1,quality=0.5", "--out"};
    std::vector<std::string> first = command;
    first.insert(first.end(), {folder / "a", "--json"});
    const ProgramResult result = runProgram(first);
    ASSERT_EQ(result.code, 0) << result.err;
    const Json json = Json::parse(result.out);
    EXPECT_EQ(json["clips"].size(), 1U);
    EXPECT_EQ(json["best_of"]["of"], 4);
    EXPECT_NEAR(json["best_of"]["curve"][3]["reward"].get<double>(), json["clips"][0]["mix"].get<double>(), 1e-9)
        << "the best of all four is the clip that was kept";
    EXPECT_TRUE(fs::exists(folder / "a/best-of-4.csv"));
    std::vector<std::string> second = command;
    second.push_back(folder / "b");
    EXPECT_THAT(runProgram(second).out, HasSubstr("best of"));
    second[10] = "mulan=much";
    EXPECT_EQ(runProgram(second).code, 2);
}

TEST(Generate, keepsFinishedClipsWhenInterrupted) {
    const TemporaryFolder folder;
    Program program({"generate", "--model", tinyModel(), "--prompt", "piano", "--count", "20000", "--batch", "1", "--seconds", "2", "--out",
                     folder / "out"});
    ASSERT_TRUE(waitFor(program, [&] { return filesWith(folder / "out", ".json").size() >= 2; }));
    program.signal(SIGINT);
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.code, 130) << result.err;
    EXPECT_THAT(result.err, HasSubstr("Stopped. Kept: "));
    const auto clips = filesWith(folder / "out", ".flac");
    EXPECT_GE(clips.size(), 2U);
    EXPECT_LT(clips.size(), 20000U);
    EXPECT_EQ(filesWith(folder / "out", ".json").size(), clips.size());
    for (const fs::path& clip : clips) {
        EXPECT_EQ(readClipRecord(clip).sha256, sha256OfFile(clip));
        EXPECT_NE(clip.filename().string().front(), '.') << "a half-written file was left";
    }
}

TEST(Bench, timesAStepAgainstAPlainOne) {
    std::vector<std::string> command = {"bench", "rl", "--model", tinyModel(), "--batch-clips", "2", "--seconds", "1",
                                        "--repeats", "1"};
    EXPECT_THAT(runProgram(command).out, HasSubstr("plain / ours: step "));
    command.push_back("--json");
    const ProgramResult result = runProgram(command);
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_GT(Json::parse(result.out)["ratio"]["step"].get<double>(), 0.0);
}

TEST(Score, tellsWindowsMeanMosAndMix) {
    const TemporaryFolder folder;
    const std::string clip = folder / "tone.wav";
    writeAudioFile(clip, makeSine(440.0, 12.0));
    const ProgramResult result = runProgram({"score", "--model", tinyModel(), "--prompt", "slow calm piano", clip, "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    const Json scores = Json::parse(result.out)["clips"][0];
    const Json& windows = scores["mulan_windows"];
    ASSERT_EQ(windows.size(), 2U);
    EXPECT_EQ(windows[0]["start"], 0.0);
    EXPECT_NEAR(windows[1]["start"].get<double>(), 2.0, 0.05) << "the last window is aligned with the end";
    const double mulan = scores["mulan"].get<double>();
    EXPECT_NEAR(mulan, (windows[0]["value"].get<double>() + windows[1]["value"].get<double>()) / 2.0, 1e-6);
    const double mos = scores["mos"].get<double>();
    EXPECT_GE(mos, 1.0);
    EXPECT_LE(mos, 5.0);
    EXPECT_NEAR(scores["mix"].get<double>(), mulan + (mos - 1.0) / 4.0, 1e-6);
    EXPECT_THAT(runProgram({"score", "--model", tinyModel(), "--prompt", "slow calm piano", clip}).out, HasSubstr("MuLan windows"));
}

TEST(Score, agreesWithWhatGeneratingKept) {
    const TemporaryFolder folder;
    ASSERT_EQ(runProgram({"generate", "--model", tinyModel(), "--prompt", "fast drums", "--seconds", "3", "--out", folder.path()}).code, 0);
    const fs::path clip = filesWith(folder.path(), ".flac").at(0);
    const ProgramResult result = runProgram({"score", "--model", tinyModel(), clip, "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    // The file holds 16 bits of what was scored.
    EXPECT_NEAR(Json::parse(result.out)["clips"][0]["mix"].get<double>(), readClipRecord(clip).scores->total, 1e-3);
}

TEST(Score, goesOnAfterABadFile) {
    const TemporaryFolder folder;
    const std::string bad = folder.write("bad.wav", "no sound");
    writeAudioFile(folder / "good.wav", Clip{16000, 1, std::vector<float>(16000, 0.1F)});
    const ProgramResult result = runProgram({"score", "--model", tinyModel(), "--prompt", "x", bad, folder / "good.wav", "--json"});
    EXPECT_EQ(result.code, 1);
    const Json json = Json::parse(result.out);
    EXPECT_EQ(json["clips"].size(), 1U);
    EXPECT_THAT(json["errors"][0]["message"].get<std::string>(), HasSubstr("no audio file"));
}

/// Rows without wall-clock times.
Json timeless(const fs::path& metrics) {
    Json rows = Json::array();
    for (const MetricRow& row : readMetricRows(metrics)) {
        Json values = Json::object();
        for (const auto& [name, value] : row.values.items()) {
            if (name.rfind("time/", 0) != 0) {
                values[name] = value;
            }
        }
        rows.push_back({row.step, values});
    }
    return rows;
}

std::vector<std::string> trainArguments(const fs::path& out, const std::string& steps) {
    return {"train",          "--recipe", "r", "--model", tinyModel(), "--steps", steps, "--seed", "5", "--batch-clips", "2", "--seconds", "1",
            "--checkpoint-every", "1", "--sample-every", "100000", "--out", out.string()};
}

TEST(Train, goesOnAfterAKillAsIfNothingHadHappened) {
    const TemporaryFolder folder;
    const ProgramResult whole = runProgram(trainArguments(folder / "whole", "12"));
    ASSERT_EQ(whole.code, 0) << whole.err;
    EXPECT_THAT(whole.out, HasSubstr("KL (nats)"));
    {
        Program program(trainArguments(folder / "killed", "12"));
        ASSERT_TRUE(waitFor(program, [&] { return readMetricRows(folder / "killed" / "metrics.jsonl").size() >= 2; }));
        program.signal(SIGKILL);
        EXPECT_EQ(program.wait().code, 128 + SIGKILL);
    }
    const ProgramResult resumed = runProgram({"train", "--resume", "--out", folder / "killed", "--json"});
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(Json::parse(resumed.out)["step"], 12);
    EXPECT_EQ(timeless(folder / "killed" / "metrics.jsonl"), timeless(folder / "whole" / "metrics.jsonl"));
}

TEST(Train, keepsACheckpointWhenInterrupted) {
    const TemporaryFolder folder;
    Program program(trainArguments(folder / "run", "100000"));
    ASSERT_TRUE(waitFor(program, [&] { return readMetricRows(folder / "run" / "metrics.jsonl").size() >= 2; }));
    program.signal(SIGINT);
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.code, 130) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the last checkpoint is "));
    EXPECT_THAT(result.err, HasSubstr("musicrl train --resume --out "));
    EXPECT_TRUE(RunDirectory::open(folder / "run").newestCheckpoint().has_value());
}

TEST(CorpusRender, writesClipsWithTheirTableAndGoesOnWhereItWas) {
    const TemporaryFolder folder;
    const std::vector<std::string> arguments = {"corpus", "render", "--clips", "4", "--seconds", "2", "--held-out-share", "0.5", "--seed", "3", "--out", folder / "c"};
    const ProgramResult result = runProgram(arguments);
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.out, (folder / "c" / "corpus.csv").string() + "\n");
    const auto rows = readMusicCaps(folder / "c" / "corpus.csv");
    ASSERT_EQ(rows.size(), 4U);
    for (const MusicCapsRow& row : rows) {
        EXPECT_NEAR(readAudioFile(folder / "c" / "audio" / (row.id + ".flac")).durationSeconds(), 2.0, 0.01);
        EXPECT_TRUE(Json::parse(row.facts).is_object());
    }
    const fs::path first = filesWith(folder / "c", ".flac").at(0);
    const std::string hash = sha256OfFile(first);
    fs::remove(first);
    ASSERT_EQ(runProgram(arguments).code, 0);
    EXPECT_EQ(sha256OfFile(first), hash);
}

}  // namespace
}  // namespace musicrl
