// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "ExitCodes.h"
#include "TextTable.h"
#include "tasks/ModelCatalog.h"
#include "tasks/SystemReport.h"

#ifdef MUSICRL_HAS_PLAYBACK
#include "playback/AudioDevice.h"
#endif

namespace musicrl {
namespace {

std::string joined(const std::vector<std::string>& items, const std::string& ifNone) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : ", ") + item;
    }
    return text.empty() ? ifNone : text;
}

/// Sound output as JSON: {"library", "host_apis", "outputs": [{"name", "host_api", ...}]}, or null where it is not built.
Json soundReport() {
#ifdef MUSICRL_HAS_PLAYBACK
    const AudioSystem audio = inspectAudio();
    Json outputs = Json::array();
    for (const AudioDeviceInfo& device : audio.outputs) {
        outputs.push_back({{"name", device.name},
                           {"host_api", device.hostApi},
                           {"channels", device.outputChannels},
                           {"sample_rate_hz", device.sampleRateHz},
                           {"default", device.isDefault}});
    }
    return {{"library", audio.library}, {"host_apis", audio.hostApis}, {"outputs", std::move(outputs)}};
#else
    return nullptr;
#endif
}

Json modelReport() {
    Json models = Json::array();
    for (const ModelInfo& model : listModels()) {
        models.push_back({{"name", model.name}, {"folder", model.folder.string()}, {"max_seconds", model.maxSeconds}});
    }
    return models;
}

Json fullReport() {
    const SystemReport system = inspectSystem();
    return {{"version", system.version},     {"libtorch", system.libTorch},
            {"blas", system.blas},           {"slow_blas", system.slowBlas},
            {"matmul_gflops", system.matmulGflops}, {"cores", system.cores},
            {"threads", system.threads},     {"devices", system.devices},
            {"sound", soundReport()},        {"models", modelReport()},
            {"warnings", system.warnings}};
}

std::string soundLines(const Json& sound) {
    if (sound.is_null()) {
        return "Sound         not built into this program\n";
    }
    std::string text = "Sound         " + sound["library"].get<std::string>() + "; host APIs: " +
                       joined(sound["host_apis"].get<std::vector<std::string>>(), "none") + "\n";
    for (const Json& device : sound["outputs"]) {
        text += "              " + device["name"].get<std::string>() + " (" + device["host_api"].get<std::string>() + ", " +
                std::to_string(device["channels"].get<int>()) + " channels, " +
                std::to_string(device["sample_rate_hz"].get<int>()) + " Hz" + (device["default"].get<bool>() ? ", default" : "") + ")\n";
    }
    return sound["outputs"].empty() ? text + "              no output device: clips can be made and scored, but not heard here\n" : text;
}

std::string reportText(const Json& report) {
    std::string text = "musicrl       " + report["version"].get<std::string>() + "\n" +
                       "LibTorch      " + report["libtorch"].get<std::string>() + "\n" +
                       "BLAS          " + report["blas"].get<std::string>() + ", " +
                       fixed(report["matmul_gflops"].get<double>(), 0) + " GFLOP/s in float32\n" +
                       "Threads       " + std::to_string(report["threads"].get<int>()) + " on " +
                       std::to_string(report["cores"].get<int>()) + " cores\n" +
                       "Devices       " + joined(report["devices"].get<std::vector<std::string>>(), "none") + "\n" +
                       soundLines(report["sound"]);
    std::vector<std::string> models;
    for (const Json& model : report["models"]) {
        models.push_back(model["name"].get<std::string>());
    }
    text += "Models        " + joined(models, "none") + "\n";
    for (const Json& warning : report["warnings"]) {
        text += "Warning: " + warning.get<std::string>() + "\n";
    }
    return report["warnings"].empty() ? text + "All is well.\n" : text;
}

}  // namespace

void addDoctorCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("doctor", "Say what this machine offers, and what slows it down");
    command->callback([&session] {
        session.run = [&session] {
            Console console(session);
            const Json report = fullReport();
            session.json ? console.print(report) : console.print(reportText(report));
            return exitSuccess;
        };
    });
}

}  // namespace musicrl
