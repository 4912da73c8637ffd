// What reading costs: a text of some hundred kilobytes is read, or refused, in a moment, whatever
// is wrong with it. Nothing here measures time: the work that grew with the square of the size was
// done for each error, so it is the number of errors that is bounded.

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

std::string repeated(std::string_view element, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += text.empty() ? "" : ",";
        text += element;
    }
    return text;
}

// kSmall with one more member, all on one line.
std::string with(const std::string& member) {
    return R"({"id":"t","title":"t","limit":1,"requests":2,"server":{},)" + member +
           R"(,"client":{"behaviour":"scripted","script":["PING"]},)"
           R"("properties":[{"name":"no-deadlock","expect":"holds"}]})";
}

}  // namespace

TEST_CASE("cost: no more errors are looked for than anybody reads", "[cost]") {
    const std::size_t many = 10'000;
    std::string keys;
    for (std::size_t i = 0; i < many; ++i) {
        keys += fmt::format(R"("key{}":{{"b":1}},)", i);
    }
    const std::string texts[] = {
        with(R"("refs":[)" + repeated("123456789", many) + "]"),
        with(R"("rfc":[)" + repeated(R"("no section")", many) + "]"),
        with(keys + R"("why":"")"),
        R"({"properties":[)" + repeated(R"({"name":"no-deadlock","expect":"holds"})", many) + "]}",
        R"({"properties":[)" + repeated(R"({"name":"none","expect":"holds"})", many) + "]}",
    };
    for (const std::string& text : texts) {
        const auto result = fixture::parse(text);
        REQUIRE_FALSE(result);
        CHECK(result.error().size() <= 20);
    }
}

TEST_CASE("cost: a long line is not quoted, wherever on it the error stands", "[cost]") {
    const std::string line = std::string(65'536, 'a');
    for (const std::size_t offset : {0U, 40'000U, 65'536U}) {
        CHECK(sim::line_at("\n" + line + "\n", {offset + 1, 2, 1}) == line);
        CHECK(sim::line_at(line, {offset, 1, 1}) == line);
        CHECK(sim::line_at("\n" + line + "b\n", {offset + 1, 2, 1}).empty());
    }
    CHECK(sim::line_at(std::string(1'000'000, 'a'), {900'000, 1, 1}).empty());
    CHECK(sim::line_at(line + "a\nb", {65'538, 2, 1}) == "b");
}

TEST_CASE("cost: each part of a long --set knows its column", "[cost]") {
    const auto result = fixture::parse(fixture::kSmall, {R"(refs=["a", "é", 3])"});
    REQUIRE_FALSE(result);
    CHECK(result.error().front().column == 17);
}
