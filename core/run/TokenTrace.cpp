// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/TokenTrace.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "record/Csv.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace musicrl {
namespace {

constexpr std::array columns = {"seconds", "place", "token", "log_prob", "kl", "value", "advantage"};

void addNumber(std::string& text, auto number) {
    std::array<char, 32> digits{};
    const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text.append(digits.data(), end);
}

/// Models compute in single precision, so that is what is written; empty for what is not a finite number.
void addValue(std::string& text, double value) {
    text += ',';
    if (std::isfinite(value)) {
        addNumber(text, static_cast<float>(value));
    }
}

double numberIn(const std::string& cell, const std::string& where) {
    if (cell.empty()) {
        return TracedToken::unknown;
    }
    double value = 0.0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (fault != std::errc() || end != cell.data() + cell.size()) {
        throw Error(ErrorKind::BadInput, where + ": \"" + cell + "\" is no number.");
    }
    return value;
}

}  // namespace

std::filesystem::path tokenTracePath(const std::filesystem::path& clip) {
    std::filesystem::path path = clip;
    return path.replace_extension(".tokens.csv");
}

void writeTokenTrace(const std::filesystem::path& path, const TokenTrace& trace) {
    std::string text;
    for (const char* column : columns) {
        text += (text.empty() ? "" : ",") + std::string(column);
    }
    for (const TracedToken& token : trace) {
        text += '\n';
        addNumber(text, token.seconds);
        text += ',';
        addNumber(text, token.place);
        text += ',';
        addNumber(text, token.token);
        for (const double value : {token.logProb, token.klNats, token.value, token.advantage}) {
            addValue(text, value);
        }
    }
    writeFileAtomically(path, text + '\n');
}

TokenTrace readTokenTrace(const std::filesystem::path& path) {
    const CsvTable table = readCsv(path);
    std::array<std::size_t, columns.size()> at{};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int index = table.columnIndex(columns.at(i));
        if (index < 0) {
            throw Error(ErrorKind::BadInput, path.string() + " has no column \"" + columns.at(i) + "\".");
        }
        at.at(i) = static_cast<std::size_t>(index);
    }
    TokenTrace trace;
    trace.reserve(table.rows.size());
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto number = [&](std::size_t column) {
            return numberIn(table.rows[row][at.at(column)],
                            path.string() + ", line " + std::to_string(table.rowLines[row]));
        };
        trace.push_back({.seconds = number(0),
                         .place = static_cast<std::int64_t>(number(1)),
                         .token = static_cast<std::int64_t>(number(2)),
                         .logProb = number(3),
                         .klNats = number(4),
                         .value = number(5),
                         .advantage = number(6)});
    }
    return trace;
}

}  // namespace musicrl
