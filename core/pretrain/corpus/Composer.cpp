// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Composer.h"

#include "base/Random.h"
#include "pretrain/corpus/Arrangement.h"
#include "pretrain/corpus/Form.h"
#include "pretrain/corpus/Genres.h"
#include "pretrain/corpus/Instruments.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace musicrl {
namespace {

template <typename T>
const T& pick(const std::vector<T>& items, Random& random) {
    return items[random.index(items.size())];
}

/// One of the names that no part has yet; any of them when all are taken.
std::string pickUnused(const std::vector<std::string>& names, const std::vector<Part>& parts, Random& random) {
    std::vector<std::string> left;
    std::copy_if(names.begin(), names.end(), std::back_inserter(left), [&](const std::string& name) {
        return std::none_of(parts.begin(), parts.end(), [&](const Part& part) { return part.instrument == name; });
    });
    return pick(left.empty() ? names : left, random);
}

/// Who plays: one alone, two or three, or a full band.
std::vector<Role> chooseRoles(const Genre& genre, const std::string& density, Random& random) {
    const bool drums = random.chance(genre.drumsShare);
    if (density == "sparse") {
        if (genre.drumsLead) {
            return {random.chance(0.5) ? Role::Melody : Role::Chords, Role::Bass, Role::Drums};
        }
        return random.chance(0.25) ? std::vector{Role::Chords, Role::Bass} : std::vector{Role::Melody, Role::Chords};
    }
    if (density == "moderate") {
        if (genre.drumsLead || (drums && random.chance(0.4))) {
            return {random.chance(0.6) ? Role::Melody : Role::Chords, Role::Chords, Role::Bass, Role::Drums};
        }
        return {Role::Melody, Role::Chords, Role::Bass};
    }
    std::vector<Role> roles = {Role::Melody, Role::Chords, Role::Chords, Role::Bass};
    if (drums) {
        roles.push_back(Role::Drums);
    }
    return roles;
}

const std::vector<std::string>& namesFor(const Genre& genre, Role role) {
    const std::array<const std::vector<std::string>*, 4> byRole = {&genre.melody, &genre.chords, &genre.bass, &genre.drums};
    return *byRole[static_cast<std::size_t>(role)];
}

std::vector<Part> choosePlayers(const Genre& genre, const std::string& density, Random& random) {
    std::vector<Part> parts;
    for (const Role role : chooseRoles(genre, density, random)) {
        parts.push_back({role, pickUnused(namesFor(genre, role), parts, random), {}});
    }
    const bool alone = density == "sparse" && !genre.drumsLead && random.chance(0.35);
    const std::string& accompanist = parts.size() > 1 && parts[1].role == Role::Chords ? parts[1].instrument : parts[0].instrument;
    if (alone && instrumentNamed(accompanist).solo) {  // one player does both, as on a piano
        const std::string name = accompanist;
        parts = {{Role::Melody, name, {}}, {Role::Chords, name, {}}};
    }
    return parts;
}

std::vector<Note> arrange(const Sheet& sheet, const Part& part, Random& random) {
    switch (part.role) {
        case Role::Melody: return arrangeMelody(sheet, instrumentNamed(part.instrument).centreKey, random);
        case Role::Chords: return arrangeChords(sheet, 60, random);
        case Role::Bass: return arrangeBass(sheet, random);
        case Role::Drums: return arrangeDrums(sheet, part.instrument, random);
    }
    return {};
}

std::vector<Chord> chordsFor(const Composition& piece, std::size_t bars) {
    std::vector<Chord> chords;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        chords.push_back(chordFromNumeral(piece.chords[bar % piece.chords.size()], piece.minor));
    }
    return chords;
}

/// Tempi from one bound to another, in beats a minute.
struct TempoRange {
    double lowest = 50.0;
    double highest = 180.0;

    [[nodiscard]] double width() const { return highest - lowest; }
    [[nodiscard]] TempoRange within(double low, double high) const { return {std::max(lowest, low), std::min(highest, high)}; }
};

constexpr double narrowest = 8.0;  // ranges below would give nearly one tempo only

