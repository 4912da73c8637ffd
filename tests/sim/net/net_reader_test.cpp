// What is wrong with a net is said with its place, what was expected, and the nearest name; what is
// committed is right.

#include "sim/net/net_reader.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/sim/races/races.hpp"

namespace {

using Catch::Matchers::Contains;

constexpr const char* kEmit = R"("emit": "queue")";
constexpr const char* kPlaces = R"("queue": {})";
constexpr const char* kRules =
    R"({"name": "process", "thread": "loop", "take": "to-server", "do": "receive"},
       {"name": "write", "thread": "loop", "take": "queue", "do": ["show", "completed"]},
       {"name": "answer", "thread": "request", "take": "functions",
        "do": ["hand-over", "submit"]})";

std::string net_text(const std::string& places, const std::string& rules,
                     const std::string& more = kEmit) {
    return fmt::format(R"({{"name": "n", "title": "t", {}, "places": {{{}}}, "rules": [{}]}})",
                       more, places, rules);
}

// All that is wrong, as it is shown.
std::string wrong(const std::string& text) {
    const auto parsed = sim::parse_net(text, "n.json");
    return parsed ? "nothing" : sim::to_text(parsed.error());
}

std::string with_rule(const std::string& rule, const std::string& places = kPlaces) {
    return wrong(net_text(places, std::string{kRules} + ", " + rule));
}

}  // namespace

TEST_CASE("nets: the smallest one can be read, and those that are committed", "[net]") {
    CHECK(wrong(net_text(kPlaces, kRules)) == "nothing");
    CHECK(races::net_names().size() >= 24);
    for (const std::string& name : races::idiom_names()) {
        const sim::Scenario scenario = races::load_id("idioms/" + name);
        CAPTURE(name);
        REQUIRE(scenario.server.net.get() != nullptr);
        CHECK_FALSE(scenario.server.net.get()->title.empty());
        CHECK(scenario.pinned.states.has_value());
    }
}

TEST_CASE("nets: words that are none are told with what they may be", "[net]") {
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "qeue"})"),
               Contains("n.json:4:") && Contains("unknown place \"qeue\"") &&
                   Contains("did you mean \"queue\"?") && Contains("at /rules/3/take"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "3 queue"})"),
               Contains("cannot be taken") && Contains("up to N"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "up to 0 queue"})"),
               Contains("a number from 1 to 1000"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "end from queue"})"),
               Contains("a class of items before \"from\"") && Contains("closing"));
    CHECK_THAT(
        with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "when": "queue full"})"),
        Contains("is no condition") && Contains("PLACE holds N CLASS") &&
            Contains("at /rules/3/when"));
    CHECK_THAT(
        with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "when": [["queue emty"]]})"),
        Contains("at /rules/3/when/0/0"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "do": "shw"})"),
               Contains("did you mean \"show\"?"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "put": "to-client"})"),
               Contains("the verb \"show\""));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "put": "to-server"})"),
               Contains("can only be taken from"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "Loop 1", "take": "queue"})"),
               Contains("is no name") && Contains("at /rules/3/thread"));
    CHECK_THAT(with_rule(R"({"name": "a\u001b[31m", "thread": "loop", "take": "queue"})"),
               Contains("at /rules/3/name") && Contains("letters, digits, spaces"));
    CHECK_THAT(with_rule(R"({"name": "write", "thread": "loop", "take": "queue"})"),
               Contains("there are two rules \"write\""));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "then": "wirte"})"),
               Contains("unknown rule \"wirte\"") && Contains("did you mean \"write\"?"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "taek": 1})"),
               Contains("unknown key \"taek\"") && Contains("did you mean \"take\"?"));
}

TEST_CASE("nets: rules that cannot be meant so", "[net]") {
    const auto places = [](const char* more) { return std::string{kPlaces} + ", " + more; };
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": []})"),
               Contains("the rule takes nothing"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "void", "do": "completed"})",
                         places(R"("void": {})")),
               Contains("can never happen") && Contains("at /rules/3/take"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": ["queue", "queue"]})"),
               Contains("\"queue\" is taken from twice"));
    CHECK_THAT(
        with_rule(R"({"name": "x", "thread": "loop", "take": "all to-server", "do": "receive"})"),
        Contains("gives one at a time"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": ["queue", "to-server"]})"),
               Contains("is not what it takes first"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "to-server"})"),
               Contains("a frame that was read is lost"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "functions"})"),
               Contains("hands nothing over"));
    CHECK_THAT(
        with_rule(R"({"name": "x", "thread": "loop", "take": "functions", "do": "hand-over"})"),
        Contains("what the function hands over is lost"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "put": "full"})",
                         places(R"("full": {})")),
               Contains("what comes into \"full\" never leaves it") && Contains("at /places/full"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "loop", "take": "queue", "then": "x"})"),
               Contains("goes on with itself"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "other", "take": "queue", "then": "write"})"),
               Contains("a rule of another thread"));
    CHECK_THAT(wrong(net_text(places(R"("void": {})"), kRules)),
               Contains("nothing in the net is about the place \"void\""));
    CHECK_THAT(wrong(net_text(R"("queue": {"capacity": 2})", kRules)),
               Contains("they do not wait for room"));
    CHECK_THAT(wrong(net_text(R"("queue": {"capacity": 0})", kRules)),
               Contains("an integer from 1 to 1000"));
    CHECK_THAT(wrong(net_text(R"("queue": {"octets": 5})", kRules)),
               Contains("has \"octets\" and \"overflows_to\", or neither"));
}

