// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listening/VolumePage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/listening/DevicePanel.h"
#include "playback/Player.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <cmath>
#include <memory>

namespace musicrl {
namespace {

constexpr int pageWidth = 640;
constexpr int lowestHalfDecibels = -80;
constexpr int pollMs = 100;

QString decibels(double value, int decimals) {
    const QString sign = value < 0.0 ? QStringLiteral("−") : QString();
    return sign + QString::number(std::abs(value), 'f', decimals);
}

}  // namespace

VolumePage::VolumePage(WorkbenchServices& services, double targetLufs, QWidget* parent)
    : QWidget(parent), services_(services), targetLufs_(targetLufs) {
    setProperty("role", "page");
    auto* centre = new QWidget(this);
    centre->setMaximumWidth(pageWidth);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    column->addWidget(makeLabel(tr("Sound"), LabelRole::Heading, this));
    notice_ = makeLabel({}, LabelRole::Muted, this);
    notice_->setObjectName(QStringLiteral("volumeNotice"));
    notice_->setWordWrap(true);
    notice_->hide();
    column->addWidget(notice_);
    devices_ = new DevicePanel(services, this);
    column->addWidget(devices_);
    column->addWidget(buildVolume());
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(centre, 100);
    line->addStretch(1);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(space::large, space::large, space::large, space::large);
    page->addStretch(1);
    page->addLayout(line);
    page->addStretch(2);
    connect(&timer_, &QTimer::timeout, this, &VolumePage::refresh);
    connect(&services, &WorkbenchServices::outputChanged, this, &VolumePage::refresh);
    timer_.start(pollMs);
    refresh();
}

QWidget* VolumePage::buildVolume() {
    auto* card = new Card(tr("Volume"), this);
    auto* words = makeLabel(tr("Put the headphones on and play the tone: it is as loud as the clips will be. Set your "
                               "system's volume, and the slider "
                               "if need be, so that you would like to hear music that loud. Then lock it, and leave "
                               "the system's volume alone."),
                            LabelRole::Muted, this);
    words->setWordWrap(true);
    card->body()->addWidget(words);
    card->body()->addSpacing(space::tight);
    card->body()->addWidget(buildTone());
    lockText_ = makeLabel({}, LabelRole::GoodChip, this);
    lockText_->setObjectName(QStringLiteral("lockText"));
    card->titleLine()->addStretch(1);
    card->titleLine()->addWidget(lockText_);

    volume_ = new QSlider(Qt::Horizontal, this);
    volume_->setObjectName(QStringLiteral("volume"));
    volume_->setAccessibleName(tr("Volume in half decibels"));
    volume_->setRange(lowestHalfDecibels, 0);
    volume_->setPageStep(6);
    connect(volume_, &QSlider::valueChanged, this, &VolumePage::setVolume);
    volumeText_ = makeLabel({}, LabelRole::Mono, this);
    volumeText_->setObjectName(QStringLiteral("volumeText"));
    volumeText_->setMinimumWidth(64);
    volumeText_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    lock_ = new QPushButton(this);
    lock_->setObjectName(QStringLiteral("lock"));
    lock_->setProperty("primary", true);
    connect(lock_, &QPushButton::clicked, this, &VolumePage::toggleLock);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::medium);
    line->addWidget(volume_, 1);
    line->addWidget(volumeText_);
    line->addWidget(lock_);
    hint_ = makeLabel({}, LabelRole::Caption, this);
    hint_->hide();
    card->body()->addSpacing(space::small);
    card->body()->addLayout(line);
    card->body()->addWidget(hint_);
    return card;
}

QWidget* VolumePage::buildTone() {
    auto* area = new QWidget(this);
    auto* line = new QHBoxLayout(area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    pink_ = new KeyButton(tr("Pink noise"), {}, this);
    pink_->setObjectName(QStringLiteral("pinkNoise"));
    pink_->setToolTip(tr("Sounds about as loud as music of the same loudness"));
    sine_ = new KeyButton(tr("1 kHz"), {}, this);
    sine_->setObjectName(QStringLiteral("oneKilohertz"));
    sine_->setToolTip(tr("A sine, for a level meter"));
    connect(pink_, &QPushButton::clicked, this, [this] { toggleTone(ReferenceTone::PinkNoise); });
    connect(sine_, &QPushButton::clicked, this, [this] { toggleTone(ReferenceTone::OneKilohertz); });
    for (KeyButton* button : {pink_, sine_}) {
        button->setCheckable(true);
        line->addWidget(button);
    }
    line->addStretch(1);
    line->addWidget(makeLabel(tr("%1 LUFS").arg(decibels(targetLufs_, 1)), LabelRole::Chip, this));
    return area;
}

void VolumePage::hideEvent(QHideEvent* event) {
    services_.player->stopTone();
    QWidget::hideEvent(event);
}

void VolumePage::setNotice(const QString& sentence) {
    notice_->setText(sentence);
    notice_->setVisible(!sentence.isEmpty());
}

void VolumePage::setLockedElsewhere(const QString& hint, const std::array<QString, 2>& toneKeys) {
    devices_->hideLanes();
    lock_->hide();
    pink_->setKey(toneKeys[0]);
    sine_->setKey(toneKeys[1]);
    hint_->setText(hint);
    hint_->show();
}

void VolumePage::stepVolume(double decibels) {
    volume_->setValue(volume_->value() + qRound(2.0 * decibels));
}

void VolumePage::toggleTone(ReferenceTone tone) {
    Player& player = *services_.player;
    if (player.tonePlaying() && tone == tone_) {
        player.stopTone();
    } else {
        tone_ = tone;
        player.startTone(std::make_shared<const Clip>(makeReferenceTone(tone, targetLufs_, player.sampleRateHz())));
    }
    refresh();
}

void VolumePage::setVolume(int halfDecibels) {
    services_.player->setVolumeDb(halfDecibels / 2.0);
    refresh();
}

void VolumePage::toggleLock() {
    Player& player = *services_.player;
    if (player.volumeLocked()) {
        player.unlockVolume();
        Q_EMIT volumeUnlocked();
    } else {
        player.stopTone();
        player.lockVolume();
        Q_EMIT volumeLocked();
    }
    Q_EMIT services_.outputChanged();
    refresh();
}

void VolumePage::refresh() {
    const Player& player = *services_.player;
    const bool locked = player.volumeLocked();
    for (KeyButton* button : {pink_, sine_}) {
        button->setEnabled(player.hasDevice());
    }
    pink_->setChecked(player.tonePlaying() && tone_ == ReferenceTone::PinkNoise);
    sine_->setChecked(player.tonePlaying() && tone_ == ReferenceTone::OneKilohertz);
    const QSignalBlocker blocker(volume_);
    volume_->setValue(qRound(player.volumeDb() * 2.0));
    volume_->setEnabled(!locked);
    volumeText_->setText(tr("%1 dB").arg(decibels(player.volumeDb(), 1)));
    lock_->setText(locked ? tr("Unlock") : tr("Lock the volume"));
    lock_->setEnabled(locked || player.hasDevice());
    lockText_->setVisible(locked);
    lockText_->setText(tr("volume locked"));
}

}  // namespace musicrl
