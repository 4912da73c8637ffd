// Known bugs of real servers, clients and designs, each with its repair: the same world, where one
// server breaks a promise and the other keeps it. That the files tell the truth is for check and
// traces_test.cpp, which has a counterexample for everything that is violated.

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "tests/sim/races/races.hpp"

namespace {

struct BugPair {
    const char* what;
    const char* property;
    const char* bug;  // scenarios/races/BUG.json
    const char* fix;
};

constexpr BugPair kPairs[] = {
    {"nghttp2 8bac2087: mem_send closes late", "no-false-refusal", "stacks/nghttp2-before-2014",
     "stacks/nghttp2"},
    {"h2o#132: closed after the gathered write", "no-false-refusal", "stacks/h2o-before-132",
     "stacks/h2o"},
    {"jetty#2349: closed by the callback of the write", "no-false-refusal", "jetty-2349",
     "stacks/jetty-headers-only"},
    {"jetty 635cf4d3: the closing counter lost for DATA", "no-false-refusal",
     "stacks/jetty-data-regression", "stacks/jetty"},
    {"aspnetcore#12628: a reset stream counts until its function returns", "no-false-refusal",
     "cancel-frees-late", "stacks/kestrel-cancel"},
    {"aspnetcore#13406: a response counts until its function returns", "no-false-refusal",
     "stacks/kestrel-before-2019", "stacks/kestrel"},
    {"grpc-go 32559e217: the removal of a reset stream waits for the writer", "no-false-refusal",
     "stacks/grpc-go-before-32559e217", "stacks/grpc-go-cancel"},
    {"grpc-go cd89eaf40: removed before the trailers have left", "no-close-before-flush",
     "stacks/grpc-go-before-cd89eaf40", "stacks/grpc-go-graceful-stop"},
    {"varnish#2923: a worker lowers the count of a reset stream", "no-false-refusal",
     "stacks/varnish-cancel-before-2923", "stacks/varnish-cancel"},
    {"Tomcat: HEADERS that end the stream lower the count late", "no-false-refusal",
     "tomcat-headers-only", "stacks/tomcat-headers-released-early"},
    {"helidon#12115: deactivated after END_STREAM was written", "no-false-refusal",
     "stacks/helidon-4-body", "stacks/helidon-released-at-write-start"},
    {"helidon#12160: deactivated after RST_STREAM was written", "no-false-refusal",
     "stacks/helidon-rst-before-12160", "stacks/helidon-rst"},
    {"glassfish-grizzly#2309: deregistered after END_STREAM was written", "no-false-refusal",
     "stacks/grizzly-before-2026", "stacks/grizzly"},
    {"mu-server#135: the end of a request is left to the writer", "no-false-refusal",
     "stacks/mu-server-before-135", "stacks/mu-server"},
    {"mu-server#135: a reset is left to the writer", "no-false-refusal",
     "stacks/mu-server-cancel-before-135", "stacks/mu-server-cancel"},
    {"a lowered limit is enforced before its acknowledgment", "settings-in-sync",
     "limit-lowered-enforced-early", "limit-lowered-two-levels"},
    {"golang/go#16974: late DATA ends the connection", "late-frames-tolerated", "late-data",
     "late-data-remembered"},
    {"httpcomponents-core 8f1b4f6d: the windows are debited after the write",
     "debit-before-visible", "debit-at-completion", "debit-at-submit"},
    {"golang/go#18111: a RST_STREAM is flushed with its stream's queue", "no-silent-close",
     "reset-flushed-on-close", "reset-written-before-close"},
    {"hyperium/h2 f5f1594: GOAWAY compared with the wrong initiator", "no-silent-close",
     "goaway-wrong-initiator", "goaway-right-initiator"},
    {"grpc-java bdecdaea: one GOAWAY races a new stream", "no-request-lost-in-shutdown",
     "shutdown-single-goaway", "shutdown-two-goaways"},
    {"golang/go#32112: frames above the last stream are an error", "late-frames-tolerated",
     "goaway-late-frames-error", "goaway-late-frames-tolerated"},
    {"golang/go#55846: frames above the last stream are not credited",
     "connection-window-conserved", "goaway-no-credit", "goaway-credit"},
    {"aspnetcore#13406: SocketsHttpHandler frees the slot before the RST_STREAM is written",
     "client-within-limit", "client-frees-slot-early", "client-frees-slot-when-written"},
    {"golang/go#48358: two callers see the same free slot", "client-within-limit",
     "client-check-then-reserve", "client-reserve-then-write"},
    {"hyperium/h2 ee04292: the decision to open is taken when HEADERS are queued",
     "client-within-limit", "client-opens-when-queued", "client-opens-when-written"},
    {"grpc-go#1624: a limit applied when its ACK is written", "client-within-limit",
     "client-settings-at-ack", "client-settings-when-received"},
    {"hyperium/h2 a823490: RST_STREAM(NO_ERROR) discards a complete response", "response-kept",
     "client-reset-overrides-response", "client-reset-keeps-response"},
};

// What the scenario expects of the property; fails the test if it does not ask.
sim::Expected expected_of(const sim::Scenario& scenario, const std::string& property) {
    const auto asked = std::find_if(scenario.properties.begin(), scenario.properties.end(),
                                    [&](const auto& each) { return each.name == property; });
    if (asked == scenario.properties.end()) {
        FAIL(scenario.id << " does not ask for " << property);
    }
    return asked->expect;
}

bool asks(const sim::Scenario& scenario, const std::string& property) {
    return std::any_of(scenario.properties.begin(), scenario.properties.end(),
                       [&](const auto& each) { return each.name == property; });
}

}  // namespace

TEST_CASE("pairs: the bug breaks the promise, the repair keeps it in the same world", "[verdict]") {
    for (const BugPair& pair : kPairs) {
        CAPTURE(pair.what);
        const sim::Scenario bug = races::load(pair.bug);
        const sim::Scenario fix = races::load(pair.fix);
        CHECK(expected_of(bug, pair.property) == sim::Expected::violated);
        CHECK(expected_of(fix, pair.property) == sim::Expected::holds);
        CHECK(bug.limit == fix.limit);
        CHECK(bug.requests == fix.requests);
        CHECK(bug.request == fix.request);
        CHECK(bug.response == fix.response);
        CHECK(bug.pipes == fix.pipes);
        CHECK(bug.client.behaviour == fix.client.behaviour);
    }
}

TEST_CASE("pairs: a repair also answers every request", "[verdict]") {
    for (const BugPair& pair : kPairs) {
        CAPTURE(pair.what);
        const sim::Scenario fix = races::load(pair.fix);
        CHECK(expected_of(fix, "no-deadlock") == sim::Expected::holds);
        CHECK(expected_of(fix, "every-request-answered") == sim::Expected::holds);
    }
}

TEST_CASE("profiles: each has a scenario that asks for no false refusal", "[verdict]") {
    std::set<std::string> asked;
    for (const std::string& name : races::names()) {
        const sim::Scenario scenario = races::load(name);
        if (asks(scenario, "no-false-refusal")) {
            asked.insert(scenario.server.profile);
        }
    }
    for (const std::string& profile : races::profile_names()) {
        CAPTURE(profile);
        CHECK(asked.count(profile) == 1);
    }
}
