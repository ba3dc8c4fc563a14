// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/LibraryPage.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/library/ColumnMemory.h"
#include "app/workbench/pages/library/LibrarySide.h"
#include "playback/Player.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <chrono>
#include <utility>

namespace musicrl {
namespace {

constexpr std::chrono::seconds whileShown{20};  // between two looks for new clips
constexpr int mostLanes = 8;

}  // namespace

LibraryPage::LibraryPage(WorkbenchServices& services, std::filesystem::path settings, QWidget* parent)
    : QWidget(parent),
      services_(services),
      desk_(services),
      actions_(services, *this),
      table_(new LibraryTable),
      filter_(new FilterField),
      side_(new LibrarySide) {
    setProperty("role", "page");
    setFocusProxy(table_);
    auto* card = new Card;
    card->body()->addWidget(buildHead());
    card->body()->addWidget(buildTable(), 1);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(space::large, space::large, space::large, space::large);
    line->setSpacing(space::medium);
    line->addWidget(card, 1);
    line->addWidget(side_);
    columns_ = std::make_unique<ColumnMemory>(std::move(settings), *table_, nullptr);
    connectTable();
    connectDesk();
    addKeys();
    showSelection();
    showEmptyOrTable();
    lookAgain_.setInterval(whileShown);
    connect(&lookAgain_, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            desk_.scan();
        }
    });
    lookAgain_.start();
}

LibraryPage::~LibraryPage() = default;

QWidget* LibraryPage::buildHead() {
    compare_ = new KeyButton(tr("Open in Listen"));
    compare_->setObjectName(QStringLiteral("openInListen"));
    score_ = new QPushButton(tr("Score selected"));
    score_->setObjectName(QStringLiteral("scoreSelected"));
    score_->setToolTip(tr("Score them against their own prompts and keep the scores beside them"));
    study_ = new QPushButton(tr("New study from selection…"));
    study_->setObjectName(QStringLiteral("newStudy"));
    study_->setToolTip(tr("Models and prompts of the selected clips, to be rated blind"));
    export_ = new QPushButton(tr("Export…"));
    export_->setObjectName(QStringLiteral("export"));
    export_->setToolTip(tr("Sound files with their records, and a table of the columns"));
    for (QPushButton* button : std::initializer_list<QPushButton*>{compare_, score_, study_, export_}) {
        filter_->addBeside(button);
    }
    connect(compare_, &QPushButton::clicked, this, &LibraryPage::openSelected);
    connect(score_, &QPushButton::clicked, this,
            [this] { withSelected([this](const QStringList& files) { actions_.score(files); }); });
    connect(study_, &QPushButton::clicked, this, &LibraryPage::newStudy);
    connect(export_, &QPushButton::clicked, this, &LibraryPage::exportSelected);
    return filter_;
}

QWidget* LibraryPage::buildTable() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    problem_ = makeLabel({}, LabelRole::Error);
    problem_->setObjectName(QStringLiteral("libraryProblem"));
    problem_->hide();
    stack_ = new QStackedWidget;
    stack_->addWidget(buildEmpty());
    stack_->addWidget(table_);
    column->addWidget(problem_);
    column->addWidget(stack_, 1);
    return area;
}

