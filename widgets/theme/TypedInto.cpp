// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/TypedInto.h"

#include <QAbstractSpinBox>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace musicrl {

bool isTypedInto(const QObject* widget) {
    return qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QTextEdit*>(widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           qobject_cast<const QKeySequenceEdit*>(widget) != nullptr;
}

}  // namespace musicrl
