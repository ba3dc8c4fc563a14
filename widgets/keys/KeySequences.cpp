// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keys/KeySequences.h"

namespace musicrl {

QList<QKeySequence> sequencesOf(const QKeySequence& key) {
    QList<QKeySequence> sequences = {key};
    const auto alsoFor = [&](Qt::Key pressed, Qt::Key also) {
        if (key.count() == 1 && key[0].key() == pressed) {
            sequences << QKeySequence(QKeyCombination(key[0].keyboardModifiers(), also));
        }
    };
    alsoFor(Qt::Key_Return, Qt::Key_Enter);
    alsoFor(Qt::Key_Plus, Qt::Key_Equal);
    return sequences;
}

}  // namespace musicrl
