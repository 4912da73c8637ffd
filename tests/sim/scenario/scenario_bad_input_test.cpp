// Everything that can be wrong with a scenario file: each error says where, what, and what would
// be right.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

using fixture::parse;
using fixture::patched;

// The only error of a text.
sim::InputError bad_input_error(const std::string& text) {
    const auto result = parse(text);
    REQUIRE_FALSE(result);
    INFO(sim::to_text(result.error()));
    REQUIRE(result.error().size() == 1);
    return result.error().front();
}

std::string replaced(std::string_view from, std::string_view to) {
    std::string text{fixture::kSmall};
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

void check_place(const sim::InputError& error, std::uint32_t line, std::uint32_t column,
                 const std::string& pointer) {
    CHECK(error.file == "t.json");
    CHECK(error.line == line);
    CHECK(error.column == column);
    CHECK(error.pointer == pointer);
}

bool mentions(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("scenario: the smallest one is accepted and has the documented defaults", "[scenario]") {
    const auto result = parse(fixture::kSmall);
    REQUIRE(result);
    sim::Scenario expected;
    expected.id = "t/small";
    expected.title = "small";
    expected.limit = 1;
    expected.requests = 2;
    expected.properties = {{"no-deadlock", sim::Expected::holds}};
    CHECK(result->scenario == expected);
}

TEST_CASE("scenario: not JSON", "[scenario][bad]") {
    const auto error = bad_input_error(replaced("\"limit\": 1,", "\"limit\": ,"));
    check_place(error, 4, 12, "");
    CHECK(mentions(error.message, "not JSON"));
}

TEST_CASE("scenario: not an object", "[scenario][bad]") {
    const auto error = bad_input_error("[1]");
    check_place(error, 1, 1, "");
    CHECK(error.message == "the document is an array");
    CHECK(error.expected == "an object");
}

TEST_CASE("scenario: duplicate key", "[scenario][bad]") {
    check_place(bad_input_error(replaced("\"requests\": 2", "\"limit\": 2")), 5, 3, "/limit");
}

TEST_CASE("scenario: unknown key, with the nearest valid name", "[scenario][bad]") {
    const auto error = bad_input_error(replaced("\"limit\": 1,", "\"limit\": 1, \"pipe\": {},"));
    check_place(error, 4, 15, "/pipe");
    CHECK(error.message == "unknown key \"pipe\"");
    CHECK(error.hint == "did you mean \"pipes\"?");
    CHECK(mentions(error.expected, "pipes, properties"));
}

TEST_CASE("scenario: unknown key inside an object and inside an array", "[scenario][bad]") {
    const auto inner =
        bad_input_error(replaced("\"server\": {}", "\"server\": {\"before_red\": 1}"));
    check_place(inner, 6, 14, "/server/before_red");
    CHECK(inner.hint == "did you mean \"before_read\"?");
    const auto element =
        bad_input_error(replaced("\"expect\": \"holds\"", "\"expect\": \"holds\", \"x\": 1"));
    check_place(element, 8, 61, "/properties/0/x");
    CHECK(element.hint.empty());
}

TEST_CASE("scenario: missing keys are named with what they should be", "[scenario][bad]") {
    for (const char* key : {"id", "title", "limit", "requests", "server", "client", "properties"}) {
        const auto error = bad_input_error(patched(std::string("{\"") + key + "\": null}"));
        check_place(error, 1, 1, "");
        CHECK(error.message == std::string("the key \"") + key + "\" is missing");
        CHECK(mentions(error.expected, std::string("\"") + key + "\": "));
    }
    const auto inner = bad_input_error(replaced(", \"expect\": \"holds\"", ""));
    check_place(inner, 8, 18, "/properties/0");
    CHECK(inner.message == "the key \"properties.0.expect\" is missing");
}

TEST_CASE("scenario: wrong type", "[scenario][bad]") {
    const auto number = bad_input_error(replaced("\"limit\": 1", "\"limit\": \"1\""));
    check_place(number, 4, 12, "/limit");
    CHECK(number.message == "\"limit\" is \"1\"");
    CHECK(number.expected == "an integer from 1 to 1000");
    CHECK(number.hint == "write the number without quotes");
    CHECK(bad_input_error(replaced("\"limit\": 1", "\"limit\": 1.0")).message ==
          "\"limit\" is 1.0");
    CHECK(bad_input_error(replaced("\"limit\": 1", "\"limit\": -1")).message == "\"limit\" is -1");
    CHECK(bad_input_error(replaced("\"limit\": 1", "\"limit\": null")).message ==
          "\"limit\" is null");
    CHECK(bad_input_error(replaced("\"title\": \"small\"", "\"title\": 5")).expected ==
          "a text that is not empty");
    CHECK(bad_input_error(replaced("\"client\": {}", "\"client\": []")).expected == "an object");
    CHECK(bad_input_error(patched(R"({"rfc": ["9113/5.1", 5]})")).pointer == "/rfc/1");
    CHECK(bad_input_error(patched(R"({"response": {"early": "true"}})")).expected ==
          "true or false");
    CHECK(bad_input_error(patched(R"({"server": {"release_at": 3}})")).pointer ==
          "/server/release_at");
}

TEST_CASE("scenario: numbers out of range", "[scenario][bad]") {
    const char* patches[] = {
        R"({"limit": 0})",
        R"({"limit": 1001})",
        R"({"requests": 0})",
        R"({"requests": 1001})",
        R"({"limit": 18446744073709551615})",
        R"({"limit": 123456789012345678901234567890})",
        R"({"pipes": {"to_client": 0}})",
        R"({"pipes": {"to_server": 1025}})",
        R"({"response": {"body": 4161537}})",
        R"({"request": {"body": 16385}})",
        R"({"client": {"initial_window": 2147483648}})",
        R"({"bounds": {"max_states": 0}})",
        R"({"server": {"handler_limit": 0}})",
        R"({"properties": []})",
    };
    for (const char* patch : patches) {
        INFO(patch);
        CHECK(mentions(bad_input_error(patched(patch)).expected, " to "));
    }
    CHECK(parse(patched(R"({"limit": 1000, "requests": 1000, "pipes": {"to_client": 1024}})")));
    CHECK(parse(patched(R"({"response": {"body": 4161536}})")));
    CHECK(mentions(bad_input_error(patched(R"({"server": {"handler_limit": "all"}})")).expected,
                   "\"unlimited\""));
}

TEST_CASE("scenario: names of choices", "[scenario][bad]") {
    const auto error =
        bad_input_error(replaced("\"server\": {}", "\"server\": {\"loop\": \"spilt\"}"));
    check_place(error, 6, 22, "/server/loop");
    CHECK(error.expected == "one of split, single, locked");
    CHECK(error.hint == "did you mean \"split\"?");
    CHECK(bad_input_error(patched(R"({"client": {"behaviour": "write_first"}})")).hint ==
          "did you mean \"write-first\"?");
    CHECK(bad_input_error(patched(R"({"server": {"release_at": {"data": "writestart"}}})")).hint ==
          "did you mean \"write_start\"?");
}

TEST_CASE("scenario: properties are known and expected to be what they can be", "[scenario][bad]") {
    const auto unknown = bad_input_error(replaced("no-deadlock", "no-deadlok"));
    check_place(unknown, 8, 27, "/properties/0/name");
    CHECK(unknown.hint == "did you mean \"no-deadlock\"?");
    CHECK(mentions(unknown.expected, "reaches-limit"));
    const auto kind = bad_input_error(replaced("\"holds\"", "\"reached\""));
    check_place(kind, 8, 52, "/properties/0/expect");
    CHECK(kind.message == "\"no-deadlock\" cannot be \"reached\"");
    CHECK(bad_input_error(replaced("no-deadlock", "reaches-limit")).pointer ==
          "/properties/0/expect");
    CHECK(parse(patched(R"({"properties": [{"name": "reaches-limit", "expect": "unreached"}]})")));
    CHECK(bad_input_error(patched(R"({"properties": [{"name": "no-deadlock", "expect": "holds"},
                                              {"name": "no-deadlock", "expect": "violated"}]})"))
              .message == "\"no-deadlock\" is listed twice");
}

TEST_CASE("scenario: ids and RFC sections have a form", "[scenario][bad]") {
    for (const char* id : {"/a", "a/", "a//b", "A", "a b", "a\\n"}) {
        INFO(id);
        CHECK(bad_input_error(patched(std::string("{\"id\": \"") + id + "\"}")).pointer == "/id");
    }
    for (const char* section :
         {"9113", "9113/", "/5", "RFC9113/5", "9113/5..1", "9113/5.", "9113/.5"}) {
        INFO(section);
        CHECK(bad_input_error(patched(std::string("{\"rfc\": [\"") + section + "\"]}")).pointer ==
              "/rfc/0");
    }
    CHECK(parse(patched(R"({"id": "races/go-1.2_x", "rfc": ["9113/5.1.2", "7541/4"]})")));
}

TEST_CASE("scenario: a contradictory world names both keys", "[scenario][bad]") {
    struct Case {
        const char* patch;
        const char* pointer;
        const char* one;
        const char* other;
    };
    const Case cases[] = {
        {R"({"response": {"write_size": 1024}})", "/response/write_size", "response.write_size",
         "response.body"},
        {R"({"response": {"headers_flushed": false}})", "/response/headers_flushed",
         "response.headers_flushed", "response.body"},
        {R"({"response": {"early": true}})", "/response/early", "response.early", "request.body"},
        {R"({"response": {"body": 4096}, "client": {"initial_window": 4095}})",
         "/client/initial_window", "client.initial_window", "response.body"},
        {R"({"client": {"script": ["PING"]}})", "/client/script", "client.script",
         "client.behaviour"},
        {R"({"client": {"behaviour": "scripted"}})", "/client/behaviour", "client.behaviour",
         "client.script"},
        {R"({"client": {"behaviour": "scripted", "script": ["PING"], "pings": 1}})",
         "/client/pings", "client.pings", "client.behaviour"},
        {R"({"client": {"cancels": 2}})", "/client/cancels", "client.cancels", "client.behaviour"},
        {R"({"client": {"read_every": 2}})", "/client/read_every", "client.read_every",
         "client.behaviour"},
        {R"({"client": {"design": {"opens": "when_queued"}}})", "/client/design/opens",
         "client.design.opens", "client.design.writes"},
        {R"({"client": {"design": {"slot_freed_at": "cancelled"}, "behaviour": "cancelling"}})",
         "/client/design/slot_freed_at", "client.design.slot_freed_at", "client.design.writes"},
        {R"({"client": {"design": {"slot_freed_at": "cancelled", "writes": "lock"}}})",
         "/client/design/slot_freed_at", "client.design.slot_freed_at", "client.behaviour"},
        {R"({"client": {"design": {"settings_applied": "when_ack_written"}}})",
         "/client/design/settings_applied", "client.design.settings_applied",
         "client.design.writes"},
        {R"({"start": "preface",
             "client": {"design": {"settings_applied": "when_ack_written", "writes": "queue"}}})",
         "/client/design/settings_applied", "client.design.settings_applied", "start"},
        {R"({"client": {"design": {"callers": 3}}})", "/client/design/callers",
         "client.design.callers", "client.design.opens"},
        {R"({"client": {"design": {"reset_after_end": "overrides"}}})",
         "/client/design/reset_after_end", "client.design.reset_after_end",
         "client.design.responses"},
        {R"({"client": {"design": {"writes": "lock"}, "behaviour": "cancelling"},
             "request": {"body": 1}})",
         "/client/design/writes", "client.design.writes", "request.body"},
        {R"({"client": {"design": {"writes": "lock"}, "behaviour": "scripted",
                        "script": ["PING"]}})",
         "/client/design/writes", "client.design.writes", "client.behaviour"},
        {R"({"server": {"shutdown_timeout": 5}})", "/server/shutdown_timeout",
         "server.shutdown_timeout", "server.graceful_shutdown"},
        {R"({"server": {"shutdown_notice": "ping"}})", "/server/shutdown_notice",
         "server.shutdown_notice", "server.graceful_shutdown"},
        {R"({"server": {"initial_window": 17}, "request": {"body": 18}})", "/server/initial_window",
         "server.initial_window", "request.body"},
        {R"({"server": {"initial_window": 17}, "client": {"behaviour": "scripted",
                                                          "script": ["PING"]}})",
         "/server/initial_window", "server.initial_window", "request.body"},
        {R"({"client": {"behaviour": "scripted", "script": ["PING"], "goaway": true}})",
         "/client/goaway", "client.goaway", "client.behaviour"},
        {R"({"properties": [{"name": "connection-window-conserved", "expect": "holds"}]})",
         "/properties/0/name", "properties.0.name", "server.replenish"},
        {R"({"server": {"before_read": "wait", "loop": "single"}})", "/server/before_read",
         "server.before_read", "server.loop"},
        {R"({"server": {"before_read": "drain", "loop": "locked"}})", "/server/before_read",
         "server.before_read", "server.loop"},
        {R"({"server": {"orders": "completion_posted_before_handling", "loop": "single"}})",
         "/server/orders", "server.orders", "server.loop"},
        {R"({"server": {"reset_memory": {"streams": 0, "ticks": 3}}})",
         "/server/reset_memory/ticks", "server.reset_memory.ticks", "server.reset_memory.streams"},
        {R"({"server": {"profile_merged": true}})", "/server/profile_merged",
         "server.profile_merged", "server.profile"},
        {R"({"pinned": {"shortest": 3}})", "/pinned/shortest", "pinned.shortest", "properties"},
    };
    for (const Case& expected : cases) {
        INFO(expected.patch);
        const auto error = bad_input_error(patched(expected.patch));
        CHECK(error.pointer == expected.pointer);
        CHECK(mentions(error.message, std::string("\"") + expected.one + "\""));
        CHECK(mentions(error.message, std::string("\"") + expected.other + "\""));
        CHECK_FALSE(error.expected.empty());
    }
}

