// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listening/DevicePanel.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/ListenTexts.h"
#include "app/workbench/settings/SoundSettings.h"
#include "base/Error.h"
#include "playback/Player.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <array>

namespace musicrl {
namespace {

constexpr int pollMs = 250;
constexpr std::array buffersMs = {10, 20, 50, 100, 200, 500};
constexpr std::array ratesHz = {44100, 48000, 88200, 96000};

QString kilohertz(int rateHz) {
    return DevicePanel::tr("%1 kHz").arg(rateHz / 1000.0, 0, 'g', 4);
}

QString nameOf(const AudioDeviceInfo& device) {
    return QStringLiteral("%1 · %2").arg(QString::fromStdString(device.name), QString::fromStdString(device.hostApi));
}

const AudioDeviceInfo* outputOf(const AudioSystem& system, const DeviceChoice& choice) {
    for (const AudioDeviceInfo& device : system.outputs) {
        const bool named = device.name == choice.name && (choice.hostApi.empty() || choice.hostApi == device.hostApi);
        if (choice.name.empty() ? device.isDefault : named) {
            return &device;
        }
    }
    return nullptr;
}

void choose(QComboBox& box, const QVariant& data) {
    const int index = box.findData(data);
    box.setCurrentIndex(index < 0 ? 0 : index);
}

}  // namespace

DevicePanel::DevicePanel(WorkbenchServices& services, QWidget* parent)
    : Card(tr("Sound output"), parent), services_(services) {
    buildProblem();
    buildFields();
    buildState();
    connect(&timer_, &QTimer::timeout, this, &DevicePanel::refresh);
    timer_.start(pollMs);
    lookAgain();
}

void DevicePanel::buildFields() {
    output_ = new QComboBox(this);
    output_->setObjectName(QStringLiteral("output"));
    output_->setAccessibleName(tr("Output"));
    buffer_ = new QComboBox(this);
    buffer_->setObjectName(QStringLiteral("buffer"));
    buffer_->setAccessibleName(tr("Buffer"));
    buffer_->setToolTip(tr("Longer bears a busy machine; shorter answers keys sooner"));
    rate_ = new QComboBox(this);
    rate_->setObjectName(QStringLiteral("rate"));
    rate_->setAccessibleName(tr("Sample rate"));
    rate_->setToolTip(tr("Clips of another rate are resampled, which the line below tells"));
    look_ = new QPushButton(tr("Look again"), this);
    look_->setObjectName(QStringLiteral("lookAgain"));
    look_->setFlat(true);
    connect(look_, &QPushButton::clicked, this, &DevicePanel::lookAgain);
    titleLine()->addStretch(1);
    titleLine()->addWidget(look_);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::small);
    grid->setVerticalSpacing(space::tight);
    int column = 0;
    for (const auto& [caption, box] :
         {std::pair{tr("Output"), output_}, {tr("Buffer"), buffer_}, {tr("Sample rate"), rate_}}) {
        grid->addWidget(makeLabel(caption, LabelRole::Caption, this), 0, column);
        grid->addWidget(box, 1, column);
        grid->setColumnStretch(column, column == 0 ? 5 : 4);
        box->setMinimumContentsLength(8);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        connect(box, qOverload<int>(&QComboBox::activated), this, &DevicePanel::openChosen);
        ++column;
    }
    body()->addLayout(grid);
}

void DevicePanel::buildState() {
    state_ = makeLabel({}, LabelRole::Mono, this);
    state_->setObjectName(QStringLiteral("outputState"));
    lanes_ = makeLabel({}, LabelRole::Muted, this);
    lanes_->setObjectName(QStringLiteral("exactness"));
    lanes_->setToolTip(tr("Bit-exact: the samples of the file reach the output as they are"));
    dropouts_ = makeLabel({}, LabelRole::Muted, this);
    dropouts_->setObjectName(QStringLiteral("dropouts"));
    for (QLabel* label : {state_, lanes_, dropouts_}) {
        label->setWordWrap(true);
        body()->addWidget(label);
    }
}

void DevicePanel::buildProblem() {
    problemArea_ = new QWidget(this);
    auto* column = new QVBoxLayout(problemArea_);
    column->setContentsMargins(0, 0, 0, space::small);
    column->setSpacing(space::small);
    problem_ = makeLabel({}, LabelRole::Error, this);
    problem_->setObjectName(QStringLiteral("problem"));
    problem_->setWordWrap(true);
    useOffered_ = new QPushButton(this);
    useOffered_->setObjectName(QStringLiteral("useOffered"));
    useOffered_->setProperty("primary", true);
    retry_ = new QPushButton(tr("Retry"), this);
    retry_->setObjectName(QStringLiteral("retryOutput"));
    connect(useOffered_, &QPushButton::clicked, this, &DevicePanel::useOffered);
    connect(retry_, &QPushButton::clicked, this, [this] { open(services_.player->deviceChoice()); });
    auto* line = new QHBoxLayout;
    line->addWidget(useOffered_);
    line->addWidget(retry_);
    line->addStretch(1);
    column->addWidget(problem_);
    column->addLayout(line);
    body()->addWidget(problemArea_);
}

