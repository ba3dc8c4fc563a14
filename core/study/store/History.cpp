// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/store/History.h"

#include "base/UtcTime.h"
#include "study/store/EachRow.h"

namespace musicrl {

History historyOf(soci::session& sql, const std::string& rater) {
    History history;
    std::string kind;
    RowId judgement = 0;
    soci::statement actions = (sql.prepare << "SELECT kind, judgement FROM action WHERE rater = :rater ORDER BY id",
                               soci::into(kind), soci::into(judgement), soci::use(rater));
    eachRow(actions, [&] {
        std::vector<RowId>& to = kind == "undo" ? history.undone : history.done;
        std::vector<RowId>& from = kind == "undo" ? history.done : history.undone;
        if (kind == "record") {
            from.clear();
        } else if (!from.empty()) {
            from.pop_back();
        }
        to.push_back(judgement);
    });
    return history;
}

void addAction(soci::session& sql, const std::string& rater, const std::string& kind, RowId judgement) {
    const std::string now = utcNow();
    sql << "INSERT INTO action (rater, kind, judgement, created) VALUES (:rater, :kind, :judgement, :now)",
        soci::use(rater), soci::use(kind), soci::use(judgement), soci::use(now);
}

}  // namespace musicrl
