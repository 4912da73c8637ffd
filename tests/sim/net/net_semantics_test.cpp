// What each word of a net means for what may happen next, on the smallest nets that show it. A
// world is walked step by step: which rules may happen is read off the names of the steps.

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "sim/net/net_reader.hpp"
#include "sim/trace/describe.hpp"
#include "sim/world/world.hpp"

namespace {

using Strings = std::vector<std::string>;

// The rules of a server that answers in one step, but for what `more` says.
sim::Net net(const std::string& places, const std::string& threads, const std::string& more,
             const std::string& emit = "\"queue\"") {
    const std::string text = fmt::format(
        R"({{"name": "n", "title": "t", "emit": {}, "places": {{"queue": {{}}, {}}},
            "threads": {{{}}}, "rules": [{}]}})",
        emit, places, threads, more);
    auto parsed = sim::parse_net(text, "net");
    if (!parsed) {
        FAIL(sim::to_text(parsed.error()));
    }
    return *parsed;
}

const std::string kAnswers =
    R"({"name": "answer", "thread": "request", "take": "functions",
        "do": ["hand-over", "submit"]})";

class Walk {
  public:
    explicit Walk(sim::Net net, std::uint32_t limit = 2)
        : model_{scenario(std::move(net), limit)} {}

    // The steps of the server's net that may happen now, by their rules.
    Strings rules() const {
        Strings names;
        for (const sim::Event event : events()) {
            if (event.kind == sim::EventKind::net_rule) {
                names.push_back(model_.net()->rules[event.rule].name);
            }
        }
        return names;
    }

    void fire(const std::string& rule) {
        step([&](sim::Event event) {
            return event.kind == sim::EventKind::net_rule &&
                   model_.net()->rules[event.rule].name == rule;
        });
    }
    void open() {
        step([](sim::Event event) { return event.kind == sim::EventKind::client_open; });
    }
    void ping() {
        step([](sim::Event event) { return event.kind == sim::EventKind::client_ping; });
    }

    const sim::ConnectionWorld& world() const { return world_; }

  private:
    static sim::Scenario scenario(sim::Net net, std::uint32_t limit) {
        sim::Scenario scenario;
        scenario.id = "n";
        scenario.limit = limit;
        scenario.requests = 4;
        scenario.client.pings = 2;
        scenario.pipes = {.to_client = 4, .to_server = 4};
        scenario.response.body = 10;
        scenario.server.policy.release = {h2::WriteStage::completion, h2::WriteStage::completion,
                                          h2::WriteStage::completion, h2::WriteStage::completion};
        scenario.server.net = sim::NetRef{std::move(net)};
        return scenario;
    }

    sim::EventList<sim::ConnectionWorld> events() const {
        sim::EventList<sim::ConnectionWorld> events;
        world_.enabled(events);
        return events;
    }

    template <class Which>
    void step(const Which& which) {
        for (const sim::Event event : events()) {
            if (which(event)) {
                return world_.step(event);
            }
        }
        FAIL("no such step may happen");
    }

    sim::Model model_;
    sim::ConnectionWorld world_{model_};
};

}  // namespace

TEST_CASE("nets: a rule waits for room in a place with a capacity", "[net]") {
    Walk walk{net(R"("hand-off": {"capacity": 1})", "",
                  R"({"name": "read", "thread": "reader", "take": "to-server", "put": "hand-off"},
                     {"name": "process", "thread": "loop", "take": "hand-off", "do": "receive"},
                     {"name": "write", "thread": "loop", "take": "queue",
                      "do": ["show", "completed"]}, )" +
                      kAnswers)};
    walk.open();
    walk.open();
    CHECK(walk.rules() == Strings{"read"});
    walk.fire("read");
    CHECK(walk.rules() == Strings{"process"});  // the second frame has no room
    walk.fire("process");
    CHECK(walk.rules() == Strings{"read", "answer"});
}

TEST_CASE("nets: a thread that prefers a rule does nothing else while it can happen", "[net]") {
    const std::string rules =
        R"({"name": "process", "thread": "loop", "take": "to-server", "do": "receive"},
           {"name": "write", "thread": "loop", "take": "queue", "do": "show", "put": "written"},
           {"name": "account", "thread": "loop", "take": "written", "do": "completed"}, )" +
        kAnswers;
    for (const bool prefers : {false, true}) {
        Walk walk{
            net(R"("written": {})", prefers ? R"("loop": {"prefers": "account"})" : "", rules)};
        walk.open();
        walk.fire("process");
        walk.fire("answer");
        walk.fire("write");
        walk.open();
        CHECK(walk.rules() == (prefers ? Strings{"account"} : Strings{"process", "account"}));
    }
}

TEST_CASE("nets: urgent is within the step of its own thread, and of no other", "[net]") {
    const auto rules = [](const char* thread) {
        return fmt::format(
            R"({{"name": "process", "thread": "loop", "take": "to-server", "do": "receive"}},
               {{"name": "write", "thread": "{}", "urgent": true, "take": "queue",
                 "do": ["show", "completed"]}},
               {{"name": "answer", "thread": "loop", "take": "functions",
                 "do": ["hand-over", "submit"]}})",
            thread);
    };
    Walk own{net(R"("unused": {})", "", rules("loop") + R"(,
        {"name": "x", "thread": "loop", "take": "unused", "do": "completed"},
        {"name": "y", "thread": "loop", "take": "reset from queue", "put": "unused"})")};
    own.open();
    own.fire("process");
    own.fire("answer");
    CHECK(own.rules() == Strings{"answer"});  // its HEADERS are written, and the function goes on
    CHECK(own.world().to_client.frames.size() == 1);
}

