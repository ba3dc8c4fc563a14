// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/AlarmEvidence.h"

#include "run/SampleMeasures.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::size_t mostClips = 3;

std::string clipPath(const RunDirectory& run, std::int64_t step, const std::string& prompt) {
    return (run.sampleFolder(step) / (prompt + ".flac")).lexically_relative(run.folder()).string();
}

}  // namespace

Json evidenceClips(const RunDirectory& run, std::int64_t step, const Finding& finding) {
    const SampleMeasures now = SampleMeasures::read(run.sampleFolder(step));
    std::vector<MeasuredChange> changes = changesOf(finding.measure, SampleMeasures::read(run.sampleFolder(0)), now);
    const double sign = finding.shownBy == Change::Rise ? 1.0 : -1.0;
    std::stable_sort(changes.begin(), changes.end(), [&](const MeasuredChange& a, const MeasuredChange& b) {
        return sign * (a.now - a.before) > sign * (b.now - b.before);
    });
    Json clips = Json::array();
    for (const MeasuredChange& change : changes) {
        clips.push_back({{"prompt", change.prompt},
                         {"before", clipPath(run, 0, change.prompt)},
                         {"now", clipPath(run, step, change.prompt)},
                         {"measure", finding.measure},
                         {"before_value", change.before},
                         {"now_value", change.now}});
    }
    if (clips.empty()) {
        for (const auto& [prompt, measures] : now.clips()) {
            clips.push_back(
                {{"prompt", prompt}, {"before", clipPath(run, 0, prompt)}, {"now", clipPath(run, step, prompt)}});
        }
    }
    if (clips.size() > mostClips) {
        clips.erase(clips.begin() + static_cast<std::ptrdiff_t>(mostClips), clips.end());
    }
    return clips;
}

}  // namespace musicrl
