// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TransportBar.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/TypedInto.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace musicrl {
namespace {

bool isPressedBySpace(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QComboBox*>(widget) != nullptr;
}

bool isTransportKey(const QKeyEvent& event) {
    const bool plain = (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    constexpr std::array keys = {Qt::Key_Space, Qt::Key_X, Qt::Key_L};
    const bool isLane = event.key() >= Qt::Key_1 && event.key() <= Qt::Key_8;
    return plain && (isLane || std::find(keys.begin(), keys.end(), event.key()) != keys.end());
}

/// Keeps the focus where it is when clicked, so that Space goes on to mean play.
KeyButton* makeButton(const QString& text, const QString& key, const QString& name, QHBoxLayout* line) {
    auto* button = new KeyButton(text, key);
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

TransportBar::TransportBar(QWidget* parent) : QWidget(parent) {
    setProperty("role", "transport");
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(72);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(space::large, 0, space::large, 0);
    line->setSpacing(space::medium);
    play_ = makeButton({}, tr("Space"), QStringLiteral("play"), line);
    for (int lane = 0; lane < static_cast<int>(lanes_.size()); ++lane) {
        const QString letter(QChar(u'A' + lane));
        KeyButton* button = makeButton(letter, QString::number(lane + 1), QStringLiteral("lane") + letter, line);
        button->setInk(laneInk(lane));
        button->setCheckable(true);
        connect(button, &QPushButton::clicked, this, [this, lane] { Q_EMIT laneChosen(lane); });
        lanes_.at(static_cast<std::size_t>(lane)) = button;
    }
    switch_ = makeButton(tr("switch"), QStringLiteral("X"), QStringLiteral("switch"), line);
    position_ = makeLabel({}, LabelRole::Mono);
    position_->setObjectName(QStringLiteral("position"));
    line->addSpacing(space::tight);
    line->addWidget(position_);
    line->addStretch();
    loop_ = makeButton({}, QStringLiteral("L"), QStringLiteral("loop"), line);
    level_ = makeButton({}, {}, QStringLiteral("level"), line);
    device_ = makeLabel({}, LabelRole::Muted);
    device_->setObjectName(QStringLiteral("device"));
    line->addWidget(device_);
    retry_ = new QPushButton(tr("Retry"));
    retry_->setObjectName(QStringLiteral("retry"));
    retry_->setFocusPolicy(Qt::TabFocus);
    line->addWidget(retry_);

    switch_->setIcon(themedIcon(QStringLiteral("switch")));
    loop_->setIcon(themedIcon(QStringLiteral("loop")));
    play_->setAccessibleName(tr("Play or pause"));
    switch_->setToolTip(tr("The next clip at the same place"));
    level_->setToolTip(tr("Play all clips equally loud"));
    loop_->setCheckable(true);
    level_->setCheckable(true);
    connect(play_, &QPushButton::clicked, this, &TransportBar::playToggled);
    connect(switch_, &QPushButton::clicked, this, &TransportBar::switched);
    connect(loop_, &QPushButton::clicked, this, &TransportBar::loopToggled);
    connect(level_, &QPushButton::clicked, this, &TransportBar::levelMatchToggled);
    connect(retry_, &QPushButton::clicked, this, &TransportBar::deviceRetried);
    std::vector<KeyButton*> checked = {loop_, level_};
    checked.insert(checked.end(), lanes_.begin(), lanes_.end());
    for (KeyButton* button : checked) {  // what is checked is what the state says, not the click
        connect(button, &QPushButton::clicked, this, [this] { setState(TransportState(state_)); });
    }
    addKeys();
    setState({});
}

TransportBar::~TransportBar() = default;

void TransportBar::addKeys() {
    std::vector<KeyButton*> keyed = {play_, switch_, loop_};
    keyed.insert(keyed.end(), lanes_.begin(), lanes_.end());
    for (KeyButton* button : keyed) {
        const QKeySequence key(button == play_ ? QStringLiteral("Space") : button->key());
        auto* shortcut = new QShortcut(key, this);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, button, [button] {
            if (!button->isHidden()) {
                button->click();
            }
        });
    }
    qApp->installEventFilter(this);
}

bool TransportBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) {
        return false;
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget != nullptr && isTransportKey(*key) &&
        (isTypedInto(widget) || (key->key() == Qt::Key_Space && isPressedBySpace(widget)))) {
        event->accept();  // the widget gets the key, not the transport
        return true;
    }
    return false;
}

void TransportBar::setState(const TransportState& state) {
    state_ = state;
    play_->setEnabled(state.canPlay);
    play_->setIcon(themedIcon(state.playing ? QStringLiteral("pause") : QStringLiteral("play")));
    for (int lane = 0; lane < static_cast<int>(lanes_.size()); ++lane) {
        lanes_.at(static_cast<std::size_t>(lane))->setChecked(state.heardLane == lane);
        lanes_.at(static_cast<std::size_t>(lane))->setVisible(lane < state.lanes);
    }
    loop_->setChecked(state.looping);
    loop_->setText(state.loopText.isEmpty() ? tr("loop") : tr("loop %1").arg(state.loopText));
    level_->setChecked(state.levelMatched);
    level_->setText(state.levelMatched && !state.levelText.isEmpty() ? tr("level-matched %1").arg(state.levelText)
                                                                     : tr("level-match"));
    loop_->updateGeometry();
    level_->updateGeometry();
    setPosition(state.positionSeconds);
    device_->setText(state.deviceText);
    device_->setToolTip(state.deviceHint);
    retry_->setVisible(!state.hasDevice);
}

void TransportBar::setPosition(double seconds) {
    state_.positionSeconds = seconds;
    position_->setText(clockText(seconds) + QStringLiteral(" / ") + clockText(state_.durationSeconds));
}

}  // namespace musicrl
