// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listening/ListenLane.h"

#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TimeRuler.h"
#include "widgets/audio/WaveformView.h"
#include "widgets/theme/Card.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int edgeWidth = 3;

/// The letter in its colour; filled while its clip is the one that sounds.
class LetterButton : public QAbstractButton {
public:
    LetterButton(const QString& letter, QColor Theme::*ink) : ink_(ink) {
        setText(letter);
        setFixedSize(28, 28);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
    }

protected:
    void nextCheckState() override {}  // what sounds says whether it is checked, not the click

    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF frame = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
        painter.setPen(QPen(theme.*ink_, hasFocus() ? 2.0 : 1.5));
        painter.setBrush(isChecked() ? theme.*ink_ : (underMouse() ? theme.hovered : theme.card));
        painter.drawRoundedRect(frame, space::radius, space::radius);
        painter.setFont(theme.heading);
        painter.setPen(isChecked() ? theme.card : theme.*ink_);
        painter.drawText(frame, Qt::AlignCenter, text());
    }

private:
    QColor Theme::*ink_;
};

/// Where a file may be dropped.
class DropZone : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(currentTheme().strongBorder, 1.0, Qt::DashLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius, space::radius);
    }
};

QHBoxLayout* lineWithGutter(QLabel* label, QWidget* content) {
    auto* line = new QHBoxLayout;
    line->setSpacing(0);
    label->setFixedWidth(timelineGutter);
    line->addWidget(label);
    line->addWidget(content);
    return line;
}

QWidget* inGutter(QWidget* content) {
    auto* area = new QWidget;
    QHBoxLayout* line = lineWithGutter(makeLabel({}, LabelRole::Caption), content);
    line->setContentsMargins(0, 0, 0, 0);
    area->setLayout(line);
    return area;
}

}  // namespace

ListenLane::ListenLane(const QString& letter, QColor Theme::*ink, QWidget* parent) : QFrame(parent), ink_(ink) {
    setProperty("role", "card");
    setAccessibleName(tr("Lane %1").arg(letter));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::medium, space::large, space::medium);
    column->setSpacing(space::small);
    column->addWidget(buildHead(letter));
    stack_ = new QStackedWidget;
    stack_->addWidget(buildNotice());
    stack_->addWidget(buildTimelines());
    column->addWidget(stack_, 1);
    connectTimelines();
    showEmpty();
}

QWidget* ListenLane::buildHead(const QString& letter) {
    auto* head = new QWidget;
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::medium);
    letter_ = new LetterButton(letter, ink_);
    letter_->setObjectName(QStringLiteral("letter"));
    letter_->setAccessibleName(tr("Hear %1").arg(letter));
    letter_->setToolTip(tr("Hear %1").arg(letter));
    title_ = makeLabel({}, LabelRole::Title);
    title_->setObjectName(QStringLiteral("title"));
    title_->setTextFormat(Qt::PlainText);
    chip_ = makeLabel({}, LabelRole::Chip);
    hint_ = makeLabel(tr("click or drag to seek · Shift and drag to loop · wheel to zoom"), LabelRole::Caption);
    open_ = new QPushButton(tr("Open…"));
    open_->setObjectName(QStringLiteral("open"));
    open_->setFocusPolicy(Qt::TabFocus);
    line->addWidget(letter_);
    line->addWidget(title_);
    line->addWidget(chip_);
    line->addStretch();
    line->addWidget(hint_);
    line->addWidget(open_);
    remove_ = new QToolButton;
    remove_->setIcon(themedIcon(QStringLiteral("close"), &Theme::mutedText));
    remove_->setObjectName(QStringLiteral("removeLane"));
    remove_->setToolTip(tr("Take this lane away"));
    remove_->setAccessibleName(tr("Take lane %1 away").arg(letter));
    remove_->hide();
    line->addWidget(remove_);
    connect(remove_, &QToolButton::clicked, this, &ListenLane::removeRequested);
    connect(letter_, &QAbstractButton::clicked, this, &ListenLane::chosen);
    connect(open_, &QPushButton::clicked, this, &ListenLane::openRequested);
    return head;
}

QWidget* ListenLane::buildNotice() {
    auto* area = new DropZone;
    auto* column = new QVBoxLayout(area);
    column->setSpacing(space::medium);
    notice_ = makeLabel({}, LabelRole::Muted);
    notice_->setObjectName(QStringLiteral("notice"));
    notice_->setTextFormat(Qt::PlainText);
    notice_->setAlignment(Qt::AlignCenter);
    notice_->setWordWrap(true);
    noticeOpen_ = new QPushButton(tr("Open a file…"));
    noticeOpen_->setObjectName(QStringLiteral("noticeOpen"));
    noticeOpen_->setFocusPolicy(Qt::TabFocus);
    column->addStretch();
    column->addWidget(notice_);
    column->addWidget(noticeOpen_, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(noticeOpen_, &QPushButton::clicked, this, &ListenLane::openRequested);
    return area;
}

QWidget* ListenLane::buildTimelines() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    ruler_ = new TimeRuler;
    ruler_->setObjectName(QStringLiteral("ruler"));
    waveform_ = new WaveformView;
    waveform_->setObjectName(QStringLiteral("waveform"));
    waveform_->setInk(ink_);
    rulerLine_ = inGutter(ruler_);
    column->addWidget(rulerLine_);
    spectrogram_ = new SpectrogramView;
    spectrogram_->setObjectName(QStringLiteral("laneSpectrogram"));
    spectrogram_->setInk(ink_);
    spectrogram_->setMinimumHeight(40);  // eight lanes are many
    pictures_ = new QStackedWidget;
    pictures_->addWidget(inGutter(waveform_));
    pictures_->addWidget(spectrogram_);
    column->addWidget(pictures_, 1);
    stripLines_ = new QVBoxLayout;
    stripLines_->setSpacing(space::tight);
    column->addLayout(stripLines_);
    return area;
}

