// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Composer.h"

#include "base/Random.h"
#include "pretrain/corpus/Arrangement.h"
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
        case Role::Drums: return arrangeDrums(sheet, random);
    }
    return {};
}

std::vector<Chord> chordsFor(const Composition& piece, double seconds) {
    const double barSeconds = piece.secondsPerBeat() * piece.beatsPerBar;
    const auto bars = static_cast<std::size_t>(std::ceil(seconds / barSeconds));
    std::vector<Chord> chords;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        chords.push_back(chordFromNumeral(piece.chords[bar % piece.chords.size()], piece.minor));
    }
    return chords;
}

}  // namespace

Composition compose(std::uint64_t seed, double seconds) {
    Random random(deriveSeed(seed, "composition"));
    const Genre& genre = pick(genres(), random);
    const Mood& mood = moodNamed(pick(genre.moods, random));
    Composition piece;
    piece.genre = genre.name;
    piece.mood = mood.name;
    const double place = random.uniform(mood.slowest, mood.fastest);
    piece.tempoBpm = std::round(genre.lowestBpm + (genre.highestBpm - genre.lowestBpm) * place);
    piece.beatsPerBar = random.chance(genre.threeFourShare) ? 3 : 4;
    piece.tonic = static_cast<int>(random.index(12));
    piece.minor = random.chance(mood.minorShare);
    piece.density = pick(std::vector<std::string>{"sparse", "moderate", "dense"}, random);
    piece.chords = numeralsOf(pick(piece.minor ? genre.minor : genre.major, random));
    piece.parts = choosePlayers(genre, piece.density, random);
    const Sheet sheet{genre,       mood,        piece.beatsPerBar == 3 ? genre.threeFour : genre.fourFour,
                      chordsFor(piece, seconds), piece.tonic, piece.minor, piece.beatsPerBar};
    for (Part& part : piece.parts) {
        part.notes = arrange(sheet, part, random);
    }
    return piece;
}

}  // namespace musicrl
