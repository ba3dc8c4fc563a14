// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyBindings.h"

#include <QString>
#include <QWidget>
#include <array>
#include <cstdint>
#include <vector>

class QLabel;

namespace musicrl {

class KeyButton;

/// How the clips of a trial sound right now, as far as a blind rater may know.
struct TrialSound {
    bool canPlay = false;
    bool playing = false;
    int heard = 0;  ///< by lane: A, B, X
    double positionSeconds = 0.0;
    double spanSeconds = 0.0;
    std::vector<double> listenedSeconds;  ///< by lane
    bool looping = false;
    QString loopText;
    bool levelMatched = false;
    bool volumeLocked = false;
    std::int64_t dropouts = 0;  ///< of the output while this trial was open, whichever clip played
    QString trouble;            ///< why there is no sound; empty when there is
    QString offer;              ///< another output that there is
};

/// The foot of a rating session: play, the sides, switch, loop. It shows keys, and the session has them.
class RateTransport : public QWidget {
    Q_OBJECT
public:
    explicit RateTransport(QWidget* parent = nullptr);

    void setSides(int count);  ///< 1 to 3: A, B, X
    void setKeys(const KeyBindings& keys);
    void setSound(const TrialSound& sound);

Q_SIGNALS:
    /// An id of defaultRatingKeys().
    void triggered(const QString& id);
    void deviceRetried();
    void otherDeviceChosen();

private:
    KeyButton* play_;
    std::array<KeyButton*, 3> sides_ = {};
    KeyButton* switch_;
    QLabel* position_;
    KeyButton* loop_;
    QLabel* level_;
    QLabel* volume_;
    QLabel* dropouts_;
    QLabel* trouble_;
    KeyButton* retry_;
    KeyButton* useOffered_;
};

}  // namespace musicrl
