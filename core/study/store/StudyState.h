// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudySchema.h"
#include "study/StudyStore.h"

#include <unordered_map>

namespace musicrl {

/// An open study: its database, and the plan that was read from it. What reads the database lets SOCI's exceptions out,
/// but for openTrial().
struct StudyStore::State {
    State(const std::filesystem::path& folderOfStudy, Database::Opening opening);

    /// \throws Error(NotFound) when there is none yet, Error(BadInput) when it is no longer the one that was stored
    void readPlan();
    /// \throws Error(BadInput) when another plan than the one that was read is stored: trials of the same ids may have
    /// other clips there. Inside a WriteTransaction it stays true.
    void requireSamePlan();
    /// The same, and \throws Error(BadInput) when the study is sealed
    void requireOpen();
    /// \throws Error(NotFound) naming the raters that there are
    void requireRater(const std::string& rater) const;
    /// \throws Error(NotFound) for a rater or trial that the study does not have
    [[nodiscard]] const PlannedTrial& planned(const std::string& rater, const std::string& trial) const;
    /// Ids of the first trials without a judgement that stands.
    [[nodiscard]] std::vector<std::string> openTrials(const std::string& rater, int count);
    /// See StudyStore::practice.
    [[nodiscard]] std::optional<PracticeProgress> practiceOf(const std::string& rater);
    /// Whether the rater learned the right answer after this judgement.
    [[nodiscard]] bool wasTold(long long judgement);
    /// The rater's open trial at that place, from 0; none when the study is sealed.
    [[nodiscard]] std::optional<Trial> openTrial(const std::string& rater, std::size_t place);
    /// What the rater may see of it.
    [[nodiscard]] Trial blindTrial(const PlannedTrial& planned) const;
    /// Originals by absolute paths; where one is gone, its copy takes its place.
    void findSources(StudyPlan& revealed) const;
    /// Those that stand, rater by rater in the plan's order.
    [[nodiscard]] std::vector<Judgement> standingJudgements();
    /// Those with the clips of the revealed plan.
    void addJudgements(RevealedStudy& study);
    /// What the database calls itself in errors.
    [[nodiscard]] std::string where() const { return database.file().string(); }

    std::filesystem::path folder;
    Database database;
    StudyPlan plan;
    std::string planHash;

private:
    void place(Trial& trial, const PlannedTrial& planned) const;
    [[nodiscard]] std::map<std::string, std::vector<ListenEvent>> eventsByTrial();

    std::unordered_map<std::string, std::size_t> placeOf_;  ///< of a trial in the plan, by id
};

/// When the study was sealed, UTC; empty while it is open.
[[nodiscard]] std::string sealOf(soci::session& sql);

/// \throws Error(BadInput) when \p text is none \param where  names the database
[[nodiscard]] Json jsonFrom(const std::string& text, const std::string& where);

}  // namespace musicrl