TEST_CASE("scenario: worlds next to the contradictory ones are accepted", "[scenario]") {
    const char* patches[] = {
        R"({"response": {"body": 1, "write_size": 1024, "headers_flushed": false}})",
        R"({"request": {"body": 1}, "response": {"early": true}})",
        R"({"response": {"body": 4096}, "client": {"initial_window": 4096}})",
        R"({"response": {"body": 4096, "write_size": 100}, "client": {"initial_window": 100}})",
        R"({"client": {"behaviour": "scripted", "script": ["PING"]}})",
        R"({"client": {"behaviour": "cancelling", "cancels": 2}})",
        R"({"client": {"behaviour": "cancelling",
                       "design": {"slot_freed_at": "cancelled", "writes": "lock"}}})",
        R"({"client": {"design": {"settings_applied": "when_ack_written", "writes": "queue",
                                  "opens": "check_then_reserve", "callers": 1}},
            "server": {"new_limit": 1}})",
        R"({"client": {"design": {"responses": "taken_later", "reset_after_end": "overrides"}},
            "request": {"body": 1}, "response": {"early": true}})",
        R"({"server": {"shutdown_timeout": 5, "graceful_shutdown": true}})",
        R"({"server": {"shutdown_notice": "ping", "graceful_shutdown": true}})",
        R"({"server": {"initial_window": 17}, "request": {"body": 17}})",
        R"({"server": {"initial_window": 17}, "client": {"behaviour": "scripted",
            "script": ["HEADERS 1", "DATA 1 len=18 END_STREAM"]}})",
        R"({"response": {"early": true}, "client": {"behaviour": "scripted",
                                                    "script": ["HEADERS 1"]}})",
        R"({"server": {"initial_window": 17}, "request": {"body": 18},
            "response": {"early": true}})",
        R"({"client": {"behaviour": "greedy", "goaway": true}})",
        R"({"server": {"replenish": true}, "request": {"body": 1},
            "properties": [{"name": "connection-window-conserved", "expect": "holds"}]})",
        R"({"server": {"before_read": "wait", "loop": "split"}})",
        R"({"server": {"reset_memory": {"streams": "unlimited", "ticks": 3}}})",
        R"({"server": {"new_limit": 0}})",
        R"({"pinned": {"shortest": 3}, "properties": [{"name": "no-deadlock",
                                                       "expect": "violated"}]})",
    };
    for (const char* patch : patches) {
        INFO(patch);
        CHECK(parse(patched(patch)));
    }
}

