// RFC 9113 sections 8.3, 8.3.1, 8.5 and RFC 8441 section 4: requests.

#include <string>
#include <vector>

#include "h2core/message/message_head.hpp"
#include "tests/h2core/message/sections.hpp"

using namespace h2;
using namespace test;

namespace {

struct Case {
    const char* what;
    FieldList fields;
};

RuleId broken(const FieldList& list, bool extended_connect = false) {
    return examine_request(list.fields, extended_connect).malformed;
}

void all_break(RuleId rule, const std::vector<Case>& cases, bool extended_connect = false) {
    for (const Case& one : cases) {
        CAPTURE(one.what);
        CHECK(broken(one.fields, extended_connect) == rule);
    }
}
void all_pass(const std::vector<Case>& cases, bool extended_connect = false) {
    all_break(RuleId::none, cases, extended_connect);
}

// A request of four pseudo-fields.
FieldList request(std::string_view method, std::string_view scheme, std::string_view authority,
                  std::string_view path, std::initializer_list<Pair> more = {}) {
    return joined(
        section(
            {{":method", method}, {":scheme", scheme}, {":authority", authority}, {":path", path}}),
        more);
}

FieldList without(std::string_view name, FieldList list) {
    std::erase_if(list.fields, [&](const Field& field) { return field.name == name; });
    return list;
}

}  // namespace

TEST_CASE("9113/8.3.1 well-formed requests", "[message]") {
    all_pass({
        {"GET", get()},
        {"pseudo-fields in any order",
         section(
             {{":path", "/a?b"}, {":authority", "a"}, {":scheme", "http"}, {":method", "PUT"}})},
        {"no authority at all", without(":authority", get())},
        {"Host instead of :authority", without(":authority", get({{"host", "example.com"}}))},
        {"several cookies", get({{"cookie", "a=b"}, {"cookie", "c=d"}, {"cookie", "e=f"}})},
        {"an empty value", get({{"x-empty", ""}})},
        {"upper case in a value", get({{"x-shout", "HELLO"}})},
        {"te: trailers", get({{"te", "trailers"}})},
        {"an unknown method", request("BREW", "https", "pot", "/")},
        {"the path of another scheme", request("GET", "coap", "x", "whatever")},
        {"an empty path of another scheme", request("GET", "coap", "x", "")},
        {"userinfo with another scheme", request("GET", "ftp", "me@host", "/")},
        {"octets above 0x7f in a path", request("GET", "https", "x", "/\xc3\xa4\xff")},
        {"an IPv6 address", request("GET", "https", "[2001:db8::1]:8443", "/")},
        {"a scheme in upper case", request("GET", "HTTPS", "x", "/")},
        {"content-length: 0 on GET", get({{"content-length", "0"}})},
    });
}

TEST_CASE("9113/8.3 pseudo-fields that are not defined for requests",
          "[message][9113/8.3/undefined]") {
    all_break(RuleId::pseudo_undefined, {
                                            {":status", get({{":status", "200"}})},
                                            {":version", get({{":version", "2"}})},
                                            {":patH's neighbour", get({{":patx", "/"}})},
                                            {"prefix of :path", get({{":pat", "/"}})},
                                            {":methods", get({{":methods", "GET"}})},
                                        });
}

TEST_CASE("9113/8.3 pseudo-fields come first", "[message][9113/8.3/order]") {
    all_break(
        RuleId::pseudo_after_regular,
        {
            {":path last",
             section(
                 {{":method", "GET"}, {":scheme", "https"}, {"accept", "*/*"}, {":path", "/"}})},
            {"all behind", section({{"accept", "*/*"}, {":method", "GET"}})},
            {"repeated and behind", get({{"accept", "*/*"}, {":path", "/"}})},
        });
}

TEST_CASE("9113/8.3 a pseudo-field occurs once", "[message][9113/8.3/repeated]") {
    all_break(RuleId::pseudo_repeated, {
                                           {":method", get({{":method", "GET"}})},
                                           {":scheme", get({{":scheme", "https"}})},
                                           {":authority", get({{":authority", "example.com"}})},
                                           {":path", get({{":path", "/other"}})},
                                       });
    all_break(RuleId::pseudo_repeated, {{"empty first", section({{":path", ""}, {":path", "/"}})}});
}

TEST_CASE("9113/8.3.1 mandatory pseudo-fields", "[message][9113/8.3.1/missing]") {
    all_break(RuleId::request_pseudo_missing,
              {
                  {"nothing", section({})},
                  {"only regular fields", section({{"host", "example.com"}})},
                  {"no :method", without(":method", get())},
                  {"no :scheme", without(":scheme", get())},
                  {"no :path", without(":path", get())},
                  {"empty :method", request("", "https", "x", "/")},
                  {":method is no token", request("GE T", "https", "x", "/")},
                  {":method is no token", request("GET/", "https", "x", "/")},
                  {"empty :scheme", request("GET", "", "x", "/")},
                  {":scheme begins with a digit", request("GET", "1http", "x", "/")},
                  {":scheme with a colon", request("GET", "http:", "x", "/")},
                  {"a space in :path", request("GET", "https", "x", "/a HTTP/1.1")},
                  {"a control octet in :path", request("GET", "https", "x", "/\x01")},
                  {"DEL in :path", request("GET", "coap", "x", "/\x7f")},
              });
}

