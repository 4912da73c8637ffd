// Traces: recorded, written, read, replayed; every way in which one can disagree with the world or
// with the format is said, and no text whatever is taken for a trace it is not.

#include "sim/trace/trace.hpp"

#include <catch2/catch.hpp>

#include "sim/trace/replay.hpp"
#include "sim/trace/trace_table.hpp"
#include "sim/world/version.hpp"
#include "tests/sim/trace/traces.hpp"
#include "tests/support/instrumented.hpp"
#include "tests/support/split_mix64.hpp"

namespace {

using nlohmann::json;

const std::string& landed_text() {
    static const std::string text = traces::text_of("go-42777-landed.no-false-refusal.trace.json");
    return text;
}

sim::Trace landed() {
    return traces::parse(landed_text());
}

// As if this program had written it.
sim::Trace ours() {
    sim::Trace trace = landed();
    trace.h2sim = sim::version();
    trace.states = sim::kStateVersion;
    return trace;
}

sim::ReplayOutcome replayed(const sim::Trace& trace) {
    const sim::Model model{trace.scenario};
    return sim::replay(model, trace, [](const sim::ReplayStep&) {});
}

std::optional<sim::Divergence> divergence_of(const sim::Trace& trace) {
    return replayed(trace).divergence;
}

sim::Trace without_actions(sim::Trace trace) {
    for (sim::TraceStep& step : trace.steps) {
        step.action.reset();
    }
    return trace;
}

// The only error in the trace after a JSON merge patch (null removes).
sim::InputError error_after(const char* patch) {
    json document = json::parse(landed_text());
    document.merge_patch(json::parse(patch));
    const auto parsed = sim::parse_trace(document.dump(2), "t.json");
    REQUIRE_FALSE(parsed.has_value());
    REQUIRE(parsed.error().size() == 1);
    return parsed.error().front();
}

}  // namespace

TEST_CASE("trace: recorded, written and read it is the same", "[trace]") {
    const sim::Trace trace = landed();
    const sim::Model model{trace.scenario};
    sim::PropertyResult result;
    result.spec.name = trace.property;
    result.verdict = trace.verdict;
    result.shortest = trace.shortest;
    for (const sim::TraceStep& step : trace.steps) {
        result.picks.push_back(step.pick);
    }
    sim::Trace recorded = sim::record_trace(model, trace.document, result);
    CHECK(recorded.steps == trace.steps);
    CHECK(recorded.scenario == trace.scenario);
    CHECK(recorded.h2sim == sim::version());
    CHECK(recorded.states == sim::kStateVersion);
    const sim::Trace again = traces::parse(sim::to_json_text(recorded));
    CHECK(again.h2sim == recorded.h2sim);
    CHECK(again.states == recorded.states);
    CHECK(sim::has_our_digests(again));
    CHECK(sim::to_json_text(recorded) == landed_text());
    CHECK_FALSE(divergence_of(recorded));
    CHECK(recorded.steps.size() == 16);
    CHECK(recorded.steps[7].digest.size() == 32);  // every eighth …
    CHECK(recorded.steps[8].digest.empty());
    CHECK(recorded.steps.back().digest.size() == 32);  // … and the last
}

TEST_CASE("replay: a pick that is not enabled", "[trace]") {
    sim::Trace trace = landed();
    trace.steps[3].pick = 9;
    const auto divergence = divergence_of(trace);
    REQUIRE(divergence);
    CHECK(divergence->step == 4);
    CHECK(
        divergence->reason ==
        "the trace picks event 9 (\"request 1: hands over HEADERS len=40\"), which is not "
        "enabled; here that is event 0; enabled are:\n    0  request 1: hands over HEADERS len=40");
}

