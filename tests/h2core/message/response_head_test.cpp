// RFC 9113 sections 8.1, 8.3.2, 8.4 and 8.6: responses, trailers and promised requests.

#include <string>

#include "h2core/message/message_head.hpp"
#include "tests/h2core/message/sections.hpp"

using namespace h2;
using namespace test;

namespace {

RuleId broken_by_response(const FieldList& list) {
    return examine_response(list.fields).malformed;
}
RuleId promise(const FieldList& list) {
    return examine_promise(list.fields).malformed;
}

}  // namespace

TEST_CASE("9113/8.3.2 all three-digit codes but 101",
          "[message][9113/8.3.2/status][9113/8.6/101]") {
    for (unsigned status = 0; status <= 999; ++status) {
        std::string text = std::to_string(status);
        text.insert(0, 3 - text.size(), '0');
        CAPTURE(text);
        const MessageHead head = examine_response(response(text).fields);
        if (status < 100) {
            CHECK(head.malformed == RuleId::response_status);
        } else if (status == 101) {
            CHECK(head.malformed == RuleId::status_101);
        } else {
            CHECK(head.malformed == RuleId::none);
            CHECK(head.status == status);
        }
    }
}

TEST_CASE("9113/8.3.2 :status is three digits", "[message][9113/8.3.2/status]") {
    for (const char* status : {"", "2", "20", "2000", "0200", "2xx", "20a", "-20", "+20", "2 0"}) {
        CAPTURE(status);
        CHECK(broken_by_response(response(status)) == RuleId::response_status);
    }
    CHECK(broken_by_response(section({})) == RuleId::response_status);
    CHECK(broken_by_response(section({{"server", "x"}})) == RuleId::response_status);
}

TEST_CASE("9113/8.3 pseudo-fields of responses",
          "[message][9113/8.3/undefined][9113/8.3/order]"
          "[9113/8.3/repeated]") {
    for (const char* name : {":method", ":scheme", ":authority", ":path", ":protocol", ":x"}) {
        CAPTURE(name);
        CHECK(broken_by_response(response("200", {{name, "x"}})) == RuleId::pseudo_undefined);
        CHECK(broken_by_response(section({{name, "x"}, {":status", "200"}})) ==
              RuleId::pseudo_undefined);
    }
    CHECK(broken_by_response(response("200", {{":status", "200"}})) == RuleId::pseudo_repeated);
    CHECK(broken_by_response(section({{"server", "x"}, {":status", "200"}})) ==
          RuleId::pseudo_after_regular);
}

TEST_CASE("9113/8.2 fields of responses", "[message][9113/8.2.2/connection-specific]") {
    CHECK(broken_by_response(response("200", {{"connection", "close"}})) ==
          RuleId::connection_specific);
    CHECK(broken_by_response(response("200", {{"Server", "x"}})) == RuleId::field_name);
    CHECK(broken_by_response(response("200", {{"server", "x\n"}})) == RuleId::field_value);
    CHECK(broken_by_response(response(
              "200", {{"set-cookie", "a"}, {"set-cookie", "b"}, {"x", ""}})) == RuleId::none);
    CHECK(broken_by_response(response("204", {{"content-length", "0"}})) == RuleId::none);
}

TEST_CASE("9113/8.1 trailers", "[message][9113/8.1/pseudo-in-trailers]") {
    const auto trailers = [](const FieldList& list) { return examine_trailers(list.fields); };
    CHECK(trailers(section({})) == RuleId::none);
    CHECK(trailers(section({{"grpc-status", "0"}, {"grpc-message", ""}})) == RuleId::none);
    CHECK(trailers(section({{"content-length", "many"}})) == RuleId::none);
    for (const char* name : {":status", ":path", ":method", ":x"}) {
        CAPTURE(name);
        CHECK(trailers(section({{name, "x"}})) == RuleId::pseudo_in_trailers);
        CHECK(trailers(section({{"a", "b"}, {name, "x"}})) == RuleId::pseudo_in_trailers);
    }
    CHECK(trailers(section({{"A", "b"}})) == RuleId::field_name);
    CHECK(trailers(section({{"a", " b"}})) == RuleId::field_value);
    CHECK(trailers(section({{"upgrade", "x"}})) == RuleId::connection_specific);
    CHECK(trailers(section({{"te", "x"}})) == RuleId::te_other_than_trailers);
}

TEST_CASE("9113/8.4 promised requests", "[message][9113/8.4/promised-request]") {
    const auto with_method = [](std::string_view method) {
        return section(
            {{":method", method}, {":scheme", "https"}, {":authority", "x"}, {":path", "/"}});
    };
    CHECK(promise(get()) == RuleId::none);
    CHECK(promise(get({{"content-length", "0"}})) == RuleId::none);
    CHECK(examine_promise(with_method("HEAD").fields).method == Method::head);
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get"}) {
        CAPTURE(method);
        CHECK(promise(with_method(method)) == RuleId::promised_request);
    }
    CHECK(promise(section({{":method", "CONNECT"}, {":authority", "x:1"}})) ==
          RuleId::promised_request);
    CHECK(promise(get({{"content-length", "1"}})) == RuleId::promised_request);
    CHECK(promise(section({{":method", "GET"}, {":path", "/"}})) == RuleId::request_pseudo_missing);
    CHECK(promise(get({{":protocol", "websocket"}})) == RuleId::extended_connect_disabled);
    CHECK(promise(response("200")) == RuleId::pseudo_undefined);
}