void ListenLane::connectTimelines() {
    for (TimelineView* view : timelines()) {
        connectTimeline(view);
    }
    connect(ruler_, &TimeRuler::regionCleared, this, &ListenLane::regionCleared);
}

void ListenLane::connectTimeline(TimelineView* view) {
    connect(view, &TimelineView::seekRequested, this, &ListenLane::seekRequested);
    connect(view, &TimelineView::rangeRequested, this, &ListenLane::rangeRequested);
    connect(view, &TimelineView::regionChosen, this, &ListenLane::regionChosen);
}

std::vector<TimelineView*> ListenLane::timelines() const {
    std::vector<TimelineView*> all = {ruler_, waveform_, spectrogram_};
    all.insert(all.end(), strips_.begin(), strips_.end());
    return all;
}

void ListenLane::showNotice(const QString& text, bool isError, bool canOpen) {
    title_->clear();
    chip_->hide();
    hint_->hide();
    open_->hide();
    notice_->setText(text);
    notice_->setProperty("role", isError ? "error" : "muted");
    notice_->style()->unpolish(notice_);  // the sheet looks at the role anew
    notice_->style()->polish(notice_);
    noticeOpen_->setVisible(canOpen);
    stack_->setCurrentIndex(0);
}

void ListenLane::showEmpty() {
    setStrips({});
    showNotice(tr("Drop a sound file here"), false, true);
}

void ListenLane::showReading(const QString& fileName) {
    showNotice(tr("Reading %1 …").arg(fileName), false, false);
}

void ListenLane::showFailure(const QString& message) {
    showNotice(message, true, true);
}

void ListenLane::showClip(const QString& title, const QString& chip, std::vector<Peak> peaks, double durationSeconds) {
    title_->setText(title);
    chip_->setText(chip);
    chip_->setVisible(!chip.isEmpty());
    hint_->setVisible(!compact_);
    open_->show();
    waveform_->setPeaks(std::move(peaks), durationSeconds);
    ruler_->setDuration(durationSeconds);
    for (TimelineStrip* strip : strips_) {
        strip->setDuration(durationSeconds);
    }
    stack_->setCurrentIndex(1);
}

void ListenLane::setSpectrogram(std::shared_ptr<const Spectrogram> spectrogram, double nyquistHz) {
    spectrogram_->setSpectrogram(std::move(spectrogram), nyquistHz, waveform_->durationSeconds());
    spectrogram_->setRange(waveform_->range());
}

void ListenLane::setView(LaneView view) {
    view_ = view;
    pictures_->setCurrentIndex(view == LaneView::Waveform ? 0 : 1);
}

void ListenLane::setCompact(bool compact) {
    compact_ = compact;
    rulerLine_->setVisible(!compact);
    hint_->setVisible(!compact && stack_->currentIndex() == 1);
}

void ListenLane::setRemovable(bool removable) {
    remove_->setVisible(removable);
}

void ListenLane::setStrips(const std::vector<LaneStrip>& strips) {
    while (QLayoutItem* line = stripLines_->takeAt(0)) {
        while (QLayoutItem* item = line->layout()->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        delete line;
    }
    strips_.clear();
    for (const LaneStrip& values : strips) {
        auto* strip = new TimelineStrip;
        strip->setObjectName(QStringLiteral("strip"));
        strip->setName(values.name);
        strip->setInk(values.ink != nullptr ? values.ink : ink_);
        strip->setNegativeInk(values.negativeInk);
        strip->setCells(values.cells, values.low, values.high, values.decimals);
        strip->setDuration(waveform_->durationSeconds());
        strip->setAxis(axis_);
        strip->setRange(waveform_->range());
        connectTimeline(strip);
        connect(strip, &TimelineStrip::cellChosen, this, &ListenLane::windowChosen);
        connect(strip, &TimelineStrip::cellLooped, this, &ListenLane::windowLooped);
        stripLines_->addLayout(lineWithGutter(makeLabel(values.name, LabelRole::Caption), strip));
        strips_.push_back(strip);
    }
}

void ListenLane::setHeard(bool heard) {
    heard_ = heard;
    letter_->setChecked(heard);
    update();
}

void ListenLane::setRange(const TimeRange& range) {
    for (TimelineView* view : timelines()) {
        view->setRange(range);
    }
}

void ListenLane::setAxis(double seconds) {
    axis_ = seconds;
    for (TimelineView* view : timelines()) {
        view->setAxis(seconds);
    }
}

void ListenLane::setPosition(double seconds) {
    waveform_->setPosition(seconds);
    spectrogram_->setPosition(seconds);
}

void ListenLane::setRegion(const std::optional<TimeRange>& region, bool active) {
    for (TimelineView* view : std::initializer_list<TimelineView*>{ruler_, waveform_, spectrogram_}) {
        view->setRegion(region, active);
    }
}

void ListenLane::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath card;
    card.addRoundedRect(QRectF(rect()), 8.0, 8.0);
    painter.setClipPath(card);
    painter.fillRect(QRectF(0.0, 0.0, edgeWidth, height()),
                     heard_ ? theme.*ink_ : blend(theme.card, theme.*ink_, 0.55));
}

}  // namespace musicrl
