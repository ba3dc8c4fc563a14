// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/KeptImpressions.h"

#include "run/JsonLines.h"

namespace musicrl {

KeptImpressions::KeptImpressions(std::filesystem::path file, std::string judge)
    : file_(std::move(file)), judge_(std::move(judge)) {
    if (file_.empty()) {
        return;
    }
    const std::string where = file_.string();
    for (const Json& line : finishedLines(readFrom(file_, 0)).objects) {
        if (requireKey<std::string>(line, "judge", where) == judge_) {
            known_.insert_or_assign(
                {requireKey<std::string>(line, "prompt", where), requireKey<std::string>(line, "sha256", where)},
                clipImpressionFromJson(requireKey<Json>(line, "impression", where), where));
        }
    }
}

void KeptImpressions::add(const Listening& clip, const ClipImpression& impression) {
    known_.insert_or_assign(clip, impression);
    if (!file_.empty()) {
        appendJsonLine(
            file_,
            {{"prompt", clip.prompt}, {"sha256", clip.sha256}, {"judge", judge_}, {"impression", toJson(impression)}});
    }
}

}  // namespace musicrl
