// What the model says of a response against what a real server did with it.
//
// Go's x/net http2 server (the landed fix, and two later versions with the same lines) was run on a
// loopback with limit 1 and a client that opens its next stream the moment it reads END_STREAM,
// while the server's writer was held for 2 ms after each write to the socket returned. Responses
// were of one field section, flushed, and then so many octets. "Rejected" is the share of the
// client's replacement streams that got RST_STREAM(PROTOCOL_ERROR): 0 %, or 98 to 100 %.
//
// The rule behind the table: only a frame that bypasses the server's 4,096-octet write buffer is
// visible before its completion is processed. It does when 9 + its length exceeds what is free of
// the buffer, and what then remains of it exceeds the buffer again.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/sim/races/races.hpp"

namespace {

enum class Real { served, rejected };

struct Row {
    const char* response;  // as in a scenario
    Real real;
};

void check(const std::vector<Row>& rows, const races::Sets& more = {}) {
    for (const char* profile : {"go-x-net-2020", "go-x-net-2021"}) {
        for (const Row& row : rows) {
            CAPTURE(profile, row.response);
            races::Sets sets = races::sized({1, 2}, {std::string{"server.profile="} + profile,
                                                     std::string{"response="} + row.response});
            sets.insert(sets.end(), more.begin(), more.end());
            const sim::Exploration found = races::explore("go-42777-landed", sets);
            const bool rejected = row.real == Real::rejected;
            CHECK(races::verdict_at_size(found, "no-false-refusal") ==
                  (rejected ? "violated" : "holds"));
            CHECK(races::verdict_at_size(found, "closed-but-counted") ==
                  (rejected ? "reached" : "unreached"));
            CHECK(races::verdict_at_size(found, "every-request-answered") == "holds");
        }
    }
}

}  // namespace

TEST_CASE("9113/5.1.2 observed: one write after the HEADERS were flushed", "[verdict]") {
    check({
        {R"({"headers": 40})", Real::served},
        {R"({"headers": 40, "body": 5})", Real::served},
        {R"({"headers": 40, "body": 4087})", Real::served},
        {R"({"headers": 40, "body": 4088})", Real::rejected},
        {R"({"headers": 40, "body": 4096})", Real::rejected},
        {R"({"headers": 40, "body": 4097})", Real::served},  // 4,097, and none with END_STREAM
        {R"({"headers": 40, "body": 5000})", Real::served},
        {R"({"headers": 40, "body": 8192})", Real::served},
    });
}

TEST_CASE("9113/5.1.2 observed: pieces of 1,024 octets, collected by the handler", "[verdict]") {
    check({
        {R"({"headers": 40, "body": 8192, "write_size": 1024})", Real::rejected},   // last: 4,096
        {R"({"headers": 40, "body": 12280, "write_size": 1024})", Real::rejected},  // 4,088
        {R"({"headers": 40, "body": 12273, "write_size": 1024})", Real::served},    // 4,081
    });
}

TEST_CASE("9113/5.1.2 observed: HEADERS and DATA share the buffer", "[verdict]") {
    check({{R"({"headers": 40, "body": 4096, "headers_flushed": false})", Real::served}});
}

TEST_CASE("9113/5.1.2 both sides of each boundary of the last piece", "[verdict]") {
    check({
        {R"({"headers": 40, "body": 4087, "write_size": 1024})", Real::served},
        {R"({"headers": 40, "body": 4088, "write_size": 1024})", Real::rejected},
        {R"({"headers": 40, "body": 4096, "write_size": 1024})", Real::rejected},
        {R"({"headers": 40, "body": 4097, "write_size": 1024})", Real::served},
        {R"({"headers": 40, "body": 8183, "write_size": 1024})", Real::served},
        {R"({"headers": 40, "body": 8184, "write_size": 1024})", Real::rejected},
        {R"({"headers": 40, "body": 12279, "write_size": 1024})", Real::served},
        {R"({"headers": 40, "body": 12288, "write_size": 1024})", Real::rejected},
        {R"({"headers": 40, "body": 12289, "write_size": 1024})", Real::served},
    });
}

TEST_CASE("9113/5.1.2 the same rule for a field section that ends the stream", "[verdict]") {
    check({
        {R"({"headers": 4087})", Real::served},
        {R"({"headers": 4088})", Real::rejected},
        {R"({"headers": 9000})", Real::rejected},
    });
}

TEST_CASE("9113/5.1.2 the same rule for trailers, whatever the DATA before them", "[verdict]") {
    for (const char* body : {"0", "5", "4087", "4088", "4096", "8192"}) {
        const races::Sets sets{std::string{"response.body="} + body};
        check({{R"({"headers": 40, "trailers": 10})", Real::served},
               {R"({"headers": 40, "trailers": 4087})", Real::served},
               {R"({"headers": 40, "trailers": 4088})", Real::rejected}},
              sets);
    }
}

// 40 + 9 octets of HEADERS leave 4,047; DATA fills them, is flushed with them, and its end stays
// behind as long as 9 + length - 4,047 fits into the empty buffer.
TEST_CASE("9113/5.1.2 a shared buffer moves the boundary to 8,134 octets", "[verdict]") {
    check({{R"({"headers": 40, "body": 4087, "headers_flushed": false})", Real::served},
           {R"({"headers": 40, "body": 4088, "headers_flushed": false})", Real::served},
           {R"({"headers": 40, "body": 8134, "headers_flushed": false})", Real::served},
           {R"({"headers": 40, "body": 8135, "headers_flushed": false})", Real::rejected}},
          {"server.handler_buffer=0"});
}

TEST_CASE("9113/5.1.2 the boundary follows the size of the buffer", "[verdict]") {
    check({{R"({"headers": 40, "body": 491})", Real::served},
           {R"({"headers": 40, "body": 492})", Real::rejected}},
          {"server.write_buffer=500"});
    check(
        {{R"({"headers": 40, "body": 1})", Real::rejected}, {R"({"headers": 1})", Real::rejected}},
        {"server.write_buffer=0"});
}
