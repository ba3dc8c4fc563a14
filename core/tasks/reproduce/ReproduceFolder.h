// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace musicrl {

/// Where a reproduction keeps what.
struct ReproduceFolder {
    std::filesystem::path root;

    [[nodiscard]] std::filesystem::path settings() const { return root / "settings.json"; }
    [[nodiscard]] std::filesystem::path stages() const { return root / "stages"; }
    [[nodiscard]] std::filesystem::path rollouts() const { return root / "rollouts"; }
    [[nodiscard]] std::filesystem::path votes() const { return root / "preference" / "votes.jsonl"; }
    /// \param name  "full" or an ablation's
    [[nodiscard]] std::filesystem::path preference(const std::string& name) const { return root / "preference" / name; }
    [[nodiscard]] std::filesystem::path run(const std::string& name) const { return root / "runs" / name; }
    [[nodiscard]] std::filesystem::path headToHead() const { return root / "head-to-head"; }
    /// \param model  "base" or a run
    [[nodiscard]] std::filesystem::path clips(const std::string& model) const { return headToHead() / model; }
    [[nodiscard]] std::filesystem::path testVotes() const { return headToHead() / "votes.jsonl"; }
    [[nodiscard]] std::filesystem::path impressions() const { return root / "impressions.jsonl"; }
    [[nodiscard]] std::filesystem::path report() const { return root / "report"; }
    [[nodiscard]] std::filesystem::path figures() const { return report() / "figures"; }
    [[nodiscard]] std::filesystem::path tables() const { return report() / "tables"; }
};

}  // namespace musicrl
