// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/ProcessGroup.h"

#include "base/Error.h"

#ifdef MUSICRL_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>

namespace musicrl {
namespace {

std::string environmentVariable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

#ifdef MUSICRL_GLOO

namespace {

/// A pause of the run is a wait, too; a process that dies is noticed at once.
constexpr std::chrono::hours longestWait{24};

std::string firstLine(const char* text) {
    const std::string whole = text;
    return whole.substr(0, whole.find('\n'));
}

}  // namespace

class ProcessGroup::Link {
public:
    explicit Link(const GroupMembership& membership)
        : group_(storeFor(membership), membership.rank, membership.size, options()) {}

    void sum(torch::Tensor& tensor) const {
        std::vector<torch::Tensor> tensors = {tensor};
        orLost([&] { group_.allreduce(tensors)->wait(); });
    }

    [[nodiscard]] std::vector<torch::Tensor> gather(const torch::Tensor& tensor) const {
        std::vector<torch::Tensor> sent = {tensor};
        std::vector<std::vector<torch::Tensor>> received(1);
        for (int rank = 0; rank < group_.getSize(); ++rank) {
            received[0].push_back(torch::empty_like(tensor));
        }
        orLost([&] { group_.allgather(received, sent)->wait(); });
        return received[0];
    }

private:
    static void orLost(const std::function<void()>& work) {
        try {
            work();
        } catch (const std::exception& error) {
            throw Error(ErrorKind::Unavailable,
                        "Another process of this run no longer answers (" + firstLine(error.what()) +
                            "): its own output says why; start all of them again with --resume to go on from the last "
                            "checkpoint.");
        }
    }

    static c10::intrusive_ptr<c10d::Store> storeFor(const GroupMembership& membership) {
        c10d::TCPStoreOptions options;
        options.port = static_cast<std::uint16_t>(membership.port);
        options.isServer = membership.rank == 0;
        options.numWorkers = static_cast<std::size_t>(membership.size);
        options.timeout = std::chrono::minutes(5);
        return c10::make_intrusive<c10d::TCPStore>(membership.address, options);
    }

    static c10::intrusive_ptr<c10d::ProcessGroupGloo::Options> options() {
        const auto options = c10d::ProcessGroupGloo::Options::create(longestWait);
        const std::string interface = environmentVariable("GLOO_SOCKET_IFNAME");
        options->devices.push_back(interface.empty() ? c10d::ProcessGroupGloo::createDefaultDevice()
                                                     : c10d::ProcessGroupGloo::createDeviceForInterface(interface));
        return options;
    }

    mutable c10d::ProcessGroupGloo group_;
};

ProcessGroup::ProcessGroup(const GroupMembership& membership) : rank_(membership.rank), localRank_(membership.localRank), size_(membership.size) {
    try {
        link_ = std::make_shared<const Link>(membership);
    } catch (const std::exception& error) {
        throw Error(ErrorKind::Unavailable,
                    "The " + std::to_string(membership.size) + " processes of this run did not come together at " +
                        membership.address + ":" + std::to_string(membership.port) + " (" + firstLine(error.what()) +
                        "): start all of them, and see that this address can be reached from each.");
    }
}

#else

class ProcessGroup::Link {
public:
    void sum(torch::Tensor&) const {}
    [[nodiscard]] std::vector<torch::Tensor> gather(const torch::Tensor& tensor) const { return {tensor}; }
};

ProcessGroup::ProcessGroup(const GroupMembership&) {
    throw Error(ErrorKind::Unavailable,
                "This build cannot train with several processes: build it with Gloo's headers (libgloo-dev), or start one "
                "process alone.");
}

#endif

ProcessGroup::ProcessGroup() = default;

ProcessGroup ProcessGroup::fromEnvironment() {
    const std::optional<GroupMembership> membership = membershipIn(environmentVariable);
    return membership ? ProcessGroup(*membership) : ProcessGroup();
}

void ProcessGroup::sum(const std::vector<torch::Tensor>& tensors) const {
    if (!link_ || tensors.empty()) {
        return;
    }
    const torch::NoGradGuard noGradients;
    std::vector<torch::Tensor> flat;
    for (const torch::Tensor& tensor : tensors) {
        flat.push_back(tensor.detach().to(torch::kCPU, torch::kFloat32).flatten());
    }
    torch::Tensor all = torch::cat(flat);
    link_->sum(all);
    std::int64_t first = 0;
    for (torch::Tensor tensor : tensors) {
        tensor.copy_(all.narrow(0, first, tensor.numel()).view_as(tensor));
        first += tensor.numel();
    }
}

void ProcessGroup::sum(std::vector<double>& numbers) const {
    if (!link_ || numbers.empty()) {
        return;
    }
    torch::Tensor all = torch::tensor(numbers, torch::kFloat64);
    link_->sum(all);
    std::copy_n(all.data_ptr<double>(), numbers.size(), numbers.begin());
}

void ProcessGroup::average(const std::vector<double*>& numbers) const {
    std::vector<double> sums;
    for (const double* number : numbers) {
        sums.push_back(*number);
    }
    sum(sums);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        *numbers[i] = sums[i] / size_;
    }
}

void ProcessGroup::averageGradients(const torch::nn::Module& module) const {
    if (!link_) {
        return;
    }
    std::vector<torch::Tensor> gradients;
    for (const torch::Tensor& parameter : module.parameters()) {
        if (parameter.grad().defined()) {
            gradients.push_back(parameter.grad());
        }
    }
    sum(gradients);
    for (torch::Tensor& gradient : gradients) {
        gradient.div_(size_);
    }
}

bool ProcessGroup::any(bool here) const {
    std::vector<double> count = {here ? 1.0 : 0.0};
    sum(count);
    return count[0] > 0.5;
}

torch::Tensor ProcessGroup::gather(const torch::Tensor& rows) const {
    return link_ ? torch::cat(link_->gather(rows.detach().cpu().contiguous())).to(rows.device()) : rows;
}

torch::Tensor ProcessGroup::own(const torch::Tensor& gathered) const {
    const std::int64_t rows = gathered.size(0) / size_;
    return gathered.narrow(0, rank_ * rows, rows);
}

std::vector<double> ProcessGroup::gather(const std::vector<double>& numbers) const {
    const torch::Tensor all = gather(torch::tensor(numbers, torch::kFloat64)).contiguous();
    return {all.data_ptr<double>(), all.data_ptr<double>() + all.numel()};
}

std::vector<std::string> ProcessGroup::gather(const std::string& text) const {
    if (!link_) {
        return {text};
    }
    const torch::Tensor lengths = gather(torch::tensor({static_cast<std::int64_t>(text.size())}));
    torch::Tensor padded = torch::zeros({std::max<std::int64_t>(1, lengths.max().item<std::int64_t>())}, torch::kUInt8);
    std::memcpy(padded.data_ptr<std::uint8_t>(), text.data(), text.size());
    const std::vector<torch::Tensor> all = link_->gather(padded);
    std::vector<std::string> texts;
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        const auto length = static_cast<std::size_t>(lengths[static_cast<std::int64_t>(rank)].item<std::int64_t>());
        texts.emplace_back(reinterpret_cast<const char*>(all[rank].data_ptr<std::uint8_t>()), length);
    }
    return texts;
}

}  // namespace musicrl
