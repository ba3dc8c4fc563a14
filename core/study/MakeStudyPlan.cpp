// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "base/Hash.h"
#include "base/Random.h"
#include "study/StudyPlan.h"
#include "study/plan/RaterOrder.h"

#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

constexpr std::size_t handleDigits = 16;
constexpr std::size_t trialDigits = 12;

/// Two clips of one prompt (mos: one) that are to be judged.
struct Comparison {
    std::string id;
    std::string prompt;
    std::vector<std::string> handles;  ///< in the design's order of models
};

/// All comparisons of the same two models (mos: of one), in an order drawn once for all raters.
using Group = std::vector<Comparison>;

/// Copies of a handle's clip under another name.
std::string asX(const std::string& handle) {
    return sha256("X " + handle).substr(0, handleDigits);
}

class Planner {
public:
    Planner(const StudyDesign& design, const std::vector<StudyClip>& clips) : design_(design), clips_(clips) {
        plan_.design = design;
    }

    [[nodiscard]] StudyPlan plan() {
        chooseFormat();
        setLengths();
        nameClips();
        makeGroups();
        makeGold();
        makePractice();
        for (std::size_t rater = 0; rater < design_.raters.size(); ++rater) {
            planRater(rater);
        }
        return std::move(plan_);
    }

private:
    [[noreturn]] static void refuse(const std::string& reason) { throw Error(ErrorKind::BadInput, reason); }

    [[nodiscard]] bool isAbx() const { return design_.kind == StudyKind::Abx; }

    /// A generator for one purpose.
    [[nodiscard]] Random randomFor(const std::string& purpose) const {
        return Random(deriveSeed(design_.seed, purpose));
    }

    /// Digits that tell nothing, the same for the same seed and name.
    [[nodiscard]] std::string opaque(const std::string& name, std::size_t digits) const {
        return sha256(std::to_string(design_.seed) + " " + name).substr(0, digits);
    }

    void chooseFormat() {
        for (const StudyClip& clip : clips_) {
            plan_.sampleRateHz = std::max(plan_.sampleRateHz, clip.sampleRateHz);
            plan_.channels = std::max(plan_.channels, clip.channels);
        }
    }

    /// Clips that are ever heard beside each other: those of a prompt, and the two of a gold pair.
    [[nodiscard]] std::vector<std::vector<StudyClip*>> heardTogether() {
        std::map<std::string, std::vector<StudyClip*>> byPrompt;
        std::vector<std::vector<StudyClip*>> groups;
        for (StudyClip& clip : clips_) {
            if (clip.model != "gold") {
                byPrompt[clip.prompt].push_back(&clip);
            } else if (groups.empty() || groups.back().size() == 2) {
                groups.push_back({&clip});
            } else {
                groups.back().push_back(&clip);
            }
        }
        for (auto& [prompt, clips] : byPrompt) {
            groups.push_back(std::move(clips));
        }
        return groups;
    }

    void setLengths() {
        constexpr double sameLength = 1e-3;  // seconds
        if (!design_.commonLength) {
            return;
        }
        for (const std::vector<StudyClip*>& group : heardTogether()) {
            const auto [shortest, longest] = std::minmax_element(
                group.begin(), group.end(), [](const auto* a, const auto* b) { return a->seconds < b->seconds; });
            const double seconds = (*shortest)->seconds;
            const bool cut = (*longest)->seconds > seconds + sameLength;
            for (StudyClip* clip : group) {
                clip->seconds = seconds;
                clip->cut = cut;
            }
        }
    }

    void keep(const StudyClip& clip) { plan_.clips[clip.handle] = clip; }

    void nameClips() {
        std::size_t number = 0;
        for (StudyClip& clip : clips_) {
            const std::string gold = clip.model == "gold" ? std::to_string(number) : std::string();
            ++number;
            clip.handle = opaque("clip " + clip.model + gold + " " + clip.prompt, handleDigits);
            keep(clip);
            if (isAbx()) {
                StudyClip x = clip;
                x.handle = asX(clip.handle);
                keep(x);
            }
        }
    }

    void makeGroups() {
        std::map<std::string, std::map<std::string, std::string>> handles;  // by prompt and model
        for (const StudyClip& clip : clips_) {
            if (clip.model != "gold") {
                handles[clip.prompt][clip.model] = clip.handle;
            }
        }
        const std::size_t models = design_.models.size();
        for (std::size_t i = 0; i < models; ++i) {
            if (design_.kind == StudyKind::Mos) {
                addGroup(handles, {design_.models[i].name});
                continue;
            }
            for (std::size_t k = i + 1; k < models; ++k) {
                addGroup(handles, {design_.models[i].name, design_.models[k].name});
            }
        }
    }

