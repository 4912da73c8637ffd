// Octets of both directions, in the order of their streams, each with what its first transmission
// acknowledged.

#include <catch2/catch.hpp>

#include "tests/tools/capture/told.hpp"

using captured::Lines;
using captured::sent;
using captured::told;
using packets::Packets;
using packets::Tcp;

TEST_CASE("capture: a connection from SYN to FIN", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi", {.acknowledges = 0});
    tcp.client.sends("you", {.acknowledges = 0});
    tcp.server.acknowledges_only();
    tcp.server.sends("there");
    tcp.closes();
    CHECK(told(capture) == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                 "0 first hello #4 received 0", "0 second hi #5 received 0",
                                 "0 first you #6 received 0", "0 second there #8 received 8",
                                 "0 closed"});
}

TEST_CASE("capture: a retransmission is not told again", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi");
    tcp.client.repeats(0, "hello");
    tcp.client.repeats(2, "llo");
    tcp.client.sends("you");
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #5 received 5",
                                 "0 first you #8 received 2"});
}

TEST_CASE("capture: of a segment that was told in part only what is new, and nothing it proves",
          "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi", {.acknowledges = 0});
    tcp.client.repeats(0, "hello, you");  // may have been lost before it came here
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #5 received 0",
                                 "0 first , you #6 received 0"});
}

TEST_CASE("capture: segments in another order", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("one ");
    tcp.client.sends("two ");
    tcp.client.sends("three ");
    capture.move_last(2);
    tcp.client.sends("four");
    CHECK(sent(capture) == Lines{"0 first one  #5 received 0", "0 first two  #6 received 0",
                                 "0 first three  #4 received 0", "0 first four #7 received 0"});
}

TEST_CASE("capture: what fills a hole proves no more than the octets before it", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.server.sends("0123456789");
    tcp.client.sends("one ", {.acknowledges = 2});
    tcp.client.sends("two ", {.acknowledges = 3});
    capture.lose_last();
    tcp.client.sends("three ", {.acknowledges = 4});
    tcp.client.repeats(4, "two ", {.acknowledges = 10});  // its first transmission had less
    tcp.client.sends("four", {.acknowledges = 10});
    CHECK(sent(capture) == Lines{"0 second 0123456789 #4 received 0", "0 first one  #5 received 2",
                                 "0 first two  #7 received 2", "0 first three  #6 received 4",
                                 "0 first four #8 received 10"});
}

TEST_CASE("capture: two copies of held octets: the first one is told", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.server.sends("0123456789");
    tcp.client.sends("a", {.acknowledges = 1});
    capture.lose_last();
    tcp.client.sends("bc", {.acknowledges = 2});
    tcp.client.repeats(1, "bcd", {.acknowledges = 9});
    tcp.client.repeats(2, "c", {.acknowledges = 9});
    tcp.client.repeats(0, "a", {.acknowledges = 9});
    CHECK(sent(capture) == Lines{"0 second 0123456789 #4 received 0", "0 first a #8 received 0",
                                 "0 first bc #5 received 2", "0 first d #6 received 2"});
}

TEST_CASE("capture: every packet recorded twice", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    const auto twice = [&] { capture.repeat_last(); };
    tcp.client.segment(-1, packets::syn, ""), twice();
    tcp.server.segment(-1, packets::syn | packets::ack, ""), twice();
    tcp.client.sends("hello"), twice();
    tcp.server.sends("hi"), twice();
    tcp.client.finishes(), twice();
    tcp.server.finishes(), twice();
    CHECK(told(capture) == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                 "0 first hello #5 received 0", "0 second hi #7 received 5",
                                 "0 closed"});
}

TEST_CASE("capture: sequence numbers that go round", "[capture]") {
    packets::TcpPlace place;
    place.client_isn = 0xffff'fffd;  // the third octet has the number 0
    place.server_isn = 0xffff'ffff;
    Packets capture;
    Tcp tcp{capture, place};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi");
    tcp.client.sends("you");
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #5 received 5",
                                 "0 first you #6 received 2"});
}

TEST_CASE("capture: octets with SYN", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.client.segment(-1, packets::syn, "early");  // RFC 7413
    tcp.client.sent = 5;
    SECTION("accepted") {
        tcp.server.segment(-1, packets::syn | packets::ack, "");
        tcp.client.sends(" bird");
        CHECK(sent(capture) == Lines{"0 first early #1 received 0", "0 first  bird #3 received 0"});
    }
    SECTION("not accepted, and sent again") {
        tcp.server.segment(-1, packets::syn | packets::ack, "", {.acknowledges = 0});
        tcp.client.repeats(0, "early");
        tcp.server.sends("hi");
        CHECK(sent(capture) == Lines{"0 first early #1 received 0", "0 second hi #4 received 5"});
    }
}

