// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/ClipListView.h"
#include "app/workbench/pages/GenerateForm.h"
#include "app/workbench/pages/GeneratePage.h"
#include "tasks/SystemReport.h"
#include "widgets/models/ClipDelegates.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTextEdit>
#include <memory>

using namespace musicrl;

namespace {

constexpr int busyMachineMs = 120000;  // what is waited for comes in a second where nothing else is at work

}  // namespace

class tst_GeneratePage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareEngine(1); }  // two threads that spin for each other are slow on a busy machine

    void init() {
        fixture_ = std::make_unique<ProjectFixture>();
        project_ = fixture_->project();
        std::filesystem::remove_all(project_.prompts());
        open();
    }
    void cleanup() {
        page_.reset();
        files_.reset();
        device_.reset();
        fixture_.reset();
    }

    void asksForAPrompt() {
        click("generate");
        QCOMPARE(error(), QString("Write at least one prompt, one a line."));
        QVERIFY(page_->clips().model().rows().empty());
    }

    void keepsWhatIsTypedWhileTheProjectsPromptsAreRead() {
        page_ = std::make_unique<GeneratePage>(services_);
        const QSignalSpy ready(page_->findChild<GenerateForm*>(), &GenerateForm::ready);
        page_->show();
        type("prompts", "calm piano");
        QCOMPARE(ready.size(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, busyMachineMs);
        QCOMPARE(page_->findChild<QTextEdit*>("prompts")->toPlainText(), QString("calm piano"));
    }

    void namesTheFieldThatIsWrong_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("too long") << "seconds" << "99" << "Seconds must be a number from 0.5 to 10, not “99”.";
        QTest::newRow("no length") << "seconds" << "0" << "Seconds must be a number from 0.5 to 10, not “0”.";
        QTest::newRow("no number") << "count" << "two" << "Clips per prompt must be a whole number from 1 to 100, not “two”.";
        QTest::newRow("negative") << "seed" << "-1" << "Seed must be a whole number from 0 to 2000000000, not “-1”.";
    }
    void namesTheFieldThatIsWrong() {
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(QString, sentence);
        type("prompts", "calm piano");
        type(field, typed);
        click("generate");
        QCOMPARE(error(), sentence);
        type(field, "1");
        QVERIFY(!page_->findChild<QLineEdit*>(field)->property("invalid").toBool());
    }

    void clipsArriveWithTheirScores() {
        type("prompts", "slow calm piano");
        QTest::keyClick(focused(), Qt::Key_Return);
        QTest::keyClicks(focused(), "fast techno with a heavy kick");
        type("seconds", "1");
        type("count", "2");
        QCOMPARE(button("generate")->text(), QString("Generate 4 clips"));
        click("generate");
        QVERIFY(button("stop")->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(page_->clips().model().rows().size(), std::size_t(4), busyMachineMs);
        QTRY_VERIFY_WITH_TIMEOUT(!button("stop")->isVisible(), busyMachineMs);
        QVERIFY(error().isEmpty());
        for (const ClipRow& row : page_->clips().model().rows()) {
            QVERIFY(std::filesystem::exists(row.path.toStdString()));
            QCOMPARE(row.record->recipe.modelName, std::string("tiny"));
            QVERIFY(termValue(row, "mulan") && termValue(row, "quality"));
            QVERIFY(row.peaks && !row.peaks->empty());
        }
    }

    void keepsTheClipsOfEveryModelAndCheckpointApart() {
        const RunDirectory run = fixture_->addRun("r", 20, 0.2, 0.6);
        std::filesystem::copy_file(fixture_->modelFolder() / "language" / "model.safetensors",
                                   run.checkpoints().back().folder / "policy.safetensors",
                                   std::filesystem::copy_options::overwrite_existing);
        open();
        type("prompts", "calm piano");
        type("seconds", "1");
        click("generate");
        QTRY_COMPARE_WITH_TIMEOUT(page_->clips().model().rows().size(), std::size_t(1), busyMachineMs);
        auto* models = page_->findChild<QComboBox*>("model");
        QTRY_VERIFY_WITH_TIMEOUT(models->findText("r @ 20") >= 0, busyMachineMs);
        models->setCurrentText("r @ 20");
        click("generate");
        QTRY_COMPARE_WITH_TIMEOUT(page_->clips().model().rows().size(), std::size_t(2), busyMachineMs);
        QVERIFY2(error().isEmpty(), qPrintable(error()));
        QVERIFY(std::filesystem::exists(project_.clips() / "tiny-base" / "calm-piano-1.flac"));
        QVERIFY(std::filesystem::exists(project_.clips() / "r-20" / "calm-piano-1.flac"));
        open();
        QTRY_COMPARE_WITH_TIMEOUT(page_->clips().model().rows().size(), std::size_t(2), busyMachineMs);
    }

    void playsAndChoosesLanesByClickAndKey() {
        ProjectFixture::writeClip(project_.clips() / "a.flac", {});
        open();
        QTRY_COMPARE_WITH_TIMEOUT(page_->clips().model().rows().size(), std::size_t(1), busyMachineMs);
        QTableView& table = page_->clips().table();
        QTRY_VERIFY_WITH_TIMEOUT(table.isVisible(), busyMachineMs);
        const QSignalSpy plays(&services_, &WorkbenchServices::clipActivated);
        const QSignalSpy lanes(&services_, &WorkbenchServices::laneRequested);
        const QString path = page_->clips().model().rows()[0].path;
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(table.model()->index(0, ClipTableModel::Waveform)).center());
        QCOMPARE(plays.size(), 1);
        QCOMPARE(plays[0][0].toString(), path);
        const QRect cell = table.visualRect(table.model()->index(0, ClipTableModel::Lanes));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, LanesDelegate::buttonRect(cell, 0).center());
        QTest::keyClick(&table, Qt::Key_B);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(lanes.size(), 2);
        QCOMPARE(lanes[0][0].toChar(), QChar('A'));
        QCOMPARE(lanes[1][0].toChar(), QChar('B'));
        QCOMPARE(plays.size(), 2);
    }

    void saysInTheFormWhatFailed() {
        type("prompts", "calm piano");
        type("seconds", "1");
        std::filesystem::rename(fixture_->modelFolder(), fixture_->modelFolder().parent_path() / "gone.away");
        std::filesystem::remove(fixture_->modelFolder().parent_path() / "gone.away" / "model.json");
        click("generate");
        QTRY_VERIFY_WITH_TIMEOUT(error().contains("tiny"), busyMachineMs);
    }

    void stopKeepsTheClipsThatAreFinished() {
        type("prompts", "calm piano");
        type("seconds", "4");
        type("count", "100");
        QTest::keyClick(page_->findChild<QLineEdit*>("count"), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!page_->clips().model().rows().empty(), busyMachineMs);
        click("stop");
        QTRY_VERIFY_WITH_TIMEOUT(!button("stop")->isVisible(), busyMachineMs);
        QVERIFY(error().isEmpty());
        const std::size_t clips = page_->clips().model().rows().size();
        QVERIFY(clips >= 1 && clips < 100);
    }

