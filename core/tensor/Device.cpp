// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/Device.h"

#include "base/Error.h"

#include <ATen/CPUGeneratorImpl.h>
#include <cstdlib>
#include <thread>

namespace musicrl {

torch::Device deviceFromName(const std::string& name) {
    if (name == "auto") {
        return torch::cuda::is_available() ? torch::Device(torch::kCUDA) : torch::Device(torch::kCPU);
    }
    if (name != "cpu" && name != "cuda" && name.rfind("cuda:", 0) != 0) {
        throw Error(ErrorKind::BadInput, "There is no device \"" + name + "\": use auto, cpu, cuda or cuda:<number>.");
    }
    torch::Device device(torch::kCPU);
    try {
        device = torch::Device(name);
    } catch (const c10::Error&) {
        throw Error(ErrorKind::BadInput, "There is no device \"" + name + "\": use auto, cpu, cuda or cuda:<number>.");
    }
    if (device.is_cuda() && (!torch::cuda::is_available() || device.index() >= static_cast<int>(torch::cuda::device_count()))) {
        throw Error(ErrorKind::Unavailable, "This machine has no device \"" + name + "\": use --device cpu.");
    }
    return device;
}

void useAllCores(int threads) {
    if (threads > 0) {
        at::set_num_threads(threads);
    } else if (std::getenv("OMP_NUM_THREADS") == nullptr) {
        at::set_num_threads(static_cast<int>(std::thread::hardware_concurrency()));
    }
}

at::Generator seededGenerator(std::uint64_t seed, torch::Device device) {
    if (device.is_cuda()) {
        at::Generator generator = at::globalContext().defaultGenerator(device).clone();
        generator.set_current_seed(seed);
        return generator;
    }
    return at::make_generator<at::CPUGeneratorImpl>(seed);
}

}  // namespace musicrl
