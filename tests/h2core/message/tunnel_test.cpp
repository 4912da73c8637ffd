// RFC 9113 section 8.5: what may follow on the stream of a CONNECT request.

#include "h2core/message/message_book.hpp"
#include "tests/h2core/message/sections.hpp"

using namespace h2;
using namespace test;

namespace {

const FieldList kConnect = section({{":method", "CONNECT"}, {":authority", "example.com:443"}});
const FieldList kChat = section({{":method", "CONNECT"},
                                 {":protocol", "websocket"},
                                 {":scheme", "https"},
                                 {":path", "/chat"},
                                 {":authority", "example.com"}});
const FieldList kTunnelTrailers = section({{"x", "y"}});

}  // namespace

TEST_CASE("9113/8.5 a server's end of a tunnel carries DATA", "[message][9113/8.5/frames]") {
    for (const FieldList& request : {kConnect, kChat}) {
        MessageBook book{Role::server};
        book.set_extended_connect(true);
        const FieldList with_length = joined(request, {{"content-length", "3"}});
        CHECK(book.received(headers_of(1, with_length)) == RuleId::none);
        CHECK(book.received(data(1, 100)) == RuleId::none);  // no content, thus no length
        CHECK(book.received(headers_of(1, kTunnelTrailers, true)) == RuleId::connect_frames);
        CHECK(book.received(headers_of(1, kTunnelTrailers)) == RuleId::connect_frames);
        CHECK(book.received(data(1, 0, true)) == RuleId::none);
        CHECK(book.size() == 0);
        CHECK(book.received(headers_of(3, with_length, true)) == RuleId::none);
    }
}

TEST_CASE("9113/8.5 a client's end of a tunnel carries DATA", "[message][9113/8.5/frames]") {
    for (const FieldList& request : {kConnect, kChat}) {
        for (const char* status : {"200", "204", "299"}) {
            MessageBook book{Role::client};
            book.sent_request(stream(1), request.fields);
            const FieldList answer =
                response(status, {{"content-length", "3"}, {"content-length", "many"}});
            CHECK(book.received(headers_of(1, response("103"))) == RuleId::none);
            CHECK(book.received(headers_of(1, answer)) == RuleId::none);
            CHECK(book.received(data(1, 100)) == RuleId::none);
            const FieldList promised = get();
            const PushPromise push{stream(1), stream(2), Fields{&promised}};
            CHECK(book.received(push) == RuleId::connect_frames);
            CHECK(book.received(headers_of(1, kTunnelTrailers, true)) == RuleId::connect_frames);
            CHECK(book.received(data(1, 0, true)) == RuleId::none);
            CHECK(book.size() == 0);
        }
    }
}

TEST_CASE("9113/8.5 a refused CONNECT has an ordinary response",
          "[message][9113/8.1.1/content-length]") {
    MessageBook book{Role::client};
    book.sent_request(stream(1), kConnect.fields);
    const FieldList answer = response("407", {{"content-length", "3"}});
    CHECK(book.received(headers_of(1, answer)) == RuleId::none);
    CHECK(book.received(data(1, 3)) == RuleId::none);
    CHECK(book.received(headers_of(1, kTunnelTrailers, true)) == RuleId::none);

    MessageBook odd{Role::client};
    odd.sent_request(stream(1), kConnect.fields);
    const FieldList no_number = response("407", {{"content-length", "many"}});
    CHECK(odd.received(headers_of(1, no_number)) == RuleId::content_length_syntax);

    MessageBook short_one{Role::client};
    short_one.sent_request(stream(1), kConnect.fields);
    CHECK(short_one.received(headers_of(1, answer)) == RuleId::none);
    CHECK(short_one.received(data(1, 2, true)) == RuleId::content_length_mismatch);
}

TEST_CASE("8441/4 :protocol needs our setting", "[message][8441/4/disabled]") {
    MessageBook book{Role::server};
    CHECK(book.received(headers_of(1, kChat)) == RuleId::extended_connect_disabled);
    book.set_extended_connect(true);
    CHECK(book.received(headers_of(3, kChat)) == RuleId::none);
    book.set_extended_connect(false);
    CHECK(book.received(headers_of(5, kChat)) == RuleId::extended_connect_disabled);
}
