// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/CreateStudy.h"

#include "base/Error.h"
#include "study/ClipCopies.h"

namespace musicrl {

StudyStore createStudy(const StudyDesign& design, const std::filesystem::path& folder,
                       const std::function<void(std::size_t, std::size_t)>& progress) {
    if (isStudy(folder) && StudyStore::open(folder).status().started) {  // before its clips are touched
        throw Error(ErrorKind::BadInput,
                    "The study in " + folder.string() +
                        " has begun and cannot be changed any more: give the new one another name.");
    }
    const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
    copyStudyClips(plan, folder, progress);
    return StudyStore::create(folder, plan);
}

}  // namespace musicrl
