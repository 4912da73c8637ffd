// A scenario for each profile: limit 1, two requests, one property.

#include "tools/diagnose/designs.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/runs/run.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMostContent = 65'536;  // octets; a longer response has the same ends
constexpr std::uint64_t kMostHead = 16'384;     // of a scenario
constexpr std::uint64_t kMostStates = 200'000;  // of a world: these have some hundred
constexpr const char* kProperty = "no-false-refusal-weak";

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

std::string scenario_text(const std::string& profile, const ResponseShape& shape) {
    const json document = {
        {"id", "diagnose/" + profile},
        {"title", "The smallest world in which it can refuse so"},
        {"limit", 1},
        {"requests", 2},
        {"server", {{"profile", profile}}},
        {"client", {{"behaviour", "saturating"}}},
        {"response",
         {{"headers", std::clamp<std::uint64_t>(shape.head, 1, kMostHead)},
          {"body", std::min(shape.content, kMostContent)}}},
        {"pipes", {{"to_client", 1}, {"to_server", 1}}},
        {"properties", json::array({{{"name", kProperty}, {"expect", "violated"}}})},
    };
    return document.dump();
}

// Whether the design resets with the code that was seen.
bool refuses_so(const json& document) {
    const json& server = document.at("server");
    return server.value("over_limit", std::string{}) == "rst_protocol_error";
}

std::optional<Design> try_out(const ProfileFile& profile, const ResponseShape& shape,
                              const ScenarioFiles& files) {
    const auto parsed = files.parse(scenario_text(profile.name, shape), "-", {});
    if (!parsed || !refuses_so(parsed->document)) {
        return std::nullopt;
    }
    Limits limits;
    limits.max_states = kMostStates;
    const Run found = run(*parsed, limits, [](const sim::Progress&) {}, {{}, {kProperty}, {}});
    const sim::PropertyResult& result = found.outcome.properties.front().result;
    if (result.verdict != sim::PropertyVerdict::violated) {
        return std::nullopt;
    }
    return Design{profile.name, "", "", trace_of(found, result)};
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
    const ResponseShape shape = facts.answered.value_or(ResponseShape{40, 0});
    KnownDesigns known;
    known.world = fmt::format("limit 1, 2 requests, responses of {} in content",
                              counted(std::min(shape.content, kMostContent), "octet"));
    for (const ProfileFile& profile : profiles_in(files.profile_folders("-"))) {
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
