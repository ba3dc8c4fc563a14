// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/MetricCatalog.h"

#include <QCoreApplication>

namespace musicrl {
namespace {

struct Named {
    const char* key;
    const char* name;
    const char* unit;
};

QString tr(const char* text) { return QCoreApplication::translate("MetricCatalog", text); }

constexpr Named rewards[] = {
    {"objective/scores", "Mix", "weighted sum"},
    {"rewards/mulan/mean", "MuLan", "cosine"},
    {"rewards/quality/mean", "MOS", "1 to 5"},
    {"rewards/preference/mean", "Taste", "nats"},
    {"objective/scores_std", "Spread of the mix", "deviation within a step"},
    {"objective/rlhf_reward", "Mix less KL", "as the run weighs them"}};

constexpr Named heldOut[] = {
    {"heldout/scores", "Mix on fixed prompts", "weighted sum"},
    {"heldout/mulan", "MuLan on fixed prompts", "cosine"},
    {"heldout/quality", "MOS on fixed prompts", "1 to 5"},
    {"heldout/preference", "Taste on fixed prompts", "nats"},
    {"heldout/scores_change", "Gain in mix", "since step 0"},
    {"heldout/mulan_change", "Gain in MuLan", "since step 0"},
    {"heldout/quality_change", "Gain in MOS", "since step 0"},
    {"heldout/preference_change", "Gain in taste", "since step 0"}};

constexpr Named clips[] = {
    {"rollouts/diversity", "Diversity", "0: all alike, 1: nothing in common"},
    {"rollouts/diversity_within_prompt", "Diversity within a prompt", "0: all alike, 1: nothing in common"},
    {"rollouts/duplicates", "Duplicates", "share of clips"},
    {"rollouts/level_db", "Level", "dBFS"},
    {"rollouts/silence", "Silence", "share of a clip"},
    {"rollouts/sounding_seconds", "Sounding time", "s"},
    {"rollouts/repetition", "Repetition", "share of a clip"}};

constexpr Named valueNetwork[] = {
    {"val/explained_variance", "Explained variance", "all tokens together"},
    {"val/explained_variance_mean", "Explained variance, mean", "token by token"},
    {"val/explained_variance_first", "Explained variance, first", "first token"},
    {"val/explained_variance_middle", "Explained variance, middle", "middle token"},
    {"val/explained_variance_last", "Explained variance, last", "last token"},
    {"loss/value", "Value loss", "squared error"},
    {"val/grad_norm", "Value gradient", "norm before clipping"}};

constexpr Named policy[] = {
    {"objective/entropy", "Entropy", "nats per clip"},
    {"policy/grad_norm", "Policy gradient", "norm before clipping"},
    {"policy/advantage_std", "Spread of advantages", "deviation"},
    {"loss/policy", "Policy loss", "mean over updates"},
    {"policy/approxkl_avg", "KL to the sampling policy", "nats"},
    {"policy/clipfrac_avg", "Clipped ratios", "share of tokens"},
    {"val/ratio", "Mean ratio", "new to old policy"},
    {"group/reward_std", "Spread within a prompt", "deviation of the mix"},
    {"group/frac_reward_zero_std", "Prompts without spread", "share"}};

constexpr Named pairs[] = {
    {"loss/dpo", "DPO loss", "nats, log 2 at first"},
    {"rewards/accuracies", "Pairs told apart", "share"},
    {"rewards/margins", "Margin", "nats"},
    {"eval/loss/dpo", "DPO loss, held out", "nats, log 2 at first"},
    {"eval/rewards/accuracies", "Pairs told apart, held out", "share"},
    {"eval/rewards/margins", "Margin, held out", "nats"}};

constexpr Named speed[] = {
    {"time/step", "Time of a step", "s"},
    {"time/tokens_per_second", "Speed", "tokens per second"},
    {"lr", "Learning rate", "of the policy"},
    {"objective/alpha", "KL weight α", "as it stood"},
    {"train/skipped", "Skipped steps", "so far"}};

template <std::size_t N>
void add(std::vector<MetricChoice>& choices, const Named (&names)[N], const QString& group) {
    for (const Named& one : names) {
        choices.push_back({one.key, tr(one.name), tr(one.unit), group});
    }
}

std::vector<MetricChoice> makeRewardChoices() {
    std::vector<MetricChoice> choices;
    add(choices, rewards, {});
    add(choices, heldOut, tr("Fixed prompts"));
    add(choices, clips, tr("Clips"));
    add(choices, valueNetwork, tr("Value network"));
    add(choices, policy, tr("Policy"));
    add(choices, pairs, tr("Judged pairs"));
    add(choices, speed, tr("Run"));
    return choices;
}

}  // namespace

const std::vector<MetricChoice>& rewardChoices() {
    static const std::vector<MetricChoice> choices = makeRewardChoices();
    return choices;
}

const std::vector<MetricChoice>& klChoices() {
    static const std::vector<MetricChoice> choices = {
        {"objective/kl", QStringLiteral("KL to reference"), QStringLiteral("nats per clip")},
        {"objective/kl_base", QStringLiteral("KL to base"), QStringLiteral("nats per clip")}};
    return choices;
}

}  // namespace musicrl
