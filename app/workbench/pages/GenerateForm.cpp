// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/GenerateForm.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/StartPointBox.h"
#include "base/Error.h"
#include "record/GeneratorName.h"
#include "record/PromptSet.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QRandomGenerator>
#include <QTextBlock>
#include <QTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr std::int64_t mostClipsPerPrompt = 100;
constexpr std::int64_t highestSeed = 2'000'000'000;
constexpr double shortestSeconds = 0.5;

QString clipCountText(qsizetype prompts, const QString& count) {
    bool good = false;
    const qlonglong each = count.toLongLong(&good);
    const qlonglong clips = good ? each * prompts : 0;
    return clips > 1 ? GenerateForm::tr("Generate %1 clips").arg(clips) : GenerateForm::tr("Generate");
}

/// A gap between prompts, so that a long one that is wrapped still reads as one.
void setParagraphs(QTextEdit& edit) {
    QTextCursor cursor(edit.document());
    cursor.select(QTextCursor::Document);
    QTextBlockFormat format;
    format.setBottomMargin(space::small);
    cursor.mergeBlockFormat(format);
}

QStringList promptLines(const QTextEdit& edit) {
    QStringList lines;
    for (const QString& line : edit.toPlainText().split(QLatin1Char('\n'))) {
        if (!line.trimmed().isEmpty()) {
            lines << line.trimmed();
        }
    }
    return lines;
}

}  // namespace

GenerateForm::GenerateForm(WorkbenchServices& services, QWidget* parent) : Card(tr("Prompts"), parent), services_(services) {
    buildPrompts();
    buildFields();
    buildButtons();
    body()->addStretch(1);
}

void GenerateForm::buildPrompts() {
    auto* file = new QPushButton(tr("From file…"), this);
    file->setFlat(true);
    file->setToolTip(tr("A .txt with one prompt a line, a .csv with a caption column, or .jsonl"));
    connect(file, &QPushButton::clicked, this, &GenerateForm::readPromptFile);
    titleLine()->addStretch(1);
    titleLine()->addWidget(file);

    prompts_ = new QTextEdit(this);
    prompts_->setObjectName(QStringLiteral("prompts"));
    prompts_->setAccessibleName(tr("Prompts, one a line"));
    prompts_->setPlaceholderText(tr("One prompt a line, such as\nslow calm piano with a soft pad"));
    prompts_->setAcceptRichText(false);
    prompts_->setTabChangesFocus(true);
    prompts_->setMinimumHeight(170);
    prompts_->setMaximumHeight(280);
    setParagraphs(*prompts_);
    body()->addWidget(prompts_, 1);
}

