// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace musicrl {

/// How often each model won against each other one, and how often the two tied. Counts need not be whole: a resample
/// counts a comparison as often as it drew it.
class WinMatrix {
public:
    explicit WinMatrix(std::size_t models)
        : models_(models), wins_(models * models, 0.0), ties_(models * models, 0.0) {}

    [[nodiscard]] std::size_t models() const { return models_; }

    void addWin(std::size_t winner, std::size_t loser, double count = 1.0) { wins_[winner * models_ + loser] += count; }
    void addTie(std::size_t a, std::size_t b, double count = 1.0) {
        ties_[a * models_ + b] += count;
        ties_[b * models_ + a] += count;
    }

    [[nodiscard]] double wins(std::size_t winner, std::size_t loser) const { return wins_[winner * models_ + loser]; }
    [[nodiscard]] double ties(std::size_t a, std::size_t b) const { return ties_[a * models_ + b]; }

private:
    std::size_t models_;
    std::vector<double> wins_;
    std::vector<double> ties_;
};

}  // namespace musicrl
