// --trace-out: what happened, as JSON lines.

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using command::h2sim;
using nlohmann::json;

namespace {

std::vector<json> events_of(const std::string& text) {
    std::vector<json> events;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        events.push_back(json::parse(line));
    }
    return events;
}

const json* find(const std::vector<json>& events, const std::string& event,
                 const std::string& frame) {
    const auto found = std::find_if(events.begin(), events.end(), [&](const json& each) {
        return each.value("event", "") == event && each.value("frame", "") == frame;
    });
    return found == events.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("trace: of a server, whole after SIGINT", "[net][trace]") {
    const Workspace workspace;
    const std::string file = workspace.path("live.jsonl");
    Served served{{"--trace-out", file}};
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/");
    CHECK(peer.content(1) == "h2sim is listening\n");
    peer.data(1, "late", false);  // after END_STREAM
    REQUIRE(peer.await(h2::FrameType::GOAWAY, 0));
    CHECK(peer.is_closed());
    served.signal(SIGINT);
    CHECK(served.wait() == 0);

    const std::vector<json> events = events_of(read_file(file));
    REQUIRE(events.size() > 8);
    CHECK(events[0] == json{{"schema", "h2sim-live-trace/1"}, {"role", "server"}});
    CHECK(events[1].at("event") == "open");
    CHECK(events[1].at("connection") == 1);
    const json* request = find(events, "recv", "HEADERS 1 END_STREAM");
    REQUIRE(request != nullptr);
    CHECK(request->at("fields")[0] == json{":method", "GET"});
    CHECK(request->at("stream") == 1);
    CHECK_FALSE(request->contains("verdict"));
    REQUIRE(find(events, "send", "HEADERS 1") != nullptr);
    CHECK(find(events, "send", "HEADERS 1")->at("fields")[0] == json{":status", "200"});
    REQUIRE(find(events, "recv", "DATA 1 len=4") != nullptr);
    const json& late = *find(events, "recv", "DATA 1 len=4");
    CHECK(late.at("verdict").get<std::string>().find("STREAM_CLOSED") != std::string::npos);
    CHECK(late.at("rule").get<std::string>().substr(0, 8) == "9113/5.1");
    std::uint64_t before = 0;
    for (std::size_t i = 1; i < events.size(); ++i) {
        CHECK(events[i].at("at_us").get<std::uint64_t>() >= before);
        before = events[i].at("at_us").get<std::uint64_t>();
    }
}

TEST_CASE("trace: of a client, on standard output", "[net][trace]") {
    const Served served;
    const Workspace workspace;
    const auto result =
        h2sim({"get", served.url("/bytes/5"), "--trace-out", "-", "-o", workspace.path("content")});
    CHECK(result.code == 0);
    CHECK(read_file(workspace.path("content")) == "01234");
    const std::vector<json> events = events_of(result.out);
    CHECK(events[0].at("role") == "client");
    CHECK(find(events, "send", "HEADERS 1 END_STREAM") != nullptr);
    CHECK(find(events, "recv", "DATA 1 len=5 END_STREAM") != nullptr);
    std::size_t sent = 0;
    std::size_t written = 0;
    for (const json& event : events) {
        sent += event.value("event", "") == "send" ? 1U : 0U;
        written +=
            event.value("event", "") == "write_start" ? event.at("frames").get<std::size_t>() : 0;
    }
    CHECK(sent == written);
    CHECK(events.back().at("event") == "close");
}

TEST_CASE("trace: a file that cannot be written", "[net][trace][usage]") {
    CHECK(h2sim({"serve", "--listen", "127.0.0.1:0", "--trace-out", "/no/such/folder/x"}).code ==
          2);
    CHECK(h2sim({"get", "http://127.0.0.1:1/", "--trace-out", "/dev"}).code == 2);
}
