// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/TokenStrips.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

constexpr double coveredShare = 0.98;
constexpr double smallestScale = 1e-3;  // what is below is the noise of single precision

QString tr(const char* text) {
    return QCoreApplication::translate("TokenStrips", text);
}

/// Where each token begins and ends: the tokens of a frame one after another until the next frame begins.
std::vector<StripCell> cellsOf(const TokenTrace& tokens, double durationSeconds) {
    std::map<double, std::size_t> frames;  // tokens by the time of their frame
    for (const TracedToken& token : tokens) {
        ++frames[token.seconds];
    }
    std::map<double, std::size_t> seen;
    std::vector<StripCell> cells;
    for (const TracedToken& token : tokens) {
        const auto next = frames.upper_bound(token.seconds);
        const double end = next == frames.end() ? std::max(durationSeconds, token.seconds) : next->first;
        const double length = (end - token.seconds) / static_cast<double>(frames[token.seconds]);
        const double begin = token.seconds + length * static_cast<double>(seen[token.seconds]++);
        cells.push_back({begin, begin + length, 0.0});
    }
    return cells;
}

/// The size that most of the values stay below.
double usualSize(const std::vector<StripCell>& cells) {
    std::vector<double> sizes;
    for (const StripCell& cell : cells) {
        sizes.push_back(std::abs(cell.value));
    }
    std::sort(sizes.begin(), sizes.end());
    return sizes[static_cast<std::size_t>(coveredShare * static_cast<double>(sizes.size() - 1))];
}

/// Semantic tokens come before all coarse ones, or in turn with them: on the time axis they are in order of time.
void add(std::vector<LaneStrip>& strips, LaneStrip strip, const TokenTrace& tokens, const std::vector<StripCell>& cells,
         double TracedToken::*value) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (std::isfinite(tokens[i].*value)) {
            strip.cells.push_back({cells[i].beginSeconds, cells[i].endSeconds, tokens[i].*value});
        }
    }
    if (strip.cells.empty()) {
        return;
    }
    std::stable_sort(strip.cells.begin(), strip.cells.end(),
                     [](const StripCell& a, const StripCell& b) { return a.beginSeconds < b.beginSeconds; });
    strip.high = std::max(smallestScale, usualSize(strip.cells));
    strip.low = strip.negativeInk != nullptr ? -strip.high : 0.0;
    strips.push_back(std::move(strip));
}

LaneStrip named(const QString& name, QColor Theme::*ink, QColor Theme::*negativeInk) {
    LaneStrip strip;
    strip.name = name;
    strip.decimals = 3;
    strip.ink = ink;
    strip.negativeInk = negativeInk;
    return strip;
}

}  // namespace

std::vector<LaneStrip> tokenStrips(const TokenTrace& tokens, double durationSeconds) {
    std::vector<LaneStrip> strips;
    const std::vector<StripCell> cells = cellsOf(tokens, durationSeconds);
    add(strips, named(tr("KL per token"), &Theme::violet, nullptr), tokens, cells, &TracedToken::klNats);
    add(strips, named(tr("Advantage"), &Theme::good, &Theme::bad), tokens, cells, &TracedToken::advantage);
    add(strips, named(tr("Value"), &Theme::good, &Theme::bad), tokens, cells, &TracedToken::value);
    return strips;
}

void shareKlScale(const std::vector<std::vector<LaneStrip>*>& lanes) {
    double high = 0.0;
    const auto isKl = [](const LaneStrip& strip) { return strip.negativeInk == nullptr; };
    for (const std::vector<LaneStrip>* strips : lanes) {
        for (const LaneStrip& strip : *strips) {
            high = isKl(strip) ? std::max(high, strip.high) : high;
        }
    }
    for (std::vector<LaneStrip>* strips : lanes) {
        for (LaneStrip& strip : *strips) {
            strip.high = isKl(strip) ? high : strip.high;
        }
    }
}

}  // namespace musicrl
