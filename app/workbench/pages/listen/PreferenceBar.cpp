// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/PreferenceBar.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "base/UtcTime.h"
#include "library/ClipVote.h"
#include "widgets/theme/ElidedLabel.h"
#include "widgets/theme/KeyButton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>

namespace musicrl {
namespace {

constexpr std::array preferences = {QuickPreference::MuchBetter, QuickPreference::Better, QuickPreference::Same,
                                    QuickPreference::Worse, QuickPreference::MuchWorse};

QString idOf(std::size_t button) {
    return QStringLiteral("preference%1").arg(button + 1);
}

QString textOf(QuickPreference preference, LanePair pair) {
    switch (preference) {
        case QuickPreference::MuchBetter:
            return PreferenceBar::tr("%1 much better").arg(laneLetter(pair.first));
        case QuickPreference::Better:
            return PreferenceBar::tr("%1 better").arg(laneLetter(pair.first));
        case QuickPreference::Same:
            return PreferenceBar::tr("same");
        case QuickPreference::Worse:
            return PreferenceBar::tr("%1 better").arg(laneLetter(pair.second));
        case QuickPreference::MuchWorse:
            return PreferenceBar::tr("%1 much better").arg(laneLetter(pair.second));
    }
    return {};
}

const ClipRecord* recordOf(const DeskLane& lane) {
    return lane.loaded && lane.loaded->record ? &*lane.loaded->record : nullptr;
}

ComparedClip comparedOf(const ListenDesk& desk, int index) {
    const DeskLane& lane = desk.lane(index);
    ComparedClip clip;
    clip.file = lane.path;
    clip.gainDb = desk.gainDb(index);
    clip.generator = clipTitle(*lane.loaded).toStdString();
    if (const ClipRecord* record = recordOf(lane)) {
        clip.sha256 = record->sha256;
    }
    return clip;
}

}  // namespace

PreferenceBar::PreferenceBar(WorkbenchServices& services, ListenDesk& desk, QWidget* parent)
    : Card(tr("Your preference"), parent), services_(services), desk_(desk) {
    state_ = new ElidedLabel("caption");
    state_->setObjectName(QStringLiteral("preferenceState"));
    state_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    state_->setToolTip(tr("Votes given with open eyes stand in votes/listen.jsonl and train nothing unless asked to"));
    const std::unique_ptr<QLayoutItem> title(titleLine()->takeAt(0));  // its state stands below it, where there is room
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(title->widget());
    words->addWidget(state_);
    titleLine()->addLayout(words, 1);
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        auto* button = new KeyButton({});
        button->setObjectName(idOf(i));
        button->setFocusPolicy(Qt::TabFocus);
        titleLine()->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, i] { vote(preferences.at(i)); });
        buttons_.at(i) = button;
    }
    setPair({});
}

void PreferenceBar::setKeys(const KeyBindings& keys) {
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        buttons_.at(i)->setKey(keys.capOf(idOf(i)));
    }
}

void PreferenceBar::press(const QString& id) {
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        if (id == idOf(i)) {
            buttons_.at(i)->click();
        }
    }
}

void PreferenceBar::setPair(LanePair pair) {
    if (pair != pair_) {
        kept_.clear();
    }
    pair_ = pair;
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        buttons_.at(i)->setText(textOf(preferences.at(i), pair));
        buttons_.at(i)->updateGeometry();
    }
    refresh();
}

QString PreferenceBar::refusal() const {
    const DeskLane& first = desk_.lane(pair_.first);
    const DeskLane& second = desk_.lane(pair_.second);
    if (first.status != LaneStatus::Ready || second.status != LaneStatus::Ready) {
        return tr("two clips to compare are wanted");
    }
    const ClipRecord* a = recordOf(first);
    const ClipRecord* b = recordOf(second);
    if (a == nullptr && b == nullptr) {
        return tr("neither clip has a record with its prompt");
    }
    if (a != nullptr && b != nullptr && a->recipe.prompt.text != b->recipe.prompt.text) {
        return tr("the clips are of different prompts");
    }
    return first.path == second.path ? tr("both are the same file") : QString();
}

/// What was said of clips that are no longer there, or of these before they were shuffled, is not said of them now.
void PreferenceBar::forgetOtherClips() {
    const std::pair shown{desk_.lane(pair_.first).path, desk_.lane(pair_.second).path};
    if (shown != shown_ || (desk_.blind() && !wasBlind_)) {
        kept_.clear();
    }
    shown_ = shown;
    wasBlind_ = desk_.blind();
}

void PreferenceBar::refresh() {
    forgetOtherClips();
    const QString why = refusal();
    for (KeyButton* button : buttons_) {
        button->setEnabled(why.isEmpty());
    }
    if (!why.isEmpty()) {
        kept_.clear();
    }
    state_->setText(!why.isEmpty() ? why : kept_.isEmpty() ? tr("kept apart from studies") : kept_);
}

void PreferenceBar::vote(QuickPreference preference) {
    if (!refusal().isEmpty()) {
        return;
    }
    const ClipRecord* a = recordOf(desk_.lane(pair_.first));
    const ClipRecord* known = a != nullptr ? a : recordOf(desk_.lane(pair_.second));
    const ComparedLanes lanes{known->recipe.prompt.text, comparedOf(desk_, pair_.first),
                              comparedOf(desk_, pair_.second)};
    const PreferencePair vote = listenVote(lanes, preference, utcNow());
    const std::filesystem::path file = listenVotesPath(services_.projectFolder);
    const QString said = textOf(preference, pair_);
    JobHandle* job = fetch(
        *services_.files, this, tr("Keeping a vote"),
        [file, vote] {
            keepVote(file, vote);
            return true;
        },
        [this, said, pair = pair_, files = std::pair(lanes.first.file, lanes.second.file)](bool) {
            tellKept(pair, files, said);
        });
    connect(job, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        if (outcome.ending == JobEnding::Failed) {
            state_->setText(QString::fromStdString(outcome.message));
        }
    });
}

void PreferenceBar::tellKept(LanePair pair, const std::pair<std::filesystem::path, std::filesystem::path>& files,
                             const QString& said) {
    const bool areThere = std::max(pair.first, pair.second) < desk_.laneCount() &&
                          desk_.lane(pair.first).path == files.first && desk_.lane(pair.second).path == files.second;
    if (areThere) {
        if (pair == pair_) {
            kept_ = tr("kept: %1").arg(said);
            refresh();
        }
        Q_EMIT voted();
    }
    Q_EMIT voteKept();
}

}  // namespace musicrl