TEST_CASE("capture: keep-alive and window probes are no octets of their own", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.client.repeats(4, std::string(1, '\0'));  // RFC 9293 section 3.8.4
    tcp.client.repeats(4, "");
    tcp.server.sends("hi");
    tcp.server.sends("!");  // a probe of one octet that is new (section 3.8.6.1)
    tcp.server.repeats(2, "! you");
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #7 received 5",
                                 "0 second ! #8 received 5", "0 second  you #9 received 5"});
}

TEST_CASE("capture: RST ends a connection after what was on its way", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.client.resets();
    tcp.server.sends("too late");
    CHECK(told(capture) == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                 "0 first hello #4 received 0", "0 second too late #6 received 5",
                                 "0 reset"});
}

TEST_CASE("capture: an address and port used again is another connection", "[capture]") {
    Packets capture;
    packets::TcpPlace place;
    Tcp before{capture, place};
    place.client_isn = 77'000;
    place.server_isn = 88'000;
    Tcp after{capture, place};
    before.opens();
    before.client.sends("one");
    const bool closed = GENERATE(true, false);
    if (closed) {
        before.closes();
    }
    after.opens();
    after.client.sends("two");
    after.server.sends("2");
    const std::string again = closed ? "#8" : "#5";
    const Lines lines = told(capture);
    REQUIRE(lines.size() == 7);
    CHECK(lines[2] == (closed ? "0 closed" : "0 ends"));
    CHECK(lines[3] == "1 begins 10.0.0.1:50312 10.0.0.2:8443 " + again);
    CHECK(lines[4].starts_with("1 first two"));
    CHECK(lines[5].starts_with("1 second 2"));
    CHECK(lines[6] == "1 ends");
}

TEST_CASE("capture: a SYN that is repeated begins nothing", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.client.segment(-1, packets::syn, "");
    tcp.client.segment(-1, packets::syn, "");
    tcp.server.segment(-1, packets::syn | packets::ack, "");
    tcp.server.segment(-1, packets::syn | packets::ack, "");
    tcp.client.sends("hello");
    CHECK(told(capture) == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                 "0 first hello #5 received 0", "0 ends"});
}

TEST_CASE("capture: SYN and its answer recorded the other way round", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.client.segment(-1, packets::syn, "");
    tcp.server.segment(-1, packets::syn | packets::ack, "");
    capture.move_last(1);
    tcp.server.sends("hi");
    tcp.client.sends("hello");
    CHECK(told(capture) == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                 "0 second hi #3 received 0", "0 first hello #4 received 2",
                                 "0 ends"});
}

TEST_CASE("capture: from the middle, who sends first is first", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.client.sent = 70'000;
    tcp.server.sent = 5'000'000;
    tcp.client.acknowledges_only();
    tcp.server.sends("in the middle");
    tcp.client.sends("of it");
    tcp.server.sends("go on", {.acknowledges = 70'003});
    CHECK(told(capture) == Lines{"0 begins 10.0.0.2:8443 10.0.0.1:50312 #1 later",
                                 "0 first in the middle #2 received 0",
                                 "0 second of it #3 received 13", "0 first go on #4 received 3",
                                 "0 ends"});
}

TEST_CASE("capture: from the middle, what was on its way before is no gap", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.client.sent = 100;
    tcp.server.sent = 5'000;
    tcp.client.sends("a", {.acknowledges = 2'000});  // 3,000 octets had passed before
    tcp.client.sends("b", {.acknowledges = 3'000});
    tcp.server.sends("hi", {.acknowledges = 101});
    tcp.client.sends("c", {.acknowledges = 4'000});
    tcp.client.sends("d");
    CHECK(sent(capture) == Lines{"0 first a #1 received 0", "0 first b #2 received 0",
                                 "0 second hi #3 received 1", "0 first c #4 received 0",
                                 "0 first d #5 received 2"});
}

TEST_CASE("capture: many connections at once, in the order of their first octets", "[capture]") {
    Packets capture;
    packets::TcpPlace place;
    Tcp one{capture, place};
    place.client_port = 1'000;
    Tcp two{capture, place};
    place.client_port = 2'000;
    Tcp silent{capture, place};
    one.opens();
    two.opens();
    silent.opens();
    two.client.sends("2");
    one.client.sends("1");
    captured::Told recording;
    const auto summary = captured::read_file(capture.pcap(), recording);
    REQUIRE(summary.has_value());
    CHECK(recording.lines == Lines{"0 begins 10.0.0.1:1000 10.0.0.2:8443 #4",
                                   "0 first 2 #10 received 0",
                                   "1 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                   "1 first 1 #11 received 0", "1 ends", "0 ends"});
    CHECK(summary->packets == 11);
    CHECK(summary->connections == 2);
    CHECK(summary->without_octets == 1);
    CHECK_FALSE(summary->cut);
    CHECK(summary->notes.empty());
}
