// Captures whose truth is known: who is wrong, and what cannot be told from them.

#include "tests/tools/diagnose/conversation.hpp"

using namespace conversation;
using packets::Packets;
using packets::Tcp;

namespace {

// The race of golang/go#42777, seen at the client: stream 1 has ended, and the end is acknowledged.
void race(Tcp& tcp) {
    begins(tcp, 1);
    tcp.client.sends(request(1));
    tcp.server.sends(response(1));
    tcp.client.acknowledges_only();
    tcp.client.sends(request(3));
    tcp.server.sends(reset(3));
}

}  // namespace

TEST_CASE("a server that resets a stream of a client that keeps its limit is wrong") {
    Packets capture;
    Tcp tcp{capture};
    race(tcp);
    const Judged one = only(capture);
    CHECK(one.verdict.blame == tools::Blame::server);
    CHECK(one.verdict.client_proven);
    CHECK(one.verdict.sentence ==
          "the client is proven to have kept the limit of 1: 2 streams, never more than 1 open by "
          "acknowledged octets; the server's RST_STREAM(PROTOCOL_ERROR) on stream 3, frame 12, is "
          "wrong by RFC 9113 5.1.2: only a stream that exceeds the advertised limit is an error "
          "for exceeding it");
    CHECK(one.facts.client == "10.0.0.1:50312");
    CHECK(one.facts.server == "10.0.0.2:8443");
    REQUIRE(one.facts.charges.size() == 1);
    CHECK(one.facts.charges.front().record == capture.packets.size());
}

TEST_CASE("a client that exceeds the limit is wrong, and the server that says so is not") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    tcp.client.sends(request(3));
    tcp.server.sends(reset(3));
    CHECK(verdict_of(capture) == "client-wrong");
}

TEST_CASE("both can be wrong") {
    Packets capture;
    Tcp tcp{capture};
    race(tcp);
    tcp.client.sends(data(1, 5, true));
    CHECK(verdict_of(capture) == "both-wrong");
}

TEST_CASE("nobody is wrong on a connection that goes its way, and REFUSED_STREAM accuses nobody") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    tcp.server.sends(response(1));
    tcp.client.sends(request(3));
    tcp.server.sends(reset(3, 7));
    tcp.client.sends(request(5));
    tcp.server.sends(head(5));
    tcp.server.sends(data(5, 9'000, true));
    tcp.closes();
    CHECK(verdict_of(capture) == "nobody-wrong, proven");
}

TEST_CASE("an end that is not acknowledged proves nothing of the client") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    const std::uint64_t before = tcp.server.sent;
    tcp.server.sends(response(1));
    SECTION("the server has sent it before the request came: it is wrong all the same") {
        tcp.client.sends(request(3), {.acknowledges = before});
        tcp.server.sends(reset(3));
        CHECK(verdict_of(capture) == "server-wrong");
    }
    SECTION("the client has sent the request before the end came: it is wrong") {
        Packets crossed;
        Tcp other{crossed};
        begins(other, 1);
        other.client.sends(request(1));
        const std::uint64_t known = other.server.sent;
        other.client.sends(request(3), {.acknowledges = known});
        other.server.sends(response(1));
        other.server.sends(reset(3));
        CHECK(verdict_of(crossed) == "client-wrong");
    }
}

TEST_CASE("retransmissions prove nothing that the first transmission did not") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    const std::uint64_t before = tcp.server.sent;
    const std::uint64_t at = tcp.client.sent;
    tcp.server.sends(response(1));
    tcp.client.sends(request(3), {.acknowledges = before});
    tcp.client.repeats(at, request(3));  // acknowledges the end of stream 1
    tcp.server.sends(reset(3));
    CHECK(verdict_of(capture) == "server-wrong");
}

TEST_CASE("what is cut off at the beginning cannot be judged by what came before") {
    Packets capture;
    Tcp tcp{capture};
    race(tcp);
    SECTION("in the middle") {
        capture.packets.erase(capture.packets.begin(), capture.packets.begin() + 8);
        CHECK(verdict_of(capture) == "undecidable");
    }
    SECTION("only the client's direction") {
        Packets one;
        Tcp client{one};
        client.opens();
        one.packets.erase(one.packets.begin() + 1);
        client.client.sends(std::string{h2::kClientPreface} + settings());
        client.client.sends(acknowledgment());
        client.client.sends(request(1));
        client.client.sends(request(3));
        CHECK(verdict_of(one) == "undecidable");
    }
}

TEST_CASE("a packet that is not recorded") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    capture.lose_last();
    tcp.server.sends(response(1));
    tcp.client.sends(request(3));
    tcp.server.sends(reset(3));
    const Judged one = only(capture);
    CAPTURE(one.verdict.sentence);
    CHECK(one.verdict.blame == tools::Blame::undecidable);
    CHECK(one.facts.gap.has_value());
    CHECK_FALSE(one.verdict.advice.empty());
}

TEST_CASE("reordered packets are put in order") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 4);
    tcp.client.sends(request(1));
    tcp.client.sends(request(3));
    capture.move_last(1);
    tcp.server.sends(response(1));
    tcp.server.sends(response(3));
    capture.move_last(1);
    tcp.client.acknowledges_only();
    CHECK(verdict_of(capture) == "nobody-wrong, proven");
}