TEST_CASE("scenario: 9113/6.9.1 the window check knows the request function's buffer",
          "[scenario][bad]") {
    const auto text = patched(R"({"server": {"handler_buffer": 4096},
        "response": {"body": 9000, "write_size": 100}, "client": {"initial_window": 4095}})");
    CHECK(mentions(bad_input_error(text).expected, "at least 4096 octets"));
}

TEST_CASE("scenario: a script line that is no frame", "[scenario][bad]") {
    const auto error = bad_input_error(
        patched(R"({"client": {"behaviour": "scripted", "script": ["HEADERS 1", "HEDERS 3"]}})"));
    CHECK(error.pointer == "/client/script/1");
    CHECK(mentions(error.message, "HEDERS 3"));
    CHECK_FALSE(error.expected.empty());
}

TEST_CASE("scenario: all errors are reported, in the order of the text", "[scenario][bad]") {
    const auto result = parse(R"({
  "zzz": 1,
  "id": "",
  "limit": 0,
  "server": {"loop": 1}, "client": 7
})");
    REQUIRE_FALSE(result);
    std::vector<std::string> pointers;
    for (const auto& error : result.error()) {
        pointers.push_back(error.pointer);
    }
    CHECK(pointers ==
          std::vector<std::string>{"", "", "", "/zzz", "/id", "/limit", "/server/loop", "/client"});
}

TEST_CASE("scenario: a file of nonsense does not flood the reader", "[scenario][bad]") {
    std::string text = "{";
    for (int i = 0; i < 1000; ++i) {
        text += "\"k" + std::to_string(i) + "\": 1, ";
    }
    const auto result = parse(text + "\"x\": 1}");
    REQUIRE_FALSE(result);
    CHECK(result.error().size() == 20);
    CHECK(mentions(result.error().back().hint, "further errors are not shown"));
}

TEST_CASE("scenario: inside another file, pointers and lines are that file's", "[scenario][bad]") {
    const std::string trace =
        "{\"version\": 1,\n \"scenario\":\n" + replaced("\"limit\": 1", "\"limit\": 0") + "}";
    const auto located = sim::parse_located_json(trace, "x.trace.json");
    REQUIRE(located);
    const auto result = sim::parse_scenario_at(*located, "/scenario", fixture::profiles());
    REQUIRE_FALSE(result);
    CHECK(result.error().front().file == "x.trace.json");
    CHECK(result.error().front().line == 6);
    CHECK(result.error().front().pointer == "/scenario/limit");
}
