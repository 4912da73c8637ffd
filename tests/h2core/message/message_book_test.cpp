// RFC 9113 section 8.1.1: what a message announces and what comes, on every way it can end.

#include "h2core/message/message_book.hpp"

#include <string>
#include <vector>

#include "tests/h2core/message/sections.hpp"

using namespace h2;
using namespace test;

namespace {

const FieldList kTrailers = section({{"grpc-status", "0"}});

// A book in which a message with that Content-Length has begun on stream 1, as either role.
MessageBook begun(Role role, const FieldList& request, const FieldList& answer) {
    MessageBook book{role};
    if (role == Role::client) {
        book.sent_request(stream(1), request.fields);
        REQUIRE(book.received(headers_of(1, answer)) == RuleId::none);
    } else {
        REQUIRE(book.received(headers_of(1, request)) == RuleId::none);
    }
    return book;
}
MessageBook begun(Role role, std::string_view length) {
    return begun(role, post({{"content-length", length}}),
                 response("200", {{"content-length", length}}));
}

Frame padded(std::uint32_t id, std::uint32_t octets, std::uint16_t padding, bool end_stream) {
    return Data{stream(id), {nullptr, octets}, padding, end_stream};
}

constexpr Role kRoles[] = {Role::server, Role::client};
constexpr RuleId kMismatch = RuleId::content_length_mismatch;

}  // namespace

TEST_CASE("9113/8.1.1 Content-Length when HEADERS end the stream",
          "[message][9113/8.1.1/content-length]") {
    const auto request = [](const FieldList& list) {
        return MessageBook{Role::server}.received(headers_of(1, list, true));
    };
    CHECK(request(post({{"content-length", "0"}})) == RuleId::none);
    CHECK(request(post()) == RuleId::none);
    CHECK(request(post({{"content-length", "1"}})) == kMismatch);
    const auto answer = [](const FieldList& list) {
        MessageBook book{Role::client};
        book.sent_request(stream(1), get().fields);
        return book.received(headers_of(1, list, true));
    };
    CHECK(answer(response("200", {{"content-length", "0"}})) == RuleId::none);
    CHECK(answer(response("200")) == RuleId::none);
    CHECK(answer(response("200", {{"content-length", "7"}})) == kMismatch);
}

TEST_CASE("9113/8.1.1 Content-Length when DATA end the stream",
          "[message][9113/8.1.1/content-length]") {
    for (const Role role : kRoles) {
        CAPTURE(role == Role::server);
        MessageBook exact = begun(role, "10");
        CHECK(exact.received(data(1, 4)) == RuleId::none);
        CHECK(exact.received(data(1, 0)) == RuleId::none);
        CHECK(exact.received(padded(1, 5, 200, false)) == RuleId::none);
        CHECK(exact.received(data(1, 1, true)) == RuleId::none);
        CHECK(exact.size() == 0);

        MessageBook empty_last = begun(role, "3");
        CHECK(empty_last.received(data(1, 3)) == RuleId::none);
        CHECK(empty_last.received(padded(1, 0, 9, true)) == RuleId::none);

        MessageBook too_little = begun(role, "10");
        CHECK(too_little.received(data(1, 9, true)) == kMismatch);
        MessageBook nothing = begun(role, "10");
        CHECK(nothing.received(data(1, 0, true)) == kMismatch);
        MessageBook none_announced = begun(role, "0");
        CHECK(none_announced.received(data(1, 0, true)) == RuleId::none);
    }
}