    void addGroup(const std::map<std::string, std::map<std::string, std::string>>& handles,
                  const std::vector<std::string>& models) {
        Group group;
        for (const auto& [prompt, byModel] : handles) {
            Comparison comparison;
            comparison.prompt = prompt;
            for (const std::string& model : models) {
                comparison.handles.push_back(byModel.at(model));
            }
            comparison.id = "c" + std::to_string(++comparisons_);
            group.push_back(comparison);
        }
        randomFor("prompts " + std::to_string(groups_.size())).shuffle(group);
        groups_.push_back(std::move(group));
    }

    void makeGold() {
        for (std::size_t i = 0; i + 1 < clips_.size(); ++i) {
            if (clips_[i].model == "gold" && clips_[i + 1].model == "gold") {
                addGold(clips_[i].prompt, clips_[i].handle, clips_[i + 1].handle);
                ++i;
            }
        }
        std::vector<StudyClip> usual;
        std::copy_if(clips_.begin(), clips_.end(), std::back_inserter(usual),
                     [](const StudyClip& clip) { return clip.model != "gold"; });
        if (design_.noisyGold > static_cast<std::int64_t>(usual.size())) {
            refuse("\"noisy_gold\" asks for " + std::to_string(design_.noisyGold) + " gold pairs, but there are only " +
                   std::to_string(usual.size()) + " clips to make them from.");
        }
        randomFor("noisy gold").shuffle(usual);
        for (std::int64_t i = 0; i < design_.noisyGold; ++i) {
            const StudyClip& clip = usual[static_cast<std::size_t>(i)];
            addGold(clip.prompt, clip.handle, underNoise(clip));
        }
        // Practice tells its answers, so it takes other clips than gold where there are any.
        std::rotate(usual.begin(), usual.begin() + design_.noisyGold, usual.end());
        forPractice_ = std::move(usual);
    }

    void addGold(const std::string& prompt, const std::string& better, const std::string& worse) {
        gold_.push_back({"g" + std::to_string(gold_.size() + 1), prompt, {better, worse}});
    }

    /// \return the handle of the same clip under noise
    std::string underNoise(StudyClip clip) {
        clip.noisy = true;
        clip.handle = opaque("noisy " + clip.handle, handleDigits);
        keep(clip);
        return clip.handle;
    }

