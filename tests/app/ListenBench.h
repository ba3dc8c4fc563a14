// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/ListenPage.h"
#include "audio/AudioFile.h"
#include "playback/Player.h"
#include "record/ClipRecipe.h"
#include "record/PreferencePair.h"
#include "widgets/audio/TimelineStrip.h"
#include "widgets/listening/ListenLane.h"

#include <QDir>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <cmath>
#include <numbers>

namespace musicrl {

/// Struck notes with four harmonics over a quiet beat: something with a waveform and a spectrogram to look at.
inline Clip tune(double baseHz, double beatSeconds, double seconds, float level) {
    Clip clip{.sampleRateHz = 16000, .channels = 1, .samples = {}};
    constexpr std::array degrees = {1.0, 1.25, 1.5, 2.0, 1.5, 1.25, 1.125, 1.6875};
    for (std::int64_t i = 0; i < std::llround(seconds * clip.sampleRateHz); ++i) {
        const double time = static_cast<double>(i) / clip.sampleRateHz;
        const auto beat = static_cast<std::size_t>(time / beatSeconds);
        const double since = std::fmod(time, beatSeconds);
        const double hertz = baseHz * degrees[beat % degrees.size()];
        double sample = 0.0;
        for (int harmonic = 1; harmonic <= 4; ++harmonic) {
            sample += std::sin(2.0 * std::numbers::pi * hertz * harmonic * time) / (harmonic * harmonic);
        }
        const double arc = 0.6 + 0.4 * std::sin(2.0 * std::numbers::pi * time / 11.0);
        clip.samples.push_back(level * static_cast<float>(arc * std::exp(-3.0 * since) * sample));
    }
    return clip;
}

inline RewardBreakdown scores(std::vector<double> mulan, std::vector<double> mos) {
    RewardTerm music{.name = "mulan", .windows = {}};
    for (std::size_t i = 0; i < mulan.size(); ++i) {
        const auto at = static_cast<double>(i);
        music.windows.push_back({10.0 * at, 10.0 * at + 10.0, mulan[i]});
        music.raw += mulan[i] / static_cast<double>(mulan.size());
    }
    RewardTerm quality{.name = "quality", .windows = {}};
    for (std::size_t i = 0; i < mos.size(); ++i) {
        const auto at = static_cast<double>(i);
        quality.windows.push_back({5.0 * at, 5.0 * at + 5.0, mos[i]});
        quality.raw += mos[i] / static_cast<double>(mos.size());
    }
    music.contribution = music.raw;
    quality.contribution = (quality.raw - 1.0) / 4.0;
    return {.total = music.contribution + quality.contribution, .terms = {music, quality}};
}

inline ClipRecord record(const std::string& checkpoint, std::optional<RewardBreakdown> breakdown) {
    ClipRecord record;
    record.recipe.modelName = "demo";
    record.recipe.checkpoint = checkpoint;
    record.recipe.prompt = {.id = "p",
                            .text = "upbeat work-out music, retro synth lead, driving drums",
                            .durationSeconds = 30.0,
                            .seed = 41};
    record.createdUtc = "2026-03-01T12:00:00Z";
    record.scores = std::move(breakdown);
    return record;
}

/// Two clips of one prompt with scores, one that is louder and shorter without a record, in a folder of their own.
struct ListenClips {
    QTemporaryDir folder;
    std::filesystem::path tuned = path("tuned.flac");
    std::filesystem::path base = path("base.flac");
    std::filesystem::path plain = path("found.wav");

    ListenClips() {
        writeAudioFile(tuned, tune(220.0, 0.5, 30.0, 0.5F));
        writeAudioFile(base, tune(165.0, 0.4, 30.0, 0.3F));
        writeAudioFile(plain, tune(330.0, 0.6, 12.0, 0.4F));
        writeClipRecord(tuned, record("runs/r/checkpoints/step-00004000",
                                      scores({0.402, 0.531, 0.468}, {3.7, 3.9, 4.1, 4.2, 3.9, 3.7})));
        writeClipRecord(base, record("", scores({0.344, 0.402, 0.367}, {3.2, 3.4, 3.5, 3.6, 3.4, 3.3})));
    }
    [[nodiscard]] std::filesystem::path path(const char* name) const {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
};

/// What the window gives a page, on its own.
struct ListenBench {
    Player player;
    JobController files{QStringLiteral("files")};
    JobController device{QStringLiteral("cpu")};
    WorkbenchServices services;
    std::unique_ptr<ListenPage> page;

    explicit ListenBench(const QTemporaryDir& folder) {
        services.player = &player;
        services.files = &files;
        services.device = &device;
        services.projectFolder = folder.path().toStdString();
        page = std::make_unique<ListenPage>(services);
        page->resize(1440, 900);
        page->show();
    }
    ~ListenBench() { page.reset(); }
    bool ready(int lane) const { return page->desk().lane(lane).status == LaneStatus::Ready; }
    template <typename T>
    T* find(const char* name) const {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    ListenLane* laneView(int lane) const {
        return page->findChild<ListenLane*>(QStringLiteral("laneView") + QChar(u'A' + lane));
    }
    QString titleOf(int lane) const { return laneView(lane)->findChild<QLabel*>("title")->text(); }
    QStringList stripsOf(int lane) const {
        QStringList names;
        for (const TimelineStrip* strip : laneView(lane)->findChildren<TimelineStrip*>()) {
            names << strip->accessibleName();
        }
        return names;
    }
    /// Both clips are in the lanes.
    bool compare(const std::filesystem::path& a, const std::filesystem::path& b) const {
        Q_EMIT const_cast<ListenBench*>(this)->services.compareRequested(QString::fromStdString(a),
                                                                         QString::fromStdString(b));
        return QTest::qWaitFor([this] { return ready(0) && ready(1); }, 60000);
    }
    std::vector<PreferencePair> votes() const {
        const auto file = services.projectFolder / "votes" / "listen.jsonl";
        return std::filesystem::exists(file) ? readPreferencePairs(file) : std::vector<PreferencePair>();
    }
};

inline void keepPicture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QTest::qWait(50);  // what was ordered is laid out
        QDir().mkpath(folder);
        QVERIFY(widget.grab().save(folder + u'/' + name + QStringLiteral(".png")));
    }
}

}  // namespace musicrl
