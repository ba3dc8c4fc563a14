// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RateTransport.h"

#include "widgets/audio/TransportBar.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/KeyButton.h"

#include <QHBoxLayout>
#include <QLabel>

namespace musicrl {
namespace {

constexpr int barHeight = 72;

}  // namespace

RateTransport::RateTransport(QWidget* parent) : QWidget(parent) {
    setProperty("role", "transport");
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(barHeight);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(space::large, 0, space::large, 0);
    line->setSpacing(space::medium);
    const auto button = [this, line](const QString& text, const QString& id) {
        auto* made = new KeyButton(text);
        made->setObjectName(QStringLiteral("rate-") + id);
        made->setFocusPolicy(Qt::NoFocus);
        connect(made, &QPushButton::clicked, this, [this, id] { Q_EMIT triggered(id); });
        line->addWidget(made);
        return made;
    };
    play_ = button({}, QStringLiteral("play"));
    play_->setAccessibleName(tr("Play or pause"));
    sides_ = {button(QStringLiteral("A"), QStringLiteral("hearA")),
              button(QStringLiteral("B"), QStringLiteral("hearB")),
              button(QStringLiteral("X"), QStringLiteral("hearX"))};
    sides_[0]->setInk(&Theme::clipA);
    sides_[1]->setInk(&Theme::clipB);
    sides_[2]->setInk(&Theme::violet);
    switch_ = button({}, QStringLiteral("switch"));
    switch_->setIcon(themedIcon(QStringLiteral("switch")));
    switch_->setToolTip(tr("The other clip at the same place"));
    position_ = makeLabel({}, LabelRole::Mono);
    line->addWidget(position_);
    trouble_ = makeLabel({}, LabelRole::Error);
    trouble_->setObjectName(QStringLiteral("rate-trouble"));
    line->addWidget(trouble_, 1);
    retry_ = new KeyButton(tr("Retry"));
    retry_->setObjectName(QStringLiteral("rate-retry"));
    retry_->setToolTip(tr("Through the same output, once it is connected again"));
    useOffered_ = new KeyButton({});
    useOffered_->setObjectName(QStringLiteral("rate-use-offered"));
    connect(retry_, &QPushButton::clicked, this, &RateTransport::deviceRetried);
    connect(useOffered_, &QPushButton::clicked, this, &RateTransport::otherDeviceChosen);
    for (KeyButton* way : {retry_, useOffered_}) {
        way->setFocusPolicy(Qt::NoFocus);
        line->addWidget(way);
    }
    line->addStretch();
    loop_ = button(tr("loop"), QStringLiteral("loop"));
    level_ = makeLabel({}, LabelRole::Muted);
    volume_ = makeLabel({}, LabelRole::Muted);
    dropouts_ = makeLabel({}, LabelRole::Muted);
    level_->setObjectName(QStringLiteral("rate-level"));
    dropouts_->setObjectName(QStringLiteral("rate-dropouts"));
    dropouts_->setToolTip(
        tr("So often the output ran dry while this trial was open, whichever clip played.\n"
           "It is kept with your answer and says nothing about the clips; a longer buffer helps."));
    for (QLabel* label : {dropouts_, level_, volume_}) {
        line->addWidget(label);
    }
    for (KeyButton* checkable : {sides_[0], sides_[1], sides_[2], loop_}) {
        checkable->setCheckable(true);
        checkable->setAutoExclusive(false);
    }
}

void RateTransport::setSides(int count) {
    for (int i = 0; i < 3; ++i) {
        sides_[static_cast<std::size_t>(i)]->setVisible(i < count);
    }
    switch_->setVisible(count > 1);
}

void RateTransport::setKeys(const KeyBindings& keys) {
    const auto cap = [&keys](const char* id) { return keys.capOf(QLatin1String(id)); };
    play_->setKey(cap("play"));
    retry_->setKey(cap("play"));         // which cannot play then
    useOffered_->setKey(cap("switch"));  // the same
    sides_[0]->setKey(cap("hearA"));
    sides_[1]->setKey(cap("hearB"));
    sides_[2]->setKey(cap("hearX"));
    switch_->setKey(cap("switch"));
    loop_->setKey(cap("loop"));
}

void RateTransport::setSound(const TrialSound& sound) {
    play_->setEnabled(sound.canPlay);
    play_->setIcon(themedIcon(sound.playing ? QStringLiteral("pause") : QStringLiteral("play")));
    for (int i = 0; i < 3; ++i) {
        sides_[static_cast<std::size_t>(i)]->setChecked(sound.heard == i);
    }
    position_->setText(clockText(sound.positionSeconds) + QStringLiteral(" / ") + clockText(sound.spanSeconds));
    loop_->setChecked(sound.looping);
    loop_->setText(sound.loopText.isEmpty() ? tr("loop") : tr("loop %1").arg(sound.loopText));
    loop_->updateGeometry();
    level_->setText(sound.levelMatched ? tr("level-matched") : tr("levels not matched"));
    level_->setToolTip(sound.levelMatched ? QString()
                                          : tr("The loudness of this trial cannot be measured: something in it is "
                                               "silent or shorter than 0.4 s.\nAll of it is played as it is."));
    dropouts_->setText(sound.dropouts == 1 ? tr("1 dropout") : tr("%1 dropouts").arg(sound.dropouts));
    dropouts_->setVisible(sound.dropouts > 0);
    volume_->setText(sound.volumeLocked ? tr("volume locked") : QString());
    trouble_->setText(sound.trouble);
    trouble_->setVisible(!sound.trouble.isEmpty());
    retry_->setVisible(!sound.trouble.isEmpty());
    useOffered_->setText(tr("Use %1").arg(sound.offer));
    useOffered_->updateGeometry();
    useOffered_->setVisible(!sound.trouble.isEmpty() && !sound.offer.isEmpty());
    switch_->setEnabled(sound.trouble.isEmpty());
}

}  // namespace musicrl
