// No key without effect: every value of every key, put into a grid of small worlds, changes the set
// of states that is reached in some world of each kind, or is refused there, or stands below with
// the reason why neither is so.

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/run/scenario_run.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

using nlohmann::json;
using sim::KeySpec;
using sim::Scenario;
using sim::ValueKind;

// Small worlds in which different things happen, as merge patches of fixture::kSmall. Each is tried
// with every loop.
constexpr const char* kWorlds[] = {
    R"({})",
    R"({"response": {"body": 100}})",
    R"({"response": {"body": 100, "write_size": 50}, "client": {"initial_window": 60}})",
    R"({"response": {"body": 100, "trailers": 10}})",
    R"({"response": {"trailers": 10}})",
    R"({"limit": 2, "requests": 3, "server": {"release_at": "completion_processed"}})",
    R"({"limit": 1, "requests": 3, "server": {"release_at": "completion_processed"},
        "response": {"body": 100}})",
    R"({"server": {"release_at": "completion_processed", "over_limit": "goaway_refused_stream"},
        "response": {"trailers": 10}})",
    R"({"request": {"body": 10}, "response": {"body": 100, "early": true},
        "server": {"release_at": "completion_processed"}})",
    R"({"request": {"body": 10}, "response": {"early": true}})",
    R"({"request": {"body": 10}, "response": {"early": true},
        "client": {"design": {"responses": "taken_later", "writes": "queue"}}})",
    R"({"client": {"behaviour": "cancelling", "cancels": 2}, "response": {"body": 100}})",
    R"({"client": {"behaviour": "cancelling"}, "requests": 3,
        "server": {"release_at": "completion_processed"}, "response": {"body": 100}})",
    R"({"client": {"behaviour": "cancelling", "design": {"writes": "lock"}}, "requests": 3})",
    R"({"client": {"behaviour": "cancelling"}, "request": {"body": 10},
        "server": {"graceful_shutdown": true, "replenish": true}})",
    R"({"client": {"behaviour": "cancelling"}, "request": {"body": 10},
        "response": {"early": true, "body": 100}, "server": {"new_limit": 1}})",
    R"({"limit": 2, "requests": 3, "server": {"new_limit": 1, "limit_in_force": "submitted"}})",
    R"({"limit": 2, "requests": 3, "server": {"new_limit": 1, "limit_in_force": "both"},
        "client": {"design": {"writes": "queue"}}})",
    R"({"server": {"graceful_shutdown": true}, "requests": 3})",
    R"({"server": {"graceful_shutdown": true, "replenish": true}, "request": {"body": 10},
        "requests": 2, "limit": 2})",
    R"({"server": {"graceful_shutdown": true, "shutdown_notice": "timer", "shutdown_timeout": 3},
        "response": {"body": 100}})",
    R"({"client": {"behaviour": "greedy"}, "requests": 3})",
    R"({"client": {"behaviour": "greedy"}, "requests": 3, "request": {"body": 10},
        "response": {"body": 100, "early": true},
        "server": {"release_at": "completion_processed", "replenish": true}})",
    R"({"client": {"behaviour": "greedy"}, "limit": 2, "requests": 3,
        "server": {"new_limit": 1, "limit_in_force": "submitted", "graceful_shutdown": true}})",
    R"({"client": {"behaviour": "slow-reader"}, "response": {"body": 100, "write_size": 50}})",
    R"({"client": {"behaviour": "slow-reader"}, "request": {"body": 10},
        "response": {"early": true, "body": 100}, "server": {"graceful_shutdown": true}})",
    R"({"client": {"behaviour": "slow-reader"}, "limit": 2, "requests": 3,
        "server": {"new_limit": 1, "limit_in_force": "submitted",
                   "release_at": "completion_processed"}})",
    R"({"client": {"behaviour": "write-first", "pings": 1}, "response": {"body": 100}})",
    R"({"client": {"behaviour": "write-first"}, "request": {"body": 10},
        "response": {"early": true, "body": 100},
        "server": {"release_at": "completion_processed", "graceful_shutdown": true}})",
    R"({"client": {"behaviour": "write-first"}, "limit": 2, "requests": 3,
        "server": {"new_limit": 1, "limit_in_force": "submitted"}})",
    R"({"client": {"goaway": true}, "requests": 3})",
    R"({"client": {"goaway": true, "design": {"writes": "lock", "opens": "check_then_reserve"}}})",
    R"({"start": "preface", "server": {"limit_in_force": "submitted"}})",
    R"({"start": "preface", "client": {"behaviour": "greedy"}, "requests": 3,
        "response": {"body": 100}, "server": {"limit_in_force": "submitted"}})",
    R"({"client": {"behaviour": "scripted", "script": ["HEADERS 1", "HEADERS 3 END_STREAM",
        "DATA 1 len=10", "RST_STREAM 1 CANCEL"]}, "server": {"release_at": "completion_processed"},
        "response": {"body": 100}})",
    R"({"client": {"behaviour": "scripted", "script": ["HEADERS 1", "DATA 1 len=10",
        "DATA 1 len=10 END_STREAM", "HEADERS 3 END_STREAM", "GOAWAY last=0 NO_ERROR"]},
        "response": {"early": true, "body": 100}, "server": {"graceful_shutdown": true}})",
    R"({"client": {"behaviour": "scripted", "script": ["HEADERS 1", "HEADERS 3",
        "SETTINGS ACK", "DATA 3 len=10 END_STREAM", "DATA 1 len=10 END_STREAM"]},
        "response": {"early": true, "trailers": 10}, "limit": 2,
        "server": {"new_limit": 1, "limit_in_force": "submitted", "replenish": true,
                   "release_at": "completion_processed"}})",
    R"({"client": {"behaviour": "scripted", "script": ["HEADERS 1", "DATA 1 len=10",
        "HEADERS 1", "RST_STREAM 1 CANCEL", "HEADERS 3 END_STREAM", "DATA 1 len=5"]}})",
    R"({"server": {"write_buffer": 60, "release_at": "completion_processed"},
        "response": {"body": 100, "write_size": 30}})",
    R"({"server": {"write_buffer": 60, "before_read": "wait"},
        "response": {"body": 100, "trailers": 20}, "client": {"behaviour": "cancelling"}})",
};

