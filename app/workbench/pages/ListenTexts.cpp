// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ListenTexts.h"

#include "playback/Player.h"
#include "widgets/rewards/TermPresentation.h"

#include <QCoreApplication>
#include <QStringList>

namespace musicrl {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ListenPage", text);
}

/// "runs/r/checkpoints/step-00004000" → "step 4000"
QString checkpointText(const std::string& checkpoint) {
    const QString folder = QString::fromStdString(std::filesystem::path(checkpoint).filename().string());
    const QString digits = folder.mid(folder.lastIndexOf(u'-') + 1);
    bool isNumber = false;
    const qlonglong step = digits.toLongLong(&isNumber);
    return isNumber ? tr("step %1").arg(step) : folder;
}

const ClipRecord* recordOf(const DeskLane& lane) {
    return lane.loaded && lane.loaded->record ? &*lane.loaded->record : nullptr;
}

}  // namespace

QString clipTitle(const LoadedClip& clip) {
    if (!clip.record) {
        return QString::fromStdString(clip.path.filename().string());
    }
    const ClipRecipe& recipe = clip.record->recipe;
    const QString model = QString::fromStdString(recipe.modelName);
    return recipe.checkpoint.empty() ? tr("%1 · base").arg(model)
                                     : QStringLiteral("%1 · %2").arg(model, checkpointText(recipe.checkpoint));
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
    return desk.levelMatched() ? 0.0 : *first->loudness.integratedLufs - *second->loudness.integratedLufs;
}

QString laneLetter(int lane) { return QString(QChar(u'A' + lane)); }

QString outputText(const Player& player, int heardLane) {
    QStringList parts = {QString::fromStdString(player.deviceText())};
    if (player.hasDevice() && player.exactness(heardLane).sourceRateHz != 0 &&
        !player.exactness(heardLane).bitExact()) {
        parts << tr("not bit-exact");
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

TransportState transportOf(const ListenDesk& desk) {
    TransportState state;
    state.playing = desk.playing();
    state.heardLane = desk.heardLane();
    state.looping = desk.looping();
    if (desk.region()) {
        state.loopText = QStringLiteral("%1–%2 s")
                             .arg(desk.region()->beginSeconds, 0, 'f', 1)
                             .arg(desk.region()->endSeconds, 0, 'f', 1);
    }
    state.levelMatched = desk.levelMatched();
    state.lanes = desk.laneCount();
    bool anything = false;
    for (int lane = 0; lane < desk.laneCount(); ++lane) {
        anything = anything || desk.lane(lane).loaded != nullptr;
    }
    state.levelText = anything ? numberText(desk.targetLufs(), 1) + tr(" LUFS") : QString();
    state.deviceHint = desk.deviceFailure();
    return state;
}

}  // namespace musicrl
