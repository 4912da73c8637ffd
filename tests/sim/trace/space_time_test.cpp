// Lanes and messages of a trace.

#include "sim/trace/space_time.hpp"

#include <algorithm>

#include "tests/sim/trace/drawn.hpp"

using drawn::picture_of;
using sim::Message;
using sim::SpaceTime;

namespace {

std::string text_of(const SpaceTime& picture, const Message& message) {
    const char* const ends[] = {"", " lost", " on its way"};
    return picture.lanes[message.from_lane] + " " + std::to_string(message.from_step) + " > " +
           picture.lanes[message.to_lane] + " " + std::to_string(message.to_step) + " " +
           message.text + ends[static_cast<int>(message.end)];
}

std::vector<std::string> messages_of(const SpaceTime& picture, Message::Kind kind) {
    std::vector<std::string> texts;
    for (const Message& message : picture.messages) {
        if (message.kind == kind) {
            texts.push_back(text_of(picture, message));
        }
    }
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("space-time: the landed fix, message by message", "[trace][picture]") {
    const SpaceTime picture = picture_of(drawn::kLanded);
    CHECK(picture.lanes == Texts{"client", "reader", "writer", "loop", "request 1"});
    CHECK(messages_of(picture, Message::Kind::to_server) ==
          Texts{"client 1 > reader 2 HEADERS 1 END_STREAM",
                "client 14 > reader 15 HEADERS 3 END_STREAM"});
    CHECK(
        messages_of(picture, Message::Kind::to_client) ==
        Texts{"writer 6 > client 7 HEADERS 1", "writer 12 > client 13 DATA 1 len=4096 END_STREAM"});
    // The completion of step 12 is never posted: there is no arrow from the writer to the loop.
    CHECK(messages_of(picture, Message::Kind::hand_over) ==
          Texts{"reader 2 > loop 3 frame read", "request 1 4 > loop 5 response 1",
                "loop 5 > writer 6 write", "writer 8 > loop 9 completion",
                "request 1 10 > loop 11 response 1", "loop 11 > writer 12 write",
                "reader 15 > loop 16 frame read"});
}

TEST_CASE("space-time: what nobody reads stays on its way", "[trace][picture]") {
    const SpaceTime picture = picture_of(drawn::kDeadlock);
    CHECK(picture.lanes == Texts{"client", "reader", "writer", "loop", "request 1", "request 3"});
    CHECK(messages_of(picture, Message::Kind::to_client) ==
          Texts{"writer 9 > client 0 HEADERS 1 END_STREAM on its way"});
    const Texts to_server = messages_of(picture, Message::Kind::to_server);
    REQUIRE(to_server.size() == 4);
    CHECK(to_server[2] == "client 6 > reader 12 HEADERS 5 END_STREAM");  // crosses step 9's
    CHECK(to_server[3] == "client 13 > reader 0 HEADERS 7 END_STREAM on its way");
}

TEST_CASE("space-time: the threads are those of the runtime", "[trace][picture]") {
    CHECK(picture_of("jetty-2349.no-false-refusal").lanes ==
          Texts{"client", "reader", "writer", "request 1"});
    CHECK(picture_of("limit-lowered-two-levels.no-false-refusal").lanes ==
          Texts{"client", "loop", "server"});
}

TEST_CASE("space-time: the client has lanes for what its design sets apart", "[trace][picture]") {
    const SpaceTime one = picture_of("go-42777-landed.no-false-refusal");
    CHECK(one.client_lanes == 1);
    const SpaceTime picture = picture_of("client-check-then-reserve.client-within-limit");
    CHECK(picture.lanes == Texts{"caller 1", "caller 2", "client", "client writer", "loop"});
    CHECK(picture.client_lanes == 4);
    CHECK(messages_of(picture, Message::Kind::hand_over) ==
          Texts{"caller 1 3 > client writer 4 HEADERS 1 END_STREAM",
                "caller 1 6 > client writer 9 HEADERS 3 END_STREAM",
                "caller 2 7 > client writer 11 HEADERS 5 END_STREAM"});
    // The ACK overtakes what has been queued before it.
    CHECK(messages_of(picture_of("client-opens-when-queued.client-within-limit"),
                      Message::Kind::hand_over) ==
          Texts{"client 1 > client writer 2 HEADERS 1 END_STREAM",
                "client 3 > client writer 10 HEADERS 3 END_STREAM",
                "client 7 > client writer 8 SETTINGS ACK"});
}

TEST_CASE("space-time: what the server never read is lost when it closes", "[trace][picture]") {
    const sim::Trace trace = drawn::trace_of("release-at-return.no-close-before-flush");
    const SpaceTime picture = picture_of("release-at-return.no-close-before-flush");
    CHECK(picture.rows.back().event == "closes the transport");
    for (const Message& message : picture.messages) {
        CHECK((message.end != Message::End::lost || message.to_step == picture.rows.size()));
    }
}

TEST_CASE("space-time: pipes are first in, first out in every committed trace",
          "[trace][picture]") {
    std::size_t frames = 0;
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        const sim::Model model{trace.scenario};
        const SpaceTime picture = drawn::picture_of(model, trace);
        REQUIRE(picture.rows.size() == trace.steps.size());
        REQUIRE(picture.at.size() == trace.steps.size());
        for (std::size_t i = 0; i < picture.rows.size(); ++i) {
            REQUIRE(picture.lanes.at(picture.at[i]) == picture.rows[i].actor);
        }
        for (const auto kind : {Message::Kind::to_server, Message::Kind::to_client}) {
            const Message* last = nullptr;
            for (const Message& message : picture.messages) {
                if (message.kind != kind) {
                    continue;
                }
                ++frames;
                REQUIRE(message.from_lane != message.to_lane);
                if (message.end == Message::End::taken) {
                    REQUIRE(message.from_step < message.to_step);
                    REQUIRE((last == nullptr || last->end == Message::End::taken));
                }
                if (last != nullptr) {
                    REQUIRE(last->from_step < message.from_step);
                    REQUIRE((message.to_step == 0 || last->to_step < message.to_step));
                }
                last = &message;
            }
        }
    }
    CHECK(frames > 100);
}
