// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "statistics/SampleSize.h"

namespace musicrl {
namespace {

Json toJson(const SampleSizeQuestion& question, const SampleSize& size) {
    return {{"win_rate", question.winRate},
            {"power", question.power},
            {"alpha", question.alpha},
            {"comparisons", question.comparisons},
            {"tie_share", question.tieShare},
            {"votes_per_prompt", question.votesPerPrompt},
            {"correlation", question.correlation},
            {"independent_votes", size.independentVotes},
            {"design_effect", size.designEffect},
            {"decisive_votes", size.decisiveVotes},
            {"votes", size.votes},
            {"prompts", size.prompts},
            {"test", "wilcoxon"},
            {"power_with_these", size.power},
            {"power_simulated", size.simulated}};
}

int planVotes(const SampleSizeQuestion& question, const Session& session) {
    const SampleSize size = neededVotes(question);
    Console console(session);
    if (session.json) {
        console.print(toJson(question, size));
        return 0;
    }
    console.print(
        tableText({{"for each pair of models", "needed"},
                   {"prompts", std::to_string(size.prompts)},
                   {"votes on them, with ties", std::to_string(size.votes)},
                   {"decisive votes among these, as expected", std::to_string(size.decisiveVotes)},
                   {"power with these", fixed(size.power, 2)},
                   {"design effect of several votes a prompt", fixed(size.designEffect, 2)},
                   {"decisive votes, were they independent, for a sign test", std::to_string(size.independentVotes)}}) +
        "\nFor a true win rate of " + fixed(100.0 * question.winRate, 1) + " % to be found with a power of " +
        fixed(question.power, 2) + " at a two-sided level of " + fixed(question.alpha, 3) + " over " +
        std::to_string(question.comparisons) +
        " comparisons, by Wilcoxon's signed-rank test on the prompts' mean differences of win, tie and loss (" +
        (size.simulated ? "power of 2000 simulated studies" : "power by the normal approximation") + ").");
    return 0;
}

int planAbx(const SampleSizeQuestion& question, double shareRight, const Session& session) {
    const std::int64_t trials = neededAbxTrials(shareRight, question.comparisons, question.power, question.alpha);
    const double power = abxPower(trials, shareRight, question.alpha / static_cast<double>(question.comparisons));
    Console console(session);
    if (session.json) {
        console.print(Json{{"share_right", shareRight},
                           {"power", question.power},
                           {"alpha", question.alpha},
                           {"comparisons", question.comparisons},
                           {"trials", trials},
                           {"test", "binomial"},
                           {"power_with_these", power}});
        return 0;
    }
    console.print(tableText({{"for each pair of models", "needed"},
                             {"ABX trials, by all raters together", std::to_string(trials)},
                             {"power with these", fixed(power, 2)}}) +
                  "\nFor a true share of " + fixed(100.0 * shareRight, 1) +
                  " % right answers, at a one-sided level of " + fixed(question.alpha, 3) + " over " +
                  std::to_string(question.comparisons) + (question.comparisons == 1 ? " comparison" : " comparisons") +
                  ", by the exact binomial test against guessing.");
    return 0;
}

}  // namespace

void addSampleSizeCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("sample-size", "Plan how many votes a listening study needs");
    const auto question = std::make_shared<SampleSizeQuestion>();
    const auto shareRight = std::make_shared<double>(0.0);
    CLI::Option* abx =
        command->add_option("--abx", *shareRight, "Plan an ABX study instead: true share of right answers to be found");
    command->add_option("--win-rate", question->winRate, "True share of wins among decisive votes that should be found")
        ->capture_default_str()
        ->excludes(abx);
    command->add_option("--power", question->power, "Chance to find it")->capture_default_str();
    command->add_option("--alpha", question->alpha, "Level over all comparisons, two-sided (ABX: one-sided)")
        ->capture_default_str();
    command->add_option("--comparisons", question->comparisons, "Pairs of models that are tested")
        ->capture_default_str();
    command->add_option("--ties", question->tieShare, "Share of votes that will be ties")
        ->capture_default_str()
        ->excludes(abx);
    command->add_option("--votes-per-prompt", question->votesPerPrompt, "On each pair of models")
        ->capture_default_str()
        ->excludes(abx);
    command->add_option("--correlation", question->correlation, "Of two votes on the same prompt, 0 to 1")
        ->capture_default_str()
        ->excludes(abx);
    command->callback([question, shareRight, abx, &session] {
        session.run = [question, shareRight, isAbx = abx->count() > 0, &session] {
            return isAbx ? planAbx(*question, *shareRight, session) : planVotes(*question, session);
        };
    });
}

}  // namespace musicrl
