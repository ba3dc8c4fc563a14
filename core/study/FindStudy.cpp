// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "study/StudyStore.h"

#include <algorithm>

namespace musicrl {

namespace fs = std::filesystem;

bool isStudy(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / "study.sqlite", ignored);
}

std::vector<std::string> studiesIn(const fs::path& studies) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(studies, ignored)) {
        if (isStudy(entry.path())) {
            names.push_back(entry.path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

fs::path findStudy(const std::string& idOrFolder, const fs::path& studies) {
    if (idOrFolder.find('/') == std::string::npos && isStudy(studies / idOrFolder)) {
        return studies / idOrFolder;
    }
    if (isStudy(idOrFolder)) {
        return idOrFolder;
    }
    std::string known;
    for (const std::string& name : studiesIn(studies)) {
        known += (known.empty() ? "" : ", ") + name;
    }
    throw Error(ErrorKind::NotFound, "There is no study \"" + idOrFolder + "\" in " + studies.string() +
                                         (known.empty() ? ", which holds none." : "; there are " + known + "."));
}

}  // namespace musicrl
