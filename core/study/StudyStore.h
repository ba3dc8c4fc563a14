// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Judgement.h"
#include "study/PracticeProgress.h"
#include "study/RaterProfile.h"
#include "study/RevealedStudy.h"
#include "study/StudyPlan.h"

#include <functional>
#include <memory>
#include <span>

namespace musicrl {

class Database;

/// How far one rater is.
struct RaterProgress {
    std::string rater;
    std::int64_t done = 0;   ///< of all trials, practice too (of one that has to be passed: the newest attempt)
    std::int64_t count = 0;  ///< no more than were done where practice was not passed
    std::string lastUtc;     ///< of the newest judgement; empty before the first
    std::optional<RaterProfile> profile;
    std::optional<PracticeProgress> practice;  ///< where it has to be passed
};

/// How far a study is, without anything that would unblind.
struct StudyStatus {
    std::string name;
    std::string createdUtc;
    std::string planHash;
    bool started = false;   ///< the plan can no longer be replaced
    std::string sealedUtc;  ///< empty: open
    std::vector<RaterProgress> raters;
    std::int64_t judgements = 0;  ///< that stand
    std::int64_t undone = 0;      ///< kept, but taken back
};

/// How many pairs of models the votes so far tell apart: neither which nor in whose favour, so that it can be looked at
/// while the study goes on (SequentialDecision.h says why that costs nothing).
struct DecidedPairs {
    std::int64_t decided = 0;
    std::int64_t pairs = 0;  ///< that the plan compares
};

/// A study's folder: study.sqlite, the truth for everything that was judged, and clips/ under opaque names.
///
/// What a call was given is on the disk when it returns: a kill at any later moment loses nothing, and the next opening
/// goes on at the same trial with the same sides. Judgements are only ever added; undoing marks one as taken back.
///
/// Every call \throws Error(Io) when the disk refuses, Error(NotFound) for a rater or trial that the study does not
/// have; what writes, and what gives a trial, Error(BadInput) once the study was planned anew behind it. Thread-safety:
/// used by one thread; several processes may have the same study open.
class StudyStore {
public:
    /// Writes the plan and its hash. \p folder may hold a study that nobody has begun: that is replaced, and whoever
    /// has it open can record nothing more.
    /// \param putClips  puts the clips in place while nobody else can begin the study (see StagedClips); empty: they
    /// are
    ///                  there already
    /// \throws Error(BadInput) when it holds one that has begun; then \p putClips was not called
    [[nodiscard]] static StudyStore create(const std::filesystem::path& folder, const StudyPlan& plan,
                                           const std::function<void()>& putClips = {});

    /// \throws Error(NotFound) no study there, Error(BadInput) no study's database, of a newer program, or a plan that
    /// no longer has the hash that was stored, or clips whose replacement was cut off
    [[nodiscard]] static StudyStore open(const std::filesystem::path& folder);

    StudyStore(StudyStore&&) noexcept;
    StudyStore& operator=(StudyStore&&) noexcept;
    ~StudyStore();

    [[nodiscard]] const std::filesystem::path& folder() const;
    [[nodiscard]] StudyStatus status() const;
    [[nodiscard]] const StudyDesign& design() const;  ///< who shows this to a rater unblinds the models' names
    [[nodiscard]] std::vector<std::string> raters() const;

    /// Adds or replaces what is known of a rater. \throws Error(BadInput) once the study is sealed
    void saveProfile(const RaterProfile& profile);
    [[nodiscard]] std::optional<RaterProfile> profile(const std::string& rater) const;

    /// The first of a rater's trials without a judgement that stands; nothing when all are done, practice was not
    /// passed or the study is sealed.
    [[nodiscard]] std::optional<Trial> currentTrial(const std::string& rater) const;
    /// The one after that: its clips can be loaded ahead.
    [[nodiscard]] std::optional<Trial> nextTrial(const std::string& rater) const;
    /// How a rater fares in practice; nothing where it need not be passed.
    [[nodiscard]] std::optional<PracticeProgress> practice(const std::string& rater) const;

    /// The judgement of the rater's current trial; the next one is current when this returns. Its createdUtc is set
    /// here. \throws Error(BadInput) when it does not fit (see checkJudgement), is of another trial, or the study is
    /// sealed
    void record(const Judgement& judgement);

    /// What happened while a trial was open, added to what there is.
    void recordEvents(const std::string& rater, const std::string& trial, std::span<const ListenEvent> events);

    /// An answer as far as it is given, for the case that the program ends before it is confirmed.
    void saveDraft(const Judgement& judgement);
    /// What to show in a trial that comes up again: its draft, else its judgement that was taken back last.
    [[nodiscard]] std::optional<Judgement> draft(const std::string& rater, const std::string& trial) const;

    [[nodiscard]] bool canUndo(const std::string& rater) const;
    [[nodiscard]] bool canRedo(const std::string& rater) const;
    /// Takes the rater's newest judgement back: its trial is the current one again. \throws Error(BadInput) when there
    /// is none, or when its right answer was told (see practice())
    void undo(const std::string& rater);
    /// Lets the judgement that was taken back last stand again, as long as none was given since. \throws
    /// Error(BadInput)
    void redo(const std::string& rater);

    /// Ends the study: nothing more is recorded, and it can be revealed. \throws Error(BadInput) when it is sealed
    /// already
    void seal();
    [[nodiscard]] bool sealed() const;
    /// On the first question, from the judgements that stand; a prompt counts once the last of its raters answered.
    /// Nothing but for pairs.
    [[nodiscard]] std::optional<DecidedPairs> decidedPairs() const;
    /// Everything, with the models' names. \throws Error(BadInput) before the study is sealed
    [[nodiscard]] RevealedStudy reveal() const;

private:
    struct State;
    explicit StudyStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Whether a folder holds a study.
[[nodiscard]] bool isStudy(const std::filesystem::path& folder);

/// The folder of a study given by its folder or by its name in \p studies. \throws Error(NotFound) naming those there
/// are
[[nodiscard]] std::filesystem::path findStudy(const std::string& idOrFolder, const std::filesystem::path& studies);

/// Names of the studies in a folder of studies, sorted.
[[nodiscard]] std::vector<std::string> studiesIn(const std::filesystem::path& studies);

}  // namespace musicrl
