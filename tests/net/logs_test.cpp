// What get, serve and nghttp log of a connection is what has gone over it, frame by frame.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/logs/text_recording.hpp"

using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

using SentHeaders = std::array<std::vector<std::string>, 2>;  // by End

// Only the headers, without CONTINUATION.
class HeaderRecording : public TextRecording {
  public:
    SentHeaders headers;

    void logs(std::size_t, tools::End sender, const h2::FrameHeader& header, const h2::Frame& frame,
              bool, const tools::Moment&) override {
        headers[static_cast<std::size_t>(sender)].push_back(
            fmt::format("{} {} {:02x} {}", h2::name(frame), header.length, header.flags,
                        header.stream.value()));
    }
};

SentHeaders logged(const std::string& file) {
    HeaderRecording recording;
    const auto result = tools::read_log(read_file(file), file, {}, recording);
    CAPTURE(file);
    if (!result) {
        FAIL(sim::to_text(result.error()));
    }
    CHECK(result->notes.empty());
    CHECK(result->connections == 1);
    return recording.headers;
}

unsigned bits_of(const json& flags) {
    unsigned bits = 0;
    for (const std::string name : flags) {
        const std::pair<const char*, unsigned> known[] = {
            {"END_STREAM", 1}, {"ACK", 1}, {"END_HEADERS", 4}, {"PADDED", 8}, {"PRIORITY", 32}};
        for (const auto& [each, bit] : known) {
            bits |= name == each ? bit : 0U;
        }
    }
    return bits;
}

// CONTINUATION is part of what it continues, as a Recording has it.
std::vector<std::string> decoded(const std::string& file, const std::string& receiver) {
    const Result result = h2sim({"decode", "--role", receiver, "--json", file});
    CAPTURE(file, result.err);
    REQUIRE(result.code == 0);
    std::vector<std::string> headers;
    unsigned length = 0;
    unsigned flags = 0;
    const json listed = json::parse(result.out);
    for (const json& frame : listed.at("frames")) {
        const bool goes_on = frame.at("type") == "CONTINUATION";
        length = frame.at("length").get<unsigned>() + (goes_on ? length : 0);
        flags = bits_of(frame.at("flags")) | (goes_on ? flags : 0);
        if (goes_on) {
            headers.pop_back();
        }
        headers.push_back(fmt::format("{} {} {:02x} {}",
                                      goes_on ? "HEADERS" : frame.at("type").get<std::string>(),
                                      length, flags, frame.at("stream").get<int>()));
    }
    return headers;
}

}  // namespace

TEST_CASE("logs: what get and serve tell of a connection is what went over it", "[net][logs]") {
    const Workspace workspace;
    const std::string octets = workspace.path("octets");
    Served served{{"-v", "--trace-out", workspace.path("serve.jsonl"), "--octets-out", octets}};
    const Result result =
        h2sim({"get", served.url("/trailers"), served.url("/reset/CANCEL"),
               served.url("/bytes/70000"), "-v", "--trace-out", workspace.path("get.jsonl"), "-o",
               "/dev/null", "-H", "x: " + std::string(20'000, 'y')});
    CHECK(served.stop() == 0);
    const std::vector<std::string> client = decoded(octets + ".1.client", "server");
    const std::vector<std::string> server = decoded(octets + ".1.server", "client");
    CHECK(client.size() > 6);
    CHECK(server.size() > 10);
    const std::string get_log = workspace.write("get.log", result.err);
    const std::string serve_log = workspace.write("serve.log", served.log());
    for (const std::string& file : {get_log, workspace.path("get.jsonl")}) {
        const SentHeaders headers = logged(file);
        CHECK(headers[0] == client);
        CHECK(headers[1] == server);
    }
    for (const std::string& file : {serve_log, workspace.path("serve.jsonl")}) {
        const SentHeaders headers = logged(file);
        CHECK(headers[0] == server);
        CHECK(headers[1] == client);
    }
}

TEST_CASE("logs: what nghttp tells of a connection is what went over it", "[net][logs]") {
    if (std::system("nghttp --version >/dev/null 2>&1") != 0) {
        WARN("there is no nghttp here");
        return;
    }
    const Workspace workspace;
    const std::string octets = workspace.path("octets");
    Served served{{"--octets-out", octets}};
    const std::string log = workspace.path("nghttp.log");
    const std::string urls = served.url("/trailers") + " " + served.url("/bytes/70000");
    REQUIRE(std::system(("nghttp -nv --color -b 7 " + urls + " >" + log).c_str()) == 0);
    CHECK(served.stop() == 0);
    const SentHeaders headers = logged(log);
    CHECK(headers[0] == decoded(octets + ".1.client", "server"));
    CHECK(headers[1] == decoded(octets + ".1.server", "client"));
}
