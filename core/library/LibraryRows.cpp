// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/LibraryRows.h"

#include "base/Json.h"
#include "library/WaveformOverview.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A value that may be missing, as the statements take and give it.
template <typename Value>
struct Cell {
    Value value{};
    soci::indicator state = soci::i_null;

    Cell() = default;
    template <typename Other>
    explicit Cell(const std::optional<Other>& given)
        : value(given ? static_cast<Value>(*given) : Value{}), state(given ? soci::i_ok : soci::i_null) {}

    template <typename Other = Value>
    [[nodiscard]] std::optional<Other> get() const {
        return state == soci::i_ok ? std::optional<Other>(static_cast<Other>(value)) : std::nullopt;
    }
};

std::optional<std::string> unlessEmpty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void insertFile(soci::session& session, ClipId id, const std::string& path, const LibraryEntry& entry,
                const std::optional<std::string>& keptOverview) {
    const long long at = id;
    const long long bytes = entry.stamp.bytes;
    const long long modified = entry.stamp.modifiedNs;
    const long long recorded = entry.stamp.recordNs;
    const std::string& title = entry.clip.title;
    const ClipRecord* record = entry.record ? &*entry.record : nullptr;
    Cell<std::string> recipe(record != nullptr ? std::optional(toJson(record->recipe).dump()) : std::nullopt);
    Cell<std::string> scores(record != nullptr && record->scores ? std::optional(toJson(*record->scores).dump())
                                                                 : std::nullopt);
    Cell<std::string> sha256(record != nullptr ? unlessEmpty(record->sha256) : std::nullopt);
    Cell<std::string> overview(keptOverview);
    session << "INSERT INTO clip_file (id, path, bytes, modified, recorded, title, recipe, scores, sha256, peaks) "
               "VALUES (:id, :path, :bytes, :modified, :recorded, :title, :recipe, :scores, :sha256, :peaks)",
        soci::use(at, "id"), soci::use(path, "path"), soci::use(bytes, "bytes"), soci::use(modified, "modified"),
        soci::use(recorded, "recorded"), soci::use(title, "title"), soci::use(recipe.value, recipe.state, "recipe"),
        soci::use(scores.value, scores.state, "scores"), soci::use(sha256.value, sha256.state, "sha256"),
        soci::use(overview.value, overview.state, "peaks");
}

void insertFacts(soci::session& session, ClipId id, const LibraryEntry& entry, const KeptOfRow& kept) {
    const LibraryClip& clip = entry.clip;
    const long long at = id;
    const long long votes = kept.votes.votes;
    const long long wins = kept.votes.wins;
    const int starred = kept.isStarred ? 1 : 0;
    Cell<std::string> model(unlessEmpty(clip.model));
    Cell<std::string> run(unlessEmpty(clip.run));
    Cell<long long> step(clip.step);
    Cell<long long> seed(clip.seed);
    Cell<double> mulan(clip.mulan);
    Cell<double> mos(clip.mos);
    Cell<double> preference(clip.preference);
    Cell<double> kl(clip.klNats);
    Cell<double> mix(clip.mix);
    session << "INSERT INTO clip (id, model, run, step, seed, created, seconds, mulan, mos, preference, kl, "
               "mix, votes, wins, starred) "
               "VALUES (:id, :model, :run, :step, :seed, :created, :seconds, :mulan, :mos, :preference, :kl, "
               ":mix, :votes, :wins, :starred)",
        soci::use(at, "id"), soci::use(model.value, model.state, "model"), soci::use(run.value, run.state, "run"),
        soci::use(step.value, step.state, "step"), soci::use(seed.value, seed.state, "seed"),
        soci::use(clip.createdUtc, "created"), soci::use(clip.seconds, "seconds"),
        soci::use(mulan.value, mulan.state, "mulan"), soci::use(mos.value, mos.state, "mos"),
        soci::use(preference.value, preference.state, "preference"), soci::use(kl.value, kl.state, "kl"),
        soci::use(mix.value, mix.state, "mix"), soci::use(votes, "votes"), soci::use(wins, "wins"),
        soci::use(starred, "starred");
}

}  // namespace

