// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenDesk.h"
#include "app/workbench/pages/ListenTexts.h"
#include "app/workbench/pages/listen/ViewedRange.h"

#include <QWidget>
#include <filesystem>

class QLabel;

namespace musicrl {

class Card;
class ComparisonSide;
class KeyButton;
class LaneColumn;
class PreferenceBar;
class SpectrogramView;
class TransportBar;
class WorkbenchServices;

/// Two to eight clips in step, seen and heard: waveforms or spectrograms with their scores over time and what a run's
/// learner saw in their tokens, the breakdown, what speaks for which, and a quick preference.
///
/// Of more than two lanes, the two that were heard last are held against each other. Answers the services'
/// clipActivated, compareRequested, listenRequested, blindPairRequested and laneRequested itself (the window only shows
/// the page), and emits their playingChanged.
///
/// Its keys and the transport's are in the services' KeySettings.
class ListenPage : public QWidget {
    Q_OBJECT
public:
    explicit ListenPage(WorkbenchServices& services, QWidget* parent = nullptr);
    ~ListenPage() override;

    /// Reads the clip off the window's thread and puts it into a lane. \param lane 0 for A, 1 for B
    void setLane(int lane, const std::filesystem::path& clip);

    /// Play, A, B, switch, loop and level, with their keys. It stands at the foot of this page until the window gives
    /// it another place, where it is in reach of all pages: layout->addWidget(page->transport()).
    [[nodiscard]] TransportBar* transport() const { return transport_; }
    [[nodiscard]] ListenDesk& desk() { return desk_; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent*) override { showHeard(); }

private:
    QWidget* buildHeading();
    QWidget* buildSpectrogram();
    void buildLayout();
    KeyButton* addToggle(const QString& text, const QString& name);
    void addKeys();
    void setKeys(const KeyBindings& keys);
    void perform(const QString& id);
    void connectServices();
    void connectDesk();
    void connectTransport();

    void showAll();
    void showHeading();
    void showHeard();
    void showTransport();
    void showPosition(double seconds);
    void showRange();
    void zoomToLoop();
    void showSpectrograms(bool shown);
    [[nodiscard]] int roomForSpectrogram() const;
    void choosePair();
    void hearNext();
    void toggleBlind();
    void askForFile(int lane);

    WorkbenchServices& services_;
    ListenDesk desk_;
    ViewedRange view_;
    LanePair pair_;
    int heardBefore_ = 0;
    QLabel* heading_ = nullptr;
    QLabel* headingChip_ = nullptr;
    KeyButton* blind_ = nullptr;
    KeyButton* spectrograms_ = nullptr;
    KeyButton* hideScores_ = nullptr;
    KeyButton* addLane_ = nullptr;
    LaneColumn* lanes_ = nullptr;
    PreferenceBar* preference_ = nullptr;
    Card* spectrogramCard_ = nullptr;
    SpectrogramView* spectrogram_ = nullptr;
    ComparisonSide* side_ = nullptr;
    TransportBar* transport_ = nullptr;
};

}  // namespace musicrl
