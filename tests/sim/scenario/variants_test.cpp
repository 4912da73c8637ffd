// `--vary` and the ranges of `--threshold`: what they stand for, and what is said of those that
// stand for nothing.

#include "sim/scenario/variants.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using Catch::Contains;
using sim::Axis;
using sim::combinations;
using sim::parse_axis;
using sim::range_of;

namespace {

using Texts = std::vector<std::string>;

Texts values(std::string_view text) {
    const auto axis = parse_axis(text);
    if (!axis) {
        FAIL(sim::to_text(axis.error()));
    }
    return axis->values;
}

std::string error(std::string_view text) {
    const auto axis = parse_axis(text);
    REQUIRE_FALSE(axis);
    CHECK(axis.error().file == "--vary");
    return fmt::format("{}: {}", axis.error().column, axis.error().message);
}

std::string conflict(const std::vector<Axis>& axes, const Texts& overrides = {}) {
    const auto error = sim::check_axes(axes, overrides);
    return error ? error->message : "";
}

}  // namespace

TEST_CASE("variants: values are separated by commas", "[variants]") {
    CHECK(parse_axis("server.before_read=nothing,drain")->key == "server.before_read");
    CHECK(values("server.before_read=nothing,drain") == Texts{"nothing", "drain"});
    CHECK(values("limit=3") == Texts{"3"});
    CHECK(values("title=a=b,c") == Texts{"a=b", "c"});
}

TEST_CASE("variants: ranges of integers, among other values too", "[variants]") {
    CHECK(values("limit=1..4") == Texts{"1", "2", "3", "4"});
    CHECK(values("limit=7,1..2,9..9") == Texts{"7", "1", "2", "9"});
    CHECK(values("response.body=4087..4097").size() == 11);
    CHECK(values("x=18446744073709551614..18446744073709551615").size() == 2);
    CHECK(values("title=a..b,1...2,-1..3") == Texts{"a..b", "1...2", "-1..3"});
}

TEST_CASE("variants: JSON keeps its commas", "[variants]") {
    CHECK(values(R"(response={"body":1,"headers":[1,2]},{"body":2})") ==
          Texts{R"({"body":1,"headers":[1,2]})", R"({"body":2})"});
    CHECK(values(R"(client.script=["HEADERS 1","PING"],[])") ==
          Texts{R"(["HEADERS 1","PING"])", "[]"});
    CHECK(values(R"(title="a,b","]","c\",{d","",e)") ==
          Texts{R"("a,b")", R"("]")", R"("c\",{d")", R"("")", "e"});
    CHECK(values(R"(title=a"b,c])") == Texts{R"(a"b)", "c]"});
}

TEST_CASE("variants: what is no list of values is told with its place", "[variants]") {
    CHECK(error("limit") == "1: not of the form key=value,value");
    CHECK(error("=1") == "1: not of the form key=value,value");
    CHECK(error("") == "1: not of the form key=value,value");
    CHECK(error("limit=") == "7: a value of \"limit\" is missing");
    CHECK(error("limit=1,,2") == "9: a value of \"limit\" is missing");
    CHECK(error("limit=1,") == "9: a value of \"limit\" is missing");
    CHECK(error("limit=3..1") == "7: the range 3..1 is empty");
    CHECK(error("limit=1,1..18446744073709551616") == "9: a range with a number that is too large");
    CHECK(error("limit=1,2,1") == "11: \"1\" is there twice");
    CHECK(error("limit=2,1..3") == "9: \"2\" is there twice");
    CHECK(error(R"(x={"a":1,{"b":2})") == "3: a JSON value that is not closed");
    CHECK(error(R"(x="a)") == "3: a JSON value that is not closed");
    CHECK(error(R"(x="a\")") == "3: a JSON value that is not closed");
    CHECK(error("x=[1]2") == "6: more text after a JSON value");
}

TEST_CASE("variants: no more than a thousand, however they are asked for", "[variants]") {
    CHECK(values("limit=1..1000").size() == sim::kMostVariants);
    CHECK_THAT(error("limit=1..1001"), Contains("more than 1000 values"));
    CHECK_THAT(error("limit=0..18446744073709551615"), Contains("more than 1000 values"));
    CHECK_THAT(error("limit=1..1000,2000"), Contains("more than 1000 values"));

    const Axis ten{"limit", Texts(10, "1")};
    Axis hundred{"requests", Texts(100, "1")};
    CHECK(conflict({ten, hundred}).empty());
    hundred.values.emplace_back("2");
    CHECK(conflict({ten, hundred}) == "more than 1000 combinations");
    std::vector<Axis> many;
    for (char letter = 'a'; letter <= 'z'; ++letter) {  // 1000^26
        many.push_back({std::string{letter}, Texts(1000, "1")});
    }
    CHECK(conflict(many) == "more than 1000 combinations");
}

TEST_CASE("variants: keys that would undo each other", "[variants]") {
    const Axis limit{"limit", {"1"}};
    const Axis server{"server", {"{}"}};
    const Axis loop{"server.loop", {"split"}};
    CHECK(conflict({limit, loop}, {"requests=3", "server={}", "limits=1"}).empty());
    CHECK(conflict({limit, loop, limit}) == "\"limit\" is varied twice");
    CHECK(conflict({server, loop}) ==
          "\"server\" and \"server.loop\" are varied, and one is part of the other");
    CHECK(conflict({loop, server}) ==
          "\"server.loop\" and \"server\" are varied, and one is part of the other");
    CHECK(conflict({limit}, {"limit=3"}) ==
          "--set limit=3 has no effect where \"limit\" is varied");
    CHECK(conflict({server}, {"server.loop=single"}) ==
          "--set server.loop=single has no effect where \"server\" is varied");
}

TEST_CASE("variants: all combinations, the last key fastest", "[variants]") {
    CHECK(combinations({}) == std::vector<Texts>{{}});
    CHECK(
        combinations({{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}}) ==
        std::vector<Texts>{{"1", "x"}, {"1", "y"}, {"1", "z"}, {"2", "x"}, {"2", "y"}, {"2", "z"}});
}

TEST_CASE("variants: a key's own range", "[variants]") {
    CHECK(range_of("limit", 3)->values == Texts{"1", "2", "3"});
    CHECK(range_of("client.pings", 2)->values == Texts{"0", "1", "2"});
    CHECK(range_of("limit", {})->values.size() == sim::kDefaultRange);
    CHECK(range_of("limit", {})->values.back() == "32");
    CHECK(range_of("pipes.to_client", 1)->values == Texts{"1"});

    const auto message = [](std::string_view key, std::optional<std::uint64_t> largest = {}) {
        const auto axis = range_of(key, largest);
        REQUIRE_FALSE(axis);
        return sim::to_text(axis.error());
    };
    CHECK_THAT(message("limt"),
               Contains("unknown key \"limt\"") && Contains("did you mean \"limit\"?"));
    CHECK_THAT(message("client.ping"),
               Contains("--threshold") && Contains("did you mean \"pings\"?"));
    CHECK_THAT(message("limit.x"), Contains("unknown key \"limit.x\""));
    CHECK_THAT(message("properties.0.name"), Contains("unknown key"));
    CHECK_THAT(message(""), Contains("unknown key \"\""));
    CHECK_THAT(message("server.before_read"),
               Contains("is no number") && Contains("--vary server.before_read="));
    CHECK_THAT(message("limit", 0),
               Contains("no value of \"limit\"") && Contains("an integer from 1 to 1000"));
    CHECK_THAT(message("limit", 1001), Contains("no value of \"limit\""));
    CHECK_THAT(message("response.body", 1'000'000), Contains("more than 1000 values"));
}
