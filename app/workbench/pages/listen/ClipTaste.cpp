// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ClipTaste.h"

#include "base/Error.h"
#include "base/Json.h"
#include "record/GeneratorName.h"
#include "record/RewardBreakdown.h"
#include "run/RunDirectory.h"
#include "tasks/ModelCatalog.h"

#include <QCoreApplication>
#include <cmath>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t fewVotes = 100;  // the bins of the calibration error hold ten each at best

QString tr(const char* text) {
    return QCoreApplication::translate("ClipTaste", text);
}

std::optional<ClipTaste> calibrationOf(const fs::path& model) {
    const fs::path file = model / "training.json";
    if (!fs::exists(file)) {
        return std::nullopt;
    }
    const Json heldOut = readJsonFile(file).value("heldout", Json::object());
    const auto votes = heldOut.find("pairs");
    const auto error = heldOut.find("ece");
    if (votes == heldOut.end() || error == heldOut.end() || !votes->is_number_integer() || !error->is_number() ||
        *votes < 1) {
        return std::nullopt;
    }
    return ClipTaste{model, votes->get<std::int64_t>(), error->get<double>()};
}

}  // namespace

std::optional<ClipTaste> tasteOf(const fs::path& clip) {
    if (runPlaceOf(clip).run.empty()) {
        return std::nullopt;
    }
    try {
        const Recipe recipe = RunDirectory::open(clip.parent_path().parent_path().parent_path()).recipe();
        return calibrationOf(recipe.preferenceModel.empty() ? findModel(recipe.model).folder / "preference"
                                                            : fs::path(recipe.preferenceModel));
    } catch (const std::exception&) {  // without what it rests on there is no probability to be told
        return std::nullopt;
    }
}

std::optional<double> preferenceOdds(const RewardBreakdown& first, const RewardBreakdown& second) {
    const RewardTerm* a = first.find("preference");
    const RewardTerm* b = second.find("preference");
    return a != nullptr && b != nullptr ? std::optional(1.0 / (1.0 + std::exp(b->raw - a->raw))) : std::nullopt;
}

QString oddsText(const QString& first, const QString& second, double odds, const ClipTaste& taste) {
    QString text = tr("Preference model: P(%1≻%2) = %3. On %4 held-out votes its calibration error (ECE) is %5")
                       .arg(first, second)
                       .arg(odds, 0, 'f', 2)
                       .arg(taste.heldOut)
                       .arg(taste.calibrationError, 0, 'f', 3);
    return text + (taste.heldOut < fewVotes ? tr("; so few votes tell little of it.") : QStringLiteral("."));
}

}  // namespace musicrl
