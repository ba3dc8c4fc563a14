// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RunAlarms.h"

#include <QCoreApplication>
#include <map>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

QString tr(const char* text) { return QCoreApplication::translate("RunAlarms", text); }

std::string textOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t stepOf(const Json& event) {
    const auto found = event.find("step");
    return found != event.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

QString measureName(const std::string& measure) {
    static const std::map<std::string, const char*> names = {
        {"scores", "mix"},         {"mulan", "MuLan"},           {"quality", "MOS"},
        {"preference", "taste"},   {"kl", "KL in nats"},         {"level_db", "level in dBFS"},
        {"silence", "silence"},    {"repetition", "repetition"}, {"sounding_seconds", "sounding seconds"},
        {"nearest", "distance to the clip most alike"}};
    const auto found = names.find(measure);
    return found == names.end() ? QString::fromStdString(measure) : tr(found->second);
}

QString changeOf(const Json& clip) {
    const auto before = clip.find("before_value");
    const auto now = clip.find("now_value");
    if (before == clip.end() || now == clip.end() || !before->is_number() || !now->is_number()) {
        return {};
    }
    return tr("%1: %2 before, %3 now")
        .arg(measureName(textOf(clip, "measure")))
        .arg(before->get<double>(), 0, 'g', 3)
        .arg(now->get<double>(), 0, 'g', 3);
}

std::vector<AlarmPair> pairsOf(const Json& event, const fs::path& runFolder) {
    std::vector<AlarmPair> pairs;
    for (const Json& clip : event.value("clips", Json::array())) {
        const fs::path now = runFolder / textOf(clip, "now");
        const fs::path before = runFolder / textOf(clip, "before");
        std::error_code ignored;
        if (fs::is_regular_file(now, ignored) && fs::is_regular_file(before, ignored)) {
            pairs.push_back({QString::fromStdString(textOf(clip, "prompt")), QString::fromStdString(now.string()),
                             QString::fromStdString(before.string()), changeOf(clip)});
        }
    }
    return pairs;
}

}  // namespace

QString alarmTitle(const std::string& name) {
    static const std::map<std::string, const char*> titles = {
        {"held_out_falls", "Held-out reward falls"}, {"reward_spread", "Rewards alike"},
        {"one_component", "One reward carries it"},  {"level", "Level"},
        {"silence", "Silence"},                      {"length", "Length"},
        {"repetition", "Repetition"},                {"diversity", "Diversity"},
        {"duplicates", "Duplicates"},                {"kl_budget", "KL budget"}};
    const auto found = titles.find(name);
    return found == titles.end() ? QString::fromStdString(name) : tr(found->second);
}

std::vector<RunAlarm> readAlarms(const RunDirectory& run) {
    std::vector<RunAlarm> alarms;
    for (const Json& event : run.events()) {
        const std::string kind = textOf(event, "event");
        const std::string name = textOf(event, "alarm");
        if (kind == "alarm") {
            alarms.push_back({stepOf(event), alarmTitle(name), QString::fromStdString(textOf(event, "message")),
                              pairsOf(event, run.folder()), false});
        } else if (kind == "restart") {
            std::erase_if(alarms, [step = stepOf(event)](const RunAlarm& alarm) { return alarm.step > step; });
        } else if (kind == "stopped" && !name.empty()) {
            for (RunAlarm& alarm : alarms) {
                alarm.endedRun = alarm.step == stepOf(event) && alarm.name == alarmTitle(name);
            }
        }
    }
    return alarms;
}

std::vector<AlarmMark> alarmMarks(const std::vector<RunAlarm>& alarms) {
    std::vector<AlarmMark> marks;
    for (const RunAlarm& alarm : alarms) {
        marks.push_back({alarm.step, tr("alarm at step %1: %2").arg(alarm.step).arg(alarm.name)});
    }
    return marks;
}

}  // namespace musicrl
