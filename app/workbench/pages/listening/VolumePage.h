// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "audio/ReferenceTone.h"

#include <QTimer>
#include <QWidget>
#include <array>

class QLabel;
class QPushButton;
class QSlider;

namespace musicrl {

class DevicePanel;
class KeyButton;
class WorkbenchServices;

/// Before listening: choose the output, play a reference tone at the loudness of the clips to come, set the volume,
/// lock it.
///
/// The slider's gain lies on everything that is played and only lowers it; the system's own volume is the listener's to
/// set and then to leave alone. The tone ends when the page is hidden.
class VolumePage : public QWidget {
    Q_OBJECT
public:
    /// \param targetLufs  what clips will be played at, which the tone is made for: a study's target, -16 on the Listen
    /// page
    VolumePage(WorkbenchServices& services, double targetLufs, QWidget* parent = nullptr);

    [[nodiscard]] DevicePanel& devices() { return *devices_; }
    void setNotice(const QString& sentence);  ///< why the volume is to be set; empty: as always
    /// Locking is done outside of this page, and what is in the lanes is none of the listener's business. \param hint
    /// which keys do here what \param toneKeys  of the noise and the sine
    void setLockedElsewhere(const QString& hint, const std::array<QString, 2>& toneKeys);
    void toggleTone(ReferenceTone tone);
    void stepVolume(double decibels);

Q_SIGNALS:
    /// The listener is content: the volume stays as it is until unlocked.
    void volumeLocked();
    void volumeUnlocked();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildVolume();
    QWidget* buildTone();
    void setVolume(int halfDecibels);
    void toggleLock();
    void refresh();

    WorkbenchServices& services_;
    double targetLufs_;
    ReferenceTone tone_ = ReferenceTone::PinkNoise;
    QTimer timer_;
    DevicePanel* devices_ = nullptr;
    KeyButton* pink_ = nullptr;
    KeyButton* sine_ = nullptr;
    QSlider* volume_ = nullptr;
    QLabel* volumeText_ = nullptr;
    QLabel* notice_ = nullptr;
    QLabel* lockText_ = nullptr;
    QLabel* hint_ = nullptr;
    QPushButton* lock_ = nullptr;
};

}  // namespace musicrl
