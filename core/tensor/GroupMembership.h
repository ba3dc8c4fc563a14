// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace musicrl {

/// Which of several processes this one is, and where they meet.
struct GroupMembership {
    int rank = 0;         ///< 0 to size - 1
    int localRank = 0;    ///< the same among those of one host, for the choice of a GPU
    int size = 1;         ///< processes
    std::string address;  ///< host of rank 0
    int port = 29500;     ///< on which rank 0 listens
};

/// What a launcher set in the environment: torchrun's RANK, LOCAL_RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT (or the
/// port beside it, where torchrun says with TORCHELASTIC_USE_AGENT_STORE that it listens on that one itself), or of a step of Slurm's srun SLURM_PROCID, SLURM_LOCALID, SLURM_STEP_NUM_TASKS and SLURM_STEP_NODELIST, with a port from
/// SLURM_JOB_ID; MASTER_ADDR and MASTER_PORT count with srun, too. Nothing when one process is all there is.
///
/// \param get  a variable's value, empty when it is not set
/// \throws Error(BadInput) naming the variable that is missing or wrong
[[nodiscard]] std::optional<GroupMembership> membershipIn(const std::function<std::string(const std::string&)>& get);

/// The first of a list of hosts as Slurm writes it: "gpu[03-07,12],login" is "gpu03".
[[nodiscard]] std::string firstHost(const std::string& nodeList);

}  // namespace musicrl
