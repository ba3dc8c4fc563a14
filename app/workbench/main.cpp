// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/FigureCommand.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/pages/GenerateForm.h"
#include "app/workbench/pages/GeneratePage.h"
#include "app/workbench/settings/WindowSettings.h"
#include "base/Error.h"
#include "base/IdleThreads.h"
#include "base/Paths.h"
#include "tasks/SystemReport.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLockFile>
#include <QMessageBox>
#include <cstdio>
#include <string_view>

namespace {

using namespace musicrl;

struct Options {
    QString project;
    QString theme;
    QString page;
    QString figures;
    QStringList runs;
    QString report;
};

/// Before QApplication looks for a display: figures need none.
bool wantsFigures(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]).starts_with("--figures")) {
            return true;
        }
    }
    return false;
}

int refuse(const QString& message, int code) {
    std::fprintf(stderr, "musicrl-workbench: %s\n", qPrintable(message));
    return code;
}

Options parse(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Generate, score, audition and fine-tune music models."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("Folder of a project; made when it does not exist. Without one, the demo project."), QStringLiteral("[project]"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("dark or light"), QStringLiteral("theme"));
    const QCommandLineOption page(QStringLiteral("page"), QStringLiteral("library, generate, listen, rate, train or evaluate"), QStringLiteral("page"));
    const QCommandLineOption figures(QStringLiteral("figures"), QStringLiteral("Write the figures of the runs as PNG, PDF, SVG and CSV, without a window."), QStringLiteral("folder"));
    const QCommandLineOption run(QStringLiteral("run"), QStringLiteral("Folder of a run to draw; may be given several times."), QStringLiteral("folder"));
    const QCommandLineOption report(QStringLiteral("report"), QStringLiteral("Folder of the CSV files of a reproduction's figures, to draw instead of runs."), QStringLiteral("folder"));
    parser.addOptions({theme, page, figures, run, report});
    parser.process(application);
    return {parser.positionalArguments().value(0), parser.value(theme), parser.value(page), parser.value(figures), parser.values(run), parser.value(report)};
}

/// The demo model writes its first clips by itself, so that a first start has something to play.
void welcome(MainWindow& window) {
    GenerateForm& form = window.generatePage().form();
    QObject::connect(&form, &GenerateForm::ready, &window, [&window, &form] {
        try {
            window.generatePage().generate(form.config());
        } catch (const Error&) {
            return;  // no model yet: the form says so when Generate is pressed
        }
    });
}

int runWindow(QApplication& application, const Options& options) {
    const std::filesystem::path settingsFile = userStateFolder() / "window.ini";
    WindowSettings settings = readWindowSettings(settingsFile);
    if (!options.theme.isEmpty()) {
        settings.theme = options.theme == QLatin1String("light") ? ThemeKind::Light : ThemeKind::Dark;
    }
    applyTheme(application, settings.theme);
    const bool isDemo = options.project.isEmpty();
    const ProjectFolder project = openProject(isDemo ? demoProjectFolder() : std::filesystem::path(options.project.toStdString()));
    QLockFile lock(QString::fromStdString((project.folder / ".lock").string()));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(100)) {
        const QString message = QStringLiteral("The project %1 is open in another window: close that one, or open another project.").arg(QString::fromStdString(project.folder.string()));
        const int code = refuse(message, 1);
        QMessageBox::warning(nullptr, QStringLiteral("MusicRL workbench"), message);
        return code;
    }
    prepareEngine();
    MainWindow window(project);
    if (isDemo && project.isNew) {
        welcome(window);
    }
    window.restoreGeometry(settings.geometry);
    window.showPage(options.page.isEmpty() ? settings.page : options.page);
    window.show();
    const int code = QApplication::exec();
    writeWindowSettings(settingsFile, {currentTheme().kind, window.pageName(), window.saveGeometry()});
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    musicrl::letIdleThreadsSleep(argv);
    if (wantsFigures(argc, argv)) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("musicrl-workbench"));
    QApplication::setApplicationVersion(QString::fromStdString(musicrl::programVersion()));
    const Options options = parse(application);
    if (!options.figures.isEmpty()) {
        return options.report.isEmpty() ? musicrl::writeFiguresOf(options.figures, options.runs)
                                        : musicrl::writeFiguresOfReport(options.figures, options.report);
    }
    for (const auto& [value, allowed] : {std::pair{options.theme, QStringList{"dark", "light"}}, {options.page, QStringList{"library", "generate", "listen", "rate", "train", "evaluate"}}}) {
        if (!value.isEmpty() && !allowed.contains(value)) {
            return refuse(QStringLiteral("“%1” is not known here; choose one of: %2.").arg(value, allowed.join(QStringLiteral(", "))), 2);
        }
    }
    try {
        return runWindow(application, options);
    } catch (const musicrl::Error& error) {
        return refuse(QString::fromStdString(error.what()), error.kind() == musicrl::ErrorKind::BadInput ? 2 : 1);
    }
}
