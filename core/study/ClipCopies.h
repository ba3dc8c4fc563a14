// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/CreationLock.h"
#include "study/StudyPlan.h"

#include <functional>

namespace musicrl {

/// The clips of a plan as \p folder/clips/<handle>.wav, so that nothing but the sound tells them apart: opaque names,
/// no tags, one rate, one number of channels, one sample format (float), one time of writing, the same length for the
/// clips of a prompt (cut where the plan says so, with 20 ms of fade-out on all of them), so files of equal size.
///
/// They are written to the side, take the place of an earlier plan's in one moment, and give it back unless the new
/// plan was stored. What a power cut leaves between is marked by a folder clips.replaced: see refuseHalfReplacedClips.
/// Nobody else can stage clips in the folder while this lives (see CreationLock).
class StagedClips {
public:
    /// Writes them to the side. \param progress  called with the number of clips written, of how many; what it throws
    /// ends the copying \throws Error(NotFound), Error(BadInput) for a source that is gone or no longer the one of the
    /// plan, or where clips are being staged already, Error(Io)
    StagedClips(StudyPlan plan, std::filesystem::path folder,
                const std::function<void(std::size_t, std::size_t)>& progress);
    StagedClips(const StagedClips&) = delete;
    StagedClips& operator=(const StagedClips&) = delete;
    ~StagedClips();

    /// The plan with the hashes of its copies.
    [[nodiscard]] const StudyPlan& plan() const { return plan_; }

    /// They are the study's clips from here on, on the disk too. \throws Error(Io)
    void takePlace();
    /// Deletes the earlier ones.
    void keep();

private:
    void giveBack() noexcept;

    StudyPlan plan_;
    std::filesystem::path folder_;
    CreationLock lock_;
    bool tookPlace_ = false;
    bool kept_ = false;
    bool replacedAnEarlierCutOff_ = false;
};

/// All of StagedClips at once, for a plan that is stored afterwards. \return the plan with the hashes of its copies
StudyPlan copyStudyClips(StudyPlan plan, const std::filesystem::path& folder,
                         const std::function<void(std::size_t, std::size_t)>& progress);

/// Reads the file once: call it off the window's thread. \throws Error(BadInput) when it is not the copy that the
/// study was planned with, Error(NotFound) when it is gone
void requirePlannedCopy(const TrialClip& clip);

/// \throws Error(BadInput) when the clips of a study may not be those of its plan, as their replacement was cut off
void refuseHalfReplacedClips(const std::filesystem::path& folder);

/// The file of a clip. \return folder/clips/<handle>.wav
[[nodiscard]] std::filesystem::path copyOf(const std::filesystem::path& folder, const std::string& handle);

}  // namespace musicrl