/// The moods in which a genre has tempi within the range.
std::vector<const Mood*> moodsAt(const Genre& genre, const TempoRange& range) {
    std::vector<const Mood*> fitting;
    for (const std::string& name : genre.moods) {
        const Mood& mood = moodNamed(name);
        const TempoRange shared = range.within(genre.lowestBpm, genre.highestBpm).within(mood.slowestBpm, mood.fastestBpm);
        if (shared.width() >= narrowest) {
            fitting.push_back(&mood);
        }
    }
    return fitting;
}

struct Style {
    const Genre* genre = nullptr;
    const Mood* mood = nullptr;
    double tempoBpm = 120.0;
};

/// Slow, medium and fast are equally likely, and a little apart from each other; then any genre and mood that know such
/// tempi.
Style chooseStyle(Random& random) {
    static const std::vector<TempoRange> classes = {{50.0, 82.0}, {88.0, 121.0}, {129.0, 180.0}};
    const TempoRange& range = pick(classes, random);
    std::vector<const Genre*> fitting;
    for (const Genre& genre : genres()) {
        if (!moodsAt(genre, range).empty()) {
            fitting.push_back(&genre);
        }
    }
    const Genre& genre = *pick(fitting, random);
    const Mood& mood = *pick(moodsAt(genre, range), random);
    const TempoRange shared = range.within(genre.lowestBpm, genre.highestBpm).within(mood.slowestBpm, mood.fastestBpm);
    return {&genre, &mood, random.uniform(shared.lowest, shared.highest)};
}

/// Gentle moods tend to be soft, strong ones loud; some pieces grow or fade.
std::string chooseDynamics(const Mood& mood, Random& random) {
    const double draw = random.uniform();
    if (draw < 0.12) {
        return "crescendo";
    }
    if (draw < 0.2) {
        return "diminuendo";
    }
    if (mood.velocity < 70.0) {
        return draw < 0.7 ? "soft" : "moderate";
    }
    if (mood.velocity > 80.0) {
        return draw < 0.6 ? "loud" : "moderate";
    }
    return draw < 0.4 ? "soft" : (draw < 0.55 ? "loud" : "moderate");
}

/// Sixteenths at 170 beats a minute are a blur, and at 60 they would sound like a fast piece.
double playableBusyness(double busyness, double tempoBpm) {
    if (tempoBpm > 140.0) {
        return std::clamp(busyness, 0.36, 0.5);
    }
    return tempoClass(tempoBpm) == "slow" ? std::min(busyness, 0.45) : busyness;
}

Composition begin(const Style& style, Random& random) {
    Composition piece;
    piece.genre = style.genre->name;
    piece.mood = style.mood->name;
    piece.beatsPerBar = random.chance(style.genre->threeFourShare) ? 3 : 4;
    piece.tonic = static_cast<int>(random.index(12));
    piece.minor = random.chance(style.mood->minorShare);
    piece.density = pick(std::vector<std::string>{"sparse", "moderate", "dense"}, random);
    piece.dynamics = chooseDynamics(*style.mood, random);
    piece.chords = numeralsOf(pick(piece.minor ? style.genre->minor : style.genre->major, random));
    piece.parts = choosePlayers(*style.genre, piece.density, random);
    return piece;
}

}  // namespace

Composition compose(std::uint64_t seed, double seconds) {
    Random random(deriveSeed(seed, "composition"));
    const Style style = chooseStyle(random);
    Composition piece = begin(style, random);
    const Form form = planForm(style.tempoBpm, piece.beatsPerBar, seconds, random);
    piece.tempoBpm = form.tempoBpm;
    const Sheet sheet{.genre = *style.genre,
                      .mood = *style.mood,
                      .rhythms = piece.beatsPerBar == 3 ? style.genre->threeFour : style.genre->fourFour,
                      .chords = chordsFor(piece, form.bars),
                      .tonic = piece.tonic,
                      .minor = piece.minor,
                      .beatsPerBar = piece.beatsPerBar,
                      .tempoBpm = piece.tempoBpm,
                      .busyness = playableBusyness(style.mood->busyness, piece.tempoBpm)};
    for (Part& part : piece.parts) {
        part.notes = arrange(sheet, part, random);
    }
    shapeForm(piece, sheet, form, random);
    return piece;
}

}  // namespace musicrl
