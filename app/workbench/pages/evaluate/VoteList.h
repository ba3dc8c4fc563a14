// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/evaluate/VoteFilters.h"
#include "widgets/theme/Card.h"

#include <string>
#include <vector>

class QLabel;
class QTableWidget;

namespace musicrl {

/// The judgements behind a number: who chose what for which text. A click opens the clips on the Listen page.
class VoteList : public Card {
    Q_OBJECT
public:
    explicit VoteList(QWidget* parent = nullptr);

    /// \param study     must stay while the list shows it
    /// \param question  whose answers are read
    void showVotes(const RevealedStudy& study, const std::string& question, const QString& title,
                   const VoteFilter& filter);
    [[nodiscard]] int count() const;

Q_SIGNALS:
    /// \param clipB  empty where a clip was judged by itself
    void opened(const QString& clipA, const QString& clipB);
    void closed();

private:
    struct Clips {
        QString a;
        QString b;
    };

    QLabel* count_;
    QTableWidget* table_;
    std::vector<Clips> clips_;
};

}  // namespace musicrl
