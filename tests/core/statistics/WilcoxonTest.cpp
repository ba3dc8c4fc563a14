// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Wilcoxon.h"

#include "base/Random.h"
#include "support/ExpectError.h"

#include <cmath>
#include <limits>
#include <vector>

namespace musicrl {
namespace {

using Values = std::vector<double>;

/// The p-values for "differs", "is greater" and "is less".
struct PValues {
    double twoSided, greater, less;
};

PValues pValues(const Values& differences) {
    return {wilcoxonSignedRank(differences, Alternative::TwoSided).pValue,
            wilcoxonSignedRank(differences, Alternative::Greater).pValue,
            wilcoxonSignedRank(differences, Alternative::Less).pValue};
}

// Hollander and Wolfe, "Nonparametric Statistical Methods", 1999, p. 29: depression before and after, the example of
// R's coin::wilcoxsign_test; exact values by coin 1.4-2.
TEST(Wilcoxon, agreesWithHollanderAndWolfe) {
    const Values before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    const Values after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    Values differences;
    for (std::size_t i = 0; i < before.size(); ++i) {
        differences.push_back(before[i] - after[i]);
    }
    const WilcoxonResult result = wilcoxonSignedRank(differences);
    EXPECT_EQ(result.positiveRankSum, 40.0);
    EXPECT_EQ(result.negativeRankSum, 5.0);
    EXPECT_TRUE(result.exact);
    EXPECT_NEAR(result.z, 2.073221072156823, 1e-12);
    const PValues p = pValues(differences);
    EXPECT_DOUBLE_EQ(p.twoSided, 0.0390625);
    EXPECT_DOUBLE_EQ(p.greater, 0.01953125);
    EXPECT_DOUBLE_EQ(p.less, 0.986328125);
}

// The documented example of scipy.stats.wilcoxon (SciPy 1.10): Darwin's maize, cross- against self-fertilized.
TEST(Wilcoxon, agreesWithScipysExample) {
    const Values differences = {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};
    EXPECT_EQ(wilcoxonSignedRank(differences).negativeRankSum, 24.0);
    const PValues p = pValues(differences);
    EXPECT_DOUBLE_EQ(p.twoSided, 0.041259765625);
    EXPECT_DOUBLE_EQ(p.greater, 0.0206298828125);
}

/// As many of -4, -3, ..., 4 as SciPy's own test of zero_method="pratt" has, several times over.
Values gradedDifferences(std::size_t times) {
    const std::vector<std::size_t> counts = {1, 4, 16, 15, 8, 4, 5, 1, 2};
    Values differences;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        differences.insert(differences.end(), times * counts[i], static_cast<double>(i) - 4.0);
    }
    return differences;
}

// Values of R's coin::wilcoxsign_test(zero.method = "Pratt", distribution = "exact"), coin 1.4-2 on R 4.2.2.
TEST(Wilcoxon, isExactWithZerosAndTies) {
    Values differences = gradedDifferences(1);
    Random(3).shuffle(differences);
    const WilcoxonResult result = wilcoxonSignedRank(differences);
    EXPECT_EQ(result.positiveRankSum, 423.0);
    EXPECT_EQ(result.zeros, 8);
    EXPECT_EQ(result.nonZero, 48);
    EXPECT_TRUE(result.exact);
    EXPECT_NEAR(result.z, -2.950513986898765, 1e-12);
    const PValues p = pValues(differences);
    EXPECT_NEAR(p.twoSided, 0.002796165211556456, 1e-14);
    EXPECT_NEAR(p.greater, 0.998682620599034, 1e-13);
    EXPECT_NEAR(p.less, 0.001398082605778228, 1e-14);
}

// Values of coin as above with its asymptotic distribution; scipy.stats.wilcoxon(zero_method="pratt", mode="approx") of
// SciPy 1.10 gives the same p-values.
TEST(Wilcoxon, isNormalBeyondFiftyDifferences) {
    const Values differences = gradedDifferences(2);
    const WilcoxonResult result = wilcoxonSignedRank(differences);
    EXPECT_EQ(result.positiveRankSum, 1680.0);
    EXPECT_FALSE(result.exact);
    EXPECT_NEAR(result.z, -4.16531847423422, 1e-12);
    const PValues p = pValues(differences);
    EXPECT_NEAR(p.twoSided, 3.109182302388935e-05, 1e-17);
    EXPECT_NEAR(p.greater, 0.999984454088488, 1e-14);
    EXPECT_NEAR(p.less, 1.554591151194467e-05, 1e-17);
}

// Ratings from 1 to 5 of twelve clips by two models; coin as above, exact.
TEST(Wilcoxon, takesRatings) {
    const PValues p = pValues({1, 2, 0, -1, 0, 3, 0, 2, 2, 1, -1, 2});
    EXPECT_DOUBLE_EQ(p.twoSided, 0.05859375);
    EXPECT_DOUBLE_EQ(p.greater, 0.029296875);
    EXPECT_DOUBLE_EQ(p.less, 0.982421875);
}

/// Pratt's rank by counting who is smaller and who is equal; 0 for zeros.
double countedRank(const Values& values, double value) {
    double rank = 0.5;
    for (const double other : values) {
        rank += std::abs(other) < std::abs(value) ? 1.0 : std::abs(other) == std::abs(value) ? 0.5 : 0.0;
    }
    return value == 0.0 ? 0.0 : rank;
}

/// By trying all signs. \return the share with a sum of positive ranks of at least, and of at most, the one observed
std::pair<double, double> enumeratedTails(const Values& values) {
    Values ranks;
    double observed = 0.0;
    for (const double value : values) {
        ranks.push_back(countedRank(values, value));
        observed += value > 0.0 ? ranks.back() : 0.0;
    }
    int atLeast = 0;
    int atMost = 0;
    const unsigned all = 1U << values.size();  // the sign of a zero changes nothing
    for (unsigned signs = 0; signs < all; ++signs) {
        double sum = 0.0;
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            sum += (signs >> i & 1U) != 0 ? ranks[i] : 0.0;
        }
        atLeast += sum >= observed ? 1 : 0;
        atMost += sum <= observed ? 1 : 0;
    }
    return {atLeast / static_cast<double>(all), atMost / static_cast<double>(all)};
}

