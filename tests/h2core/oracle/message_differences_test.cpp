// Each known difference about messages (RFC 9113 section 8), on few octets.

#include <fstream>
#include <iterator>
#include <string>

#include "tests/h2core/oracle/demonstration.hpp"
#include "tests/support/places.hpp"

using namespace oracle;
using h2::ErrorCode;
using h2::RuleId;

namespace {

const Outcome kMalformed = stream_error(1, ErrorCode::PROTOCOL_ERROR);

Script request(std::initializer_list<Pair> fields) {
    return to_server({headers(1, fields, true)});
}
// A response to a request without content, to its end.
Script response(std::string_view method, std::initializer_list<Pair> fields) {
    return to_client({Request{method, method != "CONNECT"}, headers(1, fields, true)});
}
void they_object(std::string_view name, const Script& script) {
    demonstrate(name, script, RuleId::none, accept(), kMalformed);
}
void we_object(std::string_view name, const Script& script, RuleId rule) {
    demonstrate(name, script, rule, kMalformed, accept());
}

std::string content_of(const std::string& path) {
    std::ifstream file{source_root() + "/tests/h2core/oracle/" + path};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

}  // namespace

TEST_CASE("nghttp2: Host and :authority", "[oracle][9113/8.3.1/host]") {
    we_object("Host and :authority",
              request({{":method", "GET"},
                       {":scheme", "https"},
                       {":authority", "a"},
                       {":path", "/"},
                       {"host", "b"}}),
              RuleId::request_host);
}

TEST_CASE("nghttp2: userinfo in :authority", "[oracle][9113/8.3.1/authority]") {
    we_object(
        "userinfo in :authority",
        request({{":method", "GET"}, {":scheme", "https"}, {":authority", "me@a"}, {":path", "/"}}),
        RuleId::request_authority);
}

TEST_CASE("nghttp2: CONNECT without a port", "[oracle][9113/8.5/pseudo]") {
    we_object("CONNECT without a port", request({{":method", "CONNECT"}, {":authority", "a"}}),
              RuleId::connect_pseudo);
}

TEST_CASE("nghttp2: neither :authority nor Host", "[oracle]") {
    they_object("neither :authority nor Host",
                request({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}));
}

TEST_CASE("nghttp2: an empty :path or :authority with another scheme", "[oracle]") {
    constexpr std::string_view kName = "an empty :path or :authority with another scheme";
    they_object(
        kName,
        request({{":method", "GET"}, {":scheme", "urn"}, {":authority", "a"}, {":path", ""}}));
    they_object(
        kName,
        request({{":method", "GET"}, {":scheme", "urn"}, {":authority", ""}, {":path", "/"}}));
}

TEST_CASE("nghttp2: names that are no token, values with control characters", "[oracle]") {
    constexpr std::string_view kName = "names that are no token, values with control characters";
    for (const Pair& odd : {Pair{"x\"y", "z"}, Pair{"x", "y\x01z"}, Pair{"x", "y\x7fz"}}) {
        they_object(kName, request({{":method", "GET"},
                                    {":scheme", "https"},
                                    {":authority", "a"},
                                    {":path", "/"},
                                    odd}));
    }
}

TEST_CASE("nghttp2: Content-Length beyond 2^63-1", "[oracle]") {
    they_object("Content-Length beyond 2^63-1",
                to_server({headers(1,
                                   {{":method", "POST"},
                                    {":scheme", "https"},
                                    {":authority", "a"},
                                    {":path", "/"},
                                    {"content-length", "9223372036854775808"}},
                                   false)}));
}

TEST_CASE("nghttp2: Content-Length in trailers", "[oracle]") {
    they_object(
        "Content-Length in trailers",
        to_server({get(1, false), data(1, 1), headers(1, {{"content-length", "many"}}, true)}));
}

TEST_CASE("nghttp2: frames in a tunnel", "[oracle][9113/8.5/frames]") {
    we_object("frames in a tunnel",
              to_client({Request{"CONNECT", false}, headers(1, {{":status", "200"}}, false),
                         headers(1, {{"x", "y"}}, true)}),
              RuleId::connect_frames);
}

TEST_CASE("nghttp2: status codes below 100", "[oracle][9113/8.3.2/status]") {
    we_object("status codes below 100", response("GET", {{":status", "099"}}),
              RuleId::response_status);
}

TEST_CASE("nghttp2: Content-Length of 1xx and 204", "[oracle]") {
    constexpr std::string_view kName = "Content-Length of 1xx and 204";
    they_object(kName, response("GET", {{":status", "204"}, {"content-length", "5"}}));
    they_object(kName,
                to_client({Request{"GET"},
                           headers(1, {{":status", "103"}, {"content-length", "0"}}, false)}));
}

TEST_CASE("nghttp2: promised requests that are not safe", "[oracle][9113/8.4/promised-request]") {
    demonstrate("promised requests that are not safe",
                to_client({Request{"GET"}, promise(1, 2, "POST")}), RuleId::promised_request,
                stream_error(2, ErrorCode::PROTOCOL_ERROR), accept());
}

TEST_CASE("nghttp2: Content-Length in the refusal of a CONNECT",
          "[oracle][9113/8.1.1/content-length]") {
    we_object("Content-Length in the refusal of a CONNECT",
              response("CONNECT", {{":status", "407"}, {"content-length", "5"}}),
              RuleId::content_length_mismatch);
}

TEST_CASE("nghttp2: 204 to CONNECT", "[oracle]") {
    they_object("204 to CONNECT", to_client({Request{"CONNECT", false},
                                             headers(1, {{":status", "204"}}, false), data(1, 1)}));
}

TEST_CASE("nghttp2: Host by itself", "[oracle]") {
    they_object("Host by itself",
                request({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"host", ""}}));
}

TEST_CASE("every difference is shown on few octets, and says why", "[oracle]") {
    const std::string tests =
        content_of("differences_test.cpp") + content_of("message_differences_test.cpp");
    for (const auto& list : {frame_differences(), message_differences()}) {
        for (const Difference& difference : list) {
            CAPTURE(difference.name);
            CHECK(tests.find("\"nghttp2: " + std::string{difference.name} + '"') !=
                  std::string::npos);
            CHECK_FALSE(difference.theirs.empty());
            CHECK_FALSE(difference.ours.empty());
            CHECK(difference.rfc.substr(0, 1) == "9");
        }
    }
}