private:
    void open() {
        page_.reset();
        files_ = std::make_unique<JobController>("files");
        device_ = std::make_unique<JobController>("cpu");
        services_.files = files_.get();
        services_.device = device_.get();
        services_.projectFolder = project_.folder;
        page_ = std::make_unique<GeneratePage>(services_);
        page_->resize(1300, 800);
        page_->show();
        auto* models = page_->findChild<QComboBox*>("model");
        QTRY_VERIFY_WITH_TIMEOUT(models->findText("tiny") >= 0, busyMachineMs);
        models->setCurrentText("tiny");
    }
    QPushButton* button(const QString& name) { return page_->findChild<QPushButton*>(name); }
    void click(const QString& name) { QTest::mouseClick(button(name), Qt::LeftButton); }
    QWidget* focused() { return page_->focusWidget(); }
    void type(const QString& field, const QString& text) {
        auto* widget = page_->findChild<QWidget*>(field);
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(widget, text);
    }
    QString error() {
        auto* label = page_->findChild<QLabel*>("formError");
        return label->isVisible() ? label->text() : QString();
    }

    std::unique_ptr<ProjectFixture> fixture_;
    ProjectFolder project_;
    WorkbenchServices services_;
    std::unique_ptr<JobController> files_;
    std::unique_ptr<JobController> device_;
    std::unique_ptr<GeneratePage> page_;
};

QTEST_MAIN(tst_GeneratePage)
#include "tst_GeneratePage.moc"