TEST_CASE("connections of one file are told apart, and what is no HTTP/2 is left out") {
    Packets capture;
    packets::TcpPlace other;
    other.client_port = 50'400;
    packets::TcpPlace web;
    web.client_port = 50'500;
    web.server_port = 80;
    Tcp first{capture};
    Tcp second{capture, other};
    Tcp third{capture, web};
    begins(first, 1);
    begins(second, 1);
    third.opens();
    third.client.sends("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    third.server.sends("HTTP/1.1 204 No Content\r\n\r\n");
    first.client.sends(request(1));
    second.client.sends(request(1));
    second.client.sends(request(3));
    first.server.sends(response(1));
    const std::vector<Judged> all = diagnose(capture.pcap());
    REQUIRE(all.size() == 2);
    CHECK(all[0].verdict.blame == tools::Blame::nobody);
    CHECK(all[1].verdict.blame == tools::Blame::client);
    CHECK(all[1].facts.client == "10.0.0.1:50400");
}

TEST_CASE("errors of the connection, and of flow control") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 4);
    tcp.client.sends(frame(1, 4, 1, std::string{"\x83\x86\x84\x41\x01"} + "a"));  // POST
    SECTION("DATA within the window") {
        tcp.client.sends(data(1, 9'000, false));
        tcp.server.sends(reset(1, 3));
        CHECK(verdict_of(capture) == "server-wrong, proven");
    }
    SECTION("DATA beyond it") {
        for (int i = 0; i < 5; ++i) {
            tcp.client.sends(data(1, 16'000, false));
        }
        tcp.server.sends(reset(1, 3));
        CHECK(verdict_of(capture) == "client-wrong");
    }
    SECTION("GOAWAY for nothing") {
        tcp.server.sends(goaway(1, 1));
        CHECK(verdict_of(capture) == "server-wrong, proven");
    }
    SECTION("GOAWAY for a frame that is none") {
        tcp.client.sends(frame(6, 0, 0, "short"));
        tcp.server.sends(goaway(1, 6));
        CHECK(verdict_of(capture) == "client-wrong");
    }
    SECTION("GOAWAY for what nobody is to blame for") {
        tcp.server.sends(goaway(1, 11));
        CHECK(verdict_of(capture) == "nobody-wrong, proven");
    }
}

TEST_CASE("what crossed a RST_STREAM is no fault, what was sent after it is") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 4);
    tcp.client.sends(frame(1, 4, 1, std::string{"\x83\x86\x84\x41\x01"} + "a"));
    const std::uint64_t before = tcp.server.sent;
    tcp.server.sends(reset(1, 8));
    SECTION("it had not arrived") {
        tcp.client.sends(data(1, 10, false), {.acknowledges = before});
        CHECK(verdict_of(capture) == "nobody-wrong");
    }
    SECTION("it had") {
        tcp.client.sends(data(1, 10, false));
        CHECK(verdict_of(capture) == "client-wrong");
    }
}

TEST_CASE("a frame proves what was known when it began") {
    Packets capture;
    Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    const std::uint64_t before = tcp.server.sent;
    tcp.server.sends(response(1));
    const std::string second = request(3);
    tcp.client.sends(second.substr(0, 5), {.acknowledges = before});
    tcp.client.sends(second.substr(5));
    tcp.server.sends(response(3));
    CHECK(verdict_of(capture) == "nobody-wrong");
    CHECK(only(capture).facts.kept.unproven == 1);
}

TEST_CASE("what answers a connection preface in another protocol is no HTTP/2") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    tcp.client.sends(std::string{h2::kClientPreface} + settings());
    tcp.server.sends("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    CHECK(diagnose(capture.pcap()).empty());
}

TEST_CASE("HTTP/2 after an Upgrade, and behind a PROXY line") {
    Packets capture;
    Tcp tcp{capture};
    tcp.opens();
    SECTION("Upgrade") {
        tcp.client.sends(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            "Upgrade: h2c\r\nHTTP2-Settings: \r\n\r\n");
        tcp.server.sends(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            "Upgrade: h2c\r\n\r\n");
        tcp.server.sends(settings());
        tcp.client.sends(std::string{h2::kClientPreface} + settings());
        tcp.client.sends(acknowledgment());
        tcp.server.sends(acknowledgment() + response(1));
    }
    SECTION("PROXY") {
        tcp.client.sends("PROXY TCP4 10.0.0.9 10.0.0.2 40000 80\r\n");
        tcp.client.sends(std::string{h2::kClientPreface} + settings());
        tcp.server.sends(settings() + acknowledgment());
        tcp.client.sends(acknowledgment() + request(1));
        tcp.server.sends(response(1));
    }
    CHECK(verdict_of(capture).starts_with("nobody-wrong"));
}

TEST_CASE("where no order is known, missing octets convict nobody of what they may hold") {
    tools::Connected connected;
    connected.vantage = tools::Vantage::none;
    const auto judged = [&](std::uint64_t missing) {
        tools::Diagnosis diagnosis;
        const auto sends = [&](tools::End end, const std::string& octets) {
            diagnosis.sends(0, end, std::as_bytes(std::span{octets}), {});
        };
        diagnosis.begins(0, connected);
        sends(tools::End::first, std::string{h2::kClientPreface} + settings() + acknowledgment());
        if (missing > 0) {
            diagnosis.misses(0, tools::End::first, missing, {});
        }
        sends(tools::End::second, settings() + acknowledgment() + response(1));
        diagnosis.ends(0, "ends");
        const auto all = diagnosis.take();
        REQUIRE(all.size() == 1);
        return tools::judge(all.front()).blame;
    };
    CHECK(judged(0) == tools::Blame::server);  // nobody has asked
    CHECK(judged(20) == tools::Blame::undecidable);
}
