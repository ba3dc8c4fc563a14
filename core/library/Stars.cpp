// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Stars.h"

#include "base/AtomicFile.h"
#include "base/Error.h"

#include <fstream>
#include <string>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

fs::path starsPath(const fs::path& projectFolder) {
    return projectFolder / "stars.txt";
}

}  // namespace

std::set<fs::path> readStars(const fs::path& projectFolder) {
    const fs::path path = starsPath(projectFolder);
    std::set<fs::path> stars;
    if (!fs::exists(path)) {
        return stars;
    }
    std::ifstream file(path);
    if (!file) {
        throw Error(ErrorKind::Io,
                    "The stars in " + path.string() + " cannot be read: look at the file's permissions.");
    }
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) {
            stars.insert((fs::absolute(projectFolder) / line).lexically_normal());
        }
    }
    return stars;
}

void setStars(const fs::path& projectFolder, std::span<const fs::path> clips, bool starred) {
    std::set<fs::path> stars = readStars(projectFolder);
    for (const fs::path& clip : clips) {
        const fs::path file = fs::absolute(clip).lexically_normal();
        if (starred) {
            stars.insert(file);
        } else {
            stars.erase(file);
        }
    }
    const fs::path root = fs::absolute(projectFolder).lexically_normal();
    std::string text;
    for (const fs::path& star : stars) {
        text += star.lexically_relative(root).generic_string() + "\n";
    }
    writeFileAtomically(starsPath(projectFolder), text);
}

}  // namespace musicrl
