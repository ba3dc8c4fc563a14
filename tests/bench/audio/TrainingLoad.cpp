// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrainingLoad.h"

#include <algorithm>
#include <fstream>

namespace musicrl {
namespace {

std::int64_t linesOf(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
}

}  // namespace

TrainingLoad::TrainingLoad(int threads, const std::string& program, const std::string& cores,
                           const std::filesystem::path& folder) {
    for (int i = 0; i < threads; ++i) {
        const std::filesystem::path run = folder / ("load-" + std::to_string(i));
        std::vector<std::string> command = {"env", "OMP_NUM_THREADS=1", "nice", "-n", "10"};
        if (!cores.empty()) {
            command.insert(command.end(), {"taskset", "-c", cores});
        }
        command.insert(command.end(), {program, "train", "--out", run.string(), "--steps", "100000", "--batch-clips",
                                       "4", "--seconds", "2", "--sample-every", "100000", "--checkpoint-every",
                                       "100000", "--seed", std::to_string(i + 1)});
        trainings_.push_back({run / "metrics.jsonl", std::make_unique<ChildProcess>(
                                                         command, folder / ("load-" + std::to_string(i) + ".out"))});
    }
}

std::int64_t TrainingLoad::steps() const {
    std::int64_t steps = 0;
    for (const Training& training : trainings_) {
        steps += linesOf(training.metrics);
    }
    return steps;
}

bool TrainingLoad::busy() const {
    return std::all_of(trainings_.begin(), trainings_.end(),
                       [](const Training& training) { return linesOf(training.metrics) > 0; });
}

bool TrainingLoad::allRun() const {
    return std::all_of(trainings_.begin(), trainings_.end(),
                       [](const Training& training) { return training.process->running(); });
}

}  // namespace musicrl
