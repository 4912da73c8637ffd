// h2sim compare: the table in its four forms, same states, thresholds, exit codes, and that nothing
// depends on how many variants are explored at a time.

#include <csignal>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;
using command::h2sim;
using command::Result;
using command::Setting;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

// In the source tree, so that scenarios have ids.
Result compare(const Words& arguments, Setting setting = {}) {
    Words words{"compare"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    if (setting.folder == "/usr") {
        setting.folder = source_root();
    }
    setting.environment.insert(setting.environment.begin(), {"COLUMNS", "100"});
    return h2sim(words, setting);
}

json compared(Words arguments, int code = 0) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Result result = compare(arguments);
    CHECK(result.code == code);
    CHECK(result.err.empty());
    json report = json::parse(result.out);
    CHECK(report.at("schema") == "h2sim-compare/1");
    CHECK(report.at("exit_code") == code);
    return report;
}

json property(const json& variant, const std::string& name) {
    for (const json& each : variant.at("properties")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    FAIL("no property " << name);
    return {};
}

// "verdict steps" of one property in every variant.
Words verdicts(const json& report, const std::string& name) {
    Words found;
    for (const json& variant : report.at("variants")) {
        const json each = property(variant, name);
        found.push_back(each.at("verdict").get<std::string>() +
                        (each.at("steps").is_null() ? "" : " " + each.at("steps").dump()));
    }
    return found;
}

Words letters(const json& report) {
    Words found;
    for (const json& variant : report.at("variants")) {
        const json& letter = variant.at("same_states");
        found.push_back(letter.is_null() ? "-" : letter.get<std::string>());
    }
    return found;
}

std::size_t longest_line(const std::string& text) {
    std::size_t longest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    return longest;
}

const Words kBeforeAndLanded{"races/go-42777-before", "--vary",
                             "server.profile=go-x-net-2020,go-x-net-2021"};

}  // namespace

TEST_CASE("compare: the fix of golang/go#42777 reaches the same states", "[tools][compare]") {
    const Result result = compare(kBeforeAndLanded);
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("\nserver.profile          go-x-net-2020  go-x-net-2021\n"
                                    "no-false-refusal        violated 16    violated 16\n"));
    CHECK_THAT(result.out, Contains("\nexplored                complete       complete\n"
                                    "same states             A              A\n\n"
                                    "A: variants 1 and 2 reach exactly the same 76 states.\n"));
}

TEST_CASE("compare: all combinations in the order given", "[tools][compare]") {
    const json report =
        compared({"races/go-42777-landed", "--vary", "server.before_read=nothing,drain,wait",
                  "--vary", "requests=2,3", "--set", "client.pings=0"});
    CHECK(report.at("vary") == json{"server.before_read", "requests"});
    CHECK(report.at("set") == json{"client.pings=0"});
    REQUIRE(report.at("variants").size() == 6);
    CHECK(report.at("variants")[2].at("variant") == 3);
    CHECK(report.at("variants")[2].at("set") == json{"server.before_read=drain", "requests=2"});
    CHECK(verdicts(report, "no-false-refusal") ==
          Words{"violated 16", "violated 16", "violated 16", "violated 16", "holds", "holds"});
    CHECK(letters(report) == Words{"A", "B", "A", "B", "-", "-"});
    CHECK(report.at("same_states") ==
          json::parse(R"([{"label": "A", "variants": [1, 3], "states": 76},
                          {"label": "B", "variants": [2, 4], "states": 161}])"));
    const json& first = report.at("variants")[0];
    CHECK(first.at("status") == "complete");
    CHECK(first.at("bound") == "none");
    CHECK(first.at("transitions") == 122);
    CHECK(first.at("fingerprint").get<std::string>().size() == 32);
    CHECK(first.at("fingerprint") == report.at("variants")[2].at("fingerprint"));
    CHECK(report.at("threshold").is_null());
}

TEST_CASE("9113/5.1.2 compare: the worst excess of designs whose client ignores the limit",
          "[tools][compare]") {
    const Words question{"races/release-at-write-start-greedy",
                         "--vary",
                         "server.release_at=app_done,completion_processed",
                         "--set",
                         "requests=3",
                         "--set",
                         "limit=1"};
    const json report = compared(question);
    CHECK(report.at("variants")[0].at("most_admitted") == 3);
    CHECK(report.at("variants")[1].at("most_admitted") == 1);
    for (const char* form : {"text", "md", "html"}) {
        Words words = question;
        words.insert(words.end(), {"--format", form});
        CHECK_THAT(compare(words).out, Contains("most admitted"));
    }
}

TEST_CASE("compare: values are put in place after --set", "[tools][compare]") {
    const json report = compared({"races/go-42777-landed", "--set", R"(server={"loop": "split"})",
                                  "--vary", "server.release_at=completion_processed,write_start"});
    CHECK(verdicts(report, "no-false-refusal") == Words{"violated 16", "holds"});
}

