// The field tables of both ends stay in step, whatever becomes of a stream (RFC 9113 section 4.3,
// RFC 7541 section 2.2): a later request whose fields come from the dynamic table is read right.

#include "tests/h2core/endpoint/pair.hpp"

using namespace h2;  // NOLINT(google-build-using-namespace)
using wire::check_connection_error;
using wire::octets;
using wire::OctetVector;
using wire::Pair;

namespace {

const Policy kTablesPolicy;
const FieldList kFirst = {
    1, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"x-first", "one"}}};
const FieldList kMalformed = {
    2, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"connection", "close"}}};

// The client repeats a request that its encoder has put in the table; the server must read it.
void check_in_step(Pair& pair, const FieldList& fields) {
    pair.request(fields);
    const OctetVector sent = pair.client.take();
    const Reception reception = pair.server.endpoint.receive(sent);
    REQUIRE(reception.kind == Reception::Kind::frame);
    const Headers& headers = std::get<Headers>(reception.frame);
    REQUIRE(headers.fields.list != nullptr);
    CHECK(headers.fields.list->fields == fields.fields);
    CHECK(headers.fields.octets() <= 5);  // indexes: the table is used
}

}  // namespace

TEST_CASE("9113/4.3 the table after a refused stream", "[endpoint][hpack]") {
    const SettingList none = {1, {{SettingId::MAX_CONCURRENT_STREAMS, 0}}};
    const SettingList many = {2, {{SettingId::MAX_CONCURRENT_STREAMS, 10}}};
    Pair pair{kTablesPolicy};
    pair.server.submit(SubmitSettings{&none});
    const OctetVector lowered = pair.server.take();
    pair.request(kFirst);  // sent before the client heard of the limit …
    const OctetVector crossing = pair.client.take();
    pair.client.hear(lowered);
    pair.server.hear(pair.client.take());  // … which it acknowledges

    const auto refused = pair.server.hear(crossing);

    CHECK(std::holds_alternative<StreamError>(refused.last()));
    pair.server.submit(SubmitSettings{&many});
    pair.settle();
    check_in_step(pair, kFirst);
}

TEST_CASE("9113/4.3 the table after a stream that we reset", "[endpoint][hpack]") {
    Pair pair{kTablesPolicy};
    const StreamId id = pair.request(kFirst, false);
    pair.settle();
    pair.server.submit(SubmitReset{id, ErrorCode::CANCEL});
    const FieldList trailers = {5, 0, {{"x-trailer", "late"}}};
    pair.client.submit(SubmitHeaders{id, {&trailers}, true, false});  // crosses the reset

    const auto late = pair.server.hear(pair.client.take());

    CHECK(late.last() == Verdict{Discard{RuleId::late_after_our_reset}});
    const FieldList next = {
        6, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"x-trailer", "late"}}};
    check_in_step(pair, next);
}

TEST_CASE("9113/8.1.1 the table after a malformed request",
          "[9113/8.2.2/connection-specific][endpoint][hpack][9113/8.1.1/stream-error]") {
    Pair pair{kTablesPolicy};
    const StreamId id = pair.request(kMalformed);

    const auto heard = pair.server.hear(pair.client.take());

    CHECK(heard.last() ==
          Verdict{StreamError{id, ErrorCode::PROTOCOL_ERROR, RuleId::connection_specific}});
    CHECK(pair.server.endpoint.connection().streams().empty());
    pair.request(kFirst);
    pair.settle();
    check_in_step(pair, kFirst);
}

TEST_CASE("9113/6.8 the table after a stream beyond our GOAWAY", "[9113/6.8/ignored][hpack]") {
    Pair pair{kTablesPolicy};
    const StreamId early = pair.request(kFirst, false);
    pair.settle();
    pair.server.submit(SubmitGoAway{});
    const FieldList beyond = {
        7, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"x-second", "two"}}};
    pair.request(beyond);  // crosses the GOAWAY

    CHECK(pair.server.hear(pair.client.take()).last() ==
          Verdict{Discard{RuleId::after_goaway_ignored}});
    const FieldList trailers = {8, 0, {{"x-second", "two"}}};
    pair.client.submit(SubmitHeaders{early, {&trailers}, true, false});
    const OctetVector sent = pair.client.take();
    const Reception reception = pair.server.endpoint.receive(sent);
    CHECK(std::get<Headers>(reception.frame).fields.list->fields == trailers.fields);
    CHECK(reception.step.verdict == Verdict{Accept{}});
}

TEST_CASE("9113/10.5.1 the table after a section that is too large",
          "[9113/10.5.1/list-size][9113/10.5/field-count][9113/10.5.1/processed]") {
    Policy small;
    small.budgets.field_list_octets = 300;
    small.budgets.fields = 6;
    Pair pair{small};
    const std::string long_value(300, 'v');
    const FieldList large = {9,
                             0,
                             {{":method", "GET"},
                              {":scheme", "https"},
                              {":path", "/"},
                              {"x-large", long_value},
                              {"x-first", "one"}}};
    const FieldList many = {10,
                            0,
                            {{":method", "GET"},
                             {":scheme", "https"},
                             {":path", "/"},
                             {"a", "b"},
                             {"a", "b"},
                             {"a", "b"},
                             {"a", "b"}}};
    const bool too_many = GENERATE(false, true);
    const StreamId id = pair.request(too_many ? many : large);

    const auto heard = pair.server.hear(pair.client.take());

    const RuleId rule = too_many ? RuleId::field_count : RuleId::header_list_size;
    CHECK(heard.last() == Verdict{StreamError{id, ErrorCode::ENHANCE_YOUR_CALM, rule}});
    pair.request(kFirst);
    pair.settle();
    check_in_step(pair, kFirst);
}

TEST_CASE("7541/4.2 a lowered table size is signalled after its acknowledgment",
          "[7541/4.2/missing]") {
    const SettingList lowered = {
        1, {{SettingId::HEADER_TABLE_SIZE, 0}, {SettingId::HEADER_TABLE_SIZE, 100}}};
    Pair pair{kTablesPolicy};
    pair.request(kFirst);
    pair.settle();
    pair.server.submit(SubmitSettings{&lowered});
    pair.settle();

    SECTION("our encoder does: the smallest size, then the last") {
        pair.request(kFirst);
        const OctetVector sent = pair.client.take();
        CHECK(sent.at(kFrameHeaderSize) == std::byte{0x20});      // 0
        CHECK(sent.at(kFrameHeaderSize + 1) == std::byte{0x3f});  // 100 = 31 + 69
        CHECK(pair.server.hear(sent).last() == Verdict{Accept{}});
    }
    SECTION("a peer that does not breaks the connection") {
        const auto heard =
            pair.server.hear(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 3, wire::kGet));
        check_connection_error(heard.last(), ErrorCode::COMPRESSION_ERROR,
                               RuleId::hpack_size_update_missing);
    }
}

TEST_CASE("7541/6.3 a raised table size is not used before its acknowledgment",
          "[7541/6.3/limit]") {
    const SettingList raised = {1, {{SettingId::HEADER_TABLE_SIZE, 8'000}}};
    Pair pair{kTablesPolicy};
    pair.server.submit(SubmitSettings{&raised});
    const OctetVector announced = pair.server.take();
    const OctetVector update =
        octets({0x3f, 0xe1, 0x3e, 0x82, 0x87, 0x84});  // 8,032 - 31 … = 8,064

    const auto early =
        pair.server.hear(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 1, update));

    check_connection_error(early.last(), ErrorCode::COMPRESSION_ERROR,
                           RuleId::hpack_size_update_limit);
}