TEST_CASE("nets: urgency that never ends is an error with its circle", "[net]") {
    CHECK_THAT(
        with_rule(
            R"({"name": "a", "thread": "loop", "urgent": true, "take": "left", "put": "right"},
                            {"name": "b", "thread": "loop", "urgent": true, "take": "right",
                             "put": "left"},
                            {"name": "c", "thread": "loop", "take": "queue", "put": "left"})",
            R"("queue": {}, "left": {}, "right": {})"),
        Contains("urgency never ends: b -> a -> b") || Contains("urgency never ends: a -> b -> a"));
    CHECK_THAT(
        with_rule(
            R"({"name": "a", "thread": "loop", "urgent": true, "take": "queue", "put": "queue"})"),
        Contains("urgency never ends: a -> a"));
}

TEST_CASE("nets: no order is left out behind a rule that does not choose", "[net]") {
    const std::string box = R"("queue": {}, "box": {"order": "any"})";
    const std::string fills =
        R"({"name": "fill", "thread": "loop", "take": "queue", "put": "box"}, )";
    const auto taking = [&](const char* more) {
        return with_rule(fills + R"({"name": "x", "thread": "loop", )" + more + "}", box);
    };
    CHECK_THAT(taking(R"("urgent": true, "take": "box")"),
               Contains("\"box\" gives a choice, and the rule happens in the step of another") &&
                   Contains("at /rules/4/take"));
    CHECK_THAT(taking(R"("take": ["queue", "box"])"), Contains("takes from it beside the first"));
    CHECK_THAT(taking(R"("take": "box"}, {"name": "y", "thread": "loop", "take": "queue",
                         "then": "x")"),
               Contains("happens in the step of another"));
    CHECK_THAT(with_rule(R"({"name": "x", "thread": "request", "urgent": true,
                             "take": "functions", "do": ["hand-over", "submit"]})"),
               Contains("\"functions\" gives a choice"));
    CHECK(taking(R"("urgent": true, "take": "all box")") == "nothing");
    CHECK(taking(R"("take": "box")") == "nothing");
}

TEST_CASE("nets: a server that does nothing at all", "[net]") {
    CHECK_THAT(wrong(net_text(kPlaces, "")), Contains("at /rules"));
    CHECK_THAT(wrong(net_text(kPlaces, R"({"name": "x", "thread": "l", "take": "queue"})")),
               Contains("no frame of the client ever comes to the core") &&
                   Contains("the client never sees a frame") &&
                   Contains("no function ever answers a request"));
    CHECK_THAT(wrong(net_text(kPlaces, kRules, R"("emit": "nowhere")")),
               Contains("unknown place \"nowhere\"") && Contains("at /emit"));
    CHECK_THAT(wrong(net_text(kPlaces, kRules, R"("emit": [{"frames": "data", "to": "queue"}])")),
               Contains("the last of these is for some frames only"));
    CHECK_THAT(
        wrong(net_text(kPlaces, kRules, R"("emit": "queue", "functions": {"return_to": "queue"})")),
        Contains("nobody hears that a function has returned"));
    CHECK_THAT(wrong(net_text(kPlaces, kRules,
                              R"("emit": "queue", "threads": {"lop": {"per_stream": true}})")),
               Contains("no rule is of a thread \"lop\""));
    CHECK_THAT(wrong("[]"), Contains("the document is an array"));
    CHECK_THAT(wrong(R"({"name": "n"})"), Contains("the key \"rules\" is missing"));
}

TEST_CASE("nets: ten thousand places or rules are told at once", "[net]") {
    std::string places = kPlaces;
    std::string rules = kRules;
    for (int i = 0; i < 10'000; ++i) {
        places += fmt::format(R"(, "p{}": {{}})", i);
        rules += fmt::format(R"(, {{"name": "r{}", "thread": "t", "take": "queue"}})", i);
    }
    CHECK_THAT(wrong(net_text(places, kRules)), Contains("at most 64"));
    CHECK_THAT(wrong(net_text(kPlaces, rules)), Contains("at /rules"));
}
