// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tensor/GroupMembership.h"

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

namespace musicrl {

/// The processes that train one model together, over LibTorch's c10d with Gloo. Tensors on another device travel by way of
/// the CPU.
///
/// All processes make the same calls in the same order; each call waits for the others. A process that is alone is a group
/// of one, for which every call is nothing.
///
/// \throws Error(Unavailable) from every call when another process has died or is not heard from for a day
/// Thread-safety: one caller at a time.
class ProcessGroup {
public:
    /// Alone.
    ProcessGroup();

    /// Waits until all processes are there. \throws Error(Unavailable) for a build without Gloo, or when they do not come
    explicit ProcessGroup(const GroupMembership& membership);

    /// As the environment says. \see membershipIn
    [[nodiscard]] static ProcessGroup fromEnvironment();

    [[nodiscard]] int rank() const { return rank_; }
    [[nodiscard]] int size() const { return size_; }
    [[nodiscard]] int localRank() const { return localRank_; }
    [[nodiscard]] bool isFirst() const { return rank_ == 0; }

    /// Every element becomes its sum over the processes, with the same bits in all of them.
    /// \param tensors  float, of the same shapes everywhere
    void sum(const std::vector<torch::Tensor>& tensors) const;
    /// The same for numbers, as double.
    void sum(std::vector<double>& numbers) const;
    /// Every number becomes its mean over the processes.
    void average(const std::vector<double*>& numbers) const;
    /// The same for the gradients of all parameters that have one.
    void averageGradients(const torch::nn::Module& module) const;

    /// Whether it is so in any of the processes.
    [[nodiscard]] bool any(bool here) const;
    /// Until all processes have come this far.
    void wait() const { (void)any(false); }

    /// The processes' rows under each other, in the order of their ranks.
    /// \param rows  [N, ...], of the same shape everywhere \return [size N, ...]
    [[nodiscard]] torch::Tensor gather(const torch::Tensor& rows) const;
    /// What gather() made of this process's rows.
    [[nodiscard]] torch::Tensor own(const torch::Tensor& gathered) const;
    [[nodiscard]] std::vector<double> gather(const std::vector<double>& numbers) const;
    /// A text of any length from each process, in the order of their ranks.
    [[nodiscard]] std::vector<std::string> gather(const std::string& text) const;

private:
    class Link;
    std::shared_ptr<const Link> link_;
    int rank_ = 0;
    int localRank_ = 0;
    int size_ = 1;
};

}  // namespace musicrl
