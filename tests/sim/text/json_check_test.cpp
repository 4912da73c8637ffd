// One checker for every reader of JSON: what is told, where, and which numbers are integers.

#include "sim/text/json_check.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sim/text/located_json.hpp"
#include "tests/support/instrumented.hpp"

namespace {

using nlohmann::json;
using sim::ErrorCode;
using sim::InputErrors;
using sim::JsonForm;

InputErrors checked(const std::string& text, const JsonForm& form) {
    const auto located = sim::parse_located_json(text, "f.json");
    REQUIRE(located);
    sim::JsonCheck check{*located};
    const bool fits = check.fits({located->value, ""}, form);
    const InputErrors errors = check.take();
    CHECK(fits == errors.empty());
    return errors;
}

// "code line:column pointer: message | expected | hint", the only one.
std::string told(const std::string& text, const JsonForm& form) {
    const InputErrors errors = checked(text, form);
    if (errors.empty()) {
        return "";
    }
    REQUIRE(errors.size() == 1);
    const sim::InputError& error = errors.front();
    CHECK(error.file == "f.json");
    CHECK_FALSE(error.source_line.empty());
    return std::string{name(error.code)} + " " + std::to_string(error.line) + ":" +
           std::to_string(error.column) + " " + error.pointer + ": " + error.message + " | " +
           error.expected + " | " + error.hint;
}

JsonForm step_form() {
    return sim::an_object({{"pick", sim::an_integer(0, 9)}, sim::maybe("digest", sim::a_text())});
}

}  // namespace

TEST_CASE("json check: an object with these members", "[json-check]") {
    CHECK(told(R"({"pick": 3})", step_form()).empty());
    CHECK(told(R"({"pick": 3, "digest": ""})", step_form()).empty());
    CHECK(told("[1]", step_form()) ==
          "wrong-type 1:1 : the document is an array | an object | with the keys pick, digest");
    CHECK(told("{\n }", step_form()) ==
          "missing-key 1:1 : the key \"pick\" is missing | \"pick\": an integer from 0 to 9 | ");
    CHECK(told("{\"pick\": 1,\n \"digset\": 2}", step_form()) ==
          "unknown-key 2:2 /digset: unknown key \"digset\" | one of pick, digest | did you mean "
          "\"digest\"?");
    CHECK(told("{\"pick\": 1,\n \"a/b\": 2}", step_form()) ==
          "unknown-key 2:2 /a~1b: unknown key \"a/b\" | one of pick, digest | ");
    CHECK(told(R"({"pick": 10})", step_form()) ==
          "out-of-range 1:10 /pick: \"pick\" is 10 | an integer from 0 to 9 | ");
    // All of them at once.
    CHECK(checked(R"({"pick": 10, "digest": null, "x": 1})", step_form()).size() == 3);
}

TEST_CASE("json check: lists and what they are made of", "[json-check]") {
    const JsonForm list = sim::a_list("an array of steps", step_form(), 1, 3);
    CHECK(told(R"([{"pick": 1}, {"pick": 2}])", list).empty());
    CHECK(told("[]", list) ==
          "out-of-range 1:1 : the document is an array | an array of steps | it has 0 elements");
    CHECK(told("7", list) == "wrong-type 1:1 : the document is 7 | an array of steps | ");
    CHECK(
        told("[{\"pick\": 1},\n {}]", list) ==
        "missing-key 2:2 /1: the key \"1.pick\" is missing | \"pick\": an integer from 0 to 9 | ");
    CHECK(told(R"([{"pick": 1}, {"pick": true}])", list) ==
          "wrong-type 1:24 /1/pick: \"1.pick\" is true | an integer from 0 to 9 | ");
}

