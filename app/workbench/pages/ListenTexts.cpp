// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ListenTexts.h"

#include "playback/Player.h"
#include "record/GeneratorName.h"
#include "widgets/rewards/TermPresentation.h"

#include <QCoreApplication>
#include <QStringList>

namespace musicrl {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ListenPage", text);
}

const ClipRecord* recordOf(const DeskLane& lane) {
    return lane.loaded && lane.loaded->record ? &*lane.loaded->record : nullptr;
}

}  // namespace

QString clipTitle(const LoadedClip& clip) {
    if (!clip.record) {
        return QString::fromStdString(clip.path.filename().string());
    }
    return QString::fromStdString(generatorName(clip.record->recipe, clip.path));
}

QString clipChip(const LoadedClip& clip) {
    return clip.record ? tr("seed %1").arg(clip.record->recipe.prompt.seed) : QString();
}

QString promptOf(const ListenDesk& desk) {
    QStringList prompts;
    for (int lane = 0; lane < desk.laneCount(); ++lane) {
        const ClipRecord* record = recordOf(desk.lane(lane));
        const QString prompt = record != nullptr ? QString::fromStdString(record->recipe.prompt.text) : QString();
        if (!prompt.isEmpty() && !prompts.contains(prompt)) {
            prompts << prompt;
        }
    }
    return prompts.join(QStringLiteral(" · "));
}

bool haveOneSeed(const ListenDesk& desk) {
    const ClipRecord* first = recordOf(desk.lane(0));
    for (int lane = 1; lane < desk.laneCount(); ++lane) {
        const ClipRecord* other = recordOf(desk.lane(lane));
        if (first == nullptr || other == nullptr || first->recipe.prompt.seed != other->recipe.prompt.seed ||
            first->recipe.prompt.text != other->recipe.prompt.text) {
            return false;
        }
    }
    return true;
}

std::vector<LaneStrip> stripsOf(const std::optional<RewardBreakdown>& scores) {
    std::vector<LaneStrip> strips;
    for (const RewardTerm& term : scores ? scores->terms : std::vector<RewardTerm>()) {
        const TermPresentation look = presentationOf(term);
        LaneStrip strip{
            .name = look.stripName, .cells = {}, .low = look.low, .high = look.high, .decimals = look.decimals};
        for (const RewardWindow& window : term.windows) {
            strip.cells.push_back({window.startSeconds, window.endSeconds, window.value});
        }
        strip.ink = term.name == "kl" ? &Theme::violet : nullptr;
        if (!strip.cells.empty()) {
            strips.push_back(std::move(strip));
        }
    }
    return strips;
}

std::optional<double> loudnessDifference(const ListenDesk& desk, LanePair pair) {
    const auto& first = desk.lane(pair.first).loaded;
    const auto& second = desk.lane(pair.second).loaded;
    if (!first || !second || !first->loudness.integratedLufs || !second->loudness.integratedLufs) {
        return std::nullopt;
    }
    return desk.levelMatched() && desk.levels().reason.isEmpty()
               ? 0.0
               : *first->loudness.integratedLufs - *second->loudness.integratedLufs;
}

QString laneLetter(int lane) {
    return QString(QChar(u'A' + lane));
}

QString outputText(const Player& player, int heardLane) {
    QStringList parts = {QString::fromStdString(player.deviceText())};
    if (player.hasDevice() && player.exactness(heardLane).sourceRateHz != 0) {
        parts << (player.exactness(heardLane).bitExact() ? tr("bit-exact") : tr("not bit-exact"));
    }
    const Xruns xruns = player.xruns();
    if (xruns.underruns + xruns.overruns > 0) {
        parts << tr("dropouts: %1").arg(xruns.underruns + xruns.overruns);
    }
    if (player.volumeLocked()) {
        parts << tr("volume locked");
    }
    return parts.join(QStringLiteral(" · "));
}

QString outputHint(const Player& player) {
    QStringList lines;
    for (int lane = 0; lane < player.lanes(); ++lane) {
        const QString text = QString::fromStdString(toText(player.exactness(lane)));
        if (!text.isEmpty()) {
            lines << QStringLiteral("%1: %2").arg(QChar(u'A' + lane)).arg(text);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

QString levelText(const ListenDesk& desk) {
    if (!desk.levelMatched() || desk.levels().gainsDb.empty() || desk.levels().match.gainsDb.empty()) {
        return {};
    }
    return desk.levels().reason.isEmpty()
               ? tr("level-matched %1 LUFS").arg(numberText(desk.levels().match.targetLufs, 1))
               : tr("levels not matched");
}

QString levelHint(const ListenDesk& desk) {
    const TrialLevels& match = desk.levels().match;
    if (desk.blind() || match.gainsDb.empty()) {  // what is done to a clip would tell it apart
        return desk.blind() ? tr("while it is blind, always") : QString();
    }
    QStringList lines;
    if (!desk.levels().reason.isEmpty()) {
        lines << desk.levels().reason;
    }
    for (int lane = 0; lane < desk.laneCount(); ++lane) {
        if (const auto& clip = desk.lane(lane).loaded) {
            const std::optional<double> loudness = clip->loudness.integratedLufs;
            lines << tr("%1: %2, played %3 dB")
                         .arg(laneLetter(lane),
                              loudness ? tr("%1 LUFS").arg(numberText(*loudness, 1)) : tr("loudness unknown"),
                              numberText(desk.gainDb(lane), 1));
        }
    }
    if (match.peakGuardDb > 0.0) {
        lines << tr("all %1 dB lower, so that no true peak is above −1 dBTP").arg(numberText(match.peakGuardDb, 1));
    }
    return lines.join(QLatin1Char('\n'));
}

TransportState transportOf(const ListenDesk& desk) {
    TransportState state;
    state.playing = desk.playing();
    state.heardLane = desk.heardLane();
    state.looping = desk.loop().looping();
    if (const std::optional<LoopRegion>& region = desk.loop().region()) {
        state.loopText =
            QStringLiteral("%1–%2 s").arg(region->beginSeconds, 0, 'f', 1).arg(region->endSeconds, 0, 'f', 1);
    }
    state.levelMatched = desk.levelMatched() && desk.levels().reason.isEmpty();
    state.canMatchLevels = !desk.blind();
    state.levelText = levelText(desk);
    state.levelHint = levelHint(desk);
    state.lanes = desk.laneCount();
    return state;
}

}  // namespace musicrl