void GenerateForm::buildFields() {
    model_ = new StartPointBox(services_, this);
    model_->setObjectName(QStringLiteral("model"));
    model_->setAccessibleName(tr("Model"));
    connect(model_, &StartPointBox::loaded, this, [this] {
        hasModels_ = true;
        tellWhenReady();
    });
    count_ = new NumberField(tr("Clips per prompt"), QStringLiteral("1"), this);
    seconds_ = new NumberField(tr("Seconds"), QStringLiteral("10"), this);
    seed_ = new NumberField(tr("Seed"), QStringLiteral("1"), this);
    temperature_ = new NumberField(tr("Temperature"), QStringLiteral("0.99"), this);
    count_->setObjectName(QStringLiteral("count"));
    seconds_->setObjectName(QStringLiteral("seconds"));
    seed_->setObjectName(QStringLiteral("seed"));
    temperature_->setToolTip(tr("Below 1: safer and more alike; above 1: wilder. The model was trained for 0.99."));

    auto* dice = new QToolButton(this);
    dice->setIcon(themedIcon(QStringLiteral("dice"), &Theme::mutedText));
    dice->setToolTip(tr("Another seed"));
    connect(dice, &QToolButton::clicked, this, [this] { seed_->setInteger(QRandomGenerator::global()->bounded(1, 100'000)); });
    auto* seedLine = new QWidget(this);
    auto* seedLayout = new QHBoxLayout(seedLine);
    seedLayout->setContentsMargins(0, 0, 0, 0);
    seedLayout->setSpacing(space::tight);
    seedLayout->addWidget(seed_);
    seedLayout->addWidget(dice);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::small);
    grid->setVerticalSpacing(space::tight);
    body()->addWidget(makeLabel(tr("Model or checkpoint"), LabelRole::Caption, this));
    body()->addWidget(model_);
    addField(*grid, 0, 0, tr("Clips per prompt"), count_);
    addField(*grid, 0, 1, tr("Seconds"), seconds_);
    addField(*grid, 2, 0, tr("Seed"), seedLine);
    addField(*grid, 2, 1, tr("Temperature"), temperature_);
    body()->addLayout(grid);
}

void GenerateForm::addField(QGridLayout& grid, int row, int column, const QString& caption, QWidget* field) {
    grid.addWidget(makeLabel(caption, LabelRole::Caption, this), row, column);
    grid.addWidget(field, row + 1, column);
    grid.setColumnStretch(column, 1);
}

void GenerateForm::buildButtons() {
    error_ = makeLabel({}, LabelRole::Error, this);
    error_->setObjectName(QStringLiteral("formError"));
    error_->hide();
    generate_ = new KeyButton(tr("Generate"), {}, this);
    generate_->setObjectName(QStringLiteral("generate"));
    generate_->setProperty("primary", true);
    stop_ = new QPushButton(tr("Stop"), this);
    stop_->setObjectName(QStringLiteral("stop"));
    stop_->setToolTip(tr("Ends after the clips that are being made; finished ones stay"));
    stop_->hide();
    connect(generate_, &QPushButton::clicked, this, &GenerateForm::submit);
    connect(stop_, &QPushButton::clicked, this, &GenerateForm::stopRequested);
    auto* keys = new PageKeys(this);
    services_.keys.follow(KeyContext::Generate, this, [this, keys](const KeyBindings& bindings) {
        keys->setBindings(bindings);
        generate_->setKey(bindings.capOf(QStringLiteral("generate")));
    });
    connect(keys, &PageKeys::pressed, generate_, &QPushButton::click);
    const auto relabel = [this] {
        generate_->setText(clipCountText(promptLines(*prompts_).size(), count_->text()));
        generate_->updateGeometry();
    };
    connect(prompts_, &QTextEdit::textChanged, this, relabel);
    connect(count_, &QLineEdit::textChanged, this, relabel);

    auto* line = new QHBoxLayout;
    line->addWidget(generate_);
    line->addWidget(stop_);
    line->addStretch(1);
    body()->addWidget(error_);
    body()->addSpacing(space::tight);
    body()->addLayout(line);
}

void GenerateForm::setPrompts(const QStringList& lines) {
    prompts_->setPlainText(lines.join(QLatin1Char('\n')));
    setParagraphs(*prompts_);
}

void GenerateForm::offerPrompts(const QStringList& lines) {
    if (prompts_->toPlainText().isEmpty()) {  // they are read while somebody may be typing
        setPrompts(lines);
    }
    hasPrompts_ = true;
    tellWhenReady();
}

void GenerateForm::tellWhenReady() {
    if (hasModels_ && hasPrompts_ && !wasReady_) {
        wasReady_ = true;
        Q_EMIT ready();
    }
}

GenerateConfig GenerateForm::config() const {
    const QStringList lines = promptLines(*prompts_);
    if (lines.isEmpty()) {
        prompts_->setFocus();
        throw Error(ErrorKind::BadInput, tr("Write at least one prompt, one a line.").toStdString());
    }
    const StartPoint start = model_->current();
    GenerateConfig config;
    config.model = start.model;
    config.checkpoint = start.checkpoint;
    config.count = count_->integer(1, mostClipsPerPrompt);
    config.temperature = temperature_->number(0.05, 5.0);
    config.outFolder = services_.projectFolder / "clips" / plainName(start.generator());  // what a study compares
    const double seconds = seconds_->number(shortestSeconds, start.maxSeconds);
    const auto seed = static_cast<std::uint64_t>(seed_->integer(0, highestSeed));
    for (const QString& line : lines) {
        const std::string text = line.toStdString();
        config.prompts.push_back({slug(text), text, seconds, seed});
    }
    return config;
}

void GenerateForm::submit() {
    try {
        const GenerateConfig wanted = config();
        error_->hide();
        Q_EMIT submitted(wanted);
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

void GenerateForm::showError(const QString& sentence) {
    error_->setText(sentence);
    error_->setVisible(!sentence.isEmpty());
}

void GenerateForm::setRunning(bool running) { stop_->setVisible(running); }

void GenerateForm::readPromptFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Prompts"), QString::fromStdString((services_.projectFolder / "prompts").string()),
                                                      tr("Prompts (*.txt *.csv *.jsonl);;All files (*)"));
    if (path.isEmpty()) {
        return;
    }
    try {
        QStringList lines;
        for (const Prompt& prompt : readPrompts(path.toStdString())) {
            lines << QString::fromStdString(prompt.text);
        }
        setPrompts(lines);
        showError({});
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

}  // namespace musicrl