std::vector<LibraryClip> readRows(soci::session& session, const fs::path& projectFolder, std::span<const ClipId> ids) {
    long long id = 0;
    std::string path;
    std::string title;
    std::string created;
    double seconds = 0.0;
    long long votes = 0;
    long long wins = 0;
    int starred = 0;
    Cell<std::string> model;
    Cell<std::string> run;
    Cell<std::string> peaks;
    Cell<long long> step;
    Cell<long long> seed;
    Cell<double> mulan;
    Cell<double> mos;
    Cell<double> preference;
    Cell<double> kl;
    Cell<double> mix;
    soci::statement statement =
        (session.prepare << "SELECT path, title, created, seconds, votes, wins, model, run, peaks, step, "
                            "seed, mulan, mos, preference, kl, mix, starred "
                            "FROM clip JOIN clip_file USING (id) WHERE id = :id",
         soci::use(id), soci::into(path), soci::into(title), soci::into(created), soci::into(seconds),
         soci::into(votes), soci::into(wins), soci::into(model.value, model.state), soci::into(run.value, run.state),
         soci::into(peaks.value, peaks.state), soci::into(step.value, step.state), soci::into(seed.value, seed.state),
         soci::into(mulan.value, mulan.state), soci::into(mos.value, mos.state),
         soci::into(preference.value, preference.state), soci::into(kl.value, kl.state),
         soci::into(mix.value, mix.state), soci::into(starred));
    std::vector<LibraryClip> clips;
    clips.reserve(ids.size());
    for (const ClipId wanted : ids) {
        id = wanted;
        if (!statement.execute(true)) {
            continue;
        }
        clips.push_back({.id = wanted,
                         .file = projectFolder / path,
                         .title = title,
                         .model = model.get().value_or(""),
                         .run = run.get().value_or(""),
                         .step = step.get<std::int64_t>(),
                         .seed = seed.get<std::uint64_t>(),
                         .createdUtc = created,
                         .seconds = seconds,
                         .mulan = mulan.get(),
                         .mos = mos.get(),
                         .preference = preference.get(),
                         .klNats = kl.get(),
                         .mix = mix.get(),
                         .votes = {votes, wins},
                         .isStarred = starred > 0,
                         .peaks = peaksFromOverview(peaks.get().value_or(""))});
    }
    return clips;
}

std::optional<ClipRecord> readRecordRow(soci::session& session, ClipId id) {
    const long long wanted = id;
    std::string path;
    std::string created;
    Cell<std::string> recipe;
    Cell<std::string> scores;
    Cell<std::string> sha256;
    session << "SELECT path, created, recipe, scores, sha256 FROM clip JOIN clip_file USING (id) WHERE id = :id",
        soci::use(wanted), soci::into(path), soci::into(created), soci::into(recipe.value, recipe.state),
        soci::into(scores.value, scores.state), soci::into(sha256.value, sha256.state);
    if (!session.got_data() || recipe.state != soci::i_ok) {
        return std::nullopt;
    }
    ClipRecord record{.recipe = clipRecipeFromJson(Json::parse(recipe.value), path),
                      .createdUtc = created,
                      .sha256 = sha256.get().value_or(""),
                      .scores = std::nullopt};
    if (scores.state == soci::i_ok) {
        record.scores = rewardBreakdownFromJson(Json::parse(scores.value), path);
    }
    return record;
}

KeptOfRow keptOfRow(soci::session& session, ClipId id, const FileStamp& stamp) {
    const long long at = id;
    const long long bytes = stamp.bytes;
    const long long modified = stamp.modifiedNs;
    long long votes = 0;
    long long wins = 0;
    int starred = 0;
    Cell<std::string> peaks;
    session << "SELECT votes, wins, starred FROM clip WHERE id = :id", soci::use(at), soci::into(votes),
        soci::into(wins), soci::into(starred);
    session << "SELECT peaks FROM clip_file WHERE id = :id AND bytes = :bytes AND modified = :modified",
        soci::use(at, "id"), soci::use(bytes, "bytes"), soci::use(modified, "modified"),
        soci::into(peaks.value, peaks.state);
    return {{votes, wins}, starred > 0, session.got_data() ? peaks.get() : std::nullopt};
}

void insertRows(soci::session& session, ClipId id, const std::string& path, const LibraryEntry& entry,
                const KeptOfRow& kept) {
    insertFile(session, id, path, entry, kept.overview);
    insertFacts(session, id, entry, kept);
    for (const std::string& name : {entry.clip.model, entry.clip.run}) {
        session << "INSERT OR IGNORE INTO clip_name (name) VALUES (:name)", soci::use(name);
    }
}

void insertWords(soci::session& session, ClipId id, const std::string& title) {
    const long long at = id;
    session << "INSERT INTO clip_words (rowid, title) VALUES (:id, :title)", soci::use(at, "id"),
        soci::use(title, "title");
}

void deleteRows(soci::session& session, ClipId id, bool hasWords) {
    const long long gone = id;
    session << "DELETE FROM clip WHERE id = :id", soci::use(gone);
    session << "DELETE FROM clip_file WHERE id = :id", soci::use(gone);
    if (hasWords) {
        session << "DELETE FROM clip_words WHERE rowid = :id", soci::use(gone);
    }
}

}  // namespace musicrl
