// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/MainWindow.h"

#include "app/workbench/EngineTexts.h"
#include "app/workbench/KeysDialog.h"
#include "app/workbench/pages/GeneratePage.h"
#include "app/workbench/pages/ListenPage.h"
#include "app/workbench/pages/TrainPage.h"
#include "app/workbench/pages/library/LibraryPage.h"
#include "app/workbench/pages/listening/SoundDialog.h"
#include "app/workbench/pages/evaluate/EvaluatePage.h"
#include "app/workbench/pages/rate/RatePage.h"
#include "base/Paths.h"
#include "tasks/SystemReport.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/jobs/JobDrawer.h"
#include "widgets/jobs/JobStatusBar.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

constexpr int railWidth = 64;
constexpr int topBarHeight = 40;
constexpr int railIcon = 22;

}  // namespace

MainWindow::MainWindow(ProjectFolder project, QWidget* parent)
    : QMainWindow(parent),
      project_(std::move(project)),
      files_(tr("files")),
      device_(tr("engine"), JobPriority::Yielding),
      board_(jobList_) {
    services_.device = &device_;
    services_.files = &files_;
    services_.player = &player_;
    services_.projectFolder = project_.folder;
    services_.soundSettings = userStateFolder() / "sound.ini";
    services_.listenSettings = userStateFolder() / "listen.ini";
    services_.keys.open(userStateFolder() / "keys.ini");
    board_.watch(device_);
    board_.watch(files_);
    setWindowTitle(tr("%1 – MusicRL workbench").arg(QString::fromStdString(project_.name)));
    setWindowIcon(QIcon(QStringLiteral(":/icons/musicrl.svg")));
    setMinimumSize(1080, 680);
    resize(1440, 900);
    buildPages();

    auto* centre = new QWidget(this);
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildRail());
    layout->addWidget(buildCentre(), 1);
    whole_ = new QStackedWidget(this);
    whole_->addWidget(centre);
    setCentralWidget(whole_);
    addKeys();
    connectJobs();
    connectPages();
    showPage(QStringLiteral("generate"));
    inspectEngine();
}

MainWindow::~MainWindow() {
    // Pages hold connections to queues and player, which are members: they go first.
    delete takeCentralWidget();
}

void MainWindow::buildPages() {
    stack_ = new QStackedWidget;
    library_ = new LibraryPage(services_, userStateFolder() / "library.ini");
    generate_ = new GeneratePage(services_);
    listen_ = new ListenPage(services_);
    rate_ = new RatePage(services_);
    train_ = new TrainPage(services_);
    evaluate_ = new EvaluatePage(services_);
    pages_ = {{QStringLiteral("library"), tr("Library"), library_}, {QStringLiteral("generate"), tr("Generate"), generate_}, {QStringLiteral("listen"), tr("Listen"), listen_}, {QStringLiteral("rate"), tr("Rate"), rate_}, {QStringLiteral("train"), tr("Train"), train_}, {QStringLiteral("evaluate"), tr("Evaluate"), evaluate_}};
    for (const PageEntry& page : pages_) {
        stack_->addWidget(page.page);
    }
}

QToolButton* MainWindow::railButton(const QString& text, const QString& icon) {
    auto* button = new QToolButton;
    button->setProperty("role", "railButton");
    button->setText(text);
    button->setIcon(themedIcon(icon, &Theme::text));
    button->setIconSize(QSize(railIcon, railIcon));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setCheckable(true);
    button->setFixedSize(railWidth - 4, 56);
    button->setObjectName(QStringLiteral("rail-") + icon);
    return button;
}

QWidget* MainWindow::buildRail() {
    auto* rail = new QFrame;
    rail->setProperty("role", "rail");
    rail->setFixedWidth(railWidth);
    auto* layout = new QVBoxLayout(rail);
    layout->setContentsMargins(2, 10, 2, 10);
    layout->setSpacing(2);
    for (PageEntry& page : pages_) {
        page.button = railButton(page.title, page.name);
        connect(page.button, &QToolButton::clicked, this, [this, name = page.name] { showPage(name); });
        layout->addWidget(page.button);
    }
    layout->addStretch(1);
    jobsButton_ = railButton(tr("Jobs"), QStringLiteral("jobs"));
    connect(jobsButton_, &QToolButton::clicked, this, &MainWindow::toggleDrawer);
    layout->addWidget(jobsButton_);
    return rail;
}

QToolButton* MainWindow::barButton(const char* action, const char* icon, QWidget* bar) {
    auto* button = new QToolButton(bar);
    button->setObjectName(QString::fromLatin1(action));
    button->setIcon(themedIcon(QString::fromLatin1(icon), &Theme::mutedText));
    connect(button, &QToolButton::clicked, this, [this, action] { perform(QString::fromLatin1(action)); });
    return button;
}

