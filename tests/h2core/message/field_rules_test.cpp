// RFC 9113 section 8.2: one field by itself, over all octets.

#include "h2core/message/field_rules.hpp"

#include <string>

#include "tests/h2core/message/sections.hpp"

using namespace h2;

namespace {

// As the section lists them, in its own numbers.
bool name_may_hold(unsigned octet) {
    const bool listed =
        octet <= 0x20 || (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x7f && octet <= 0xff);
    return !listed && octet != 0x3a;
}

RuleId of(std::string_view name, std::string_view value) {
    return examine_field({name, value, false});
}

}  // namespace

TEST_CASE("9113/8.2.1 each octet in a field name", "[message][9113/8.2.1/name]") {
    for (unsigned octet = 0; octet < 256; ++octet) {
        const std::string one(1, static_cast<char>(octet));
        CAPTURE(octet);
        const bool allowed = name_may_hold(octet);
        CHECK(is_valid_name(one + "x") == (allowed || octet == ':'));  // ":x" is a pseudo-field
        CHECK(is_valid_name("x" + one) == allowed);
        CHECK(is_valid_name("x" + one + "y") == allowed);
        CHECK(is_valid_name("a-rather-long-field-name" + one + "and-more") == allowed);
        CHECK(is_valid_name(":x" + one) == allowed);
        CHECK(is_valid_name(one) == allowed);
    }
}

TEST_CASE("9113/8.2.1 a name is not empty and has one colon at most",
          "[message][9113/8.2.1/name]") {
    CHECK_FALSE(is_valid_name(""));
    CHECK_FALSE(is_valid_name(":"));
    CHECK_FALSE(is_valid_name("::path"));
    CHECK_FALSE(is_valid_name(":pa:th"));
    CHECK(is_valid_name(":path"));
    CHECK(is_valid_name("x-y_z~9!"));
}

TEST_CASE("9113/8.2.1 each octet in a field value", "[message][9113/8.2.1/value]") {
    for (unsigned octet = 0; octet < 256; ++octet) {
        const std::string one(1, static_cast<char>(octet));
        CAPTURE(octet);
        const bool inside = octet != 0x00 && octet != 0x0a && octet != 0x0d;
        const bool outside = inside && octet != 0x20 && octet != 0x09;
        CHECK(is_valid_value("x" + one + "y") == inside);
        CHECK(is_valid_value("a rather long value, longer than a register" + one + "y") == inside);
        CHECK(is_valid_value(one + "y") == outside);
        CHECK(is_valid_value("x" + one) == outside);
        CHECK(is_valid_value(one) == outside);
    }
    CHECK(is_valid_value(""));
}

TEST_CASE("9113/8.2.2 connection-specific fields", "[message][9113/8.2.2/connection-specific]") {
    for (const char* name :
         {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"}) {
        CAPTURE(name);
        CHECK(of(name, "x") == RuleId::connection_specific);
        CHECK(of(name, "") == RuleId::connection_specific);
        CHECK(of("x-" + std::string{name}, "x") == RuleId::none);
        CHECK(of(std::string{name} + "s", "x") == RuleId::none);
    }
    CHECK(of("upgrade-insecure-requests", "1") == RuleId::none);
    CHECK(of("connectiom", "close") == RuleId::none);  // the same length
}

TEST_CASE("9113/8.2.2 TE holds trailers or nothing else", "[message][9113/8.2.2/te]") {
    CHECK(of("te", "trailers") == RuleId::none);
    CHECK(of("te", "Trailers") == RuleId::none);
    for (const char* value : {"", "gzip", "trailers, deflate", "trailers;q=1", "trailer"}) {
        CAPTURE(value);
        CHECK(of("te", value) == RuleId::te_other_than_trailers);
    }
}

TEST_CASE("9113/8.2 the first rule of a field", "[message]") {
    CHECK(of("Connection", "x\n") == RuleId::field_name);
    CHECK(of("connection", "x\n") == RuleId::field_value);
    CHECK(of("te", " trailers") == RuleId::field_value);
    CHECK(of(":connection", "x") == RuleId::none);  // whether it is defined, its message knows
    CHECK(of("x-custom", "UPPER case; \t\x01\x7f\xff") == RuleId::none);
    CHECK(of("cookie", "") == RuleId::none);
}
