// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/CreateStudy.h"

#include "study/ClipCopies.h"
#include "study/ClipSources.h"
#include "study/StudySchema.h"

namespace musicrl {

void refuseBegunStudy(const std::filesystem::path& folder) {
    if (!isStudy(folder)) {
        return;
    }
    Database database(folder / "study.sqlite", studySchema(), Database::Opening::MustExist);
    if (database.translating([&] { return hasBegun(database.sql()); })) {
        refuseChange(folder);
    }
}

StudyStore createStudy(const StudyDesign& design, const std::filesystem::path& folder,
                       const std::function<void(std::size_t, std::size_t)>& progress) {
    refuseBegunStudy(folder);  // before minutes of copying; the store looks again
    StagedClips clips(makeStudyPlan(design, findStudyClips(design)), folder, progress);
    StudyPlan plan = clips.plan();
    nameSourcesInProject(plan, folder);
    StudyStore store = StudyStore::create(folder, plan, [&] { clips.takePlace(); });
    clips.keep();
    return store;
}

}  // namespace musicrl