QWidget* MainWindow::buildTopBar() {
    auto* bar = new QFrame;
    bar->setProperty("role", "topBar");
    bar->setFixedHeight(topBarHeight);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(space::large, 0, space::large, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(makeLabel(QString::fromStdString(project_.name), LabelRole::Title, bar));
    layout->addWidget(makeLabel(QStringLiteral("›"), LabelRole::Muted, bar));
    crumbs_ = makeLabel({}, LabelRole::Muted, bar);
    crumbs_->setObjectName(QStringLiteral("crumbs"));
    layout->addWidget(crumbs_, 1);
    keysButton_ = barButton("keys", "keys", bar);
    soundButton_ = barButton("sound", "listen", bar);
    themeButton_ = barButton("theme", "theme", bar);
    devicePill_ = makeLabel({}, LabelRole::Chip, bar);
    devicePill_->hide();
    auto* pills = new JobStatusBar(jobList_, bar);
    connect(pills, &JobStatusBar::pillClicked, this, [this] {
        if (drawer_->isHidden()) {
            toggleDrawer();
        }
    });
    for (QToolButton* button : {keysButton_, soundButton_, themeButton_}) {
        layout->addWidget(button);
    }
    layout->addWidget(devicePill_);
    layout->addWidget(pills);
    return bar;
}

QWidget* MainWindow::buildCentre() {
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    drawer_ = new JobDrawer(jobList_);
    drawer_->hide();
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(stack_, 1);
    middle->addWidget(drawer_);
    layout->addWidget(buildTopBar());
    layout->addLayout(middle, 1);
    layout->addWidget(listen_->transport());
    return centre;
}

void MainWindow::addKeys() {
    auto* keys = new PageKeys(this);
    services_.keys.follow(KeyContext::Everywhere, this, [this, keys](const KeyBindings& bindings) {
        keys->setBindings(bindings);
        showKeys(bindings);
    });
    connect(keys, &PageKeys::pressed, this, &MainWindow::perform);
    connect(&services_, &WorkbenchServices::keysRequested, this, &MainWindow::openKeys);
}

void MainWindow::showKeys(const KeyBindings& keys) {
    for (const PageEntry& page : pages_) {
        page.button->setToolTip(keys.hint(page.title, page.name));
    }
    const std::pair<QToolButton*, const char*> buttons[] = {
        {jobsButton_, "jobs"}, {keysButton_, "keys"}, {soundButton_, "sound"}, {themeButton_, "theme"}};
    for (const auto& [button, name] : buttons) {
        const QString id = QString::fromLatin1(name);
        button->setToolTip(keys.hint(keys.textOf(id), id));
        button->setAccessibleName(keys.textOf(id));
    }
}

void MainWindow::perform(const QString& id) {
    const std::pair<const char*, void (MainWindow::*)()> actions[] = {{"jobs", &MainWindow::toggleDrawer},
                                                                     {"sound", &MainWindow::showSound},
                                                                     {"theme", &MainWindow::toggleTheme},
                                                                     {"keys", &MainWindow::openKeys}};
    for (const auto& [name, action] : actions) {
        if (id == QLatin1String(name)) {
            (this->*action)();
            return;
        }
    }
    id == QStringLiteral("quit") ? void(close()) : showPage(id);
}

KeyContext MainWindow::contextOfPage() const {
    const std::pair<const char*, KeyContext> pages[] = {{"library", KeyContext::Clips},
                                                        {"generate", KeyContext::Generate},
                                                        {"listen", KeyContext::Listen},
                                                        {"rate", KeyContext::Rating},
                                                        {"train", KeyContext::Train}};
    const auto* const found = std::find_if(std::begin(pages), std::end(pages),
                                           [this](const auto& page) { return pageName() == QLatin1String(page.first); });
    return inSession() ? KeyContext::Rating : found == std::end(pages) ? KeyContext::Everywhere : found->second;
}

void MainWindow::openKeys() {
    (new KeysDialog(services_.keys, contextOfPage(), this))->open();
}

void MainWindow::showSound() {
    if (inSession()) {
        return;
    }
    constexpr double targetLufs = -16.0;  // of the Listen page
    (new SoundDialog(services_, targetLufs, this))->show();
}

void MainWindow::connectJobs() {
    connect(drawer_, &JobDrawer::stopRequested, &board_, &JobBoard::requestStop);
    connect(drawer_, &JobDrawer::closed, this, &MainWindow::toggleDrawer);
    const auto count = [this] {
        const int active = jobList_.activeCount();
        jobsButton_->setText(active > 0 ? tr("Jobs %1").arg(active) : tr("Jobs"));
    };
    connect(&jobList_, &QAbstractItemModel::rowsInserted, this, count);
    connect(&jobList_, &QAbstractItemModel::dataChanged, this, count);
    connect(&jobList_, &QAbstractItemModel::modelReset, this, count);
}

void MainWindow::connectPages() {
    for (const auto asked : {&WorkbenchServices::compareRequested, &WorkbenchServices::blindPairRequested}) {
        connect(&services_, asked, this, [this] { showPage(QStringLiteral("listen")); });
    }
    connect(&services_, &WorkbenchServices::listenRequested, this, [this] { showPage(QStringLiteral("listen")); });
    connect(library_, &LibraryPage::countChanged, this, &MainWindow::showTitle);
    connect(library_, &LibraryPage::studyMade, this, [this](const QString& id) {
        showPage(QStringLiteral("rate"));
        rate_->selectStudy(id.toStdString());
    });
    connect(train_, &TrainPage::runSelected, this, [this](const QString& run) {
        trainedRun_ = run;
        showTitle();
    });
    connect(evaluate_, &EvaluatePage::titleChanged, this, [this](const QString& study) {
        evaluatedStudy_ = study;
        showTitle();
    });
    connect(&services_, &WorkbenchServices::evaluateRequested, this, [this] { showPage(QStringLiteral("evaluate")); });
    connect(&services_, &WorkbenchServices::pageRequested, this, &MainWindow::showPage);
    connect(&services_, &WorkbenchServices::recipeRequested, this, [this](const QString& recipe, const QString& model) {
        train_->layOut(recipe, model);
        showPage(QStringLiteral("train"));
    });
    connect(rate_, &RatePage::sessionOpened, this, &MainWindow::openSession);
    connect(rate_, &RatePage::sessionClosed, this, &MainWindow::closeSession);
    connect(&listen_->desk(), &ListenDesk::positionChanged, this, &MainWindow::tellWhatPlays);
    connect(&listen_->desk(), &ListenDesk::transportChanged, this, &MainWindow::tellWhatPlays);
}

bool MainWindow::inSession() const {
    return whole_ != nullptr && whole_->currentIndex() > 0;
}

void MainWindow::openSession(QWidget* session) {
    whole_->addWidget(session);
    whole_->setCurrentWidget(session);
    session->setFocus();
}

void MainWindow::closeSession() {
    whole_->setCurrentIndex(0);  // the session deletes itself
    showPage(QStringLiteral("rate"));
}

void MainWindow::tellWhatPlays() {
    const ListenDesk& desk = listen_->desk();
    const DeskLane& lane = desk.lane(std::min(desk.heardLane(), desk.laneCount() - 1));
    const double duration = lane.loaded ? lane.loaded->clip->durationSeconds() : 0.0;
    const double fraction = duration > 0.0 ? player_.positionSeconds() / duration : 0.0;
    const bool shown = !desk.blind() && (desk.playing() || fraction > 0.0);
    Q_EMIT services_.playedChanged(shown ? QString::fromStdString(lane.path.string()) : QString(), fraction);
}

void MainWindow::inspectEngine() {
    fetch(device_, this, tr("Looking at the machine"), [] { return inspectSystem(); }, [this](const SystemReport& report) {
        devicePill_->setText(deviceText(report));
        devicePill_->setToolTip(deviceHint(report));
        devicePill_->show();
        device_.setDevice(deviceName(report));
    });
}

void MainWindow::showPage(const QString& name) {
    if (inSession()) {
        return;
    }
    for (const PageEntry& page : pages_) {
        if (page.name == name) {
            stack_->setCurrentWidget(page.page);
            page.page->setFocus();  // keys belong to the page, not to the rail
        }
    }
    for (const PageEntry& page : pages_) {
        page.button->setChecked(stack_->currentWidget() == page.page);
    }
    showTitle();
}

QString MainWindow::pageName() const {
    for (const PageEntry& page : pages_) {
        if (stack_->currentWidget() == page.page) {
            return page.name;
        }
    }
    return {};
}

void MainWindow::showTitle() {
    if (crumbs_ == nullptr) {
        return;
    }
    for (const PageEntry& page : pages_) {
        if (stack_->currentWidget() == page.page) {
            const bool run = page.page == train_ && !trainedRun_.isEmpty();
            const bool clips = page.page == library_ && library_->count() > 0;
            const bool study = page.page == evaluate_ && !evaluatedStudy_.isEmpty();
            crumbs_->setText(run     ? tr("Train › runs › %1").arg(trainedRun_)
                             : clips ? tr("Library › %n clips", nullptr, static_cast<int>(library_->count()))
                             : study ? tr("Evaluate › %1").arg(evaluatedStudy_)
                                     : page.title);
        }
    }
}

void MainWindow::toggleDrawer() {
    if (inSession()) {
        return;
    }
    drawer_->setVisible(drawer_->isHidden());
    jobsButton_->setChecked(!drawer_->isHidden());
}

void MainWindow::toggleTheme() {
    const bool dark = currentTheme().kind == ThemeKind::Dark;
    applyTheme(*qApp, dark ? ThemeKind::Light : ThemeKind::Dark);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!closesAnyway_ && hasRunningJobs() &&
        QMessageBox::question(this, tr("Jobs are running"),
                              tr("Closing stops them. Finished clips stay, and a training can be gone on with from its last checkpoint.\nClose now?"),
                              QMessageBox::Yes | QMessageBox::No, QMessageBox::No) != QMessageBox::Yes) {
        event->ignore();
        return;
    }
    event->setAccepted(closesAnyway_ || rate_->mayLeaveSession([this] {
        closesAnyway_ = true;
        close();
    }));
}

}  // namespace musicrl