TEST_CASE("9113/8.3.1 the path of http and https", "[message][9113/8.3.1/path]") {
    for (const char* scheme : {"http", "https", "HttP"}) {
        CAPTURE(scheme);
        all_break(RuleId::request_path,
                  {
                      {"empty", request("GET", scheme, "x", "")},
                      {"empty with OPTIONS", request("OPTIONS", scheme, "x", "")},
                      {"no slash", request("GET", scheme, "x", "index.html")},
                      {"only a query", request("GET", scheme, "x", "?a=b")},
                      {"absolute form", request("GET", scheme, "x", "https://x/")},
                      {"* without OPTIONS", request("GET", scheme, "x", "*")},
                      {"* with options", request("options", scheme, "x", "*")},
                      {"** with OPTIONS", request("OPTIONS", scheme, "x", "**")},
                  });
        all_pass({
            {"*", request("OPTIONS", scheme, "x", "*")},
            {"/ with OPTIONS", request("OPTIONS", scheme, "x", "/")},
            {"/* with GET", request("GET", scheme, "x", "/*")},
        });
    }
}

TEST_CASE("9113/8.3.1 :authority", "[message][9113/8.3.1/authority]") {
    all_break(RuleId::request_authority,
              {
                  {"userinfo", request("GET", "https", "me@example.com", "/")},
                  {"empty userinfo", request("GET", "http", "@example.com", "/")},
                  {"empty", request("GET", "https", "", "/")},
                  {"a slash", request("GET", "https", "example.com/x", "/")},
                  {"a space", request("GET", "https", "example .com", "/")},
                  {"a query, whatever the scheme", request("GET", "coap", "example.com?x", "/")},
                  {"8 bits", request("GET", "https", "ex\xc3\xa4mple.com", "/")},
              });
}

TEST_CASE("9113/8.3.1 Host beside :authority", "[message][9113/8.3.1/host]") {
    all_pass({
        {"the same", get({{"host", "example.com"}})},
        {"case", get({{"host", "EXAMPLE.com"}})},
        {"the default port", get({{"host", "example.com:443"}})},
        {"an empty port", get({{"host", "example.com:"}})},
        {"port 80 of http", request("GET", "http", "a:80", "/", {{"host", "a"}})},
        {"userinfo is no part of Host", request("GET", "ftp", "me@a", "/", {{"host", "a"}})},
        {"IPv6", request("GET", "https", "[::1]", "/", {{"host", "[::1]:443"}})},
        {"one without :authority", without(":authority", get({{"host", "a"}}))},
    });
    all_break(RuleId::request_host,
              {
                  {"the same twice", get({{"host", "example.com"}, {"host", "Example.com:443"}})},
                  {"two that differ, without :authority",
                   without(":authority", get({{"host", "a"}, {"host", "b"}}))},
                  {"the same twice, without :authority",
                   without(":authority", get({{"host", "a"}, {"host", "a"}}))},
                  {"another", get({{"host", "example.org"}})},
                  {"empty", get({{"host", ""}})},
                  {"a subdomain", get({{"host", "www.example.com"}})},
                  {"another port", get({{"host", "example.com:8443"}})},
                  {"the default port of the other scheme", get({{"host", "example.com:80"}})},
                  {"port 443 of http", request("GET", "http", "a", "/", {{"host", "a:443"}})},
                  {"the second", get({{"host", "example.com"}, {"host", "evil.example"}})},
                  {"IPv6", request("GET", "https", "[::1]", "/", {{"host", "[::2]"}})},
              });
}

TEST_CASE("9113/8.5 CONNECT", "[message][9113/8.5/pseudo]") {
    const FieldList tunnel = section({{":method", "CONNECT"}, {":authority", "example.com:443"}});
    CHECK(broken(tunnel) == RuleId::none);
    CHECK(examine_request(tunnel.fields, false).method == Method::connect);
    CHECK(broken(joined(tunnel, {{"host", "Example.com:443"}})) == RuleId::none);
    CHECK(broken(joined(tunnel, {{"host", "example.com"}})) == RuleId::request_host);
    all_break(
        RuleId::connect_pseudo,
        {
            {":scheme", joined(tunnel, {{":scheme", "https"}})},
            {":path", joined(tunnel, {{":path", "/"}})},
            {"empty :path", joined(tunnel, {{":path", ""}})},
            {"no :authority", section({{":method", "CONNECT"}})},
            {"Host does not stand for it", section({{":method", "CONNECT"}, {"host", "a:1"}})},
            {"empty", section({{":method", "CONNECT"}, {":authority", ""}})},
            {"no port", section({{":method", "CONNECT"}, {":authority", "example.com"}})},
            {"empty port", section({{":method", "CONNECT"}, {":authority", "example.com:"}})},
            {"no host", section({{":method", "CONNECT"}, {":authority", ":443"}})},
            {"port", section({{":method", "CONNECT"}, {":authority", "a:65536"}})},
            {"port", section({{":method", "CONNECT"}, {":authority", "a:99999999999999999999"}})},
            {"IPv6", section({{":method", "CONNECT"}, {":authority", "[::1]"}})},
            {"userinfo", section({{":method", "CONNECT"}, {":authority", "me@a:1"}})},
            {"space", section({{":method", "CONNECT"}, {":authority", "a b:1"}})},
        });
    CHECK(broken(section({{":method", "CONNECT"}, {":authority", "[::1]:65535"}})) == RuleId::none);
    CHECK(broken(section({{":method", "connect"}, {":authority", "a:1"}})) ==
          RuleId::request_pseudo_missing);  // methods are case-sensitive: this is not CONNECT
}