TEST_CASE("replay: another event stands at that pick", "[trace]") {
    sim::Trace trace = without_actions(landed());
    CHECK_FALSE(divergence_of(trace));
    trace.steps[2].name = "loop: processes HEADERS 1";
    const auto divergence = divergence_of(trace);
    REQUIRE(divergence);
    CHECK(divergence->step == 3);
    CHECK(divergence->reason.find("event 0 is \"loop: processes HEADERS 1\" in the trace and "
                                  "\"loop: processes HEADERS 1 END_STREAM\" in this world") == 0);
}

TEST_CASE("replay: words may differ where the action is the same, actions may not", "[trace]") {
    sim::Trace trace = landed();
    const std::string name = trace.steps[2].name;
    trace.steps[2].name = "loop: hears HEADERS 1";
    CHECK_FALSE(divergence_of(trace));
    trace.steps[2].action->frame = "HEADERS 1";
    CHECK(divergence_of(trace)->reason.find("event 0 is \"loop: hears HEADERS 1\" in the trace and "
                                            "\"loop: processes HEADERS 1 END_STREAM\"") == 0);
    trace.steps[2].name = name;
    const std::string begin = "event 0 is \"loop: processes HEADERS 1 END_STREAM\", but its ";
    const auto reason_after = [&](const auto& change) {
        sim::Trace changed = landed();
        change(*changed.steps[2].action);
        const auto divergence = divergence_of(changed);
        return divergence && divergence->step == 3 && divergence->reason.starts_with(begin)
                   ? divergence->reason.substr(begin.size(),
                                               divergence->reason.find(';') - begin.size())
                   : std::string{};
    };
    using sim::ActionRecord;
    CHECK(reason_after([](ActionRecord& action) { action.thread = "writer"; }) ==
          "thread is \"writer\" in the trace and \"loop\" in this world");
    CHECK(reason_after([](ActionRecord& action) { action.verb = "read"; }) ==
          "verb is \"read\" in the trace and \"process\" in this world");
    CHECK(reason_after([](ActionRecord& action) { action.stream = 3; }) ==
          "stream is 3 in the trace and 1 in this world");
    CHECK(reason_after([](ActionRecord& action) {
              action.from.clear();
          }).starts_with("\"from\" is nothing in the trace and hand-off"));
    // What a step touches is compared with what the same program has written.
    trace = landed();
    trace.h2sim = "0.0.9";
    trace.steps[2].action->to.clear();
    CHECK_FALSE(divergence_of(trace));
}

TEST_CASE("replay: the state differs", "[trace]") {
    sim::Trace trace = ours();
    trace.steps[7].digest = std::string(32, '0');
    const auto divergence = divergence_of(trace);
    REQUIRE(divergence);
    CHECK(divergence->step == 8);
    CHECK(divergence->reason.find("the trace says 00000000000000000000000000000000") !=
          std::string::npos);
}

TEST_CASE("replay: a trace that ends too early does not show its verdict", "[trace]") {
    for (std::size_t length = 0; length < 16; ++length) {
        sim::Trace trace = landed();
        trace.steps.resize(length);
        const auto divergence = divergence_of(trace);
        REQUIRE(divergence);
        CHECK(divergence->step == length + 1);
        CHECK(divergence->reason == "the last step does not show no-false-refusal");
    }
}

TEST_CASE("replay: the property must be what the last step shows", "[trace]") {
    const std::pair<const char*, const char*> cases[] = {
        {"bounded-work", "the last step does not show bounded-work"},
        {"closed-but-counted", "the last step does not show closed-but-counted"},
        {"no-deadlock", "the last state is no deadlock"},
    };
    for (const auto& [property, reason] : cases) {
        sim::Trace trace = landed();
        trace.property = property;
        const auto divergence = divergence_of(trace);
        REQUIRE(divergence);
        CHECK(divergence->reason == reason);
    }
}

TEST_CASE("replay: another scenario is another world", "[trace]") {
    sim::Trace trace = landed();
    trace.scenario.limit = 2;
    const auto divergence = divergence_of(trace);
    REQUIRE(divergence);
    CHECK(divergence->step == 3);  // stream 3 may be opened as soon as there is room
}