json member(const json& document, const char* object, const char* key, const char* otherwise) {
    return document.value(object, json::object()).value(key, otherwise);
}

// The kinds a world is of: a key that is accepted in worlds of a kind has an effect in one of them.
std::set<std::string> kinds_of(const json& world) {
    return {"loop " + member(world, "server", "loop", "split").get<std::string>(),
            "behaviour " + member(world, "client", "behaviour", "saturating").get<std::string>()};
}

std::vector<json> all_worlds() {
    std::vector<json> worlds;
    for (const char* patch : kWorlds) {
        for (const char* loop : {"split", "single", "locked"}) {
            json world = json::parse(fixture::patched(patch));
            world["server"]["loop"] = loop;
            if (fixture::parse(world.dump())) {
                worlds.push_back(std::move(world));
            }
        }
    }
    return worlds;
}

// What is compared: two worlds that reach other states, or the same ones in other ways, differ.
using Reached = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>;

// Does to a scenario what a program that reads a key and does not use it would do.
using Forget = std::function<void(Scenario&)>;

std::optional<Reached> reached(const json& world, const Forget& forget) {
    static std::map<std::string, std::optional<Reached>> known;
    const std::string text = world.dump();
    if (const auto found = known.find(text); !forget && found != known.end()) {
        return found->second;
    }
    std::optional<Reached> result;
    if (const auto parsed = fixture::parse(text)) {
        Scenario scenario = parsed->scenario;
        if (forget) {
            forget(scenario);
        }
        sim::Options options;
        options.max_states = 250;
        const sim::Model model{scenario};
        const sim::Exploration found = sim::run_scenario(model, options).exploration;
        result = {found.fingerprint.low, found.fingerprint.high, found.states, found.transitions};
    }
    if (!forget) {
        known[text] = result;
    }
    return result;
}

// One that shares nothing with the runtimes: everything is written twice late.
constexpr const char* kNet = R"({
  "name": "n", "title": "t", "emit": "queue", "places": {"queue": {}, "sent": {}, "heard": {}},
  "rules": [
    {"name": "process", "thread": "l", "take": "to-server", "do": "receive"},
    {"name": "answer", "thread": "r", "take": "functions", "do": ["hand-over", "submit"]},
    {"name": "write", "thread": "w", "take": "queue", "do": ["write-start", "show"], "put": "sent"},
    {"name": "post", "thread": "w", "take": "sent", "put": "heard"},
    {"name": "account", "thread": "l", "take": "heard", "do": "completed"}]})";

