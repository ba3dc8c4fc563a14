// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenDesk.h"
#include "app/workbench/pages/ListenTexts.h"
#include "app/workbench/pages/listen/ListenVotes.h"
#include "widgets/keys/KeyBindings.h"
#include "widgets/theme/Card.h"

#include <array>
#include <filesystem>
#include <utility>

class QLabel;

namespace musicrl {

class KeyButton;
class WorkbenchServices;

/// Which of two lanes is liked better, in one key: two for the first, one for neither, two for the second. The vote
/// goes to the project's votes/listen.jsonl, and another one on the same two clips takes its place.
class PreferenceBar : public Card {
    Q_OBJECT
public:
    PreferenceBar(WorkbenchServices& services, ListenDesk& desk, QWidget* parent = nullptr);

    /// Which lanes the keys are about.
    void setPair(LanePair pair);
    void refresh();  ///< after lanes have changed
    void setKeys(const KeyBindings& keys);
    /// The button from the left, of "preference1" to "preference5"; for other ids nothing happens.
    void press(const QString& id);

Q_SIGNALS:
    void voted();     ///< on clips that are still in the lanes
    void voteKept();  ///< of any clips

private:
    void vote(QuickPreference preference);
    /// A vote is kept: the lanes and files that it is on, and what it said.
    void tellKept(LanePair pair, const std::pair<std::filesystem::path, std::filesystem::path>& files,
                  const QString& said);
    void forgetOtherClips();
    [[nodiscard]] QString refusal() const;  ///< why there is nothing to choose; empty when there is

    WorkbenchServices& services_;
    ListenDesk& desk_;
    LanePair pair_;
    std::array<KeyButton*, 5> buttons_ = {};
    QLabel* state_ = nullptr;
    QString kept_;  ///< what was said last, of the clips in the lanes
    std::pair<std::filesystem::path, std::filesystem::path> shown_;
    bool wasBlind_ = false;
};

}  // namespace musicrl
