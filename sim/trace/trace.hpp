#pragma once
// A trace: one order of events of one scenario, complete in one file. It carries its scenario
// whole, the picks as indices, as names and as actions, digests of the state on the way, and the
// verdict; so one file is a bug report that replays for ever, or says where the world no longer
// agrees.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/judge/judged_world.hpp"
#include "sim/scenario/scenario_json.hpp"
#include "sim/search/exploration.hpp"
#include "sim/trace/action_record.hpp"
#include "sim/world/digest.hpp"

namespace sim {

inline constexpr int kTraceVersion = 1;
inline constexpr std::size_t kDigestEvery = 8;  // steps; the last step always has one

struct TraceStep {
    Pick pick = 0;       // index into the enabled events
    std::string name;    // step_name() of that event: for people
    std::string digest;  // of the state after the step, 32 hexadecimal digits; empty: not recorded
    // What happens, for programs; none in traces from before this was recorded.
    std::optional<ActionRecord> action;
    bool operator==(const TraceStep&) const = default;
};

struct Trace {
    std::string property;  // the property it is about
    // violated or reached; unknown: the trace claims nothing about it
    PropertyVerdict verdict = PropertyVerdict::violated;
    bool shortest = false;
    std::vector<TraceStep> steps;
    nlohmann::json document;  // the resolved scenario (sim/scenario/scenario_json.hpp)
    Scenario scenario;        // the same, parsed
    std::string h2sim;        // version of the program that wrote it; empty: it does not say
    unsigned states = 0;      // its kStateVersion (sim/world/version.hpp); 0: it does not say
    // JSON pointers of what a newer h2sim has written and this one does not know.
    std::vector<std::string> ignored;
};

// Whether it was written by a program that writes states as this one does: then the digests must
// agree.
bool has_our_digests(const Trace& trace);

// Walks the model along the picks of a result and writes down what it sees. The picks must be
// those of an exploration of this model.
Trace record_trace(const Model& model, const nlohmann::json& document,
                   const PropertyResult& result);

// The file's text, ending in a line feed: sorted keys, two spaces of indentation.
std::string to_json_text(const Trace& trace);

// Errors have file, line, column and JSON pointer. A trace of another format version is an error
// that names both versions. Keys that are not known are an error too, except in a trace that says
// that a newer h2sim has written it.
h2::Result<Trace, InputErrors> parse_trace(std::string_view text, std::string_view file);

// The digest of a state as traces write it.
std::string digest_text(const JudgedWorld& world);

}  // namespace sim