TEST_CASE("json check: texts and names", "[json-check]") {
    const JsonForm loop = sim::one_of({"split", "single"});
    CHECK(told("\"single\"", loop).empty());
    CHECK(told("\"spilt\"", loop) ==
          "unknown-name 1:1 : the document is \"spilt\" | one of split, single | did you mean "
          "\"split\"?");
    CHECK(told("1", loop) == "wrong-type 1:1 : the document is 1 | one of split, single | ");
    CHECK(told("\"\"", sim::a_text()).empty());
    CHECK(told("\"\"", sim::a_text(1)) ==
          "out-of-range 1:1 : the document is \"\" | a text that is not empty | ");
    CHECK(told("\"\\u001b\\u0007\"", sim::an_integer(0, 1)) ==
          "wrong-type 1:1 : the document is \"\\x1b\\x07\" | an integer from 0 to 1 | ");
    CHECK(told("null", sim::a_flag()) ==
          "wrong-type 1:1 : the document is null | true or false | ");
    const JsonForm format = sim::a_format("h2sim-x", 2, "write it again");
    CHECK(told("\"h2sim-x/2\"", format).empty());
    CHECK(told("\"h2sim-x/1\"", format) ==
          "wrong-version 1:1 : the document is \"h2sim-x/1\" | \"h2sim-x/2\"; write it again | ");
    CHECK(told("\"h2sim-y/2\"", format) ==
          "wrong-kind 1:1 : the document is \"h2sim-y/2\" | \"h2sim-x/2\"; write it again | ");
    const JsonForm count = sim::either([](const json& value) { return value.is_string(); },
                                       sim::one_of({"all"}), sim::an_integer(1, 5));
    CHECK(told("\"all\"", count).empty());
    CHECK(told("5", count).empty());
    CHECK(told("6", count) ==
          "out-of-range 1:1 : the document is 6 | one of all, or an integer from 1 to 5 | ");
    CHECK(told("\"al\"", count) ==
          "unknown-name 1:1 : the document is \"al\" | one of all, or an integer from 1 to 5 | did "
          "you mean \"all\"?");
}

TEST_CASE("json check: which numbers are integers", "[json-check]") {
    const JsonForm any = sim::an_integer(0, 18446744073709551615U);
    for (const char* text : {"0", "-0", "7", "18446744073709551615"}) {
        CAPTURE(text);
        CHECK(told(text, any).empty());
    }
    for (const char* text : {"-1", "-9223372036854775808", "-9223372036854775809",
                             "18446744073709551616", "123456789012345678901234567890", "1e300"}) {
        CAPTURE(text);
        CHECK(told(text, any).starts_with("out-of-range "));
    }
    for (const char* text : {"1.0", "1e3", "-0.0", "0.5", "1E0", "true", "null", "[]", "{}"}) {
        CAPTURE(text);
        CHECK(told(text, any).starts_with("wrong-type "));
    }
    CHECK(told("1e3", any).ends_with("| write it in digits, without fraction and exponent"));
    CHECK(told("\"7\"", any).ends_with("| write the number without quotes"));
    CHECK(told("\"7.\"", any).ends_with("| "));
    CHECK(told("-0", sim::an_integer(1, 2)).starts_with("out-of-range "));
    // Who reads what has passed gets the number.
    CHECK(json::parse("-0").get<std::uint64_t>() == 0);
}

TEST_CASE("json check: keys of a newer program", "[json-check]") {
    const auto located =
        sim::parse_located_json(R"([{"pick": 1, "zoom": {"pick": -1}}, {"pck": 1}])", "f.json");
    REQUIRE(located);
    sim::JsonCheck check{*located};
    check.ignore_unknown_keys();
    CHECK_FALSE(check.fits({located->value, ""}, sim::a_list("an array", step_form())));
    CHECK(check.ignored() == std::vector<std::string>{"/0/zoom", "/1/pck"});
    const InputErrors errors = check.take();
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].message == "the key \"1.pick\" is missing");
    CHECK(errors[0].hint == "there is \"pck\"");
}

TEST_CASE("json check: something else altogether is not looked at to its end", "[json-check]") {
    std::string text = "[";
    for (int i = 0; i < 100'000 / static_cast<int>(support::kStride); ++i) {
        text += "0, ";
    }
    const InputErrors errors = checked(text + "0]", sim::a_list("an array", sim::a_text()));
    CHECK(errors.size() == sim::kMostInputErrors);
    const InputErrors shown = sim::in_order(errors);
    CHECK(shown.size() == sim::kMostShownErrors);
    CHECK(shown.back().hint == "further errors are not shown");
}

TEST_CASE("json check: a place that is not there is that of what contains it", "[json-check]") {
    const auto located = sim::parse_located_json("{\"a\":\n {\"b\": 1}}", "f.json");
    REQUIRE(located);
    CHECK(located->error_at("/a/c/d", sim::At::value).line == 2);
    CHECK(located->error_at("/a/c/d", sim::At::key).line == 1);
    CHECK(located->error_at("/a/c/d", sim::At::key).pointer == "/a/c/d");
    CHECK(located->error_at("/z", sim::At::value).column == 1);
}