// A net stands for these keys, which no world has beside it.
constexpr const char* kKeysOfRuntimes[] = {"loop", "before_read", "orders", "write_buffer",
                                           "flush_queue_on_close"};

std::vector<json> values_of(const KeySpec& key) {
    std::vector<json> values;
    for (const sim::Choice& each : key.choices) {
        values.emplace_back(each.name);
    }
    if (key.kind == ValueKind::flag) {
        values = {true, false};
    } else if (key.kind == ValueKind::texts) {
        values = {json::array({"HEADERS 1 END_STREAM", "PING"})};
    } else if (key.kind == ValueKind::count) {
        values = {"unlimited"};
    } else if (key.kind == ValueKind::name_or_object) {
        values = {json::parse(kNet)};
    }
    if (key.kind == ValueKind::integer || key.kind == ValueKind::count) {
        for (const std::uint64_t number : {0U, 1U, 2U, 3U, 20U, 50U, 70U, 4'096U, 70'000U}) {
            if (number >= key.minimum && number <= key.maximum) {
                values.emplace_back(number);
            }
        }
    }
    return values;
}

bool changes_worlds(const std::string& at, const KeySpec& key) {
    const bool leaf = key.read != nullptr || key.kind == ValueKind::choice_or_object;
    return leaf && sim::is_of_world(at);
}

// The world with another value; one value for all kinds of frames becomes one for each.
json with(json world, const std::string& at, const json& value) {
    json& around = world[json::json_pointer{std::string{sim::parent_pointer(at)}}];
    if (around.is_string()) {
        const json same = around;
        around = {{"headers", same}, {"data", same}, {"trailers", same}, {"rst_stream", same}};
    }
    if (!around.is_object()) {
        around = json::object();
    }
    around[sim::last_token(at)] = value;
    for (const char* key :
         at == "/server/net" ? std::span{kKeysOfRuntimes} : std::span<const char* const>{}) {
        around.erase(key);
    }
    return world;
}

// The world without the key, which leaves the default; what is required stays.
json without(json world, const std::string& at) {
    const json::json_pointer pointer{at};
    if (at != "/limit" && at != "/requests" && world.contains(pointer)) {
        world[pointer.parent_pointer()].erase(sim::last_token(at));
    }
    return world;
}

struct Finding {
    std::string key;
    std::string value;
    std::string kind;
};

// Adds the kinds of worlds in which the value is accepted and changes nothing. Whether it changes
// any world.
bool audit_value(const std::string& at, const json& value, const Forget& forget,
                 std::vector<Finding>& findings) {
    static const std::vector<json> worlds = all_worlds();
    std::map<std::string, bool> differs;  // of the kinds in which the value is accepted
    for (const json& world : worlds) {
        const json changed = with(world, at, value);
        const std::set<std::string> kinds = kinds_of(changed);
        const bool settled = std::all_of(kinds.begin(), kinds.end(), [&](const std::string& kind) {
            const auto found = differs.find(kind);
            return found != differs.end() && found->second;
        });
        const auto usual = settled ? std::nullopt : reached(without(world, at), forget);
        const auto other = usual ? reached(changed, forget) : std::nullopt;
        if (other) {
            for (const std::string& kind : kinds) {
                differs[kind] = differs[kind] || *other != *usual;
            }
        }
    }
    for (const auto& [kind, yes] : differs) {
        if (!yes) {
            findings.push_back({sim::dotted(at), value.dump(), kind});
        }
    }
    return std::any_of(differs.begin(), differs.end(),
                       [](const auto& each) { return each.second; });
}

struct Reason {
    std::string_view key;
    std::string_view value;  // "": any
    std::string_view kind;   // "": any
    std::string_view why;
    [[nodiscard]] bool covers(const Finding& finding) const {
        return key == finding.key && (value.empty() || value == finding.value) &&
               (kind.empty() || kind == finding.kind);
    }
};

