// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preference/ClipImpression.h"

#include <compare>
#include <filesystem>
#include <map>
#include <string>

namespace musicrl {

/// A clip as it is listened to: what is heard depends on the prompt too.
struct Listening {
    std::string prompt;
    std::string sha256;  ///< of the file

    [[nodiscard]] auto operator<=>(const Listening&) const = default;
};

/// What was heard so far, in memory and, where wanted, in a file of JSON lines: {"prompt", "sha256", "judge",
/// "impression"}.
class KeptImpressions {
public:
    /// \param file   read if it is there, and added to; empty: none
    /// \param judge  hash of the judges; what others heard is passed over
    /// \throws Error(BadInput) naming the file
    KeptImpressions(std::filesystem::path file, std::string judge);

    /// \throws Error(Io)
    void add(const Listening& clip, const ClipImpression& impression);

    [[nodiscard]] bool has(const Listening& clip) const { return known_.count(clip) > 0; }
    /// \pre has(clip)
    [[nodiscard]] const ClipImpression& of(const Listening& clip) const { return known_.at(clip); }

private:
    std::filesystem::path file_;
    std::string judge_;
    std::map<Listening, ClipImpression> known_;
};

}  // namespace musicrl