QWidget* LibraryPage::buildEmpty() {
    empty_ = makeLabel({}, LabelRole::Muted);
    empty_->setObjectName(QStringLiteral("libraryEmpty"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    return empty_;
}

void LibraryPage::connectTable() {
    connect(filter_, &FilterField::filterChanged, this, &LibraryPage::ask);
    connect(filter_, &FilterField::left, this, [this] {
        table_->setFocus();
        if (!table_->selectionModel()->hasSelection() && table_->clips().rowCount() > 0) {
            table_->selectRow(std::max(0, table_->currentIndex().row()));  // as focus alone shows nothing
        }
    });
    connect(table_, &LibraryTable::orderChanged, this, &LibraryPage::ask);
    connect(table_, &LibraryTable::selectedChanged, this, &LibraryPage::showSelection);
    connect(table_, &LibraryTable::playRequested, this, &LibraryPage::play);
    connect(table_, &LibraryTable::opened, this, &LibraryPage::openSelected);
    connect(table_, &LibraryTable::laneRequested, &services_, &WorkbenchServices::laneRequested);
    connect(table_, &LibraryTable::removeRequested, this, &LibraryPage::removeSelected);
    connect(table_, &LibraryTable::starRequested, this, [this](bool starred) {
        withSelected([this, starred](const QStringList& files) { desk_.star(files, starred); });
    });
    connect(table_, &LibraryTable::filterRequested, this, &LibraryPage::toFilter);
    connect(table_, &LibraryTable::menuRequested, this, &LibraryPage::showMenu);
    connect(table_, &LibraryTable::copyRequested, this, [this] {
        if (const LibraryClip* clip = table_->currentClip()) {
            QApplication::clipboard()->setText(QString::fromStdString(clip->title));
        }
    });
    connect(&table_->clips(), &LibraryTableModel::clipsWanted, &desk_, &LibraryDesk::read);
}

void LibraryPage::connectDesk() {
    connect(&desk_, &LibraryDesk::found, this, &LibraryPage::take);
    connect(&desk_, &LibraryDesk::clipsRead, this, [this](const std::vector<LibraryClip>& clips) {
        table_->clips().setClips(clips);
        if (std::any_of(clips.begin(), clips.end(), [this](const LibraryClip& clip) { return clip.id == shown_; })) {
            shown_ = 0;
        }
        showSelection();
    });
    connect(&desk_, &LibraryDesk::clipsChanged, &table_->clips(), &LibraryTableModel::askAgain);
    connect(&desk_, &LibraryDesk::scanProgressed, this, [this](const QString& text) {
        filter_->setActivity(text);
        showEmptyOrTable();
    });
    connect(&actions_, &ClipActions::filesChanged, &desk_, &LibraryDesk::refresh);
    connect(&actions_, &ClipActions::studyMade, this, &LibraryPage::studyMade);
    connect(&actions_, &ClipActions::scoringChanged, this, &LibraryPage::showSelection);
    connect(&actions_, &ClipActions::failed, this, [this](const QString& message) {
        problem_->setText(message);
        problem_->show();
    });
    connect(side_, &LibrarySide::votesRequested, &actions_, &ClipActions::showVotes);
    connect(&services_, &WorkbenchServices::studiesChanged, &desk_, &LibraryDesk::refreshVotes);
    connect(&services_, &WorkbenchServices::playedChanged, this,
            [this](const QString& path, double fraction) { table_->clips().setPlayed(path, fraction); });
    connect(&services_, &WorkbenchServices::playingChanged, this, [this](const QString& path, bool playing) {
        playedPath_ = path;
        playing_ = playing;
    });
}

void LibraryPage::addKeys() {
    auto* keys = new PageKeys(this);
    services_.keys.follow(KeyContext::Library, this,
                          [keys](const KeyBindings& bindings) { keys->setBindings(bindings); });
    services_.keys.follow(KeyContext::Clips, this, [this](const KeyBindings& bindings) {
        table_->setKeys(bindings);
        qobject_cast<KeyButton*>(compare_)->setKey(bindings.capOf(QStringLiteral("open")));
    });
    connect(keys, &PageKeys::pressed, this, [this](const QString& id) {
        if (id == QStringLiteral("refresh")) {
            desk_.scan();
        } else {
            toFilter();
        }
    });
}

void LibraryPage::toFilter() {
    filter_->line().setFocus();
    filter_->line().selectAll();
}

void LibraryPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    ask();
    desk_.scan();
}

void LibraryPage::ask() {
    problem_->hide();
    desk_.show(filter_->filter(), table_->order());
}

void LibraryPage::take(const std::vector<ClipId>& ids, qint64 total) {
    table_->clips().setIds(ids);
    filter_->setCount(static_cast<qint64>(ids.size()), total);
    if (std::exchange(total_, total) != total) {
        Q_EMIT countChanged(total);
    }
    showEmptyOrTable();
    showSelection();
}

void LibraryPage::showEmptyOrTable() {
    const bool any = table_->clips().rowCount() > 0;
    stack_->setCurrentIndex(any ? 1 : 0);
    if (any) {
        return;
    }
    if (total_ > 0) {
        empty_->setText(tr("No clip is like that.\nPress ? beside the filter to see how one is written."));
    } else if (total_ < 0 || desk_.scanning()) {
        empty_->setText(tr("Looking for clips…"));
    } else {
        empty_->setText(
            tr("No clips yet.\nGenerate some, start a run, or put sound files into the project's folder clips."));
    }
}

void LibraryPage::showSelection() {
    const std::vector<ClipId> ids = table_->selectedIds();
    enableButtons(ids.size());
    const LibraryClip* clip = ids.size() == 1 ? table_->clips().clipOf(ids.front()) : nullptr;
    if (clip != nullptr) {
        showClip(*clip);
        return;
    }
    shown_ = 0;
    if (ids.size() > 1) {
        side_->showMany(static_cast<qint64>(ids.size()), secondsOf(ids));
        showPair(ids);
    } else {
        side_->showNothing();
    }
}

void LibraryPage::enableButtons(std::size_t selected) {
    compare_->setEnabled(selected > 0 && selected <= mostLanes);
    score_->setEnabled(selected > 0 && !actions_.scoring());
    study_->setEnabled(selected > 0);
    export_->setEnabled(selected > 0);
}

void LibraryPage::showPair(const std::vector<ClipId>& ids) {
    const LibraryClip* first = ids.size() == 2 ? table_->clips().clipOf(ids[0]) : nullptr;
    const LibraryClip* second = ids.size() == 2 ? table_->clips().clipOf(ids[1]) : nullptr;
    if (first == nullptr || second == nullptr) {
        return;
    }
    desk_.readVotes({first->file, second->file},
                    [this, ids, a = *first, b = *second](const std::vector<ClipVote>& votes) {
                        if (table_->selectedIds() == ids) {
                            side_->showPairVotes(a, b, votes);
                        }
                    });
}

void LibraryPage::showClip(const LibraryClip& clip) {
    if (std::exchange(shown_, clip.id) == clip.id) {
        return;
    }
    side_->showClip(clip);
    desk_.readRecord(clip.id, [this, id = clip.id](const std::optional<ClipRecord>& record) {
        if (shown_ == id) {
            side_->showRecord(record);
        }
    });
    desk_.readVotes({clip.file}, [this, id = clip.id](const std::vector<ClipVote>& votes) {
        if (shown_ == id) {
            side_->showVotes(votes);
        }
    });
}

double LibraryPage::secondsOf(const std::vector<ClipId>& ids) const {
    double seconds = 0.0;
    for (const ClipId id : ids) {
        const LibraryClip* clip = table_->clips().clipOf(id);
        if (clip == nullptr) {
            return 0.0;  // not all of them have been in view
        }
        seconds += clip->seconds;
    }
    return seconds;
}

void LibraryPage::play(const QString& path) {
    if (playing_ && path == playedPath_) {
        services_.player->pause();
    } else {
        Q_EMIT services_.clipActivated(path);
    }
}

void LibraryPage::withSelected(std::function<void(const QStringList&)> action) {
    desk_.pathsOf(table_->selectedIds(), std::move(action));
}

void LibraryPage::withSelectedClips(std::function<void(const std::vector<LibraryClip>&)> action) {
    desk_.clipsOf(table_->selectedIds(), std::move(action));
}

void LibraryPage::newStudy() {
    withSelectedClips([this](const std::vector<LibraryClip>& clips) { actions_.newStudy(clips); });
}

void LibraryPage::exportSelected() {
    withSelectedClips([this](const std::vector<LibraryClip>& clips) { actions_.exportTo(clips); });
}

void LibraryPage::openSelected() {
    if (const std::size_t count = table_->selectedIds().size(); count == 0 || count > mostLanes) {
        return;
    }
    withSelected([this](const QStringList& paths) {
        if (!paths.isEmpty()) {
            Q_EMIT services_.listenRequested(paths);
        }
    });
}

void LibraryPage::rateSelected() {
    withSelected([this](const QStringList& paths) {
        if (paths.size() == 2) {
            Q_EMIT services_.blindPairRequested(paths[0], paths[1]);
        }
    });
}

void LibraryPage::removeSelected() {
    withSelected([this](const QStringList& paths) { actions_.askToRemove(paths); });
}

void LibraryPage::showMenu(const QPoint& position) {
    withSelected([this, position](const QStringList& paths) {
        if (paths.isEmpty()) {
            return;
        }
        auto* menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("clipMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu, paths);
        menu->popup(position);
    });
}

void LibraryPage::fillMenu(QMenu& menu, const QStringList& paths) {
    const bool one = paths.size() == 1;
    const KeyBindings& keys = services_.keys.of(KeyContext::Clips);
    QAction* open =
        menu.addAction(one ? tr("Open in Listen") : tr("Compare in Listen"), this, &LibraryPage::openSelected);
    open->setShortcut(keys.keyOf(QStringLiteral("open")));
    open->setEnabled(paths.size() <= mostLanes);
    for (const char lane : {'A', 'B'}) {
        QAction* action = menu.addAction(tr("Put into lane %1").arg(QLatin1Char(lane)), this, [this, lane, paths] {
            Q_EMIT services_.laneRequested(QLatin1Char(lane), paths.front());
        });
        action->setShortcut(keys.keyOf(QStringLiteral("lane") + QLatin1Char(lane)));
        action->setEnabled(one);
    }
    menu.addAction(tr("Rate as a pair, blind"), this, &LibraryPage::rateSelected)->setEnabled(paths.size() == 2);
    menu.addSeparator();
    QAction* copy = menu.addAction(tr("Copy prompt"), table_, &LibraryTable::copyRequested);
    copy->setShortcut(keys.keyOf(QStringLiteral("copy")));
    menu.addAction(one ? tr("Copy recipe") : tr("Copy recipes"), this, [this, paths] { actions_.copyRecipes(paths); });
    menu.addAction(tr("Show in the file manager"), this, [this, paths] { actions_.reveal(paths); });
    menu.addSeparator();
    menu.addAction(tr("Score"), this, [this, paths] { actions_.score(paths); })->setEnabled(!actions_.scoring());
    menu.addAction(tr("New study…"), this, &LibraryPage::newStudy);
    menu.addAction(tr("Export…"), this, &LibraryPage::exportSelected);
    QAction* star = menu.addAction(tr("Star on or off"), table_, &LibraryTable::toggleStar);
    star->setShortcut(keys.keyOf(QStringLiteral("star")));
    QAction* remove = menu.addAction(tr("Move to the trash…"), this, [this, paths] { actions_.askToRemove(paths); });
    remove->setShortcut(keys.keyOf(QStringLiteral("remove")));
    for (QAction* action : menu.actions()) {
        action->setShortcutContext(Qt::WidgetShortcut);  // shown here; the table has the keys
    }
}

}  // namespace musicrl
