// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipVote.h"
#include "study/RevealedStudy.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace musicrl {

/// What a revealed study says of its clips: the regular judgements of raters whom its rules leave in, an answer each
/// (pairs), or a score each (mos). Nothing comes of ABX.
[[nodiscard]] std::vector<ClipVote> votesOf(const RevealedStudy& study);

/// The votes of all sealed studies in a folder. Nothing is told of a study that is not sealed.
///
/// A study whose database did not change since the last reading is not opened again.
///
/// Thread-safety: used by one thread at a time.
class SealedVotes {
public:
    /// \param studies  folder of studies; it may be missing
    explicit SealedVotes(std::filesystem::path studies) : studies_(std::move(studies)) {}

    /// A study that cannot be read is told of in the log and passed over.
    [[nodiscard]] std::vector<ClipVote> read();

private:
    struct Known {
        std::string stamp;
        std::vector<ClipVote> votes;
    };

    std::filesystem::path studies_;
    std::map<std::string, Known> known_;  ///< by the study's name
};

}  // namespace musicrl
