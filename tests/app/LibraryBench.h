// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/library/LibraryPage.h"
#include "playback/Player.h"

#include <QLineEdit>
#include <QTest>
#include <memory>

namespace musicrl {

/// A project with clips of a base model, of a run, and one of unknown origin.
inline void fillProject(const ProjectFixture& fixture) {
    const ProjectFolder project = fixture.project();
    const std::string checkpoint = (project.runs() / "ru/checkpoints/step-00000040").string();
    const auto add = [&](const char* name, ClipFacts facts) {
        facts.seconds = 1.0;
        ProjectFixture::writeClip(project.clips() / name, facts);
    };
    add("a.flac", {.prompt = "calm lo-fi piano loop", .seed = 41, .mulan = 0.58, .mos = 4.1});
    add("b.flac", {.prompt = "upbeat work-out music, retro synth",
                   .seed = 42,
                   .mulan = 0.46,
                   .mos = 3.8,
                   .checkpoint = checkpoint});
    add("c.flac", {.prompt = "orchestral ballad, sad strings and piano",
                   .seed = 43,
                   .mulan = 0.34,
                   .mos = 3.5,
                   .checkpoint = checkpoint});
    add("d.flac", {.prompt = "fast jazz trio, walking bass, drums", .seed = 44, .mulan = 0.52, .mos = 2.9});
    writeAudioFile(project.clips() / "field recording.wav", readAudioFile(project.clips() / "d.flac"));
}

/// What the window gives a page, on its own.
struct LibraryBench {
    Player player;
    JobController files{QStringLiteral("files")};
    JobController device{QStringLiteral("cpu")};
    WorkbenchServices services;
    std::unique_ptr<LibraryPage> page;

    explicit LibraryBench(const ProjectFixture& fixture) {
        services.player = &player;
        services.files = &files;
        services.device = &device;
        services.projectFolder = fixture.project().folder;
        page = std::make_unique<LibraryPage>(services, fixture.project().folder / "library.ini");
        page->resize(1300, 780);
        page->show();
    }
    ~LibraryBench() { page.reset(); }
    LibraryTable& table() const { return page->table(); }
    int rows() const { return page->table().clips().rowCount(); }
    QString cell(int row, int column) const { return page->table().clips().index(row, column).data().toString(); }
    bool known(int row) const { return page->table().clips().clipAt(row) != nullptr; }
    /// All clips are listed, read and drawn.
    bool ready(int count) const {
        for (int row = 0; row < count; ++row) {
            if (rows() != count || !known(row) ||
                !page->table().clips().index(row, 0).data(ClipTableModel::PeaksRole).value<PeaksPtr>()) {
                return false;
            }
        }
        return !page->desk().scanning();
    }
    void filter(const QString& text) const {
        page->filterField().line().setFocus();
        page->filterField().line().selectAll();
        QTest::keyClicks(&page->filterField().line(), text);
    }
    int rowOf(const QString& file) const {
        for (int row = 0; row < rows(); ++row) {
            const LibraryClip* clip = page->table().clips().clipAt(row);
            if (clip != nullptr && clip->file.filename() == file.toStdString()) {
                return row;
            }
        }
        return -1;
    }
    void select(const QString& file, Qt::KeyboardModifiers keys = Qt::NoModifier) const {
        const QRect cell = table().visualRect(table().clips().index(rowOf(file), LibraryTableModel::Title));
        QTest::mouseClick(table().viewport(), Qt::LeftButton, keys, cell.center());
    }
    template <typename T>
    T* find(const char* name) const {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
};

}  // namespace musicrl
