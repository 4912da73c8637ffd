// Formats of users: read, and refused with every mistake at its place.

#include <catch2/catch.hpp>

#include "tests/tools/logs/text_recording.hpp"
#include "tools/system/embedded.hpp"

using Catch::Contains;

namespace {

const std::string kMine = R"-({
  "format": "h2sim-log-format/1", "name": "mine", "title": "my server",
  "sent": ["out"], "received": ["in"], "role": "server",
  "types": {"headers": "HEADERS", "STOP": "RST_STREAM"},
  "frames": [
    "conn (?P<connection>[0-9]+) (?P<direction>in|out|up) (?P<type>[A-Za-z_]+) (?P<stream>[0-9]+)"
  ],
  "values": ["^ error=(?P<error>[^ ]+)", " end=(?P<end_stream>yes|no)", " n=(?P<content>[0-9]+)"],
  "whole_field_blocks": true
})-";

}  // namespace

TEST_CASE("logs: a format of one's own", "[logs]") {
    tools::LogFormats formats;
    REQUIRE(formats.add(kMine, "mine.json").empty());
    CHECK_THAT(formats.names(), Catch::StartsWith("mine (my server), ") && Contains("go ("));
    const Read read = read_text(
        "conn 4 in headers 1 end=yes\n"
        "conn 4 out headers 1 end=no\n"
        "conn 4 out DATA 1 end=yes n=12\n"
        "conn 4 out STOP 1 error=0x2\n"
        "conn 4 up STOP 1 error=0x2\n",
        false, false, formats);
    CHECK(read.told == R"(0 begins "4", of a server
0 second HEADERS 1 END_STREAM (1 0 05 1) #1
0 first HEADERS 1 (1 0 04 1) #2
0 first DATA 1 len=12 END_STREAM (0 12 01 1) #3
0 first RST_STREAM 1 INTERNAL_ERROR (3 4 00 1) #4
0 ends: ends
)");
    CHECK(read.summary.format == "mine");
    CHECK(read.summary.notes.size() == 1);
}

TEST_CASE("logs: one of the same name takes the place of ours", "[logs]") {
    tools::LogFormats formats;
    const std::size_t before = formats.all().size();
    std::string go = kMine;
    go.replace(go.find("mine"), 4, "go");
    REQUIRE(formats.add(go, "go.json").empty());
    CHECK(formats.all().size() == before);
    CHECK(formats.all().front().title == "my server");
}

TEST_CASE("logs: our own formats are as a user's must be", "[logs]") {
    for (const tools::EmbeddedFile& file : tools::embedded_log_formats()) {
        CAPTURE(file.path);
        tools::LogFormats formats;
        CHECK(sim::to_text(formats.add(file.text, std::string{file.path})) == "");
        CHECK(formats.all().front().name + ".json" == file.path);
    }
}

TEST_CASE("logs: formats with mistakes", "[logs]") {
    struct Mistake {
        const char* from;
        const char* to;
        const char* message;
    };
    const Mistake mistake = GENERATE(
        Mistake{"\"name\": \"mine\",", "", "the key \"name\" is missing"},
        Mistake{"[0-9]+) (?P<direction>", "[0-9]+ (?P<direction>",
                "the pattern is wrong: missing )"},
        Mistake{"?P<stream>", "?P<steam>", "no group is called steam; there are connection"},
        Mistake{"\"frames\": [", "\"frames\": [], \"frame\": [", "unknown key \"frame\""},
        Mistake{"\"role\": \"server\"", "\"role\": \"proxy\"", "\"role\" is \"proxy\""},
        Mistake{"format/1", "format/2", "h2sim-log-format/2"},
        Mistake{"\"sent\": [\"out\"]", "\"sent\": []", "\"sent\""},
        Mistake{"\"STOP\": \"RST_STREAM\"", "\"STOP\": 3", "\"types.STOP\" is 3"},
        Mistake{"true\n}", "true\n", "mine.json:"});
    CAPTURE(mistake.to);
    std::string text = kMine;
    text.replace(text.find(mistake.from), std::string_view{mistake.from}.size(), mistake.to);
    tools::LogFormats formats;
    const sim::InputErrors errors = formats.add(text, "mine.json");
    REQUIRE(!errors.empty());
    CHECK_THAT(sim::to_text(errors), Contains(mistake.message) && Contains("mine.json:"));
    CHECK(formats.names() == tools::LogFormats{}.names());
}
