// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/RaterPanel.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Paths.h"
#include "base/Random.h"
#include "base/Toml.h"

#include <cmath>
#include <map>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr double large = 1e6;

/// The population's mind about an aspect, and how its members differ.
struct PopulationTaste {
    AspectTaste mean;
    double idealSpread = 0.0;   ///< standard deviation of the ideal
    double weightSpread = 0.0;  ///< of the weight's logarithm
};
using Population = std::array<PopulationTaste, aspectNames.size()>;

PopulationTaste populationTaste(const Json& json, const std::string& where) {
    static const std::map<std::string, Liking> likings = {
        {"more", Liking::More}, {"less", Liking::Less}, {"near", Liking::Near}};
    Fields fields(json, where);
    PopulationTaste taste;
    std::string likes = "more";
    fields.oneOf("likes", likes, {"more", "less", "near"});
    taste.mean.liking = likings.at(likes);
    fields.number("centre", taste.mean.centre, -large, large);
    fields.number("scale", taste.mean.scale, 1.0 / large, large);
    fields.number("weight", taste.mean.weight, 0.0, large);
    fields.number("weight_spread", taste.weightSpread, 0.0, 5.0);
    if (taste.mean.liking == Liking::Near) {
        fields.number("ideal", taste.mean.ideal, -10.0, 10.0);
        fields.number("ideal_spread", taste.idealSpread, 0.0, 10.0);
    }
    fields.finish();
    return taste;
}

Population populationFrom(const Json& json, const std::string& where) {
    Fields fields(json, where);
    Population population;
    for (std::size_t i = 0; i < aspectNames.size(); ++i) {
        const std::string name = aspectNames[i];
        population[i] = populationTaste(fields.object(name), where + "." + name);
    }
    fields.finish();
    return population;
}

double squaredWeights(const Taste& taste) {
    double sum = 0.0;
    for (const AspectTaste& aspect : taste) {
        sum += aspect.weight * aspect.weight;
    }
    return sum;
}

/// Somebody of the population. Its weights' squares sum to the population's, so that nobody's slips count for more.
Taste drawTaste(const Population& population, std::uint64_t seed) {
    Taste mean;
    Taste drawn;
    for (std::size_t i = 0; i < population.size(); ++i) {
        Random random(deriveSeed(seed, std::string("taste ") + aspectNames[i]));
        mean[i] = population[i].mean;
        drawn[i] = population[i].mean;
        drawn[i].weight *= std::exp(population[i].weightSpread * random.normal());
        drawn[i].ideal += population[i].idealSpread * random.normal();
    }
    const double squares = squaredWeights(drawn);
    const double factor = squares > 0.0 ? std::sqrt(squaredWeights(mean) / squares) : 1.0;
    for (AspectTaste& aspect : drawn) {
        aspect.weight *= factor;
    }
    return drawn;
}

RatingManner mannerFrom(const Json& json, const std::string& where) {
    Fields fields(json, where);
    RatingManner manner;
    fields.number("slip", manner.slip, 0.0, large);
    fields.number("tie_width", manner.tieWidth, 0.0, large);
    fields.number("average_worth", manner.averageWorth, -large, large);
    fields.number("worth_per_point", manner.worthPerPoint, 1.0 / large, large);
    fields.finish();
    return manner;
}

/// A table of the file's seeds, such as [train]: a rater's name and its seed.
std::vector<SimulatedRater> ratersFrom(const Json& seeds, const std::string& where, const Population& population,
                                       const RatingManner& manner) {
    std::vector<SimulatedRater> raters;
    for (const auto& [name, seed] : seeds.items()) {
        if (name.rfind("simulated", 0) != 0) {
            throw Error(ErrorKind::BadInput, where + ": the rater \"" + name +
                                                 "\" must have a name that begins with \"simulated\", so that nobody "
                                                 "takes its votes for a person's.");
        }
        if (!seed.is_number_integer() || seed.get<std::int64_t>() < 0) {
            throw Error(ErrorKind::BadInput, where + ": the seed of \"" + name + "\" must be a whole number from 0.");
        }
        raters.push_back({name, drawTaste(population, seed.get<std::uint64_t>()), manner});
    }
    if (raters.empty()) {
        throw Error(ErrorKind::BadInput, where + ": there is no rater; write lines such as simulated-1 = 101.");
    }
    return raters;
}

void expectApart(const Json& train, const Json& test, const std::string& where) {
    std::set<std::string> names;
    std::set<std::uint64_t> seeds;
    for (const Json* group : {&train, &test}) {
        for (const auto& [name, seed] : group->items()) {
            if (!names.insert(name).second || !seeds.insert(seed.get<std::uint64_t>()).second) {
                throw Error(ErrorKind::BadInput, where + ": the rater \"" + name +
                                                     "\" shares its name or seed with another; raters that train and "
                                                     "raters that test must not have one taste.");
            }
        }
    }
}

}  // namespace

const std::vector<SimulatedRater>& RaterPanel::group(const std::string& name) const {
    if (name != "train" && name != "test") {
        throw Error(ErrorKind::BadInput, "There is no group of raters \"" + name + "\": use train or test.");
    }
    return name == "train" ? train : test;
}

RaterPanel readRaterPanel(const fs::path& path) {
    const Json json = readTomlFile(path);
    const std::string where = path.string();
    Fields fields(json, where);
    RaterPanel panel;
    fields.text("judge", panel.judge);
    if (panel.judge.empty()) {
        throw Error(ErrorKind::BadInput,
                    where + ": name the model whose mulan/ and quality/ judge, as in judge = \"judge\".");
    }
    const Population population = populationFrom(fields.object("taste"), where + ": taste");
    const RatingManner manner = mannerFrom(fields.object("manner"), where + ": manner");
    const Json train = fields.object("train");
    const Json test = fields.object("test");
    fields.finish();
    panel.train = ratersFrom(train, where + ": train", population, manner);
    panel.test = ratersFrom(test, where + ": test", population, manner);
    expectApart(train, test, where);
    return panel;
}

fs::path shippedRaterPanel() {
    return resourcesFolder() / "raters.toml";
}

}  // namespace musicrl
