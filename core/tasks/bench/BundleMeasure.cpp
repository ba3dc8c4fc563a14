// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/ModelMeasures.h"

namespace musicrl {

Measure measureBundle(const std::filesystem::path& modelFolder) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(modelFolder)) {
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    return {.name = "bundle/mib",
            .what = "size of the model's folder",
            .bound = Measure::Bound::AtMost,
            .threshold = 40.0,
            .value = static_cast<double>(bytes) / (1024.0 * 1024.0),
            .unit = "MiB"};
}

}  // namespace musicrl