TEST_CASE("nets: what another thread has made urgent is a step of its own", "[net]") {
    Walk other{net(R"("unused": {})", "",
                   R"({"name": "process", "thread": "loop", "take": "to-server", "do": "receive"},
                      {"name": "write", "thread": "writer", "urgent": true, "take": "queue",
                       "do": ["show", "completed"]},
                      {"name": "x", "thread": "loop", "take": "unused", "do": "completed"},
                      {"name": "y", "thread": "loop", "take": "reset from queue",
                       "put": "unused"}, )" +
                       kAnswers)};
    other.open();
    other.fire("process");
    other.fire("answer");
    CHECK(other.world().to_client.frames.empty());
    CHECK(other.rules() == Strings{"write"});
}

TEST_CASE("nets: what goes on with a rule is one step with it", "[net]") {
    Walk walk{net(R"("hand-off": {"capacity": 1}, "written": {})", "",
                  R"({"name": "read", "thread": "reader", "take": "to-server", "put": "hand-off"},
                     {"name": "process", "thread": "loop", "take": "hand-off",
                      "when": "written empty", "do": "receive"},
                     {"name": "drain", "thread": "loop", "take": "written",
                      "when": "hand-off holds", "do": "completed", "then": "process"},
                     {"name": "write", "thread": "loop", "take": "queue", "do": "show",
                      "put": "written"}, )" +
                      kAnswers)};
    walk.open();
    walk.fire("read");
    walk.fire("process");
    walk.fire("answer");
    walk.fire("write");
    walk.open();
    walk.fire("read");
    CHECK(walk.rules() == Strings{"drain"});
    walk.fire("drain");
    CHECK(walk.world().server.core.peer_count() == 2);  // the second request is in, in that step
    CHECK(walk.world().server.items.empty());
}

TEST_CASE("nets: a place by class gives the first class first, whatever came before", "[net]") {
    const std::string rules =
        R"({"name": "read", "thread": "reader", "take": "to-server", "put": "box"},
           {"name": "headers", "thread": "loop", "take": "headers from box", "do": "receive"},
           {"name": "others", "thread": "loop", "take": "connection from box", "do": "receive"},
           {"name": "write", "thread": "loop", "take": "queue", "do": ["show", "completed"]}, )" +
        kAnswers;
    for (const bool by_class : {false, true}) {
        Walk walk{
            net(by_class ? R"("box": {"order": ["connection"]})" : R"("box": {})", "", rules)};
        walk.open();
        walk.ping();
        walk.fire("read");
        walk.fire("read");
        CHECK(walk.rules() == (by_class ? Strings{"others"} : Strings{"headers"}));
    }
}

TEST_CASE("nets: of a place without order each item is a choice", "[net]") {
    Walk walk{net(R"("box": {"order": "any"})", "",
                  R"({"name": "read", "thread": "reader", "take": "to-server", "put": "box"},
                     {"name": "process", "thread": "loop", "take": "box", "do": "receive"},
                     {"name": "write", "thread": "loop", "take": "queue",
                      "do": ["show", "completed"]}, )" +
                      kAnswers)};
    walk.open();
    walk.open();
    walk.fire("read");
    walk.fire("read");
    CHECK(walk.rules() == Strings{"process", "process"});
}

TEST_CASE("nets: a thread that waits in a place does nothing but leave it", "[net]") {
    Walk walk{net(R"("free": {"tokens": 1}, "waiting": {})", R"("loop": {"waits_in": "waiting"})",
                  R"({"name": "process", "thread": "loop", "take": "to-server", "do": "receive"},
                     {"name": "wait", "thread": "loop", "take": "free", "put": "token waiting"},
                     {"name": "wake", "thread": "other", "take": ["queue", "waiting"],
                      "do": ["show", "completed"], "put": "token free"}, )" +
                      kAnswers)};
    walk.open();
    CHECK(walk.rules() == Strings{"process", "wait"});
    walk.fire("wait");
    CHECK(walk.rules().empty());
}

TEST_CASE("nets: all of a place, and up to a number, in one step", "[net]") {
    for (const char* take : {"all queue", "up to 2 queue", "queue"}) {
        Walk walk{net(R"("batch": {})", "",
                      fmt::format(R"({{"name": "process", "thread": "loop", "take": "to-server",
                                      "do": "receive"}},
                                     {{"name": "swap", "thread": "writer", "take": "{}",
                                      "when": "batch empty", "put": "batch"}},
                                     {{"name": "write", "thread": "writer", "take": "batch",
                                      "do": ["show", "completed"]}}, )",
                                  take) +
                          kAnswers,
                      "\"queue\""),
                  3};
        for (int i = 0; i < 3; ++i) {
            walk.open();
            walk.fire("process");
            walk.fire("answer");
        }
        walk.fire("swap");
        const auto in_batch =
            std::count_if(walk.world().server.items.begin(), walk.world().server.items.end(),
                          [&](const sim::NetItem& item) { return item.place == 1; });
        CAPTURE(take);
        CHECK(in_batch == (take[0] == 'a' ? 3 : take[0] == 'u' ? 2 : 1));
    }
}