TEST_CASE("compare: a violation is shown again by the command it names", "[tools][compare]") {
    const Workspace workspace;
    const std::string file = workspace.write("it's racy.json", texts::kRacy);
    const json report = compared({file, "--vary", "requests=2,3", "--set", "title=a b"});
    for (const json& variant : report.at("variants")) {
        const std::string command = property(variant, "no-false-refusal").at("command");
        CHECK_THAT(command, StartsWith("h2sim explore '"));
        CHECK_THAT(command, EndsWith(" --property no-false-refusal"));
        CHECK_THAT(command, Contains("it'\\''s racy.json' --set 'title=a b' --set " +
                                     variant.at("set")[0].get<std::string>()));
        CHECK(property(variant, "no-deadlock").at("command").is_null());
        Setting wide;
        wide.environment = {{"COLUMNS", "1000"}};
        CHECK_THAT(compare({file, "--vary", "requests=2,3", "--set", "title=a b"}, wide).out,
                   Contains(fmt::format("\n  # variant {}\n  {}\n",
                                        variant.at("variant").get<int>(), command)));
        const Result shown = h2sim({"explore", file, "--set", variant.at("set")[0], "--set",
                                    "title=a b", "--property", "no-false-refusal"});
        CHECK(shown.code == 0);
        CHECK_THAT(shown.out, Contains("The shortest counterexample of no-false-refusal:"));
    }
}

TEST_CASE("compare: a bound that was hit is no answer, and no states are the same",
          "[tools][compare]") {
    const json report = compared({"races/go-42777-landed", "--vary",
                                  "server.before_read=nothing,drain", "--max-states", "60"},
                                 5);
    CHECK(letters(report) == Words{"-", "-"});
    for (const json& variant : report.at("variants")) {
        CHECK(variant.at("status") == "incomplete");
        CHECK(variant.at("bound") == "states");
        CHECK(variant.at("fingerprint").is_null());
        CHECK(property(variant, "no-deadlock").at("verdict") == "unknown");
    }
    const Result text = compare({"races/go-42777-landed", "--vary", "limit=1,2", "--set",
                                 "requests=3", "--max-states", "1000"});
    CHECK(text.code == 5);
    CHECK_THAT(text.out, Contains("complete     incomplete: states\n"));
    CHECK_THAT(text.out, Contains("no-deadlock             holds        unknown\n"));
}

TEST_CASE("compare: whole states give the same fingerprints", "[tools][compare]") {
    Words exact = kBeforeAndLanded;
    exact.emplace_back("--exact");
    json usual = compared(kBeforeAndLanded);
    json other = compared(exact);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(usual.at("variants")[i].at("fingerprint") ==
              other.at("variants")[i].at("fingerprint"));
    }
}

TEST_CASE("compare: how many at a time changes nothing", "[tools][compare]") {
    for (const std::string format : {"text", "json", "md", "html"}) {
        const Words words{"races/go-42777-landed", "--vary",   "limit=1..3", "--vary",
                          "requests=1..3",         "--format", format};
        Words alone = words;
        alone.insert(alone.end(), {"--jobs", "1"});
        Words many = words;
        many.insert(many.end(), {"--jobs", "4"});
        CHECK(compare(alone).out == compare(many).out);
    }
}

TEST_CASE("compare: properties that only some variants ask for", "[tools][compare]") {
    const json report = compared(
        {"races/go-42777-landed", "--vary",
         R"(properties=[{"name":"no-deadlock","expect":"holds"}],[{"name":"reaches-limit",)"
         R"("expect":"reached"}])"});
    CHECK(report.at("properties") == json{"no-deadlock", "reaches-limit"});
    CHECK(property(report.at("variants")[0], "no-deadlock").at("verdict") == "holds");
    CHECK(property(report.at("variants")[0], "reaches-limit").at("verdict").is_null());
    CHECK(property(report.at("variants")[1], "no-deadlock").at("verdict").is_null());
}

TEST_CASE("compare: only one property, if it is there", "[tools][compare]") {
    const Result result =
        compare({"races/go-42777-landed", "--vary", "limit=1,2", "--property", "no-deadlock"});
    CHECK_THAT(result.out, Contains("no-deadlock") && !Contains("no-false-refusal"));
    const Result unknown =
        compare({"races/go-42777-landed", "--vary", "limit=1,2", "--property", "no-deadlok"});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.err, Contains("did you mean \"no-deadlock\"?"));
}

TEST_CASE("compare: a scenario from standard input", "[tools][compare]") {
    Setting setting;
    setting.input = texts::kRacy;
    const Result result = compare({"-", "--vary", "requests=2,3"}, setting);
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Contains("h2sim explore - --set requests=2 --property"));
}

TEST_CASE("compare: a profile that varies leaves the scenario's own values", "[tools][compare]") {
    const Workspace workspace;
    workspace.write("profiles/racy-1.json", texts::kProfile);
    json safe = json::parse(texts::kProfile);
    safe["name"] = "safe-1";
    safe["server"]["release_at"] = "write_start";
    workspace.write("profiles/safe-1.json", safe.dump());
    const std::string file =
        workspace.write("x.json", texts::racy(R"({"server": {"release_at": null, "loop": null,
                                  "before_read": null, "profile": "racy-1"}})"));
    const std::string vary = "server.profile=racy-1,safe-1";
    CHECK(verdicts(compared({file, "--vary", vary}), "no-false-refusal") ==
          Words{"violated 10", "holds"});
    CHECK(verdicts(
              compared({file, "--vary", vary, "--set", "server.release_at=completion_processed"}),
              "no-false-refusal") == Words{"violated 10", "violated 10"});
}

