// A scenario for each trial: limit 1, two requests, one property.

#include "tools/runs/design_trial.hpp"

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
constexpr std::uint64_t kTrailers = 20;         // octets; how many makes no difference

// The value of over_limit that answers so; empty: none does.
std::string_view over_limit(const RefusalForm& form) {
    if (form.code == h2::ErrorCode::PROTOCOL_ERROR) {
        return form.goaway ? "goaway_protocol_error" : "rst_protocol_error";
    }
    if (form.code == h2::ErrorCode::REFUSED_STREAM) {
        return form.goaway ? "goaway_refused_stream" : "rst_refused_stream";
    }
    return {};
}

// REFUSED_STREAM is tolerated by the weaker of the two promises.
const char* promise(const RefusalForm& form) {
    return form.code == h2::ErrorCode::REFUSED_STREAM ? "no-false-refusal"
                                                      : "no-false-refusal-weak";
}

std::string scenario_text(const std::string& profile, const ResponseShape& shape,
                          const RefusalForm& form) {
    json document = {
        {"id", "trial/" + profile},
        {"title", "The smallest world in which it can refuse so"},
        {"limit", 1},
        {"requests", 2},
        {"server", {{"profile", profile}}},
        {"client", {{"behaviour", "saturating"}}},
        {"response",
         {{"headers", std::clamp<std::uint64_t>(shape.head, 1, kMostHead)},
          {"body", std::min(shape.content, kMostContent)}}},
        {"pipes", {{"to_client", 1}, {"to_server", 1}}},
        {"properties", json::array({{{"name", promise(form)}, {"expect", "violated"}}})},
    };
    if (shape.trailers) {
        document["response"]["trailers"] = kTrailers;
    }
    return document.dump(2) + "\n";
}

Run explored(const sim::ParsedScenario& parsed, const char* property) {
    Limits limits;
    limits.max_states = kMostStates;
    return run(parsed, limits, [](const sim::Progress&) {}, {{}, {property}, {}});
}

}  // namespace

std::string trial_world(const ResponseShape& shape) {
    return fmt::format("limit 1, 2 requests, responses of {} in content",
                       counted(std::min(shape.content, kMostContent), "octet"));
}

std::optional<DesignTrial> try_design(const KnownFile& profile, const ResponseShape& shape,
                                      const RefusalForm& form, const ScenarioFiles& files) {
    std::string text = scenario_text(profile.name, shape, form);
    const auto parsed = files.parse(text, "-", {});
    if (!parsed ||
        parsed->document.at("server").value("over_limit", std::string{}) != over_limit(form)) {
        return std::nullopt;
    }
    const Run found = explored(*parsed, promise(form));
    const sim::PropertyResult& result = found.outcome.properties.front().result;
    if (result.verdict != sim::PropertyVerdict::violated) {
        return std::nullopt;
    }
    return DesignTrial{std::move(text), trace_of(found, result)};
}

std::optional<bool> can_refuse(const KnownFile& profile, const ResponseShape& shape,
                               const ScenarioFiles& files) {
    const RefusalForm any{h2::ErrorCode::REFUSED_STREAM, false};
    const auto parsed = files.parse(scenario_text(profile.name, shape, any), "-", {});
    if (!parsed) {
        return std::nullopt;
    }
    const Run found = explored(*parsed, promise(any));
    const sim::PropertyVerdict verdict = found.outcome.properties.front().result.verdict;
    if (verdict == sim::PropertyVerdict::violated || verdict == sim::PropertyVerdict::holds) {
        return verdict == sim::PropertyVerdict::violated;
    }
    return std::nullopt;
}

}  // namespace tools