TEST_CASE("replay: stops where it is told, and does not judge then", "[trace]") {
    const sim::Trace trace = landed();
    const sim::Model model{trace.scenario};
    std::vector<std::size_t> shown;
    const auto outcome = sim::replay(
        model, trace, [&](const sim::ReplayStep& step) { shown.push_back(step.number); }, 3);
    CHECK(outcome.steps == 3);
    CHECK_FALSE(outcome.divergence);
    CHECK(shown == std::vector<std::size_t>{1, 2, 3});
}

TEST_CASE("trace format: versions and keys", "[trace]") {
    const auto message = [](const char* patch) { return error_after(patch).message; };
    const auto version = error_after(R"({"schema": "h2sim-trace/2"})");
    CHECK(version.code == sim::ErrorCode::wrong_version);
    CHECK(version.message == "\"schema\" is \"h2sim-trace/2\"");
    CHECK(version.expected == "\"h2sim-trace/1\"; record it again with h2sim explore --trace-out");
    CHECK(error_after(R"({"schema": "other/1"})").code == sim::ErrorCode::wrong_kind);
    CHECK(message(R"({"schema": "other/1"})") == "\"schema\" is \"other/1\"");
    CHECK(message(R"({"schema": null})") == "the key \"schema\" is missing");
    CHECK(message(R"({"schema": 1})") == "\"schema\" is 1");
    CHECK(message(R"({"stepps": []})") == "unknown key \"stepps\"");
    CHECK(error_after(R"({"stepps": []})").pointer == "/stepps");
    CHECK(error_after(R"({"stepps": []})").hint == "did you mean \"steps\"?");
    CHECK(message(R"({"steps": null})") == "the key \"steps\" is missing");
    CHECK(message(R"({"steps": {}})") == "\"steps\" is an object");
    CHECK(message(R"({"steps": [7]})") == "\"steps.0\" is 7");
    CHECK(message(R"({"property": "no-such"})") == "\"property\" is \"no-such\"");
    CHECK(error_after(R"({"property": "no-deadlok"})").hint == "did you mean \"no-deadlock\"?");
    CHECK(message(R"({"h2sim": "one"})") == "\"h2sim\" is \"one\"");
    CHECK(error_after(R"({"h2sim": "0.1"})").pointer == "/h2sim");
    CHECK(error_after(R"({"h2sim": "0.1"})").code == sim::ErrorCode::wrong_form);
    CHECK(message(R"({"h2sim": 1})") == "\"h2sim\" is 1");
    CHECK(message(R"({"h2sim": "\u001b]0;x\u0007"})") == "\"h2sim\" is \"\\x1b]0;x\\x07\"");
    CHECK(message(R"({"states": 0})") == "\"states\" is 0");
    CHECK(error_after(R"({"states": 0})").expected == "an integer from 1 to 65535");
    CHECK(error_after(R"({"states": -1})").pointer == "/states");
    CHECK(error_after(R"({"states": "1"})").code == sim::ErrorCode::wrong_type);
    CHECK(message(R"({"verdict": "holds"})") == "\"verdict\" is \"holds\"");
    CHECK(error_after(R"({"verdict": "holds"})").expected == "one of violated, reached, unknown");
    CHECK(message(R"({"shortest": 1})") == "\"shortest\" is 1");
    CHECK(message(R"({"scenario": null})") == "the key \"scenario\" is missing");
    CHECK(error_after(R"({"scenario": {"limti": 3}})").pointer == "/scenario/limti");
}