TEST_CASE("compare: Ctrl-C leaves what is done", "[tools][compare]") {
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    Setting setting;
    setting.signal = SIGINT;
    const Result result =
        compare({file, "--vary", "requests=1,40,41", "--jobs", "1", "--format", "json"}, setting);
    CHECK(result.code == 130);
    const json report = json::parse(result.out);
    CHECK(report.at("exit_code") == 130);
    CHECK(report.at("variants")[0].at("status") == "complete");
    for (const std::size_t i : {1U, 2U}) {
        const json& variant = report.at("variants")[i];
        CHECK(variant.at("status") == "not run");
        CHECK(variant.at("states").is_null());
        CHECK(property(variant, "no-deadlock").at("verdict").is_null());
    }
}

TEST_CASE("compare: progress on a terminal only", "[tools][compare]") {
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    Setting setting;
    setting.signal = SIGINT;
    setting.signal_after_ms = 1500;
    setting.error_terminal = true;
    setting.environment = {{"TERM", "xterm"}};
    const Result result = compare({file, "--vary", "requests=1,40", "--jobs", "1"}, setting);
    CHECK(result.code == 130);
    CHECK_THAT(result.err, Contains("1 of 2 done; t/endless: "));
    CHECK_THAT(result.out, Contains("not run") && !Contains("\x1b"));
}

TEST_CASE("compare: what is wrong is told before anything runs", "[tools][compare]") {
    struct Case {
        Words arguments;
        std::string message;
    };
    const std::vector<Case> cases = {
        {{}, "nothing to compare: name a key and its values with --vary"},
        {{"--set", "limit=2"}, "nothing to compare"},
        {{"--vary", "limt=1,2"}, "did you mean \"limit\"?"},
        {{"--vary", "server.profil=x"}, "did you mean \"profile\"?"},
        {{"--vary", "limit=1,0"}, "the variant limit=0 is not valid\n"},
        {{"--vary", "limit=1,0"}, "an integer from 1 to 1000"},
        {{"--vary", "requests=2", "--vary", "limit=2..1"}, "the range 2..1 is empty"},
        {{"--vary", "limit="}, "a value of \"limit\" is missing"},
        {{"--vary", "limit=1", "--vary", "limit=2"}, "\"limit\" is varied twice"},
        {{"--vary", "limit=1", "--set", "limit=2"}, "--set limit=2 has no effect"},
        {{"--vary", "limit=0..999999999"}, "more than 1000 values"},
        {{"--vary", "limit=1..1000", "--vary", "requests=1..2"}, "more than 1000 combinations"},
        {{"--vary", "server.profile=go-x-net-2020,go-x-net-2012"}, "unknown profile"},
        {{"--threshold", "limt"}, "did you mean \"limit\"?"},
        {{"--threshold", "server.before_read"}, "name the values to go through: --vary"},
        {{"--threshold", "limit", "--max", "1001"}, "no value of \"limit\""},
        {{"--threshold", "limit", "--set", "limit=3"}, "--set limit=3 has no effect"},
        {{"--threshold", "limit", "--vary", "limit=1,2", "--max", "3"}, "--max ends the values"},
        {{"--vary", "limit=1,2", "--max", "3"}, "--max ends the values"},
        {{"--vary", "limit=1,2", "-o", "/nowhere/x"}, "/nowhere"},
        {{"--vary", "limit=1,2", "--format", "xml"}, "\"xml\" is not one of text|md|json|html"},
        {{"--vary", "limit=1,2", "--jobs", "0"}, "--jobs"},
        {{"--vary", "limit=1,2", "--max-states", "0"}, "\"0\" is no number above 0"},
    };
    for (const auto& [arguments, message] : cases) {
        CAPTURE(arguments);
        Words words{"races/go-42777-landed"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        const Result result = compare(words);
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        CHECK_THAT(result.err, Contains("error: ") && Contains(message));
    }
    CHECK(compare({"races/no-such", "--vary", "limit=1,2"}).code == 2);
    CHECK_THAT(compare({}).err, Contains("scenario is required"));
}

TEST_CASE("compare: tables keep to a hundred columns", "[tools][compare]") {
    for (const Words& vary :
         {Words{"--vary", "limit=1..12"}, Words{"--vary", "limit=1,2", "--vary", "requests=1..2"},
          Words{"--vary", "why=" + std::string(300, 'x') + ",y", "--vary", "limit=1,2"}}) {
        Words words{"races/go-42777-landed", "--set", "response.body=4096"};
        words.insert(words.end(), vary.begin(), vary.end());
        const Result result = compare(words);
        CHECK(result.code == 0);
        const std::size_t commands = result.out.find("To see a violation again");
        CHECK(longest_line(result.out.substr(0, commands)) <= 100);
    }
}
