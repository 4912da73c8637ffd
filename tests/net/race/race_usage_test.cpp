// Command lines of race that are wrong, and the forms of its report.

#include "tests/net/race/raced.hpp"
#include "tests/support/well_formed.hpp"

using Catch::Contains;

namespace {

std::string wrong(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "race");
    const command::Result result = command::h2sim(arguments);
    CAPTURE(arguments, result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    return result.err;
}

}  // namespace

TEST_CASE("race: usage", "[net][race][usage]") {
    CHECK_THAT(wrong({}), Contains("which server?"));
    CHECK_THAT(wrong({"http://a/", "http://b/"}), Contains("two servers"));
    CHECK_THAT(wrong({"http://a/", "--url", "bytes"}), Contains("expected a path"));
    CHECK_THAT(wrong({"a:1", "--url", "/{n}", "--sizes", "1,x"}), Contains("\"x\""));
    CHECK_THAT(wrong({"a:1", "--url", "/{n}", "--sizes", "1,"}), Contains("\"\""));
    CHECK_THAT(wrong({"ftp://a/"}), Contains("ftp://a/"));
    CHECK_THAT(wrong({"a:1", "--mode", "parked"}), Contains("park"));
    CHECK_THAT(wrong({"a:1", "--max-cycles", "0"}), Contains("--max-cycles"));
    CHECK_THAT(wrong({"a:1", "--json", "--junit", "-"}), Contains("standard output"));
    CHECK_THAT(wrong({"a:1", "--header", "host: x"}), Contains("cannot have this field"));
    CHECK_THAT(wrong({"a:1", "--junit", "/no/such/folder/x.xml"}), Contains("/no/such/folder"));
}

TEST_CASE("race: text, Markdown and JUnit XML", "[net][race]") {
    Served served = threaded_server({"--design", "before", "--limit", "2", "--hold", "5000"});
    const std::string junit = served.workspace().path("junit.xml");
    command::Setting setting;
    setting.environment = {{"COLUMNS", "80"}};
    const command::Result text = command::h2sim({"race", served.url("/bytes/4096"), "--max-cycles",
                                                 "30", "--mode", "park", "--junit", junit},
                                                setting);
    CHECK(text.code == 1);
    CHECK_THAT(text.err, Contains("up to 90 requests in 3 cells"));
    CHECK_THAT(text.out, Contains("server-wrong: 127.0.0.1:"));
    CHECK_THAT(text.out, Contains("RST_STREAM(PROTOCOL_ERROR)"));
    CHECK_THAT(text.out, Contains("The first case"));
    std::istringstream lines{text.out};
    for (std::string line; std::getline(lines, line);) {
        CHECK(line.size() <= 80);
    }
    const std::string xml = read_file(junit);
    CHECK(support::is_well_formed(xml.substr(xml.find('\n'))));
    CHECK_THAT(xml, Contains("failures=\"1\""));
    CHECK_THAT(xml, Contains("<testcase"));
    const command::Result markdown = command::h2sim(
        {"race", served.url("/bytes/4096"), "--md", "-q", "--max-cycles", "30", "--mode", "park"});
    CHECK(markdown.code == 1);
    CHECK_THAT(markdown.out, Contains("**server-wrong**"));
    CHECK_THAT(markdown.out, Contains("| /bytes/4096 |"));
}