TEST_CASE("trace format: steps", "[trace]") {
    const auto step_error = [](const char* step) {
        return error_after((std::string{R"({"steps": [)"} + step + "]}").c_str());
    };
    CHECK(step_error(R"({"name": "x"})").message == "the key \"steps.0.pick\" is missing");
    CHECK(step_error(R"({"name": "x"})").expected == "\"pick\": an integer from 0 to 65535");
    CHECK(step_error(R"({"pick": 0})").message == "the key \"steps.0.name\" is missing");
    CHECK(step_error(R"({"pick": -1, "name": "x"})").message == "\"steps.0.pick\" is -1");
    CHECK(step_error(R"({"pick": 65536, "name": "x"})").message == "\"steps.0.pick\" is 65536");
    CHECK(step_error(R"({"pick": 0.5, "name": "x"})").message == "\"steps.0.pick\" is 0.5");
    CHECK(step_error(R"({"pick": 0, "name": 1})").message == "\"steps.0.name\" is 1");
    CHECK(step_error(R"({"pick": 0, "name": "x", "nmae": 1})").message == "unknown key \"nmae\"");
    CHECK(step_error(R"({"pick": 0, "name": "x", "nmae": 1})").hint == "did you mean \"name\"?");
    CHECK(step_error(R"({"pick": 0, "name": "x", "digest": "00"})").expected ==
          "32 hexadecimal digits, lower case");
    CHECK(step_error(R"({"pick": 0, "name": "x", "digest": "00"})").pointer == "/steps/0/digest");
}

TEST_CASE("trace format: actions", "[trace]") {
    const auto action_error = [](const char* action) {
        return error_after(
            (std::string{R"({"steps": [{"pick": 0, "name": "x", "action": )"} + action + "}]}")
                .c_str());
    };
    CHECK(action_error("7").message == "\"steps.0.action\" is 7");
    CHECK(action_error(R"({"thread": "loop", "verb": "read"})").message ==
          "the key \"steps.0.action.actor\" is missing");
    const auto pool = action_error(R"({"actor": "server", "thread": "pool", "verb": "read"})");
    CHECK(pool.message == "\"steps.0.action.thread\" is \"pool\"");
    CHECK(pool.code == sim::ErrorCode::unknown_name);
    CHECK_THAT(pool.expected, Catch::Contains("loop"));
    CHECK(action_error(R"({"actor": "server", "thread": "loop", "verb": 1})").pointer ==
          "/steps/0/action/verb");
    CHECK(action_error(R"({"actor": "proxy", "thread": "loop", "verb": "read"})").pointer ==
          "/steps/0/action/actor");
    const auto with = [&](const char* more) {
        return action_error(
            (std::string{R"({"actor": "server", "thread": "loop", "verb": "read", )"} + more + "}")
                .c_str());
    };
    CHECK(with(R"("stream": -1)").message == "\"steps.0.action.stream\" is -1");
    CHECK(with(R"("stream": 4294967296)").expected == "an integer from 0 to 4294967295");
    CHECK(with(R"("frame": 1)").message == "\"steps.0.action.frame\" is 1");
    CHECK(with(R"("from": "queue")").message == "\"steps.0.action.from\" is \"queue\"");
    CHECK(with(R"("to": ["queue", "cellar"])").pointer == "/steps/0/action/to/1");
    CHECK(with(R"("colour": "red")").message == "unknown key \"colour\"");
}

TEST_CASE("trace format: no beginning of a trace is a trace", "[trace]") {
    const std::string& text = landed_text();
    for (std::size_t length = 0; length + 2 < text.size(); length += 3 * support::kStride) {
        const auto parsed = sim::parse_trace(std::string_view{text}.substr(0, length), "t.json");
        if (parsed) {
            FAIL("the first " << length << " bytes were taken for a trace");
        }
        REQUIRE_FALSE(parsed.error().empty());
    }
}

TEST_CASE("trace format: a changed byte is an error or another trace, never a crash", "[trace]") {
    support::SplitMix64 random{5};
    int read = 0;
    for (unsigned i = 0; i < 1500; i += support::kStride) {
        std::string text = landed_text();
        text[random.below(text.size())] = static_cast<char>(random.below(256));
        const auto parsed = sim::parse_trace(text, "t.json");
        if (!parsed) {
            REQUIRE_FALSE(parsed.error().empty());
            continue;
        }
        ++read;
        (void)divergence_of(*parsed);
    }
    CHECK(read > 0);
}