    /// Pairs of known answer for every attempt at a practice that has to be passed.
    void makePractice() {
        const std::int64_t count = design_.practiceToPass > 0.0 ? design_.practice * design_.practiceAttempts : 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const StudyClip& clip = forPractice_[static_cast<std::size_t>(i) % forPractice_.size()];
            practice_.push_back(
                {"p" + std::to_string(practice_.size() + 1), clip.prompt, {clip.handle, underNoise(clip)}});
        }
    }

    /// The better clip's side falls by a coin: who sees the sides of all but the last pair cannot tell the last one's.
    [[nodiscard]] std::vector<PlannedTrial> practiceToPass() {
        std::vector<PlannedTrial> trials;
        for (std::size_t i = 0; i < practice_.size(); ++i) {
            const bool swapped = random_.chance(0.5);
            const bool startsWithB = random_.chance(0.5);
            trials.push_back(trialOf(practice_[i], (swapped ? 1U : 0U) + (startsWithB ? 2U : 0U)));
            trials.back().role = TrialRole::Practice;
            trials.back().attempt = static_cast<std::int64_t>(i) / design_.practice + 1;
            trials.back().answer = swapped ? Side::B : Side::A;
        }
        return trials;
    }

    void planRater(std::size_t rater) {
        // By number: an order that came of a pseudonym would give it away to who guesses it.
        random_ = randomFor("rater " + std::to_string(rater + 1));
        std::vector<PlannedTrial> order = inRounds(groupsFor(rater), random_);
        const std::vector<PlannedTrial> practice =
            practice_.empty() ? practiceFrom(order, design_.practice, random_) : practiceToPass();
        order = withRepeats(std::move(order), design_.repeats, random_);
        const std::vector<PlannedTrial> gold = goldTrials(rater);
        order = withGold(std::move(order), gold, random_);
        finish(practice, std::move(order), rater);
    }

    /// Whether a comparison falls to a rater: all to all, or each to so many in turn.
    [[nodiscard]] bool fallsTo(std::size_t rater, std::size_t comparison) const {
        const auto raters = static_cast<std::int64_t>(design_.raters.size());
        if (design_.votesPerComparison > raters) {
            refuse("\"votes_per_comparison\" is " + std::to_string(design_.votesPerComparison) +
                   ", but there are only " + std::to_string(raters) + " raters.");
        }
        if (design_.votesPerComparison == 0) {
            return true;
        }
        const auto first = static_cast<std::int64_t>(comparison) * design_.votesPerComparison;
        const std::int64_t turn = (static_cast<std::int64_t>(rater) - first % raters + raters) % raters;
        return turn < design_.votesPerComparison;
    }

    /// The rater's trials by group, sides in turn; which comes first differs from rater to rater.
    [[nodiscard]] std::vector<std::vector<PlannedTrial>> groupsFor(std::size_t rater) {
        std::vector<std::vector<PlannedTrial>> groups;
        std::size_t comparison = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const bool coin = randomFor("sides " + std::to_string(g)).chance(0.5);
            std::vector<PlannedTrial> trials;
            std::size_t turn = rater + (coin ? 1 : 0);
            for (const Comparison& each : groups_[g]) {
                if (fallsTo(rater, comparison++)) {
                    addTrials(trials, each, turn);
                    ++turn;
                }
            }
            random_.shuffle(trials);
            groups.push_back(std::move(trials));
        }
        return groups;
    }

    void addTrials(std::vector<PlannedTrial>& trials, const Comparison& comparison, std::size_t turn) {
        if (!isAbx()) {
            trials.push_back(trialOf(comparison, turn));
            return;
        }
        for (std::int64_t i = 0; i < design_.abxTrials; ++i) {
            const std::size_t step = turn + static_cast<std::size_t>(i);
            PlannedTrial trial = trialOf(comparison, step);
            trial.answer = step / 2 % 2 == 0 ? Side::A : Side::B;
            trial.firstHeard = step / 4 % 2 == 0 ? Side::A : Side::B;
            trial.clips.push_back(asX(trial.clips[*trial.answer == Side::A ? 0 : 1]));
            trials.push_back(std::move(trial));
        }
    }

    /// Sides take turns, and on either side so does who is heard first. \param turn  of the rater on these models
    [[nodiscard]] static PlannedTrial trialOf(const Comparison& comparison, std::size_t turn) {
        PlannedTrial trial;
        trial.prompt = comparison.prompt;
        trial.comparison = comparison.id;
        trial.clips = comparison.handles;
        if (turn % 2 == 1) {
            std::reverse(trial.clips.begin(), trial.clips.end());
        }
        if (trial.clips.size() > 1) {
            trial.firstHeard = turn / 2 % 2 == 0 ? Side::A : Side::B;
        }
        return trial;
    }

    /// Every gold pair once, in drawn order, sides in turn.
    [[nodiscard]] std::vector<PlannedTrial> goldTrials(std::size_t rater) {
        std::vector<Comparison> gold = gold_;
        random_.shuffle(gold);
        std::vector<PlannedTrial> trials;
        for (std::size_t i = 0; i < gold.size(); ++i) {
            const bool swapped = (i + rater) % 2 == 1;
            trials.push_back(trialOf(gold[i], i + rater));
            trials.back().role = TrialRole::Gold;
            trials.back().answer = swapped ? Side::B : Side::A;
        }
        return trials;
    }

    /// Names, blocks and rater.
    void finish(const std::vector<PlannedTrial>& practice, std::vector<PlannedTrial> order, std::size_t rater) {
        std::vector<PlannedTrial> trials = practice;
        std::move(order.begin(), order.end(), std::back_inserter(trials));
        std::map<std::string, std::string> ids;  // from the place in the order
        for (std::size_t i = 0; i < trials.size(); ++i) {
            PlannedTrial& trial = trials[i];
            const std::string id = opaque("trial " + std::to_string(rater + 1) + " " + std::to_string(i), trialDigits);
            if (trial.role == TrialRole::Regular) {
                ids[trial.id] = id;
            }
            trial.id = id;
            trial.rater = design_.raters[rater];
            const std::size_t counted = i < practice.size() ? 0 : i - practice.size();
            trial.block = static_cast<std::int64_t>(counted) / design_.blockTrials;
        }
        for (PlannedTrial& trial : trials) {
            if (trial.role == TrialRole::Repeat) {
                trial.repeatOf = ids.at(trial.repeatOf);
            }
            plan_.trials.push_back(std::move(trial));
        }
    }

    const StudyDesign& design_;
    std::vector<StudyClip> clips_;
    StudyPlan plan_;
    std::vector<Group> groups_;
    std::vector<Comparison> gold_;
    std::vector<StudyClip> forPractice_;
    std::vector<Comparison> practice_;  ///< that has to be passed, attempt by attempt
    std::size_t comparisons_ = 0;
    Random random_{0};
};

}  // namespace

StudyPlan makeStudyPlan(const StudyDesign& design, const std::vector<StudyClip>& clips) {
    if (clips.empty()) {
        throw Error(ErrorKind::BadInput, "There are no clips for the study.");
    }
    if (design.kind == StudyKind::Mos && design.screening.maximumSameSide < 1.0) {  // plans made before stay readable
        throw Error(ErrorKind::BadInput,
                    "A study of kind \"mos\" has no sides: take \"maximum_same_side\" out of [screening].");
    }
    return Planner(design, clips).plan();
}

}  // namespace musicrl
