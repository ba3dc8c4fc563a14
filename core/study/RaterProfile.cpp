// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/RaterProfile.h"

#include "base/Error.h"
#include "base/Fields.h"

namespace musicrl {
namespace {

constexpr double longestListening = 120.0;  // years

}  // namespace

bool isForPrograms(const std::string& pseudonym) {
    return pseudonym.rfind("simulated", 0) == 0;
}

void requirePerson(const std::string& pseudonym, const std::optional<RaterProfile>& known) {
    if (isForPrograms(pseudonym) || (known && known->simulated)) {
        throw Error(ErrorKind::BadInput,
                    "The rater \"" + pseudonym + "\" of this study is a program: choose another one.");
    }
}

void requireProgram(const std::string& pseudonym, const std::optional<RaterProfile>& known, std::int64_t judged) {
    if (known ? !known->simulated : judged > 0) {
        throw Error(ErrorKind::BadInput, "A person rates as \"" + pseudonym +
                                             "\" in this study: a program cannot go on in their place; name another "
                                             "rater.");
    }
}

Json toJson(const RaterProfile& profile) {
    Json json = {{"pseudonym", profile.pseudonym}};
    if (profile.yearsOfListening) {
        json["years_of_listening"] = *profile.yearsOfListening;
    }
    json["fluency"] = profile.fluency;
    json["playback_device"] = profile.playbackDevice;
    json["note"] = profile.note;
    json["simulated"] = profile.simulated;
    return json;
}

RaterProfile raterProfileFromJson(const Json& json, const std::string& where) {
    RaterProfile profile;
    Fields fields(json, where);
    fields.text("pseudonym", profile.pseudonym);
    if (json.contains("years_of_listening")) {
        profile.yearsOfListening = 0.0;
        fields.number("years_of_listening", *profile.yearsOfListening, 0.0, longestListening);
    }
    fields.oneOf("fluency", profile.fluency, {"", "native", "fluent", "good", "basic"});
    fields.text("playback_device", profile.playbackDevice);
    fields.text("note", profile.note);
    fields.flag("simulated", profile.simulated);
    fields.finish();
    return profile;
}

}  // namespace musicrl