void DevicePanel::lookAgain() {
    system_ = services_.player->devices();
    fill();
    refresh();
}

void DevicePanel::hideLanes() {
    lanesHidden_ = true;
    refreshLanes();
}

void DevicePanel::fill() {
    const DeviceChoice choice = services_.player->deviceChoice();
    const AudioDeviceInfo* device = outputOf(system_, choice);
    const QSignalBlocker blockers[] = {QSignalBlocker(output_), QSignalBlocker(buffer_), QSignalBlocker(rate_)};
    output_->clear();
    output_->addItem(tr("The system's default"), QVariant());
    int current = 0;
    for (std::size_t i = 0; i < system_.outputs.size(); ++i) {
        output_->addItem(nameOf(system_.outputs[i]), static_cast<int>(i));
        current = !choice.name.empty() && &system_.outputs[i] == device ? output_->count() - 1 : current;
    }
    if (!choice.name.empty() && device == nullptr) {
        output_->addItem(tr("%1 (not there)").arg(QString::fromStdString(choice.name)), -1);
        current = output_->count() - 1;
    }
    output_->setCurrentIndex(current);

    buffer_->clear();
    buffer_->addItem(
        device == nullptr ? tr("Its own") : tr("Its own (%1 ms)").arg(device->latencySeconds * 1000.0, 0, 'f', 0), 0);
    for (const int milliseconds : buffersMs) {
        buffer_->addItem(tr("%1 ms").arg(milliseconds), milliseconds);
    }
    choose(*buffer_, qRound(choice.latencySeconds * 1000.0));

    rate_->clear();
    rate_->addItem(device == nullptr ? tr("Its own") : tr("Its own (%1)").arg(kilohertz(device->sampleRateHz)), 0);
    for (const int rate : ratesHz) {
        rate_->addItem(kilohertz(rate), rate);
    }
    choose(*rate_, choice.sampleRateHz);
}

void DevicePanel::openChosen() {
    DeviceChoice choice;
    const QVariant which = output_->currentData();
    if (which.isValid()) {
        choice = which.toInt() < 0 ? services_.player->deviceChoice()
                                   : choiceOf(system_.outputs[static_cast<std::size_t>(which.toInt())]);
    }
    choice.latencySeconds = buffer_->currentData().toInt() / 1000.0;
    choice.sampleRateHz = rate_->currentData().toInt();
    open(choice);
}

void DevicePanel::useOffered() {
    const auto& problem = services_.player->problem();
    if (problem && !problem->offered.empty()) {
        open(insteadOf(services_.player->deviceChoice(), problem->offered.front()));
    }
}

void DevicePanel::open(const DeviceChoice& choice) {
    try {
        services_.player->openDevice(choice);
    } catch (const Error&) {  // a UI action: the player's problem() is what refresh() shows
    }
    writeSoundSettings(services_.soundSettings, choice);
    fill();
    refresh();
    Q_EMIT services_.outputChanged();
}

void DevicePanel::refresh() {
    Player& player = *services_.player;
    player.checkDevice();
    const std::optional<DeviceProblem>& problem = player.problem();
    problemArea_->setVisible(problem.has_value());
    state_->setVisible(!problem.has_value());
    if (problem) {
        problem_->setText(QString::fromStdString(problem->sentence));
        useOffered_->setVisible(!problem->offered.empty());
        useOffered_->setText(problem->offered.empty() ? QString() : tr("Use %1").arg(nameOf(problem->offered.front())));
    }
    look_->setEnabled(!player.playing() && !player.tonePlaying());
    const QString note = QString::fromStdString(player.rateNote());
    state_->setText(QString::fromStdString(player.deviceText()) +
                    (note.isEmpty() ? QString() : QStringLiteral("\n") + note));
    const Xruns xruns = player.xruns();
    dropouts_->setVisible(player.hasDevice());
    dropouts_->setText(
        xruns == Xruns{} ? tr("No dropouts since the output was opened")
                         : tr("Dropouts since the output was opened: %1 underruns, %2 overruns. A longer buffer helps.")
                               .arg(xruns.underruns)
                               .arg(xruns.overruns));
    refreshLanes();
}

void DevicePanel::refreshLanes() {
    const Player& player = *services_.player;
    // Gains and rates would tell the clips apart.
    const bool wouldTell = lanesHidden_ || player.levels() || services_.blind;
    lanes_->setText(wouldTell ? QString() : outputHint(player));
    lanes_->setVisible(!lanes_->text().isEmpty());
}

}  // namespace musicrl
