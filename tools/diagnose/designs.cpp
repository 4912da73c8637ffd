// The refusal of a capture, and each profile's trial.

#include "tools/diagnose/designs.hpp"

#include <algorithm>
#include <utility>

namespace tools {
namespace {

// The first frame with which the server refuses a stream that kept the limit.
const Charge* refusal_in(const ConnectionFacts& facts) {
    const auto found =
        std::find_if(facts.charges.begin(), facts.charges.end(), [](const Charge& charge) {
            return charge.finding.rule == h2::RuleId::refused_within_limit &&
                   charge.finding.who == h2::Role::server &&
                   charge.finding.certainty == h2::Certainty::broken;
        });
    return found == facts.charges.end() ? nullptr : &*found;
}

std::optional<Design> try_out(const KnownFile& profile, const ResponseShape& shape,
                              const ScenarioFiles& files) {
    auto trial = try_design(profile, shape, {h2::ErrorCode::PROTOCOL_ERROR, false}, files);
    return trial ? std::optional{Design{profile.name, "", "", std::move(trial->trace)}}
                 : std::nullopt;
}

void describe(Design& design, const std::string& file, const ScenarioFiles& files) {
    const auto text = files.read(file);
    if (!text) {
        return;
    }
    if (const auto profile = sim::parse_profile(*text, file)) {
        design.stack = profile->stack;
        design.version = profile->version;
    }
}

}  // namespace

std::optional<KnownDesigns> find_designs(const ConnectionFacts& facts, const ScenarioFiles& files) {
    const Charge* const refusal = refusal_in(facts);
    if (refusal == nullptr) {
        return std::nullopt;
    }
    const ResponseShape shape = facts.answered.value_or(ResponseShape{40, 0, false});
    KnownDesigns known;
    known.world = trial_world(shape);
    for (const KnownFile& profile : known_files_in(files.profile_folders("-"))) {
        ++known.tried;
        if (auto design = try_out(profile, shape, files)) {
            describe(*design, profile.file, files);
            known.designs.push_back(std::move(*design));
        }
    }
    std::sort(known.designs.begin(), known.designs.end(), [](const Design& a, const Design& b) {
        const auto steps = a.trace.steps.size();
        return steps != b.trace.steps.size() ? steps < b.trace.steps.size() : a.profile < b.profile;
    });
    return known;
}

}  // namespace tools
