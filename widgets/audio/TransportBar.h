// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyBindings.h"

#include <QString>
#include <QWidget>
#include <array>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace musicrl {

class KeyButton;
class PageKeys;

/// Everything the transport shows.
struct TransportState {
    bool canPlay = false;  ///< there is a clip and an output to play it through
    bool playing = false;
    int heardLane = 0;  ///< 0 for A, 1 for B
    int lanes = 2;      ///< how many there are, up to 8
    double positionSeconds = 0.0;
    double durationSeconds = 0.0;
    bool looping = false;
    QString loopText = {};  ///< such as "5.0–12.0 s"; empty for the whole clip
    bool levelMatched = false;
    bool canMatchLevels = true;  ///< else it stays as it is
    QString levelText = {};      ///< such as "level-matched −16.0 LUFS"
    QString levelHint = {};      ///< what is done to each clip, and why
    QString deviceText = {};     ///< the output, or why there is none
    QString deviceHint = {};     ///< more about it, such as what to do
    bool hasDevice = false;
    QString offerText = {};  ///< such as "Use Headphones"; empty: there is no other output
};

/// Play, the lanes A, B and so on, switch, position, loop, level match and the sound output, each with its key, which
/// works in the whole window of this bar. \see PageKeys
class TransportBar : public QWidget {
    Q_OBJECT
public:
    explicit TransportBar(QWidget* parent = nullptr);
    ~TransportBar() override;

    /// "play", "hearA" to "hearH", "switch", "loop", "level"
    void setKeys(const KeyBindings& keys);
    void setState(const TransportState& state);
    void setPosition(double seconds);  ///< cheap enough for every frame
    [[nodiscard]] const TransportState& state() const { return state_; }

Q_SIGNALS:
    void playToggled();
    void laneChosen(int lane);
    void switched();
    void loopToggled();
    void levelMatchToggled();
    void deviceRetried();
    void offeredDeviceWanted();

private:
    void connectButtons();
    void showLanes();
    [[nodiscard]] KeyButton* buttonOf(const QString& id) const;

    TransportState state_;
    KeyBindings bindings_;
    PageKeys* keys_;
    KeyButton* play_;
    QHBoxLayout* lanesLine_;
    std::array<KeyButton*, 8> lanes_;
    KeyButton* switch_;
    QLabel* position_;
    KeyButton* loop_;
    KeyButton* level_;
    QLabel* device_;
    QPushButton* offered_;
    QPushButton* retry_;
};

/// 7.34 → "00:07.34"
[[nodiscard]] QString clockText(double seconds);

}  // namespace musicrl
