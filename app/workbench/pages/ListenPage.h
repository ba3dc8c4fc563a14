// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenDesk.h"

#include <QPointer>
#include <QWidget>
#include <array>
#include <filesystem>
#include <vector>

class QLabel;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace musicrl {

class BreakdownView;
class Card;
class DifferenceView;
class JobHandle;
class ListenLane;
class SpectrogramView;
class TransportBar;
class WorkbenchServices;
struct ResultRow;

/// Two clips in step, seen and heard: waveforms with their scores over time, the breakdown, what speaks for which.
///
/// Answers the services' clipActivated, compareRequested and laneRequested itself (the window only shows the page), and
/// emits their playingChanged.
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

private:
    QWidget* buildHeading();
    QWidget* buildSpectrogram();
    QWidget* buildSide();
    QWidget* buildBreakdown();
    QWidget* buildDifference();
    void connectServices();
    void connectLane(int lane);
    void connectTransport();

    void showLane(int lane);
    void showHeading();
    void showHeard();
    void showScores();
    void showTransport();
    void showPosition(double seconds);
    void showRange(double beginSeconds, double endSeconds);
    void askForFile(int lane);
    /// The lanes that hold a clip without scores.
    [[nodiscard]] std::vector<int> unscoredLanes() const;
    void score();
    void takeScores(const ResultRow& row);

    WorkbenchServices& services_;
    ListenDesk desk_;
    std::array<ListenLane*, 2> lanes_ = {};
    QLabel* heading_ = nullptr;
    QLabel* headingChip_ = nullptr;
    Card* spectrogramCard_ = nullptr;
    SpectrogramView* spectrogram_ = nullptr;
    BreakdownView* breakdown_ = nullptr;
    QWidget* scoreArea_ = nullptr;
    QLineEdit* scorePrompt_ = nullptr;
    QComboBox* scoreModel_ = nullptr;  ///< whose reward models judge; hidden while there is only one
    QPushButton* scoreButton_ = nullptr;
    QLabel* scoreMessage_ = nullptr;
    Card* differenceCard_ = nullptr;
    DifferenceView* difference_ = nullptr;
    TransportBar* transport_ = nullptr;
    QPointer<JobHandle> scoring_;
};

}  // namespace musicrl