TEST_CASE("8441/4 extended CONNECT", "[message][8441/4/disabled][8441/4/pseudo]") {
    const FieldList chat = section({{":method", "CONNECT"},
                                    {":protocol", "websocket"},
                                    {":scheme", "https"},
                                    {":path", "/chat"},
                                    {":authority", "server.example.com"}});
    CHECK(broken(chat, true) == RuleId::none);
    CHECK(examine_request(chat.fields, true).method == Method::extended_connect);
    CHECK(broken(chat, false) == RuleId::extended_connect_disabled);
    all_break(RuleId::extended_connect_pseudo,
              {
                  {"no :scheme", without(":scheme", chat)},
                  {"no :path", without(":path", chat)},
                  {"no :authority", without(":authority", chat)},
                  {"GET", get({{":protocol", "websocket"}})},
                  {"empty", joined(without(":protocol", chat), {{":protocol", ""}})},
              },
              true);
    CHECK(broken(joined(without(":path", chat), {{":path", "chat"}}), true) ==
          RuleId::request_path);
    CHECK(broken(joined(chat, {{"host", "other.example"}}), true) == RuleId::request_host);
    CHECK(broken(section({{":method", "CONNECT"}, {":authority", "a:1"}}), true) == RuleId::none);
}

TEST_CASE("9113/8.1.1 the syntax of Content-Length",
          "[message][9113/8.1.1/content-length-syntax]") {
    const auto length = [](std::string_view value) {
        return examine_request(post({{"content-length", value}}).fields, false);
    };
    CHECK(length("0").content_length == 0U);
    CHECK(length("007").content_length == 7U);
    CHECK(length("18446744073709551615").content_length == 0xffff'ffff'ffff'ffffU);
    CHECK(length("18446744073709551616").content_length == 0xffff'ffff'ffff'ffffU);
    CHECK(length("99999999999999999999999999").content_length == 0xffff'ffff'ffff'ffffU);
    CHECK_FALSE(examine_request(post().fields, false).content_length.has_value());
    for (const char* value : {"", "-1", "+1", "1.0", "0x10", "1 2", "42, 42", "42,42", "ten"}) {
        CAPTURE(value);
        CHECK(length(value).malformed == RuleId::content_length_syntax);
    }
    CHECK(broken(post({{"content-length", "5"}, {"content-length", "5"}})) ==
          RuleId::content_length_syntax);
    CHECK(broken(post({{"content-length", "5"}, {"content-length", "6"}})) ==
          RuleId::content_length_syntax);
    CHECK(examine_response(response("200", {{"content-length", "5"}}).fields).content_length == 5U);
    CHECK(examine_response(response("200", {{"content-length", "x"}}).fields).malformed ==
          RuleId::content_length_syntax);
}

TEST_CASE("9113/8.2 rules about fields hold in requests, in their order", "[message]") {
    CHECK(broken(get({{"X-Upper", "1"}})) == RuleId::field_name);
    CHECK(broken(get({{":Path", "/"}})) == RuleId::field_name);
    CHECK(broken(get({{"x", "a\rb"}})) == RuleId::field_value);
    CHECK(broken(request("GET", "https", "x", " /")) == RuleId::field_value);
    CHECK(broken(get({{"upgrade", "h2c"}})) == RuleId::connection_specific);
    CHECK(broken(get({{"te", "gzip"}})) == RuleId::te_other_than_trailers);
    CHECK(broken(get({{"te", "gzip"}, {"", ""}})) == RuleId::te_other_than_trailers);
    CHECK(broken(section({{":protocol", "x"}, {"", ""}})) == RuleId::extended_connect_disabled);
    CHECK(broken(section({{"", ""}, {":protocol", "x"}})) == RuleId::field_name);
    CHECK(examine_request(get({{"te", ""}, {"content-length", "1"}}).fields, false) ==
          MessageHead{RuleId::te_other_than_trailers, Method::other, 0, std::nullopt});
}

TEST_CASE("9113/8.3.1 what a request is", "[message]") {
    CHECK(examine_request(get().fields, false) == MessageHead{});
    CHECK(examine_request(request("HEAD", "https", "x", "/").fields, false).method == Method::head);
    CHECK(examine_request(request("head", "https", "x", "/").fields, false).method ==
          Method::other);
}
