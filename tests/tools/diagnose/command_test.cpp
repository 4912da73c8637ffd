// diagnose as a user calls it: captures, logs, octets; what it prints, writes and ends with.

#include "tests/tools/command.hpp"

#include <nlohmann/json.hpp>

#include "tests/tools/diagnose/conversation.hpp"
#include "tests/tools/workspace.hpp"

using namespace conversation;
using command::h2sim;
using nlohmann::json;

namespace {

// A refusal within the limit, with responses whose last DATA fills the write buffer of a Go server.
packets::Packets race_of_go() {
    packets::Packets capture;
    packets::Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    tcp.server.sends(head(1));
    tcp.server.sends(data(1, 4'096, true));
    tcp.client.sends(request(3));
    tcp.server.sends(reset(3));
    return capture;
}

packets::Packets calm(bool whole) {
    packets::Packets capture;
    packets::Tcp tcp{capture};
    begins(tcp, 1);
    tcp.client.sends(request(1));
    tcp.server.sends(response(1));
    if (!whole) {
        capture.packets.erase(capture.packets.begin(), capture.packets.begin() + 5);
    }
    return capture;
}

const std::string kGoLog =
    "2024/07/03 17:57:59 http2: Framer 0xc0: wrote SETTINGS len=0\n"
    "2024/07/03 17:57:59 http2: Framer 0xc0: read SETTINGS len=6, settings: "
    "MAX_CONCURRENT_STREAMS=1\n"
    "2024/07/03 17:57:59 http2: Framer 0xc0: wrote SETTINGS flags=ACK len=0\n"
    "2024/07/03 17:57:59 http2: Framer 0xc0: wrote HEADERS flags=END_STREAM|END_HEADERS stream=1 "
    "len=8\n"
    "2024/07/03 17:57:59 http2: Framer 0xc0: read HEADERS flags=END_STREAM|END_HEADERS stream=1 "
    "len=8\n"
    "2024/07/03 17:57:59 http2: Framer 0xc0: wrote HEADERS flags=END_STREAM|END_HEADERS stream=3 "
    "len=8\n"
    "2024/07/03 17:57:59 http2: Framer 0xc0: read RST_STREAM stream=3 len=4 "
    "ErrCode=PROTOCOL_ERROR\n";

json only_connection(const std::string& text) {
    const json document = json::parse(text);
    REQUIRE(document.at("connections").size() == 1);
    return document.at("connections").at(0);
}

}  // namespace

TEST_CASE("diagnose: a capture of the race, as JSON, picture, Markdown and trace") {
    const Workspace workspace;
    const std::string file = workspace.write("race.pcap", race_of_go().pcap());
    const std::string trace = workspace.path("why.trace.json");
    const std::string picture = workspace.path("race.svg");
    const auto result = h2sim({"diagnose", "--json", "--svg", picture, "--trace-out", trace, file});
    CHECK(result.code == 1);
    CHECK(result.err.empty());
    const json one = only_connection(result.out);
    CHECK(one.at("verdict") == "server-wrong");
    CHECK(one.at("client_proven") == true);
    CHECK(one.at("client") == "10.0.0.1:50312");
    REQUIRE(one.at("findings").size() == 1);
    const json& finding = one.at("findings").at(0);
    CHECK(finding.at("who") == "server");
    CHECK(finding.at("rule") == "9113/5.1.2/within-limit");
    CHECK(finding.at("level") == "must");
    CHECK(finding.at("certainty") == "broken");
    CHECK(finding.at("stream") == 3);
    CHECK(finding.at("frame") == 12);

    // The design of the time is found, and its interleaving replays.
    const json designs = json::parse(result.out).at("explained_by").at("designs");
    CHECK(std::any_of(designs.begin(), designs.end(),
                      [](const json& design) { return design.at("profile") == "go-x-net-2020"; }));
    CHECK(std::none_of(designs.begin(), designs.end(),
                       [](const json& design) { return design.at("profile") == "wait-at-limit"; }));
    const auto replayed = h2sim({"replay", trace});
    CHECK(replayed.code == 0);
    CHECK(replayed.out.find("The trace replays") != std::string::npos);
    CHECK(read_file(picture).starts_with("<svg "));

    const auto markdown = h2sim({"diagnose", "--md", file});
    CHECK(markdown.out.find(": server-wrong\n") != std::string::npos);
    CHECK(markdown.out.find("RFC 9113 5.1.2") != std::string::npos);
}

TEST_CASE("diagnose: exit codes") {
    const Workspace workspace;
    const auto code_of = [&](const std::string& octets) {
        return h2sim({"diagnose", workspace.write("file", octets)}).code;
    };
    CHECK(code_of(calm(true).pcap()) == 0);
    CHECK(code_of(race_of_go().pcapng()) == 1);
    CHECK(code_of("no such thing\n") == 2);
    CHECK(code_of(packets::Packets{}.pcap()) == 4);
    CHECK(code_of(calm(false).pcap()) == 5);
    const std::string calm_file = workspace.write("calm", calm(true).pcap());
    const std::string piece_file = workspace.write("piece", calm(false).pcap());
    const std::string race_file = workspace.write("race", race_of_go().pcap());
    CHECK(h2sim({"diagnose", calm_file, piece_file}).code == 5);
    CHECK(h2sim({"diagnose", calm_file, piece_file, race_file}).code == 1);
}

TEST_CASE("diagnose: a capture on standard input") {
    command::Setting setting;
    setting.input = race_of_go().pcap();
    CHECK(h2sim({"diagnose", "-"}, setting).code == 1);
}

TEST_CASE("diagnose: the log of a client proves what it had read, that of a server does not") {
    const Workspace workspace;
    const auto client = h2sim({"diagnose", "--json", workspace.write("client.log", kGoLog)});
    CHECK(client.code == 1);
    CHECK(only_connection(client.out).at("verdict") == "server-wrong");
    CHECK(only_connection(client.out).at("client_proven") == true);

    std::string of_server = kGoLog;
    for (std::size_t at = 0; (at = of_server.find(": read ", at)) != std::string::npos; ++at) {
        of_server.replace(at, 7, ": WROTE ");
    }
    for (std::size_t at = 0; (at = of_server.find(": wrote ", at)) != std::string::npos; ++at) {
        of_server.replace(at, 8, ": read ");
    }
    for (std::size_t at = 0; (at = of_server.find(": WROTE ", at)) != std::string::npos; ++at) {
        of_server.replace(at, 8, ": wrote ");
    }
    const auto server = h2sim({"diagnose", "--json", workspace.write("server.log", of_server)});
    CHECK(server.code == 5);
    CHECK(only_connection(server.out).at("verdict") == "undecidable");
}

TEST_CASE("diagnose: two files of octets have no order between them") {
    const Workspace workspace;
    const std::string client = std::string{h2::kClientPreface} + settings() + acknowledgment();
    const std::string server = limit(1) + acknowledgment();
    const auto verdict_of_both = [&](const std::string& of_client, const std::string& of_server) {
        const auto result = h2sim({"diagnose", "--json", workspace.write("s.bin", of_server),
                                   workspace.write("c.bin", of_client)});
        return only_connection(result.out).at("verdict").get<std::string>();
    };
    CHECK(verdict_of_both(client + request(1), server + response(1)) == "nobody-wrong");
    // The end of stream 1 may have come after the request on stream 3.
    CHECK(verdict_of_both(client + request(1) + request(3), server + response(1) + reset(3)) ==
          "undecidable");
    CHECK(verdict_of_both(client + request(1) + data(1, 3, true), server + response(1)) ==
          "client-wrong");
    CHECK(verdict_of_both(client + request(1), server + response(1) + response(1)) ==
          "server-wrong");
    // A file that ends within a frame: what is answered may be in the rest.
    CHECK(verdict_of_both(client + request(1), server + response(1) + response(3)) ==
          "server-wrong");
    CHECK(verdict_of_both(client + request(1) + request(3).substr(0, 12),
                          server + response(1) + response(3)) == "undecidable");
}

TEST_CASE("diagnose: what it cannot use is named") {
    const Workspace workspace;
    const std::string octets = workspace.write("c.bin", std::string{h2::kClientPreface});
    CHECK(h2sim({"diagnose", octets, octets, octets}).code == 2);
    CHECK(h2sim({"diagnose", workspace.path("missing")}).code == 2);
    CHECK(h2sim({"diagnose", "--svg", workspace.path("no/folder.svg"), octets}).code == 2);
    CHECK(h2sim({"diagnose", "-", "-"}).code == 2);
    CHECK(h2sim({"diagnose"}).code == 2);
    const auto web = [&] {
        packets::Packets capture;
        packets::Tcp tcp{capture};
        tcp.opens();
        tcp.client.sends("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        tcp.server.sends("HTTP/1.1 204 No Content\r\n\r\n");
        return capture.pcap();
    }();
    const auto none = h2sim({"diagnose", workspace.write("web.pcap", web)});
    CHECK(none.code == 4);
    CHECK(none.err.find("HTTP/1.x") != std::string::npos);
}
