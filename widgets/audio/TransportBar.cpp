// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TransportBar.h"

#include "widgets/keys/PageKeys.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/ElidedLabel.h"
#include "widgets/theme/KeyButton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace musicrl {
namespace {

constexpr int mostWithKeys = 4;

/// Keeps the focus where it is when clicked, so that Space goes on to mean play.
KeyButton* makeButton(const QString& text, const QString& name, QHBoxLayout* line) {
    auto* button = new KeyButton(text);
    button->setObjectName(name);
    button->setFocusPolicy(Qt::TabFocus);
    line->addWidget(button);
    return button;
}

}  // namespace

QString clockText(double seconds) {
    const auto hundredths = static_cast<long long>(std::floor(std::max(0.0, seconds) * 100.0 + 1e-6));
    return QStringLiteral("%1:%2.%3")
        .arg(hundredths / 6000, 2, 10, QLatin1Char('0'))
        .arg(hundredths / 100 % 60, 2, 10, QLatin1Char('0'))
        .arg(hundredths % 100, 2, 10, QLatin1Char('0'));
}

TransportBar::TransportBar(QWidget* parent) : QWidget(parent), keys_(new PageKeys(this)) {
    setProperty("role", "transport");
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(72);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(space::large, 0, space::large, 0);
    line->setSpacing(space::medium);
    play_ = makeButton({}, QStringLiteral("play"), line);
    lanesLine_ = new QHBoxLayout;
    line->addLayout(lanesLine_);
    for (int lane = 0; lane < static_cast<int>(lanes_.size()); ++lane) {
        const QString letter(QChar(u'A' + lane));
        KeyButton* button = makeButton(letter, QStringLiteral("lane") + letter, lanesLine_);
        button->setInk(laneInk(lane));
        button->setCheckable(true);
        connect(button, &QPushButton::clicked, this, [this, lane] { Q_EMIT laneChosen(lane); });
        lanes_.at(static_cast<std::size_t>(lane)) = button;
    }
    switch_ = makeButton(tr("switch"), QStringLiteral("switch"), line);
    position_ = makeLabel({}, LabelRole::Mono);
    position_->setObjectName(QStringLiteral("position"));
    line->addSpacing(space::tight);
    line->addWidget(position_);
    line->addStretch();
    loop_ = makeButton({}, QStringLiteral("loop"), line);
    level_ = makeButton({}, QStringLiteral("level"), line);
    device_ = new ElidedLabel("muted");
    device_->setObjectName(QStringLiteral("device"));
    line->addWidget(device_);
    offered_ = new QPushButton;
    offered_->setObjectName(QStringLiteral("useOfferedOutput"));
    offered_->setFocusPolicy(Qt::TabFocus);
    offered_->setProperty("primary", true);
    line->addWidget(offered_);
    retry_ = new QPushButton(tr("Retry"));
    retry_->setObjectName(QStringLiteral("retry"));
    retry_->setFocusPolicy(Qt::TabFocus);
    line->addWidget(retry_);

    switch_->setIcon(themedIcon(QStringLiteral("switch")));
    loop_->setIcon(themedIcon(QStringLiteral("loop")));
    play_->setAccessibleName(tr("Play or pause"));
    loop_->setCheckable(true);
    level_->setCheckable(true);
    connectButtons();
    setState({});
}

void TransportBar::connectButtons() {
    connect(play_, &QPushButton::clicked, this, &TransportBar::playToggled);
    connect(switch_, &QPushButton::clicked, this, &TransportBar::switched);
    connect(loop_, &QPushButton::clicked, this, &TransportBar::loopToggled);
    connect(level_, &QPushButton::clicked, this, &TransportBar::levelMatchToggled);
    connect(retry_, &QPushButton::clicked, this, &TransportBar::deviceRetried);
    connect(offered_, &QPushButton::clicked, this, &TransportBar::offeredDeviceWanted);
    std::vector<KeyButton*> checked = {loop_, level_};
    checked.insert(checked.end(), lanes_.begin(), lanes_.end());
    for (KeyButton* button : checked) {  // what is checked is what the state says, not the click
        connect(button, &QPushButton::clicked, this, [this] { setState(TransportState(state_)); });
    }
    connect(keys_, &PageKeys::pressed, this, [this](const QString& id) {
        if (KeyButton* button = buttonOf(id); button != nullptr && !button->isHidden()) {
            button->click();
        }
    });
}

TransportBar::~TransportBar() = default;

KeyButton* TransportBar::buttonOf(const QString& id) const {
    const std::pair<const char*, KeyButton*> buttons[] = {
        {"play", play_}, {"switch", switch_}, {"loop", loop_}, {"level", level_}};
    for (const auto& [name, button] : buttons) {
        if (id == QLatin1String(name)) {
            return button;
        }
    }
    for (KeyButton* lane : lanes_) {
        if (id == QStringLiteral("hear") + lane->text()) {
            return lane;
        }
    }
    return nullptr;
}

void TransportBar::setKeys(const KeyBindings& keys) {
    bindings_ = keys;
    keys_->setBindings(keys);
    for (const KeyBinding& binding : keys.all()) {
        if (KeyButton* button = buttonOf(binding.id)) {
            button->setKey(keys.capOf(binding.id));
            button->setToolTip(keys.hint(binding.text, binding.id));
        }
    }
    setState(TransportState(state_));
}

void TransportBar::setState(const TransportState& state) {
    state_ = state;
    play_->setEnabled(state.canPlay);
    play_->setIcon(themedIcon(state.playing ? QStringLiteral("pause") : QStringLiteral("play")));
    showLanes();
    loop_->setChecked(state.looping);
    loop_->setText(state.loopText.isEmpty() ? tr("loop") : tr("loop %1").arg(state.loopText));
    level_->setChecked(state.levelMatched);
    level_->setEnabled(state.canMatchLevels);
    const QString matching = bindings_.hint(tr("Play all clips equally loud"), QStringLiteral("level"));
    level_->setToolTip(state.levelHint.isEmpty() ? matching : matching + QLatin1Char('\n') + state.levelHint);
    level_->setText(state.levelText.isEmpty() ? tr("level-match") : state.levelText);
    loop_->updateGeometry();
    level_->updateGeometry();
    setPosition(state.positionSeconds);
    device_->setText(state.deviceText);
    device_->setToolTip(state.deviceHint);
    retry_->setVisible(!state.hasDevice);
    offered_->setText(state.offerText);
    offered_->setVisible(!state.hasDevice && !state.offerText.isEmpty());
}

/// Of many lanes the keys are in the tool tips only: there is no room for all of them.
void TransportBar::showLanes() {
    const bool many = state_.lanes > mostWithKeys;
    lanesLine_->setSpacing(many ? space::tight : space::medium);
    for (int lane = 0; lane < static_cast<int>(lanes_.size()); ++lane) {
        KeyButton* button = lanes_.at(static_cast<std::size_t>(lane));
        button->setKey(many ? QString() : bindings_.capOf(QStringLiteral("hear") + button->text()));
        button->setChecked(state_.heardLane == lane);
        button->setVisible(lane < state_.lanes);
    }
}

void TransportBar::setPosition(double seconds) {
    state_.positionSeconds = seconds;
    position_->setText(clockText(seconds) + QStringLiteral(" / ") + clockText(state_.durationSeconds));
}

}  // namespace musicrl
