// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/InstrumentRenders.h"

#include "base/Random.h"
#include "pretrain/corpus/Composer.h"
#include "pretrain/corpus/Instruments.h"
#include "pretrain/corpus/Renderer.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr double composedSeconds = 11.0;  // too short for an intro and an ending: all play throughout
constexpr double aloneShare = 0.25;

const Part* melodyOf(const Composition& piece) {
    const auto found = std::find_if(piece.parts.begin(), piece.parts.end(),
                                    [](const Part& part) { return part.role == Role::Melody; });
    return found == piece.parts.end() ? nullptr : &*found;
}

Composition pieceWithMelody(std::uint64_t seed) {
    for (std::uint64_t attempt = 0;; ++attempt) {  // most pieces have one
        Composition piece = compose(deriveSeed(seed, "piece", attempt), composedSeconds);
        if (melodyOf(piece) != nullptr) {
            return piece;
        }
    }
}

/// The melody, and what the same player accompanies it with, go to the instrument; others that play it leave.
void giveLead(Composition& piece, const std::string& instrument) {
    const std::string former = melodyOf(piece)->instrument;
    if (former == instrument) {
        return;
    }
    std::erase_if(piece.parts, [&](const Part& part) { return part.instrument == instrument; });
    const int apart = instrumentNamed(instrument).centreKey - instrumentNamed(former).centreKey;
    const int shift = 12 * static_cast<int>(std::lround(apart / 12.0));
    for (Part& part : piece.parts) {
        if (part.instrument == former) {
            part.instrument = instrument;
            for (Note& note : part.notes) {
                note.key = std::clamp(note.key + (part.role == Role::Melody ? shift : 0), 0, 127);
            }
        }
    }
}

/// How many beats of a span the melody's notes sound.
double soundingBeats(const Part& melody, double start, double length) {
    double sum = 0.0;
    for (const Note& note : melody.notes) {
        sum += std::max(
            0.0, std::min(note.startBeats + note.lengthBeats, start + length) - std::max(note.startBeats, start));
    }
    return sum;
}

double busiestStart(const Composition& piece, double lengthBeats) {
    const double last = std::max(0.0, composedSeconds / piece.secondsPerBeat() - lengthBeats);
    double best = 0.0;
    for (double start = 0.0; start <= last; start += 1.0) {
        if (soundingBeats(*melodyOf(piece), start, lengthBeats) >
            soundingBeats(*melodyOf(piece), best, lengthBeats) + 1e-9) {
            best = start;
        }
    }
    return best;
}

void cutOut(Composition& piece, double startBeats, double lengthBeats) {
    for (Part& part : piece.parts) {
        std::erase_if(part.notes, [&](const Note& note) {
            return note.startBeats < startBeats - 0.1 || note.startBeats >= startBeats + lengthBeats;
        });
        for (Note& note : part.notes) {
            note.startBeats = std::max(0.0, note.startBeats - startBeats);
        }
    }
}

}  // namespace

const std::vector<std::string>& leadInstruments() {
    static const std::vector<std::string> names = {"piano",   "vibraphone", "organ",    "harmonica", "electric guitar",
                                                   "trumpet", "saxophone",  "clarinet", "flute",     "synth lead"};
    return names;
}

Composition pieceLedBy(const std::string& instrument, double seconds, std::uint64_t seed) {
    Composition piece = pieceWithMelody(seed);
    giveLead(piece, instrument);
    if (Random(deriveSeed(seed, "alone")).chance(aloneShare)) {
        std::erase_if(piece.parts, [&](const Part& part) { return part.instrument != instrument; });
    }
    const double beats = seconds / piece.secondsPerBeat();
    cutOut(piece, busiestStart(piece, beats), beats);
    return piece;
}

std::vector<LedClip> renderLedClips(std::int64_t count, double seconds, int sampleRateHz, std::uint64_t seed,
                                    const std::filesystem::path& soundFont, const JobContext& context) {
    Renderer renderer(soundFont.empty() ? defaultSoundFont() : soundFont);
    std::vector<LedClip> clips;
    for (std::int64_t i = 0; i < count; ++i) {
        context.throwIfStopped();
        context.publish(Progress{i, count, "rendering instruments"});
        const std::size_t lead = static_cast<std::size_t>(i) % leadInstruments().size();
        const Composition piece =
            pieceLedBy(leadInstruments()[lead], seconds, deriveSeed(seed, "instrument", static_cast<std::uint64_t>(i)));
        clips.push_back({renderer.render(piece, seconds, sampleRateHz), lead});
    }
    return clips;
}

}  // namespace musicrl
