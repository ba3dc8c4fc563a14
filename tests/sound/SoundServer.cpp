// SPDX-License-Identifier: GPL-3.0-or-later
#include "SoundServer.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace musicrl {

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

/// What pactl prints.
std::string ask(const SoundWorld& world, const std::vector<std::string>& question) {
    const std::filesystem::path file = world.folder() / "pactl.out";
    ChildProcess pactl(question, file);
    while (pactl.running()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::ifstream answer(file);
    return {std::istreambuf_iterator<char>(answer), {}};
}

bool answers(const SoundWorld& world) {
    return !ask(world, {"pactl", "info"}).empty();
}

}  // namespace

SoundWorld::SoundWorld() {
    std::string name = (std::filesystem::temp_directory_path() / "musicrl-sound-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("Cannot make a folder for the sound test");
    }
    folder_ = name;
    std::filesystem::create_directories(folder_ / "home/.config/pulse");
    std::filesystem::create_directories(folder_ / "run");
    std::filesystem::permissions(folder_ / "run", std::filesystem::perms::owner_all);
    write(folder_ / "home/.config/pulse/client.conf", "autospawn = no\n");
    // Otherwise PulseAudio itself moves what plays from a sink that goes away to another one, and nothing is lost.
    write(folder_ / "home/.config/pulse/daemon.conf", "rescue-streams = no\n");
    write(folder_ / "asound.conf",
          "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n"
          "pcm.first {\n type pulse\n device test\n}\npcm.spare {\n type pulse\n device spare\n}\n");
    setenv("HOME", (folder_ / "home").c_str(), 1);
    setenv("XDG_CONFIG_HOME", (folder_ / "home/.config").c_str(), 1);
    setenv("XDG_RUNTIME_DIR", (folder_ / "run").c_str(), 1);
    setenv("PULSE_SERVER", ("unix:" + (folder_ / "run/pulse/native").string()).c_str(), 1);
    setenv("ALSA_CONFIG_PATH", (folder_ / "asound.conf").c_str(), 1);
    setenv("JACK_NO_START_SERVER", "1", 1);
}

SoundWorld::~SoundWorld() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

SoundServer::SoundServer(const SoundWorld& world)
    : process_({"pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "-n",
                "--load=module-null-sink sink_name=test rate=44100 format=float32le channels=2",
                "--load=module-null-sink sink_name=spare rate=48000 format=float32le channels=2",
                "--load=module-native-protocol-unix"},
               world.folder() / "pulseaudio.out") {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!answers(world)) {
        if (!process_.running() || std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("pulseaudio does not answer");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

void SoundServer::setDefault(const SoundWorld& world, const std::string& sink) {
    (void)ask(world, {"pactl", "set-default-sink", sink});
}

void SoundServer::removeSink(const SoundWorld& world, const std::string& sink) {
    std::istringstream modules(ask(world, {"pactl", "list", "short", "modules"}));
    for (std::string line; std::getline(modules, line);) {
        if (line.find("sink_name=" + sink + " ") != std::string::npos) {
            (void)ask(world, {"pactl", "unload-module", line.substr(0, line.find('\t'))});
            return;
        }
    }
    throw std::runtime_error("there is no sink " + sink);
}

}  // namespace musicrl
