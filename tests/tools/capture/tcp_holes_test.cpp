// Packets that were not recorded, and packets that were recorded too late.

#include <catch2/catch.hpp>

#include "tests/tools/capture/told.hpp"

using captured::Lines;
using captured::sent;
using captured::told;
using packets::Packets;
using packets::Tcp;

namespace {

// So many packets of the connection in which nothing is new.
void pass_idle(Tcp& tcp, int packets) {
    for (int i = 0; i < packets; ++i) {
        tcp.client.acknowledges_only({.acknowledges = 0});
    }
}

}  // namespace

TEST_CASE("capture: what acknowledges octets comes after them", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi", {.acknowledges = 5});
    capture.move_last(1);  // two queues: the answer was recorded first
    tcp.client.sends("you");
    CHECK(sent(capture) == Lines{"0 first hello #5 received 0", "0 second hi #4 received 5",
                                 "0 first you #6 received 2"});
}

TEST_CASE("capture: what comes after octets that wait waits too", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    capture.lose_last();
    tcp.server.sends("hi", {.acknowledges = 5});
    tcp.server.sends(" again", {.acknowledges = 0});
    tcp.client.repeats(0, "hello", {.acknowledges = 0});
    CHECK(sent(capture) == Lines{"0 first hello #6 received 0", "0 second hi #4 received 5",
                                 "0 second  again #5 received 5"});
}

TEST_CASE("capture: octets that were acknowledged and never recorded are missed", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.client.sends("lost!");
    capture.lose_last();
    tcp.client.sends("you");
    tcp.server.sends("hi");
    const Lines lines{"0 first hello #4 received 0", "0 first misses 5 received 0",
                      "0 first you #5 received 0", "0 second hi #6 received 13"};
    SECTION("at the end of the file") {
        CHECK(sent(capture) == lines);
    }
    SECTION("when the connection is closed") {
        tcp.closes();
        CHECK(sent(capture) == lines);
        CHECK(told(capture).back() == "0 closed");
    }
    SECTION("after a number of packets, not before") {
        pass_idle(tcp, 256);
        tcp.client.repeats(5, "LOST!");
        CHECK(sent(capture) == lines);
        capture.lose_last();
        capture.lose_last();
        tcp.client.repeats(5, "LOST!");
        CHECK(sent(capture).at(1) == "0 first LOST! #262 received 0");
    }
}

TEST_CASE("capture: of a hole only what was acknowledged is given up", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.client.sends("lost!");
    capture.lose_last();
    tcp.client.sends("again");
    capture.lose_last();
    tcp.client.sends("you");
    tcp.server.sends("hi", {.acknowledges = 10});
    pass_idle(tcp, 256);
    tcp.client.repeats(10, "again");
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 first misses 5 received 0",
                                 "0 second hi #6 received 10", "0 first again #263 received 0",
                                 "0 first you #5 received 0"});
}

TEST_CASE("capture: every hole is waited for as long", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("one ");
    capture.lose_last();
    tcp.client.sends("two ");
    tcp.client.sends("three ");
    capture.lose_last();
    tcp.server.sends("hi", {.acknowledges = 14});
    pass_idle(tcp, 200);
    tcp.client.repeats(0, "one ", {.acknowledges = 0});
    pass_idle(tcp, 200);
    tcp.client.repeats(8, "three ", {.acknowledges = 0});
    CHECK(sent(capture) == Lines{"0 first one  #206 received 0", "0 first two  #4 received 0",
                                 "0 first three  #407 received 0", "0 second hi #5 received 14"});
}

TEST_CASE("capture: octets at the end of a stream that were not recorded", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.server.sends("hi");
    tcp.server.sends("lost!");
    capture.lose_last();
    tcp.client.acknowledges_only();
    CHECK(sent(capture).back() == "0 second misses 5 received 5");
    capture.lose_last();
    CHECK(sent(capture).back() == "0 second hi #5 received 5");
    tcp.server.finishes();  // nobody acknowledged them, but they are before it
    CHECK(sent(capture).back() == "0 second misses 5 received 5");
}

