// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/GroupMembership.h"

#include "base/Error.h"

#include <charconv>

namespace musicrl {
namespace {

using Environment = std::function<std::string(const std::string&)>;

constexpr int slurmFirstPort = 20000;
constexpr int slurmPorts = 10000;
constexpr int highestPort = 65535;

int numberIn(const Environment& get, const std::string& name, int lowest, int highest) {
    const std::string text = get(name);
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || value < lowest || value > highest) {
        throw Error(ErrorKind::BadInput, "The environment's " + name + " must be a whole number from " +
                                             std::to_string(lowest) + " to " + std::to_string(highest) + ", not \"" +
                                             text + "\": start all processes of a run with one launcher.");
    }
    return value;
}

GroupMembership byTorchrun(const Environment& get) {
    GroupMembership membership;
    membership.size = numberIn(get, "WORLD_SIZE", 1, 100'000);
    membership.rank = numberIn(get, "RANK", 0, membership.size - 1);
    membership.localRank = get("LOCAL_RANK").empty() ? membership.rank : numberIn(get, "LOCAL_RANK", 0, membership.rank);
    membership.address = get("MASTER_ADDR");
    if (membership.address.empty()) {
        throw Error(ErrorKind::BadInput, "The environment has RANK but no MASTER_ADDR: name the host of rank 0 there.");
    }
    membership.port = numberIn(get, "MASTER_PORT", 1, highestPort);
    if (get("TORCHELASTIC_USE_AGENT_STORE") == "True") {
        membership.port += membership.port < highestPort ? 1 : -1;  // torchrun itself listens on the port that it names
    }
    return membership;
}

GroupMembership bySlurm(const Environment& get) {
    GroupMembership membership;
    membership.size = numberIn(get, "SLURM_STEP_NUM_TASKS", 1, 100'000);
    membership.rank = numberIn(get, "SLURM_PROCID", 0, membership.size - 1);
    membership.localRank = get("SLURM_LOCALID").empty() ? membership.rank : numberIn(get, "SLURM_LOCALID", 0, membership.rank);
    const std::string address = get("MASTER_ADDR");
    membership.address = address.empty() ? firstHost(get("SLURM_STEP_NODELIST")) : address;
    membership.port = get("MASTER_PORT").empty()
                          ? slurmFirstPort + numberIn(get, "SLURM_JOB_ID", 0, 2'000'000'000) % slurmPorts
                          : numberIn(get, "MASTER_PORT", 1, highestPort);
    return membership;
}

}  // namespace

std::optional<GroupMembership> membershipIn(const Environment& get) {
    GroupMembership membership;
    if (!get("RANK").empty() || !get("WORLD_SIZE").empty()) {
        membership = byTorchrun(get);
    } else if (!get("SLURM_STEP_NUM_TASKS").empty() && !get("SLURM_PROCID").empty()) {
        membership = bySlurm(get);
    }
    return membership.size > 1 ? std::optional(membership) : std::nullopt;
}

std::string firstHost(const std::string& nodeList) {
    const std::size_t bracket = nodeList.find('[');
    const std::size_t comma = nodeList.find(',');
    if (bracket == std::string::npos || comma < bracket) {
        return nodeList.substr(0, comma);
    }
    const std::size_t end = nodeList.find_first_of(",-]", bracket);
    return nodeList.substr(0, bracket) + nodeList.substr(bracket + 1, end - bracket - 1);
}

}  // namespace musicrl
