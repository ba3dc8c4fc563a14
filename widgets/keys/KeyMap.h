// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyBindings.h"

#include <vector>

namespace musicrl {

/// Where keys are at work.
enum class KeyContext {
    Everywhere,  ///< whatever page is shown
    Transport,   ///< on every page, but not in a rating session
    Library,     ///< the page
    Clips,       ///< the Library's table, which comes before the transport while it has the focus
    Generate,
    Listen,
    Train,
    Rating,  ///< a rating session, which has the window to itself
};

/// Whether one key could be asked of both at a time, so that they cannot share it.
[[nodiscard]] bool areLiveTogether(KeyContext a, KeyContext b);

/// The keys of one place.
struct KeyGroup {
    KeyContext context = KeyContext::Everywhere;
    QString name;   ///< stored: never translated
    QString title;  ///< what the user reads
    KeyBindings keys;
};

/// All keys of a program, place by place. No two that are live together do with the same key.
class KeyMap {
public:
    KeyMap() = default;
    explicit KeyMap(std::vector<KeyGroup> defaults) : groups_(std::move(defaults)) {}

    [[nodiscard]] const std::vector<KeyGroup>& groups() const { return groups_; }
    /// Without keys for a context that there is none of.
    [[nodiscard]] const KeyBindings& of(KeyContext context) const;

    /// Why this one cannot have \p key, in a sentence; empty when it can.
    [[nodiscard]] QString conflict(KeyContext context, const QString& id, const QKeySequence& key) const;
    /// \return whether it was taken: not with a conflict
    bool setKey(KeyContext context, const QString& id, const QKeySequence& key);
    /// Whether no key stands in another's way.
    [[nodiscard]] bool isSound() const;

private:
    std::vector<KeyGroup> groups_;
};

}  // namespace musicrl
