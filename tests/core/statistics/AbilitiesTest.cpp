// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Abilities.h"

#include "base/Random.h"
#include "support/ExpectError.h"

#include <cmath>
#include <limits>

namespace musicrl {
namespace {

struct Meeting {
    std::size_t first, second;
    double won, lost, tied;
};

WinMatrix matrixOf(std::size_t models, const std::vector<Meeting>& meetings) {
    WinMatrix matrix(models);
    for (const Meeting& meeting : meetings) {
        matrix.addWin(meeting.first, meeting.second, meeting.won);
        matrix.addWin(meeting.second, meeting.first, meeting.lost);
        matrix.addTie(meeting.first, meeting.second, meeting.tied);
    }
    return matrix;
}

// Citations among Biometrika, Communications in Statistics, JASA and JRSS-B, the first example of the vignette of R's
// BradleyTerry2 (Turner and Firth, 2012; data of Stigler, 1994); coefficients by its BTm(), version 1.1-2.
TEST(BradleyTerry, agreesWithBradleyTerry2OnCitations) {
    const WinMatrix citations = matrixOf(4, {{0, 1, 730, 33, 0},
                                             {0, 2, 498, 320, 0},
                                             {0, 3, 221, 284, 0},
                                             {1, 2, 68, 813, 0},
                                             {1, 3, 17, 276, 0},
                                             {2, 3, 142, 325, 0}});
    const std::vector<double> found = fitBradleyTerry(citations, 0.0).logWorths;
    EXPECT_NEAR(found[1] - found[0], -2.949072496844, 1e-10);
    EXPECT_NEAR(found[2] - found[0], -0.479569769752, 1e-10);
    EXPECT_NEAR(found[3] - found[0], 0.268954055818, 1e-10);
    EXPECT_NEAR(found[0] + found[1] + found[2] + found[3], 0.0, 1e-12);
}

// The example of "Disconnected networks" in the vignette of R's PlackettLuce (Turner et al.), where D only ever loses;
// its default of half a pseudo-win and half a pseudo-loss.
TEST(BradleyTerry, keepsALoserFiniteAsPlackettLuceDoes) {
    const WinMatrix matrix = matrixOf(4, {{0, 1, 1, 1, 0}, {2, 0, 1, 0, 0}, {0, 3, 1, 0, 0}, {1, 2, 1, 0, 0}});
    const std::vector<double> found = fitBradleyTerry(matrix, 0.5).logWorths;
    EXPECT_NEAR(found[1] - found[0], 0.5184185, 1e-6);
    EXPECT_NEAR(found[2] - found[0], 0.1354707, 1e-6);
    EXPECT_NEAR(found[3] - found[0], -1.1537565, 1e-6);
}

const std::vector<Meeting> puddings = {{0, 1, 19, 22, 16}, {0, 2, 16, 19, 12}, {1, 2, 19, 19, 10}, {0, 3, 18, 23, 13},
                                       {1, 3, 23, 19, 9},  {2, 3, 19, 20, 15}, {0, 4, 13, 19, 18}, {1, 4, 16, 20, 12},
                                       {2, 4, 16, 15, 17}, {3, 4, 17, 14, 16}, {0, 5, 18, 21, 12}, {1, 5, 22, 20, 12},
                                       {2, 5, 13, 18, 10}, {3, 5, 14, 19, 18}, {4, 5, 11, 21, 12}};

// Davidson's own example (1970): six brands of chocolate pudding. The vignette of PlackettLuce gives the
// worths after seven iterations as 0.1388005, ..., and ν as 0.7468147; below are the same at full convergence, from
// R 4.2.2's glm() of the equivalent log-linear model.
TEST(Davidson, agreesWithItsAuthorsPuddings) {
    const Abilities found = fitDavidson(matrixOf(6, puddings), 0.0);
    const std::vector<double> published = {0.1388005, 0.1729985, 0.1617420, 0.1653930, 0.1586805, 0.2023855};
    const std::vector<double> converged = {0.13880337518069, 0.17300149998299, 0.16174743403679,
                                           0.16537295776291, 0.15868539457472, 0.20238933846190};
    double sum = 0.0;
    for (const double logWorth : found.logWorths) {
        sum += std::exp(logWorth);
    }
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_NEAR(std::exp(found.logWorths[i]) / sum, published[i], 3e-5);
        EXPECT_NEAR(std::exp(found.logWorths[i]) / sum, converged[i], 1e-10);
    }
    EXPECT_NEAR(found.tieFactor, 0.7468147, 3e-5);
    EXPECT_NEAR(found.tieFactor, 0.74682298765429, 1e-10);
}

TEST(Davidson, isBradleyTerryWithoutTies) {
    const WinMatrix matrix = matrixOf(3, {{0, 1, 5, 2, 0}, {1, 2, 4, 3, 0}, {0, 2, 6, 1, 0}});
    const Abilities davidson = fitDavidson(matrix);
    EXPECT_EQ(davidson.logWorths, fitBradleyTerry(matrix).logWorths);
    EXPECT_EQ(davidson.tieFactor, 0.0);
}

TEST(Davidson, findsNothingButTiesInTies) {
    const Abilities found = fitDavidson(matrixOf(2, {{0, 1, 0, 0, 9}}));
    EXPECT_EQ(found.logWorths, (std::vector<double>{0.0, 0.0}));
    EXPECT_EQ(found.tieFactor, std::numeric_limits<double>::infinity());
}

// Two models: a win is exp(λ1 - λ2) times as likely as a loss, a tie ν times sqrt of their product.
TEST(Abilities, ofTwoModelsAgreeWithTheClosedForm) {
    const WinMatrix matrix = matrixOf(2, {{0, 1, 30, 10, 12}});
    const std::vector<double> halves = fitBradleyTerry(matrix, 0.0).logWorths;
    EXPECT_NEAR(halves[0] - halves[1], std::log(36.0 / 16.0), 1e-12);
    const Abilities davidson = fitDavidson(matrix, 0.0);
    EXPECT_NEAR(davidson.logWorths[0] - davidson.logWorths[1], std::log(3.0), 1e-10);
    EXPECT_NEAR(davidson.tieFactor, 12.0 / std::sqrt(300.0), 1e-10);
}

TEST(Abilities, areFoundAgainInWhatTheyDrew) {
    const std::vector<double> truth = {0.8, 0.1, -0.2, -0.7};
    const double nu = 0.6;
    Random random(5);
    WinMatrix matrix(4);
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = i + 1; j < 4; ++j) {
            const double tie = nu * std::exp((truth[i] + truth[j]) / 2.0);
            const double all = std::exp(truth[i]) + std::exp(truth[j]) + tie;
            for (int draw = 0; draw < 20000; ++draw) {
                const double where = all * random.uniform();
                if (where < tie) {
                    matrix.addTie(i, j);
                } else {
                    where < tie + std::exp(truth[i]) ? matrix.addWin(i, j) : matrix.addWin(j, i);
                }
            }
        }
    }
    const Abilities found = fitDavidson(matrix);
    EXPECT_NEAR(found.tieFactor, nu, 0.01);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(found.logWorths[i], truth[i], 0.03);
    }
}

TEST(Abilities, needAllModelsTiedTogether) {
    const WinMatrix alwaysWon = matrixOf(2, {{0, 1, 5, 0, 0}});
    expectError(ErrorKind::BadInput, "never won", [&] { static_cast<void>(fitBradleyTerry(alwaysWon, 0.0)); });
    EXPECT_GT(fitBradleyTerry(alwaysWon).logWorths[0], 0.0);
    const WinMatrix tied = matrixOf(2, {{0, 1, 5, 0, 2}});
    EXPECT_NO_THROW(static_cast<void>(fitBradleyTerry(tied, 0.0)));
    expectError(ErrorKind::BadInput, "never won", [&] { static_cast<void>(fitDavidson(tied, 0.0)); });
}

}  // namespace
}  // namespace musicrl
