#include "sim/text/located_json.hpp"

#include <string>

#include <catch2/catch.hpp>

using sim::parse_located_json;

namespace {

struct Position {
    std::uint32_t line;
    std::uint32_t column;
    bool operator==(const Position&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Position& position) {
    return out << position.line << ':' << position.column;
}

Position of(sim::Location location) {
    return {location.line, location.column};
}

sim::InputError error_of(const std::string& text) {
    const auto result = parse_located_json(text, "f.json");
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

Position position_of_error(const std::string& text) {
    const sim::InputError error = error_of(text);
    return {error.line, error.column};
}

bool accepts(const std::string& text) {
    return parse_located_json(text, "f.json").has_value();
}

}  // namespace

TEST_CASE("located JSON: the value is what the text says", "[located_json]") {
    const auto result =
        parse_located_json(R"( {"a": [1, -2, 2.5, "x", true, null], "b": {}} )", "");
    REQUIRE(result);
    CHECK(result->value == nlohmann::json::parse(R"({"a":[1,-2,2.5,"x",true,null],"b":{}})"));
}

TEST_CASE("located JSON: every key and value has its line and column", "[located_json]") {
    const auto result = parse_located_json(
        "{\n  \"one\": 17,\n  \"two\" : [ -1.5e3 ,\n\ttrue, {\"é\": \"ü\\\"\", \"z\":null}]\n}",
        "");
    REQUIRE(result);
    const auto& places = result->places;
    CHECK(of(places.at("").value) == Position{1, 1});
    CHECK(of(places.at("/one").key) == Position{2, 3});
    CHECK(of(places.at("/one").value) == Position{2, 10});
    CHECK(of(places.at("/two").key) == Position{3, 3});
    CHECK(of(places.at("/two").value) == Position{3, 11});
    CHECK(of(places.at("/two/0").value) == Position{3, 13});
    CHECK(of(places.at("/two/1").value) == Position{4, 2});
    CHECK(of(places.at("/two/2").value) == Position{4, 8});
    CHECK(of(places.at("/two/2/é").key) == Position{4, 9});
    CHECK(of(places.at("/two/2/é").value) == Position{4, 14});
    CHECK(of(places.at("/two/2/z").key) == Position{4, 21});  // columns count characters
    CHECK(of(places.at("/two/2/z").value) == Position{4, 25});
    CHECK(places.size() == 8);
}

TEST_CASE("located JSON: numbers next to brackets do not shift what follows", "[located_json]") {
    const auto result = parse_located_json(R"([[1],[22],{"a":3},4])", "");
    REQUIRE(result);
    CHECK(of(result->places.at("/1").value) == Position{1, 6});
    CHECK(of(result->places.at("/1/0").value) == Position{1, 7});
    CHECK(of(result->places.at("/2").value) == Position{1, 11});
    CHECK(of(result->places.at("/3").value) == Position{1, 19});
}

TEST_CASE("located JSON: pointers escape '~' and '/'", "[located_json]") {
    const auto result = parse_located_json(R"({"a/b": {"~": 1}})", "");
    REQUIRE(result);
    CHECK(result->places.count("/a~1b/~0") == 1);
    CHECK(sim::child_pointer("/x", "a/~b") == "/x/a~1~0b");
    CHECK(sim::last_token("/x/a~1~0b") == "a/~b");
    CHECK(sim::parent_pointer("/x/a~1~0b") == "/x");
    CHECK(sim::parent_pointer("/x").empty());
}

TEST_CASE("located JSON: a duplicate key is an error at its second place", "[located_json]") {
    const sim::InputError error = error_of("{\"a\": {\"limit\": 1,\n  \"limit\": 1}}");
    CHECK(error.message == "duplicate key \"limit\"");
    CHECK(error.line == 2);
    CHECK(error.column == 3);
    CHECK(error.pointer == "/a/limit");
    CHECK(error.hint == "it is given first at line 1; keep one of them");
    CHECK(error.source_line == "  \"limit\": 1}}");
    CHECK(accepts(R"({"a": {"x": 1}, "b": {"x": 1}})"));
}

TEST_CASE("located JSON: a duplicate is one whatever its escapes", "[located_json]") {
    CHECK(error_of(R"({"a": 1, "\u0061": 2})").message == "duplicate key \"a\"");
}

TEST_CASE("located JSON: what is not JSON is reported where it stands", "[located_json]") {
    CHECK(position_of_error("") == Position{1, 1});
    CHECK(position_of_error("\n\n") == Position{3, 1});
    CHECK(position_of_error("limit: 1") == Position{1, 1});
    CHECK(position_of_error("{\"a\": 1,}") == Position{1, 9});
    CHECK(position_of_error("{\"a\" 1}") == Position{1, 6});
    CHECK(position_of_error("{\"a\":: 1}") == Position{1, 6});
    CHECK(position_of_error("{\"a\": 1 \"b\": 2}") == Position{1, 9});
    CHECK(position_of_error("{\n\"a\": tru}") == Position{2, 6});
    CHECK(position_of_error("{\"a\": 1}\n{}") == Position{2, 1});
    CHECK(position_of_error("{\"a\": \"never closed") == Position{1, 7});
    CHECK(position_of_error("{\"a\": 01}") == Position{1, 8});
    CHECK(position_of_error("[1, // no\n2]") == Position{1, 5});
    CHECK(error_of("{\"a\": [1, x]}").pointer == "/a");
}

TEST_CASE("located JSON: hostile bytes are errors", "[located_json]") {
    CHECK(position_of_error(std::string("{}\0{", 4)) == Position{1, 3});
    CHECK(position_of_error(std::string("[\"a\0b\"]", 7)) == Position{1, 4});
    CHECK_FALSE(accepts("[\"\xff\"]"));
    CHECK_FALSE(accepts("[\"\xc0\x80\"]"));
    CHECK_FALSE(accepts("[\"\xed\xa0\x80\"]"));
    CHECK_FALSE(accepts("[\"\\ud800\"]"));
    CHECK_FALSE(accepts("[\"\x1b[31m\"]"));
    CHECK(accepts("[\"\\u001b[31m\"]"));
    CHECK(accepts("\xEF\xBB\xBF{}"));
}

TEST_CASE("located JSON: numbers beyond a double are errors", "[located_json]") {
    CHECK(position_of_error("[1, 1e999]") == Position{1, 5});
    CHECK(accepts("[123456789012345678901234567890, 1e308]"));
}

TEST_CASE("located JSON: deep nesting is an error, not a crash", "[located_json]") {
    CHECK(accepts(std::string(64, '[') + std::string(64, ']')));
    const sim::InputError error = error_of(std::string(65, '[') + std::string(65, ']'));
    CHECK(error.message == "nested deeper than 64 levels");
    CHECK(error.column == 65);
    CHECK_FALSE(accepts(std::string(100'000, '[')));
    std::string objects;
    for (int i = 0; i < 100'000; ++i) {
        objects += "{\"a\":";
    }
    CHECK_FALSE(accepts(objects));
}

TEST_CASE("located JSON: a message never carries the input's control characters",
          "[located_json]") {
    const std::string text = sim::to_text(error_of("{\"\\u001b[31m\": 1, \"\\u001b[31m\": \x1b]"));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\\x1b[31m") != std::string::npos);
}
