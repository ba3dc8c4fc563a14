// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <array>

class QLabel;
class QPushButton;

namespace musicrl {

class KeyButton;

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
    QString levelText = {};   ///< such as "−16.0 LUFS"
    QString deviceText = {};  ///< the output, or why there is none
    QString deviceHint = {};  ///< more about it, such as what to do
    bool hasDevice = false;
};

/// Play (Space), the lanes A (1), B (2) and so on, switch (X), position, loop (L), level match and the sound output.
///
/// The keys work in the whole window of this bar, but never take a key from a field that is typed into, nor Space from
/// a button or list of choices that has the focus.
class TransportBar : public QWidget {
    Q_OBJECT
public:
    explicit TransportBar(QWidget* parent = nullptr);
    ~TransportBar() override;

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

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addKeys();

    TransportState state_;
    KeyButton* play_;
    std::array<KeyButton*, 8> lanes_;
    KeyButton* switch_;
    QLabel* position_;
    KeyButton* loop_;
    KeyButton* level_;
    QLabel* device_;
    QPushButton* retry_;
};

/// 7.34 → "00:07.34"
[[nodiscard]] QString clockText(double seconds);

}  // namespace musicrl
