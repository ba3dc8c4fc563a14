// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/Database.h"

namespace musicrl {

/// Tables of study.sqlite (docs/file-formats.md). Triggers keep what the store promises even from other programs: a
/// plan cannot change once the study has begun, judgements are never edited or deleted, nothing is added after the
/// seal.
[[nodiscard]] const DatabaseSchema& studySchema();

/// Whether anything was recorded, so that the plan is fixed.
[[nodiscard]] bool hasBegun(soci::session& sql);

/// \throws Error(BadInput) that says so
[[noreturn]] void refuseChange(const std::filesystem::path& folder);

}  // namespace musicrl
