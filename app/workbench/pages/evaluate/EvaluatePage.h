// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <filesystem>
#include <memory>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace musicrl {

class ResultCards;
class VoteList;
class WorkbenchServices;
struct EvaluatedStudy;

/// What a study came to: win rates, strengths, means, agreement, biases, raters, which reward foretells them; and the
/// way on, a preference model from these votes. Of a study that is not sealed it tells nothing but how far it is.
///
/// A click on any number lists the judgements behind it, and a click on one of those opens its clips.
class EvaluatePage : public QWidget {
    Q_OBJECT
public:
    explicit EvaluatePage(WorkbenchServices& services, QWidget* parent = nullptr);
    ~EvaluatePage() override;

    void reload();
    void showStudy(const std::filesystem::path& folder);
    /// Null until the numbers of the chosen study are there.
    [[nodiscard]] const EvaluatedStudy* evaluated() const { return evaluated_.get(); }
    [[nodiscard]] VoteList& votes();

Q_SIGNALS:
    /// For the window's title line: "four models, round 1 · sealed · 3 raters · 1 204 ratings".
    void titleChanged(const QString& title);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildNotice();
    void open(const std::filesystem::path& folder);
    void take(std::shared_ptr<const EvaluatedStudy> evaluated);
    /// Works the shown study out anew, as its signals have changed; what is shown stays until then.
    void refresh();
    void showNotice(const QString& heading, const QString& text, bool offersRating);
    void showResults();
    [[nodiscard]] std::filesystem::path studiesFolder() const;

    WorkbenchServices& services_;
    std::filesystem::path folder_;  ///< of the study that is shown or being read
    int request_ = 0;               ///< counts open(), to know a late answer
    std::shared_ptr<const EvaluatedStudy> evaluated_;
    std::filesystem::path evaluatedFolder_;
    QComboBox* studies_ = nullptr;
    QComboBox* questions_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* simulated_ = nullptr;
    QPushButton* report_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QLabel* noticeHeading_ = nullptr;
    QLabel* noticeText_ = nullptr;
    QPushButton* noticeButton_ = nullptr;
    ResultCards* cards_ = nullptr;
};

}  // namespace musicrl
