// Pieces that need no socket.

#include "tools/net/site.hpp"

#include <catch2/catch.hpp>

#include "tools/net/body.hpp"
#include "tools/net/sockets.hpp"
#include "tools/net/url.hpp"

using namespace tools::net;  // NOLINT(google-build-using-namespace)

namespace {

Plan plan(std::string_view target, std::string_view method = "GET") {
    return plan_for({method, target, "", false});
}

}  // namespace

TEST_CASE("site: parameters of a path", "[net][site]") {
    CHECK(plan("/drip").octets == 5);
    CHECK(plan("/drip").delay == Milliseconds{100});
    CHECK(plan("/drip?delay=7&n=3").octets == 3);
    CHECK(plan("/drip?delay=7&n=3").delay == Milliseconds{7});
    CHECK(plan("/drip?nn=9").octets == 5);
    CHECK(plan("/drip?n=").status == 400);
    CHECK(plan("/drip?n=-1").status == 400);
    CHECK(plan("/slow-sink?bytes=9").octets == 9);
    CHECK(plan("/slow-sink?bytes=9").body == Plan::Body::sink);
    CHECK(plan("/bytes/12?n=1").content_length() == 12U);
    CHECK(plan("/?x").text == plan("/").text);
    CHECK(plan("/reset/0xb").status == 400);
    CHECK_FALSE(plan("/reset/0xb").reset);
    CHECK(plan("/reset/11").reset == h2::ErrorCode::ENHANCE_YOUR_CALM);
    CHECK(plan("", "CONNECT").status == 501);
}

TEST_CASE("site: no content where the status forbids it", "[net][site]") {
    for (const char* path : {"/status/204", "/status/205", "/status/304"}) {
        CAPTURE(path);
        CHECK(plan(path).body == Plan::Body::none);
        CHECK_FALSE(plan(path).content_length());
    }
    CHECK(plan("/status/200").body == Plan::Body::text);
}

TEST_CASE("body: text, filler and what is added", "[net][site]") {
    Body body;
    body.set_filler(20'000);
    CHECK_FALSE(body.is_done());
    CHECK(body.next(5) == "01234");
    std::uint64_t taken = 0;
    while (!body.is_empty()) {
        const std::size_t some = body.next(7'000).size();
        REQUIRE(some > 0);
        body.taken(some);
        taken += some;
    }
    CHECK(taken == 20'000);
    CHECK_FALSE(body.is_done());
    const std::string more = "more";
    body.add(std::as_bytes(std::span{more.data(), more.size()}));
    CHECK(body.next(3) == "mor");
    body.taken(3);
    body.add(std::as_bytes(std::span{more.data(), more.size()}));
    CHECK(body.next(100) == "emore");
    body.complete();
    CHECK_FALSE(body.is_done());
    body.taken(5);
    CHECK(body.is_done());
}

TEST_CASE("addresses", "[net][usage]") {
    CHECK(*parse_address("127.0.0.1:80") == Address{"127.0.0.1", 80});
    CHECK(*parse_address("[::1]:0") == Address{"::1", 0});
    CHECK(*parse_address("localhost:65535") == Address{"localhost", 65'535});
    CHECK(to_text({"::1", 5}) == "[::1]:5");
    for (const char* text : {"", ":80", "host", "host:", "host:x", "host:65536", "::1:80", "[]:80",
                             "[::1]", "host:-1", "host: 80"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_address(text));
    }
}

TEST_CASE("URLs", "[net][usage]") {
    const auto simple = parse_url("http://example.org");
    REQUIRE(simple);
    CHECK(simple->address == Address{"example.org", 80});
    CHECK(simple->authority == "example.org");
    CHECK(simple->path == "/");
    const auto full = parse_url("https://[::1]:8443/a?b=c#d");
    REQUIRE(full);
    CHECK(full->tls);
    CHECK(full->address == Address{"::1", 8443});
    CHECK(full->authority == "[::1]:8443");
    CHECK(full->path == "/a?b=c");
    CHECK(full->origin() == "https://[::1]:8443");
    CHECK(parse_url("http://[::1]/")->authority == "[::1]");
    CHECK(parse_url("http://host:80/")->authority == "host");
    CHECK(parse_url("https://host:443?q")->path == "/?q");
    CHECK(parse_url("https://host:80/")->authority == "host:80");
    for (const char* text : {"", "host", "ftp://host/", "http://", "http:///x", "http://a b/",
                             "http://user@host/", "http://host:0/", "http://host:x/",
                             "http://host/\x7f", "http://h\xc3\xb6st/", "http://[::1/"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_url(text));
    }
}