TEST_CASE("9113/8.1.1 more DATA than announced is an error at once",
          "[message][9113/8.1.1/content-length]") {
    for (const Role role : kRoles) {
        MessageBook book = begun(role, "10");
        CHECK(book.received(data(1, 10)) == RuleId::none);
        CHECK(book.received(data(1, 1)) == kMismatch);
        MessageBook last = begun(role, "10");
        CHECK(last.received(data(1, 11, true)) == kMismatch);
        MessageBook zero = begun(role, "0");
        CHECK(zero.received(data(1, 1)) == kMismatch);
        MessageBook endless = begun(role, "18446744073709551616");
        CHECK(endless.received(data(1, 16'384)) == RuleId::none);
        CHECK(endless.received(data(1, 0, true)) == kMismatch);
    }
}

TEST_CASE("9113/8.1.1 Content-Length when trailers end the stream",
          "[message][9113/8.1.1/content-length]") {
    for (const Role role : kRoles) {
        MessageBook exact = begun(role, "10");
        CHECK(exact.received(data(1, 10)) == RuleId::none);
        CHECK(exact.received(headers_of(1, kTrailers, true)) == RuleId::none);
        CHECK(exact.size() == 0);
        MessageBook too_little = begun(role, "10");
        CHECK(too_little.received(data(1, 9)) == RuleId::none);
        CHECK(too_little.received(headers_of(1, kTrailers, true)) == kMismatch);
        MessageBook no_data = begun(role, "10");
        CHECK(no_data.received(headers_of(1, kTrailers, true)) == kMismatch);
        MessageBook in_trailers = begun(role, "0");
        const FieldList length = section({{"content-length", "10"}});
        CHECK(in_trailers.received(headers_of(1, length, true)) == RuleId::none);
    }
}

TEST_CASE("9113/8.1.1 without Content-Length anything goes", "[message]") {
    for (const Role role : kRoles) {
        MessageBook book = begun(role, get(), response("200"));
        for (int i = 0; i < 100; ++i) {
            CHECK(book.received(data(1, 16'384)) == RuleId::none);
        }
        CHECK(book.received(headers_of(1, kTrailers, true)) == RuleId::none);
        CHECK(book.size() == 0);
    }
}

TEST_CASE("9113/8.1 trailers are examined", "[message][9113/8.1/pseudo-in-trailers]") {
    for (const Role role : kRoles) {
        MessageBook book = begun(role, get(), response("200"));
        const FieldList pseudo = section({{":status", "200"}});
        CHECK(book.received(headers_of(1, pseudo, true)) == RuleId::pseudo_in_trailers);
        MessageBook other = begun(role, get(), response("200"));
        const FieldList upper = section({{"Upper", "x"}});
        CHECK(other.received(headers_of(1, upper, true)) == RuleId::field_name);
        // Without END_STREAM the connection objects, to whatever is in it.
        MessageBook endless = begun(role, get(), response("200"));
        CHECK(endless.received(headers_of(1, pseudo)) == RuleId::none);
        CHECK(endless.size() == 1);
    }
}

TEST_CASE("9113/8.1 informational responses come first, any number of them", "[message]") {
    MessageBook book{Role::client};
    book.sent_request(stream(1), get().fields);
    const FieldList informational = response("103", {{"link", "</style.css>"}});
    for (int i = 0; i < 5; ++i) {
        CHECK(book.received(headers_of(1, informational)) == RuleId::none);
    }
    const FieldList with_length = response("100", {{"content-length", "99"}});
    CHECK(book.received(headers_of(1, with_length)) == RuleId::none);
    CHECK(book.received(headers_of(1, response("101"))) == RuleId::status_101);
    const FieldList answer = response("200", {{"content-length", "1"}});
    CHECK(book.received(headers_of(1, answer)) == RuleId::none);
    CHECK(book.received(data(1, 1)) == RuleId::none);
    CHECK(book.received(headers_of(1, kTrailers, true)) == RuleId::none);
    CHECK(book.size() == 0);
}

TEST_CASE("9113/8.1.1 responses that have no content", "[message][9113/8.1.1/no-content]") {
    const FieldList head =
        joined(section({{":method", "HEAD"}}), {{":scheme", "https"}, {":path", "/"}});
    const struct {
        FieldList request;
        const char* status;
    } cases[] = {{head, "200"}, {head, "404"}, {get(), "204"}, {get(), "304"}, {head, "304"}};
    for (const auto& one : cases) {
        CAPTURE(one.status);
        const FieldList answer = response(one.status, {{"content-length", "1234"}});
        MessageBook at_once{Role::client};
        at_once.sent_request(stream(1), one.request.fields);
        CHECK(at_once.received(headers_of(1, answer, true)) == RuleId::none);

        MessageBook empty = begun(Role::client, one.request, answer);
        CHECK(empty.received(padded(1, 0, 5, false)) == RuleId::none);
        CHECK(empty.received(data(1, 0, true)) == RuleId::none);

        MessageBook trailers = begun(Role::client, one.request, answer);
        CHECK(trailers.received(headers_of(1, kTrailers, true)) == RuleId::none);

        MessageBook content = begun(Role::client, one.request, answer);
        CHECK(content.received(data(1, 1)) == RuleId::content_forbidden);
    }
    // Content after informational responses, and after other codes, is content.
    MessageBook book = begun(Role::client, get(), response("205"));
    CHECK(book.received(data(1, 1, true)) == RuleId::none);
}

TEST_CASE("9113/8.4 a promise is answered on its own stream",
          "[message][9113/8.4/promised-request]") {
    MessageBook book{Role::client};
    book.sent_request(stream(1), get().fields);
    const auto promise = [&](std::uint32_t promised, const FieldList& list) {
        return book.received(PushPromise{stream(1), stream(promised), Fields{&list}});
    };
    const FieldList head =
        joined(section({{":method", "HEAD"}}), {{":scheme", "https"}, {":path", "/"}});
    CHECK(promise(2, get()) == RuleId::none);
    CHECK(promise(4, head) == RuleId::none);
    CHECK(promise(6, post()) == RuleId::promised_request);
    CHECK(promise(8, section({})) == RuleId::request_pseudo_missing);
    CHECK(book.size() == 3);

    const FieldList answer = response("200", {{"content-length", "3"}});
    CHECK(book.received(headers_of(2, answer)) == RuleId::none);
    CHECK(book.received(headers_of(4, answer)) == RuleId::none);
    CHECK(book.received(data(4, 1)) == RuleId::content_forbidden);
    CHECK(book.received(data(2, 2, true)) == kMismatch);
    // A server is never promised anything; the connection says so.
    CHECK(MessageBook{Role::server}.received(push_promise(1, 2)) == RuleId::none);
}

TEST_CASE("frames of streams without an entry leave nothing behind", "[message]") {
    SECTION("a server: after the end of the message, after forget(), on lower identifiers") {
        MessageBook book{Role::server};
        CHECK(book.received(data(1, 5)) == RuleId::none);
        CHECK(book.received(headers_of(5, get(), true)) == RuleId::none);
        CHECK(book.received(headers_of(5, kTrailers, true)) == RuleId::none);
        CHECK(book.received(headers_of(3, section({}))) == RuleId::none);
        CHECK(book.received(headers_of(4, get())) == RuleId::none);
        CHECK(book.size() == 0);
        const FieldList upload = post({{"content-length", "5"}});
        CHECK(book.received(headers_of(7, upload)) == RuleId::none);
        CHECK(book.size() == 1);
        book.forget(stream(7));
        book.forget(stream(7));
        CHECK(book.received(data(7, 500, true)) == RuleId::none);
        CHECK(book.received(headers_of(7, upload)) == RuleId::none);
        CHECK(book.size() == 0);
    }
    SECTION("a server: a request that is malformed") {
        MessageBook book{Role::server};
        CHECK(book.received(headers_of(1, section({}))) == RuleId::request_pseudo_missing);
        CHECK(book.received(headers(3)) == RuleId::request_pseudo_missing);  // no list at all
        CHECK(book.size() == 0);
    }
    SECTION("a client: streams it did not open") {
        MessageBook book{Role::client};
        CHECK(book.received(headers_of(1, section({}))) == RuleId::none);
        CHECK(book.received(data(1, 1)) == RuleId::none);
        CHECK(book.size() == 0);
    }
    SECTION("DATA before the response is the connection's affair") {
        MessageBook book{Role::client};
        book.sent_request(stream(1), get().fields);
        CHECK(book.received(data(1, 99)) == RuleId::none);
        const FieldList answer = response("200", {{"content-length", "1"}});
        CHECK(book.received(headers_of(1, answer)) == RuleId::none);
        CHECK(book.received(data(1, 1, true)) == RuleId::none);
    }
    SECTION("streams that began before the book") {
        MessageBook book{Role::server};
        book.start_above(stream(5));
        CHECK(book.received(headers_of(5, kTrailers, true)) == RuleId::none);
        CHECK(book.received(headers_of(7, kTrailers, true)) == RuleId::request_pseudo_missing);
    }
    SECTION("other frames") {
        MessageBook book{Role::server};
        CHECK(book.received(rst(1)) == RuleId::none);
        CHECK(book.received(Ping{}) == RuleId::none);
        CHECK(book.received(window_update(1, 0)) == RuleId::none);
    }
}

TEST_CASE("10,000 messages at once, ending in any order", "[message]") {
    constexpr std::uint32_t kStreams = 10'000;
    MessageBook book{Role::server};
    const FieldList upload = post({{"content-length", "2"}});
    for (std::uint32_t i = 0; i < kStreams; ++i) {
        REQUIRE(book.received(headers_of(2 * i + 1, upload)) == RuleId::none);
    }
    CHECK(book.size() == kStreams);
    for (std::uint32_t i = 0; i < kStreams; ++i) {  // 7,919 is a prime: every stream once
        const std::uint32_t id = 2 * (i * 7'919 % kStreams) + 1;
        REQUIRE(book.received(data(id, 1)) == RuleId::none);
        if (i % 3 == 0) {
            REQUIRE(book.received(data(id, 0, true)) == kMismatch);
        } else if (i % 3 == 1) {
            REQUIRE(book.received(data(id, 1, true)) == RuleId::none);
        } else {
            book.forget(stream(id));
        }
        REQUIRE(book.size() == kStreams - i - 1);
    }
}
