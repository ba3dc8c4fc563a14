// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/FilterField.h"

#include "app/workbench/pages/library/FilterHelp.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QStyle>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

namespace musicrl {
namespace {

constexpr int lineWidth = 430;

void setDress(QWidget& widget, const char* property, const QVariant& value) {
    if (widget.property(property) != value) {
        widget.setProperty(property, value);
        widget.style()->unpolish(&widget);  // the sheet looks at the property anew
        widget.style()->polish(&widget);
    }
}

/// Where in the line, and how many letters long: the filter counts bytes.
std::pair<int, int> faultyLetters(const QString& line, const FilterFault& fault) {
    const QByteArray bytes = line.toUtf8();
    const auto begin = static_cast<qsizetype>(fault.begin);
    const auto length = static_cast<qsizetype>(fault.length);
    return {static_cast<int>(QString::fromUtf8(bytes.left(begin)).size()),
            static_cast<int>(QString::fromUtf8(bytes.mid(begin, length)).size())};
}

QString counted(qint64 number) {
    return QLocale(QLocale::English).toString(number).replace(QLatin1Char(','), QChar(0x202f));
}

}  // namespace

FilterField::FilterField(QWidget* parent) : QWidget(parent), line_(new QLineEdit), help_(new QToolButton) {
    line_->setObjectName(QStringLiteral("filter"));
    line_->setPlaceholderText(tr("filter: model:ru mulan>0.4 piano"));
    line_->setAccessibleName(tr("Filter"));
    line_->setClearButtonEnabled(true);
    line_->setMinimumWidth(220);
    line_->setMaximumWidth(lineWidth);
    line_->installEventFilter(this);
    help_->setText(QStringLiteral("?"));
    help_->setObjectName(QStringLiteral("filterHelp"));
    help_->setToolTip(tr("How a filter is written (F1)"));
    help_->setAccessibleName(help_->toolTip());
    state_ = makeLabel({}, LabelRole::Caption);
    state_->setObjectName(QStringLiteral("filterState"));
    state_->setTextFormat(Qt::PlainText);
    state_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row_ = new QHBoxLayout;
    row_->setSpacing(space::small);
    row_->addWidget(line_, 1);
    row_->addWidget(help_);
    row_->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    column->addLayout(row_);
    column->addWidget(state_);
    connect(line_, &QLineEdit::textChanged, this, &FilterField::read);
    connect(line_, &QLineEdit::returnPressed, this, &FilterField::leave);
    connect(help_, &QToolButton::clicked, this, &FilterField::showHelp);
    showState();
}

void FilterField::addBeside(QWidget* widget) {
    row_->addWidget(widget);
}

void FilterField::read() {
    const QByteArray text = line_->text().toUtf8();
    ParsedFilter parsed = parseClipFilter({text.constData(), static_cast<std::size_t>(text.size())});
    fault_ = parsed.fault;
    faultIsOld_ = fault_ && fault_->begin + fault_->length < static_cast<std::size_t>(text.size());
    if (!fault_) {
        filter_ = std::move(parsed.filter);
        Q_EMIT filterChanged();
    }
    showState();
    underlineFault();
}

void FilterField::leave() {
    if (!fault_) {
        Q_EMIT left();
        return;
    }
    faultIsOld_ = true;  // done typing: what is wrong is wrong
    showState();
    underlineFault();
    const auto [begin, length] = faultyLetters(line_->text(), *fault_);
    line_->setSelection(begin, length);
}

void FilterField::underlineFault() {
    QList<QInputMethodEvent::Attribute> marks;
    if (fault_ && faultIsOld_) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(currentTheme().bad);
        format.setForeground(currentTheme().bad);
        const auto [begin, length] = faultyLetters(line_->text(), *fault_);
        marks.append({QInputMethodEvent::TextFormat, begin - line_->cursorPosition(), length, format});
    }
    QInputMethodEvent marking(QString(), marks);  // the one way to dress a part of such a line
    QCoreApplication::sendEvent(line_, &marking);
}

void FilterField::setCount(qint64 found, qint64 total) {
    found_ = found;
    total_ = total;
    showState();
}

void FilterField::setActivity(const QString& text) {
    activity_ = text;
    showState();
}

void FilterField::showState() {
    setDress(*line_, "invalid", faultIsOld_);
    setDress(*state_, "role", faultIsOld_ ? QStringLiteral("error") : QStringLiteral("caption"));
    state_->setWordWrap(faultIsOld_);
    QString text;
    if (fault_) {
        const int begin = faultyLetters(line_->text(), *fault_).first;
        text =
            (faultIsOld_ ? tr("At letter %1: ").arg(begin + 1) : QString()) + QString::fromStdString(fault_->message);
    } else if (total_ >= 0) {
        text = filter_.isEmpty() ? (total_ == 1 ? tr("1 clip") : tr("%1 clips").arg(counted(total_)))
                                 : tr("%1 of %2 clips").arg(counted(found_), counted(total_));
        text += activity_.isEmpty() ? QString() : QStringLiteral(" · ") + activity_;
    } else {
        text = activity_;
    }
    state_->setText(text);
    state_->setToolTip(fault_ ? text : QString());
}

void FilterField::showHelp() {
    showFilterHelp(*help_);
}

bool FilterField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == line_ && event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_F1) {
        event->accept();  // its own help comes before the window's list of keys
        return true;
    }
    if (watched == line_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_F1) {
            showHelp();
            return true;
        }
        if (key == Qt::Key_Down || (key == Qt::Key_Escape && line_->text().isEmpty())) {
            Q_EMIT left();
            return true;
        }
        if (key == Qt::Key_Escape) {
            line_->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace musicrl