TEST(Wilcoxon, agreesWithTryingAllSigns) {
    Random random(11);
    for (int trial = 0; trial < 60; ++trial) {
        Values differences;
        for (std::size_t i = 0, count = 1 + random.index(10); i < count; ++i) {
            differences.push_back(static_cast<double>(random.index(7)) - 3.0);
        }
        const auto [atLeast, atMost] = enumeratedTails(differences);
        const PValues p = pValues(differences);
        EXPECT_DOUBLE_EQ(p.greater, atLeast);
        EXPECT_DOUBLE_EQ(p.less, atMost);
        EXPECT_DOUBLE_EQ(p.twoSided, std::min(1.0, 2.0 * std::min(atLeast, atMost)));
    }
}

TEST(Wilcoxon, findsNothingInZeros) {
    for (const Values& none : {Values{}, Values{0.0, 0.0, 0.0}}) {
        const WilcoxonResult result = wilcoxonSignedRank(none);
        EXPECT_EQ(result.pValue, 1.0);
        EXPECT_EQ(result.nonZero, 0);
        EXPECT_TRUE(std::isnan(result.z));
    }
}

TEST(Wilcoxon, refusesWhatIsNoNumber) {
    const Values broken = {1.0, std::numeric_limits<double>::quiet_NaN()};
    expectError(ErrorKind::BadInput, "finite differences", [&] { static_cast<void>(wilcoxonSignedRank(broken)); });
}

}  // namespace
}  // namespace musicrl