TEST_CASE("capture: FIN that was not recorded is no octet", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.client.finishes();
    capture.lose_last();
    tcp.server.sends("hi");
    tcp.server.finishes();
    tcp.client.acknowledges_only();
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #5 received 5"});
}

TEST_CASE("capture: one direction only", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    SECTION("from the start: what the other end sent is missed") {
        tcp.client.segment(-1, packets::syn, "");
        tcp.client.sends("hello");
        tcp.server.sent = 9;
        tcp.client.sends("you");
        tcp.server.sent = 20;
        tcp.client.sends("there");
        CHECK(told(capture) == Lines{"0 begins 10.0.0.1:50312 10.0.0.2:8443 #1",
                                     "0 first hello #2 received 0", "0 second misses 20 received 0",
                                     "0 first you #3 received 9", "0 first there #4 received 20",
                                     "0 ends"});
    }
    SECTION("it is not waited for again") {
        tcp.client.segment(-1, packets::syn, "");
        tcp.client.acknowledges_only();
        tcp.server.sent = 9;
        pass_idle(tcp, 1);
        tcp.client.sends("you");
        pass_idle(tcp, 300);
        tcp.server.sent = 20;
        tcp.client.sends("there");
        packets::TcpPlace place;
        place.client_port = 1'000;
        Tcp other{capture, place};
        other.client.sends("another");
        const Lines lines = told(capture);
        REQUIRE(lines.size() == 9);
        CHECK(lines[1] == "0 second misses 9 received 0");
        CHECK(lines[2] == "0 first you #4 received 9");
        CHECK(lines[3] == "0 second misses 11 received 0");
        CHECK(lines[4] == "0 first there #305 received 20");
        CHECK(lines[6] == "1 first another #306 received 0");
    }
    SECTION("from the middle: nothing is known of the other end") {
        tcp.server.sent = 5'000;
        tcp.client.sends("hello");
        tcp.server.sent = 6'000;
        tcp.client.sends("you");
        CHECK(sent(capture) == Lines{"0 first hello #1 received 0", "0 first you #2 received 0"});
    }
}

TEST_CASE("capture: packets that were cut when they were recorded", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello, you");
    capture.cut_last(5);
    tcp.client.sends("there");
    tcp.server.sends("hi");
    tcp.client.repeats(0, "hello, you");  // too late: the first one wins
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 first misses 5 received 0",
                                 "0 first there #5 received 0", "0 second hi #6 received 15"});
}

TEST_CASE("capture: a packet cut within its options or header", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello", {.options = std::string(8, '\x01')});
    capture.cut_last(9);
    tcp.client.sends("you");
    CHECK(sent(capture) == Lines{"0 first misses 5 received 0", "0 first you #5 received 0"});
    tcp.client.sends("cut");
    capture.cut_last(10);
    captured::Told recording;
    const auto summary = captured::read_file(capture.pcap(), recording);
    REQUIRE(summary.has_value());
    REQUIRE(summary->notes.size() == 1);
    CHECK(summary->notes[0].starts_with("1 packet too short for their headers"));
}

TEST_CASE("capture: each waits for the other: who came first is told first", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello", {.acknowledges = 2});  // no network does that
    tcp.server.sends("hi", {.acknowledges = 5});
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #5 received 5"});
}

TEST_CASE("capture: numbers that cannot be right are passed over", "[capture]") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends("hello");
    tcp.client.repeats(1'500'000'000, "far away");
    tcp.server.sends("hi", {.acknowledges = 1'500'000'000});
    tcp.client.sends("you");
    CHECK(sent(capture) == Lines{"0 first hello #4 received 0", "0 second hi #6 received 0",
                                 "0 first you #7 received 2"});
}
