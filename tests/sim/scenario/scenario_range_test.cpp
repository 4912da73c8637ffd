// A scenario that is accepted can be explored: sizes that no world can carry are errors of the
// text, and whatever the reader lets through ends in states, never in a failed invariant.

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "sim/scenario/response_plan.hpp"
#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

struct Refused {
    std::string response;
    std::string pointer;
};

std::string with_response(const std::string& response) {
    return fixture::patched(R"({"response": )" + response + "}");
}

}  // namespace

TEST_CASE("range: a response has at most 255 frames", "[range]") {
    const Refused refused[] = {
        {R"({"body": 4161537})", "/response/body"},
        {R"({"body": 16777216})", "/response/body"},
        {R"({"body": 4161537, "write_size": 16384})", "/response/body"},
        {R"({"body": 4161536, "trailers": 1})", "/response/body"},
        {R"({"body": 255, "write_size": 1})", "/response/write_size"},
        {R"({"body": 16777216, "write_size": 1})", "/response/body"},
        {R"({"body": 254, "write_size": 1, "trailers": 1})", "/response/write_size"},
    };
    for (const Refused& each : refused) {
        INFO(each.response);
        const auto result = fixture::parse(with_response(each.response));
        REQUIRE_FALSE(result);
        REQUIRE(result.error().size() == 1);
        const sim::InputError& error = result.error().front();
        CHECK(error.code == sim::ErrorCode::out_of_range);
        CHECK(error.pointer == each.pointer);
        CHECK(error.line > 1);
        CHECK(error.column > 1);
    }
    for (const char* response : {R"({"body": 4161536})", R"({"body": 254, "write_size": 1})",
                                 R"({"body": 253, "write_size": 1, "trailers": 1})"}) {
        INFO(response);
        const auto result = fixture::parse(with_response(response));
        REQUIRE(result);
        CHECK(sim::plan_response(result->scenario.response, 0).size() == sim::kMostResponseFrames);
    }
}

TEST_CASE("range: the function's buffer makes the frames fewer", "[range]") {
    const std::string body = R"({"body": 4096, "write_size": 1})";
    CHECK_FALSE(fixture::parse(with_response(body)));
    CHECK(fixture::parse(with_response(body), {"server.handler_buffer=1024"}));
}

TEST_CASE("range: a script awaits within its first 64 lines", "[range]") {
    std::string script = R"("PING")";
    for (int i = 1; i < 64; ++i) {
        script += R"(, "PING")";
    }
    const auto text = [&script](const char* last) {
        return fixture::patched(fmt::format(
            R"({{"client": {{"behaviour": "scripted", "script": [{}, "{}"]}}}})", script, last));
    };
    CHECK(fixture::parse(text("PING")));
    const auto result = fixture::parse(text("await PING ACK"));
    REQUIRE_FALSE(result);
    CHECK(result.error().front().pointer == "/client/script/64");
    CHECK(result.error().front().code == sim::ErrorCode::out_of_range);
}
