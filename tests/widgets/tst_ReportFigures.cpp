// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "widgets/plots/PrintPlot.h"
#include "widgets/plots/ReportFigures.h"

#include <QImage>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

using namespace musicrl;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file) << text;
}

/// Six runs that rise and level off, from one point.
std::string curves(double low, double high, bool againstKl) {
    std::ostringstream text;
    text << "run,step,x,value,low,high,kl,kl_base\n";
    int number = 0;
    for (const char* run : {"mulan", "quality", "r", "u", "ru"}) {
        ++number;
        const bool last = std::string(run) == "ru";
        for (int step = 0; step <= (last ? 80 : 400); step += last ? 20 : 50) {
            const double part = 1.0 - std::exp(-step / (60.0 + 30.0 * number));
            const double start = last ? 0.6 : 0.0;
            const double value = low + (high - low) * (start + (last ? 0.3 : 1.0 - 0.12 * number) * part);
            const double kl = (10.0 + 6.0 * number) * part;
            const double x = againstKl ? kl : step + (last ? 400.0 : 0.0);
            const double error = 0.03 * (high - low);
            text << run << "," << step << "," << x << "," << value << "," << value - error << "," << value + error
                 << "," << kl << "," << kl << "\n";
        }
    }
    text << "start ru,400," << (againstKl ? 27.0 : 400.0) << "," << low + 0.6 * (high - low) << ",,,27,27\n";
    return text.str();
}

void writeTables(const fs::path& folder) {
    fs::create_directories(folder);
    for (const char* axis : {"kl", "step"}) {
        const bool kl = std::string(axis) == "kl";
        write(folder / (std::string("quality-vs-") + axis + ".csv"), curves(3.2, 4.1, kl));
        write(folder / (std::string("mulan-vs-") + axis + ".csv"), curves(0.41, 0.58, kl));
        write(folder / (std::string("preference-vs-") + axis + ".csv"), curves(-0.4, 1.9, kl));
    }
    write(folder / "win-tie-loss.csv",
          "first,second,wins,ties,losses,win_rate,low,high\n"
          "r,base,394,134,78,0.835,0.79,0.87\nu,base,355,128,123,0.743,0.70,0.79\nu,r,218,200,188,0.537,0.48,0.59\n"
          "ru,base,404,139,63,0.865,0.83,0.90\nru,r,258,216,132,0.661,0.61,0.71\nru,u,266,180,160,0.624,0.57,0.67\n");
    std::ostringstream accuracy("model,epoch,accuracy,standard_error\n", std::ios::ate);
    int number = 0;
    for (const char* model : {"full", "no-text", "half", "quarter", "scratch"}) {
        for (int epoch = 1; epoch <= 4; ++epoch) {
            accuracy << model << "," << epoch << "," << 0.5 + (0.11 - 0.022 * number) * (1.0 - std::exp(-epoch))
                     << ",0.016\n";
        }
        ++number;
    }
    write(folder / "preference-accuracy.csv", accuracy.str() + "mulan,,0.516,0.017\nquality,,0.533,0.017\n");
}

int pixelsLike(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) +
                                 std::abs(pixel.blue() - color.blue()) <
                             12
                         ? 1
                         : 0;
        }
    }
    return count;
}

}  // namespace

class tst_ReportFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsEveryFigureInThreeFormats() {
        const QTemporaryDir temporary;
        const QString kept = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        const fs::path folder =
            kept.isEmpty() ? fs::path(temporary.path().toStdString()) : fs::path(kept.toStdString()) / "report";
        writeTables(folder);
        const auto files = writeReportFigures(folder, folder);
        QCOMPARE(files.size(), std::size_t(24));
        std::set<std::string> kinds;
        for (const fs::path& file : files) {
            QVERIFY2(fs::file_size(file) > 2000, file.c_str());
            kinds.insert(file.extension().string());
        }
        QCOMPARE(kinds.size(), std::size_t(3));
    }

    void showsAModelInTheSameColourInAllFigures() {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writeTables(folder);
        (void)writeReportFigures(folder, folder);
        for (const char* figure : {"quality-vs-kl.png", "mulan-vs-step.png", "win-tie-loss.png"}) {
            const QImage image(QString::fromStdString((folder / figure).string()));
            QCOMPARE(image.width(), 1140);
            for (const char* model : {"r", "u", "ru"}) {
                QVERIFY2(pixelsLike(image, modelStyle(model).color) > 300, figure);
            }
        }
    }

    void drawsWhatIsThereAndSkipsTheRest() {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        write(folder / "quality-vs-kl.csv",
              "run,step,x,value,low,high,kl,kl_base\nr,0,0,3.1,3.0,3.2,0,0\nr,10,2,3.3,,,2,2\n");
        QCOMPARE(writeReportFigures(folder, folder / "out").size(), std::size_t(3));
    }

    void drawsAStudysWinsStrengthsAndSignals() {
        const QTemporaryDir temporary;
        const QString kept = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        const fs::path folder =
            kept.isEmpty() ? fs::path(temporary.path().toStdString()) : fs::path(kept.toStdString()) / "study";
        fs::create_directories(folder);
        write(folder / "study-wins.csv",
              "first,second,wins,ties,losses,win_rate,low,high,simulated\nours,theirs,60,20,20,0.75,0.66,0.83,no\n"
              "ours,base,80,10,0,1.0,0.9,1.0,no\ntheirs,base,40,30,30,0.571,0.45,0.68,no\n");
        write(folder / "study-strengths.csv",
              "model,value,low,high\nours,1.1,0.8,1.4\ntheirs,-0.2,-0.5,0.1\nbase,-0.9,,\n");
        write(folder / "study-signals.csv", "signal,accuracy,low,high\nquality,0.61,0.55,0.67\nmulan,0.48,0.42,0.54\n");
        QCOMPARE(writeReportFigures(folder, folder).size(), std::size_t(9));
        const QImage wins(QString::fromStdString((folder / "study-wins.png").string()));
        QVERIFY(pixelsLike(wins, QColor("#0072b2")) > pixelsLike(wins, QColor("#e69f00")));
        QVERIFY(pixelsLike(wins, QColor("#e69f00")) > 300);
        const QImage strengths(QString::fromStdString((folder / "study-strengths.png").string()));
        QVERIFY(pixelsLike(strengths, QColor("#0072b2")) > 300);
    }

    void saysWhatIsMissingOrWrong() {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        QVERIFY_EXCEPTION_THROWN((void)writeReportFigures(folder, folder), Error);
        write(folder / "quality-vs-kl.csv", "run,step,x,value,low,high\nr,0,zero,3.1,3.0,3.2\n");
        QVERIFY_EXCEPTION_THROWN((void)writeReportFigures(folder, folder), Error);
        write(folder / "quality-vs-kl.csv", "run,step\nr,0\n");
        QVERIFY_EXCEPTION_THROWN((void)writeReportFigures(folder, folder), Error);
    }
};

QTEST_MAIN(tst_ReportFigures)
#include "tst_ReportFigures.moc"
