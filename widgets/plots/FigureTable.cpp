// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/FigureTable.h"

#include "base/Error.h"

#include <algorithm>
#include <limits>
#include <locale>
#include <sstream>

namespace musicrl {

const std::string& FigureTable::text(std::size_t row, const std::string& column) const {
    const int index = table_.columnIndex(column);
    if (index < 0) {
        throw Error(ErrorKind::BadInput,
                    file_.string() + " has no column \"" + column + "\": it is not this figure's.");
    }
    return table_.rows.at(row).at(static_cast<std::size_t>(index));
}

double FigureTable::number(std::size_t row, const std::string& column) const {
    const std::string& field = text(row, column);
    if (field.empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    std::istringstream stream(field);
    stream.imbue(std::locale::classic());
    double value = 0.0;
    if (!(stream >> value)) {
        throw Error(ErrorKind::BadInput, file_.string() + ", row " + std::to_string(row + 1) + ": \"" + field +
                                             "\" under \"" + column + "\" is no number.");
    }
    return value;
}

std::vector<std::string> FigureTable::distinct(const std::string& column) const {
    std::vector<std::string> found;
    for (std::size_t row = 0; row < rows(); ++row) {
        if (std::find(found.begin(), found.end(), text(row, column)) == found.end()) {
            found.push_back(text(row, column));
        }
    }
    return found;
}

}  // namespace musicrl
