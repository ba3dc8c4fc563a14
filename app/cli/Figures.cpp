// SPDX-License-Identifier: GPL-3.0-or-later
#include "Figures.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

bool isProgram(const fs::path& path) {
    return ::access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path);
}

/// Beside this program, or in PATH. \return empty where there is none
fs::path findWorkbench() {
    const std::string name = "musicrl-workbench";
    std::error_code error;
    const fs::path beside = fs::read_symlink("/proc/self/exe", error).parent_path() / name;
    if (!error && isProgram(beside)) {
        return beside;
    }
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (!folder.empty() && isProgram(fs::path(folder) / name)) {
            return fs::path(folder) / name;
        }
    }
    return {};
}

/// The environment of a program that must not look for a display.
std::vector<std::string> offscreenEnvironment() {
    std::vector<std::string> variables = {"QT_QPA_PLATFORM=offscreen"};
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (std::string(*variable).rfind("QT_QPA_PLATFORM=", 0) != 0) {
            variables.emplace_back(*variable);
        }
    }
    return variables;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// Starts a program with the default signals, which this one blocks, and without our standard output, which is for
/// results. \return whether it ended with 0
bool succeeds(std::vector<std::string> arguments) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::vector<std::string> environment = offscreenEnvironment();
    pid_t child = 0;
    const int fault = posix_spawn(&child, arguments.front().c_str(), &files, &attributes, pointersTo(arguments).data(),
                                  pointersTo(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    int status = 0;
    return fault == 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

std::vector<fs::path> drawFigures(const fs::path& runFolder, const fs::path& outFolder) {
    const fs::path workbench = findWorkbench();
    if (workbench.empty() || !succeeds({workbench.string(), "--figures", outFolder.string(), "--run", runFolder.string()})) {
        return {};
    }
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(outFolder, ignored)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool drawReportFigures(const fs::path& figuresFolder) {
    const fs::path workbench = findWorkbench();
    const std::string folder = figuresFolder.string();
    return !workbench.empty() && succeeds({workbench.string(), "--figures", folder, "--report", folder});
}

}  // namespace musicrl