// Sizes: the key means something in worlds of the kind, not at the size of those above. Found by
// running the audit, and each looked at.
constexpr Reason kReasons[] = {
    {"requests", "", "behaviour scripted", "a script is sent as it stands; the key must be there"},
    {"requests", "3", "", "some worlds make so many as they stand"},
    {"limit", "1", "", "most worlds have it as they stand"},
    {"request.headers", "", "", "noted: no world depends on it"},
    {"response.headers", "", "", "noted, but for a split loop with a write buffer: a size"},
    {"response.write_size", "4096", "", "a size: one write carries the whole body"},
    {"response.write_size", "70000", "", "a size: one write carries the whole body"},
    {"client.design.callers", "3", "", "a size: no third request is left to be made"},
    {"client.window_updates", "", "", "a size: half of a window is never used"},
    {"server.handler_limit", "", "", "a size: so many functions never run at once"},
    {"server.handler_buffer", "", "", "a size: one write fits, and is one frame in either case"},
    {"server.write_buffer", "", "", "a size: no frame fits"},
    {"server.reset_memory.streams", "", "", "a size: so many streams are never reset"},
    {"server.release_at", "\"encoded\"", "", "encoded and begun in one step where the loop writes"},
    {"server.release_at", "\"visible_same_step\"", "loop single", "begun and visible in one step"},
    {"server.release_at.trailers", "", "", "a size: few of the grid's responses have trailers"},
    {"server.release_at.data", "", "behaviour scripted", "a size: that script's stream is reset"},
    {"server.release_at.rst_stream", "", "behaviour cancelling", "a size: nothing is refused"},
    {"server.debit_at", "\"write_start\"", "loop locked", "accepted and begun in one step"},
    {"server.before_read", "\"park_at_limit\"", "", "a size: that client's count never waits"},
    {"server.before_read", "\"wait_at_limit\"", "", "a size: that client's count never waits"},
    {"server.closing_counter", "", "behaviour scripted", "a size: nothing closes at the limit"},
    {"server.limit_in_force", "", "behaviour cancelling", "a size: the new limit is the old one"},
    {"server.flush_queue_on_close", "", "", "a size: the queue is empty when a stream is reset"},
    {"server.reset_after_early_response", "", "behaviour greedy",
     "a size: its END_STREAM is first"},
    {"server.end_stream_counts_while_reset_queued", "", "", "a size: nothing waits in the queue"},
};

// Keys that change no world of the grid, whatever their value.
constexpr std::string_view kUnused[] = {
    "/client/script",    // the grid has one script; others are refused where nobody plays them
    "/request/headers",  // noted: no world depends on it
};

}  // namespace

TEST_CASE("keys: every value that is accepted changes some world of its kind", "[effect]") {
    std::vector<Finding> findings;
    sim::each_key(sim::scenario_root(), [&](const std::string& at, const KeySpec& key) {
        if (!changes_worlds(at, key)) {
            return;
        }
        bool used = false;
        for (const json& value : values_of(key)) {
            if (value.dump() != key.fallback) {
                used = audit_value(at, value, {}, findings) || used;
            }
        }
        // However many reasons there are for single values.
        INFO(at);
        CHECK(used == (std::find(std::begin(kUnused), std::end(kUnused), at) == std::end(kUnused)));
    });
    for (const Finding& finding : findings) {
        const bool known =
            std::any_of(std::begin(kReasons), std::end(kReasons),
                        [&finding](const Reason& reason) { return reason.covers(finding); });
        INFO(finding.key << "=" << finding.value << " changes no world of the kind "
                         << finding.kind);
        CHECK(known);
    }
    for (const Reason& reason : kReasons) {
        INFO(reason.key << "=" << reason.value << " (" << reason.kind << ") has an effect now");
        CHECK(std::any_of(findings.begin(), findings.end(),
                          [&reason](const Finding& finding) { return reason.covers(finding); }));
    }
}

TEST_CASE("keys: one that is read and not used is found", "[effect]") {
    struct Case {
        const char* key;
        json value;
        Forget forget;
    };
    const Case cases[] = {
        {"/server/slack", 1, [](Scenario& s) { s.server.policy.slack = 0; }},
        {"/server/write_buffer", 4'096, [](Scenario& s) { s.server.write_buffer = 0; }},
        {"/response/early", true, [](Scenario& s) { s.response.early = false; }},
        {"/client/pings", 1, [](Scenario& s) { s.client.pings = 0; }},
        {"/server/release_at", "completion_processed",
         [](Scenario& s) { s.server.policy.release = h2::ReleasePoints{}; }},
    };
    for (const Case& each : cases) {
        INFO(each.key);
        std::vector<Finding> sound;
        audit_value(each.key, each.value, {}, sound);
        std::vector<Finding> findings;
        audit_value(each.key, each.value, each.forget, findings);
        CHECK(findings.size() >= 4);
        CHECK(findings.size() > sound.size());
    }
}
