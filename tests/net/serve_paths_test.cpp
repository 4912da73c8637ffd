// Every path of `h2sim serve`, asked for by `h2sim get`.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/net/peer.hpp"
#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

using Catch::Contains;
using Catch::EndsWith;
using command::h2sim;
using command::Result;

TEST_CASE("serve: paths and what they answer", "[net][serve]") {
    const Served served;
    const auto get = [&](const std::string& path, std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"get", served.url(path)});
        Result result = h2sim(more);
        INFO(result.err);
        CHECK(result.code == 0);
        return result;
    };

    CHECK(get("/").out == "h2sim is listening\n");
    CHECK(get("/bytes/0").out.empty());
    CHECK(get("/bytes/10").out == "0123456789");
    CHECK(get("/bytes/1000000").out.size() == 1'000'000);
    CHECK(get("/drip?n=3&delay=5").out == "piece 1\npiece 2\npiece 3\n");
    CHECK(get("/drip?n=0").out.empty());
    CHECK(get("/nothing/here").out == "no such path\n");
    CHECK(get("/goaway").out == "h2sim is listening\n");

    const Result trailers = get("/trailers", {"-v"});
    CHECK(trailers.out == "h2sim is listening\n");
    CHECK_THAT(trailers.err, Contains("          x-h2sim-trailer: the end\n"));
    const Result informational = get("/1xx", {"-v"});
    CHECK(informational.out == "h2sim is listening\n");
    CHECK_THAT(informational.err, Contains(":status: 102\n") && Contains(":status: 103\n") &&
                                      Contains(":status: 200\n"));
}

TEST_CASE("serve: what is sent comes back, or is counted", "[net][serve]") {
    const Served served;
    const Workspace workspace;
    const std::string long_text(300'000, 'x');  // more than any window
    const std::string file = workspace.write("long", long_text);

    const Result echo = h2sim(
        {"get", served.url("/echo"), "--data", "hello", "-H", "Content-Type: text/x-test", "-v"});
    CHECK(echo.out == "hello");
    CHECK_THAT(echo.err, Contains("content-type: text/x-test\n          server: h2sim\n"));
    CHECK(h2sim({"get", served.url("/echo"), "--data", "@" + file}).out == long_text);
    CHECK(h2sim({"get", served.url("/echo")}).out.empty());
    CHECK(h2sim({"get", served.url("/echo"), "--data", ""}).out.empty());
    CHECK(h2sim({"get", served.url("/slow-sink?bytes=50000&delay=5"), "--data", "@" + file}).out ==
          "300000 octets\n");
    CHECK(h2sim({"get", served.url("/"), "--data", "@" + file}).out == "h2sim is listening\n");
}

TEST_CASE("serve: statuses, methods and bad arguments", "[net][serve]") {
    const Served served;
    const auto status = [&](const std::string& path, const std::string& method = "GET") {
        const Result result = h2sim({"get", served.url(path), "-X", method, "-v"});
        const std::size_t at = result.err.find("          :status: ");
        REQUIRE(at != std::string::npos);
        return result.err.substr(at + 19, 3);
    };

    CHECK(status("/status/503") == "503");
    CHECK(status("/status/204") == "204");
    CHECK(status("/status/304") == "304");
    CHECK(status("/status/199") == "400");
    CHECK(status("/status/600") == "400");
    CHECK(status("/bytes/ten") == "400");
    CHECK(status("/bytes/99999999999999999999") == "400");
    CHECK(status("/drip?n=x") == "400");
    CHECK(status("/slow-sink?bytes=0") == "400");
    CHECK(status("/reset/NO_SUCH_CODE") == "400");
    CHECK(status("/", "DELETE") == "405");
    CHECK(status("/", "OPTIONS") == "204");
    CHECK(status("/echo", "DELETE") == "200");

    const Result head = h2sim({"get", served.url("/bytes/1234"), "-X", "HEAD", "-v"});
    CHECK(head.code == 0);
    CHECK(head.out.empty());
    CHECK_THAT(head.err, Contains("content-length: 1234\n"));
    CHECK_FALSE(head.err.find("recv DATA") != std::string::npos);
    CHECK(h2sim({"get", served.url("/drip?n=5&delay=1000"), "-X", "HEAD"}).code == 0);
}

TEST_CASE("serve: resets with a code by name or number", "[net][serve]") {
    const Served served;
    const auto [path, name] = GENERATE(table<std::string, std::string>({
        {"/reset/CANCEL", "CANCEL"},
        {"/reset/PROTOCOL_ERROR", "PROTOCOL_ERROR"},
        {"/reset/11", "ENHANCE_YOUR_CALM"},
        {"/reset/4294967295", "UNKNOWN_ERROR"},
    }));

    const Result result = h2sim({"get", served.url(path)});

    CHECK(result.code == 1);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, EndsWith("the server reset the stream: " + name + "\n"));
}

TEST_CASE("serve: an early answer resets what is left of the request", "[net][serve]") {
    const Served served;
    Peer peer = Peer::to(served.port());
    peer.greet();
    peer.request(1, "/nothing", /*end_stream=*/false, "POST");
    const auto head = peer.await(h2::FrameType::HEADERS, 1);
    REQUIRE(head);
    CHECK_THAT(peer.fields(*head), Contains(":status: 404\n"));
    REQUIRE(peer.await(h2::FrameType::DATA, 1));
    const auto reset = peer.await(h2::FrameType::RST_STREAM, 1);
    REQUIRE(reset);
    CHECK(reset->number() == 0);  // NO_ERROR

    peer.data(1, "late", true);  // crossed it
    peer.request(3, "/");
    CHECK(peer.content(3) == "h2sim is listening\n");
}

TEST_CASE("serve: 100-continue for a request that waits", "[net][serve]") {
    const Served served;
    const Result result =
        h2sim({"get", served.url("/"), "--data", "body", "-H", "expect: 100-continue", "-v"});
    CHECK(result.code == 0);
    CHECK(result.out == "h2sim is listening\n");
    CHECK_THAT(result.err, Contains(":status: 100\n") && Contains(":status: 200\n"));
}

TEST_CASE("serve: frames as nghttp writes them", "[net][serve][log]") {
    const Served served{{"-v", "--max-concurrent-streams", "7"}};
    REQUIRE(h2sim({"get", served.url("/")}).code == 0);
    REQUIRE(served.logs("closed: "));
    const std::string log = served.log();
    CHECK_THAT(log, Contains("] send SETTINGS frame <length=18, flags=0x00, stream_id=0>\n"
                             "          (niv=3)\n"
                             "          [SETTINGS_MAX_CONCURRENT_STREAMS(0x03):7]\n"
                             "          [SETTINGS_INITIAL_WINDOW_SIZE(0x04):65535]\n"));
    CHECK_THAT(log, Contains("] recv SETTINGS frame <length=0, flags=0x01, stream_id=0>\n"
                             "          ; ACK\n"
                             "          (niv=0)\n"));
    CHECK_THAT(log, Contains("flags=0x05, stream_id=1>\n"
                             "          ; END_STREAM | END_HEADERS\n"
                             "          :method: GET\n"));
    CHECK_THAT(log, Contains("] send DATA frame <length=19, flags=0x01, stream_id=1>\n"
                             "          ; END_STREAM\n"));
    CHECK_THAT(log, Contains("] recv GOAWAY frame <length=8, flags=0x00, stream_id=0>\n"
                             "          (last_stream_id=0, error_code=NO_ERROR(0x00), "
                             "opaque_data(0)=[])\n"));
}
