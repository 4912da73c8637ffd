// check --junit, --md and annotations: what CI systems read, whatever names contain.

#include <catch2/catch.hpp>

#include "tests/tools/ci_scenarios.hpp"
#include "tools/reports/annotations.hpp"
#include "tools/reports/report_junit.hpp"
#include "tools/reports/report_markdown.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using tools::CheckCase;
using tools::CheckStatus;

namespace {

CheckCase failed(const std::string& label, const std::string& message) {
    CheckCase each;
    each.label = label;
    each.file = label;
    each.status = CheckStatus::failed;
    each.findings.push_back({7, message});
    each.commands.push_back({"to see more", "h2sim explore x"});
    return each;
}

// A small judge of well-formed XML: balanced tags, quoted attributes, known entities, allowed
// characters. Returns the tags in their order.
class XmlJudge {
  public:
    explicit XmlJudge(const std::string& text) : text_{text} {
        REQUIRE(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
        at_ = text.find('\n') + 1;
        while (at_ < text_.size()) {
            text_[at_] == '<' ? tag() : character();
        }
        CHECK(open_.empty());
    }
    std::vector<std::string> tags;

  private:
    void character() {
        const auto octet = static_cast<unsigned char>(text_[at_]);
        CHECK((octet >= 0x20 || octet == '\n'));
        if (octet == '&') {
            const std::string entity = text_.substr(at_, text_.find(';', at_) - at_ + 1);
            CAPTURE(entity);
            const std::string known = "&amp; &lt; &gt; &quot; &apos;";
            CHECK(known.find(entity) != std::string::npos);
        }
        CHECK(octet != '>');
        ++at_;
    }
    void tag() {
        const bool closes = text_[++at_] == '/';
        at_ += closes ? 1U : 0U;
        const std::size_t end = text_.find_first_of(" />", at_);
        const std::string name = text_.substr(at_, end - at_);
        at_ = end;
        while (text_[at_] == ' ') {
            const std::size_t quote = text_.find("=\"", at_);
            REQUIRE(quote != std::string::npos);
            for (at_ = quote + 2; text_[at_] != '"';) {
                CHECK(text_[at_] != '<');
                character();
            }
            ++at_;
        }
        if (closes) {
            REQUIRE(!open_.empty());
            CHECK(open_.back() == name);
            open_.pop_back();
        } else {
            tags.push_back(name);
            if (text_[at_] == '/') {
                ++at_;
            } else {
                open_.push_back(name);
            }
        }
        REQUIRE(text_[at_] == '>');
        ++at_;
    }

    const std::string& text_;
    std::size_t at_ = 0;
    std::vector<std::string> open_;
};

std::string all_octets() {
    std::string text;
    for (int octet = 0; octet < 256; ++octet) {
        text += static_cast<char>(octet);
    }
    return text + "\xef\xbf\xbf ]]> <!-- ünï";
}

}  // namespace

TEST_CASE("check --junit: one testcase for each scenario", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const Result result = h2sim({"check", "--junit", "out.xml"}, ci::in(workspace));
    CHECK(result.code == 2);
    const std::string xml = read_file(workspace.path("out.xml"));
    const XmlJudge judge{xml};
    CHECK(std::count(judge.tags.begin(), judge.tags.end(), "testcase") == 6);
    CHECK_THAT(xml, Contains("<testsuite name=\"h2sim check\" tests=\"6\" failures=\"3\" "
                             "errors=\"1\" skipped=\"0\" time=\"0\">\n"));
    CHECK_THAT(xml, Contains("<testcase classname=\"t\" name=\"t/a\" file=\"scenarios/t/a.json\" "
                             "time=\"0\"/>\n"));
    CHECK_THAT(xml, Contains("<failure type=\"failed\" message=\"no-false-refusal is violated, "
                             "expected holds\">scenarios/t/c.json:"));
    CHECK_THAT(xml, Contains("<failure type=\"incomplete\" message=\"stopped at the bound of "
                             "states\">"));
    CHECK_THAT(xml, Contains("<error type=\"invalid\""));
    CHECK_THAT(xml, Contains(": h2sim explore scenarios/t/c.json --property no-false-refusal\n"));
    CHECK(h2sim({"check", "--junit", "-"}, ci::in(workspace)).out == xml);
    CHECK(h2sim({"check", "--junit", "-", "-j", "1"}, ci::in(workspace)).out == xml);

    h2sim({"check", "scenarios/t/e.json", "--durations", "--junit", "timed.xml"},
          ci::in(workspace));
    CHECK_THAT(read_file(workspace.path("timed.xml")), !Contains(" time=\"0\">\n"));
}

TEST_CASE("junit: well-formed XML 1.0 whatever a name contains", "[tools][ci]") {
    CheckCase bad = failed(all_octets(), all_octets());
    CheckCase known = failed("x", "y");
    known.status = CheckStatus::xfailed;
    known.reason = all_octets();
    CheckCase invalid = bad;
    invalid.status = CheckStatus::invalid;
    const std::string xml = tools::junit_text({bad, known, invalid, CheckCase{}});
    const XmlJudge judge{xml};
    CHECK(judge.tags == std::vector<std::string>{"testsuites", "testsuite", "testcase", "failure",
                                                 "testcase", "skipped", "testcase", "error",
                                                 "testcase", "skipped"});
}

TEST_CASE("check --md: a table, and the failures below it", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const Result result = h2sim({"check", "--md", "-"}, ci::in(workspace));
    CHECK(result.code == 2);
    CHECK_THAT(result.out, Catch::StartsWith("## h2sim check: 2 passed, 4 failed, 0 skipped\n\n"
                                             "| scenario | states | shortest | result | verdicts "
                                             "|\n| :-- | --: | --: | :-- | :-- |\n| t/a | "));
    CHECK_THAT(result.out, Contains("| **failed** | no-false-refusal violated, 1 holds |\n"));
    CHECK_THAT(result.out, Contains("\n### t/c failed\n\n- no-false-refusal is violated, "
                                    "expected holds\n\n```sh\nh2sim explore scenarios/t/c.json "));
    CHECK_THAT(result.out, !Contains("### t/a"));
}

TEST_CASE("md: text cannot leave its cell", "[tools][ci]") {
    CHECK(tools::markdown_text("a|b\n`c` <d> \\ [e](f) \xff") ==
          "a&#124;b&#92;n&#96;c&#96; &#60;d&#62; &#92; &#91;e&#93;(f) &#92;xff");
    const std::string report = tools::markdown_report({failed("a|b\n| c", "x|\ny")});
    CHECK_THAT(report, Contains("\n| a&#124;b<br>&#124; c | - | - | **failed** |  |\n"));
    CHECK_THAT(report, Contains("\n- x&#124;&#92;ny\n"));
}

TEST_CASE("md: never longer than a job summary may be", "[tools][ci]") {
    tools::CheckCases cases(5'000, CheckCase{});
    for (CheckCase& each : cases) {
        each.label = std::string(190, 'p');
    }
    cases.insert(cases.end(), 2'000, failed(std::string(190, 'f'), std::string(500, 'm')));
    const std::string report = tools::markdown_report(cases);
    CHECK(report.size() > 900'000);
    CHECK(report.size() < 1 << 20);
    CHECK_THAT(report, Contains("\n### fff"));
    CHECK_THAT(report, Catch::EndsWith("\n**More is left out: see the other reports.**\n"));
    cases.resize(10);
    CHECK_THAT(tools::markdown_report(cases), !Contains("left out"));
}

TEST_CASE("check: annotations where GitHub runs it", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const command::Setting github = ci::with(workspace, "GITHUB_ACTIONS", "true");
    const Result result = h2sim({"check"}, github);
    CHECK(result.code == 2);
    // The property stands on line 23 of the file as nlohmann writes it.
    const std::string text = read_file(workspace.path("scenarios/t/c.json"));
    const auto before = text.begin() + static_cast<long>(text.find("\"properties\""));
    const auto line = std::count(text.begin(), before, '\n') + 2;
    CHECK_THAT(result.out, Contains("::error file=scenarios/t/c.json,line=" + std::to_string(line) +
                                    ",title=t/c failed::no-false-refusal is violated, expected "
                                    "holds%0Ano-false-refusal in "));
    CHECK_THAT(result.out, Contains("::error file=scenarios/t/f.json,line=3,title=scenarios/t/"
                                    "f.json invalid::"));
    CHECK_THAT(result.out, Contains(",title=t/d failed::pinned states is 3, found "));
    CHECK_THAT(result.out, Contains(",title=t/e incomplete::stopped at the bound of states"));
    CHECK_THAT(result.out, Catch::EndsWith("\n2 passed, 4 failed, 0 skipped\n"));
    CHECK_THAT(h2sim({"check"}, ci::in(workspace)).out, !Contains("::error"));
    CHECK_THAT(h2sim({"check"}, ci::with(workspace, "GITHUB_ACTIONS", "no")).out,
               !Contains("::error"));
    CHECK(nlohmann::json::accept(h2sim({"check", "--json", "-"}, github).out));
}

TEST_CASE("annotations: escapes, and files named from the checkout", "[tools][ci]") {
    const CheckCase odd = failed("a,b:c%\n", "100%\r\nx");
    CHECK(tools::annotations_text({odd}, "") ==
          "::error file=a%2Cb%3Ac%25%0A,line=7,title=a%2Cb%3Ac%25%0A failed::100%25\\r\\nx%0A"
          "to see more: h2sim explore x\n");
    const Workspace workspace;
    CheckCase inside = failed("t", "m");
    inside.file = workspace.write("sub/t.json", "");
    CHECK_THAT(tools::annotations_text({inside}, workspace.folder()),
               Catch::StartsWith("::error file=sub/t.json,"));
    CHECK_THAT(tools::annotations_text({inside}, workspace.path("other")),
               Catch::StartsWith("::error file=" + inside.file + ","));
    inside.status = CheckStatus::passed;
    CHECK(tools::annotations_text({inside}, "").empty());
}

TEST_CASE("check: files of reports that cannot be written", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_good(workspace);
    for (const std::string option : {"--junit", "--md", "--json"}) {
        CAPTURE(option);
        const Result gone = h2sim({"check", option, "gone/x"}, ci::in(workspace));
        CHECK(gone.code == 2);
        CHECK(gone.out.empty());
        CHECK_THAT(gone.err, Contains("gone/x: cannot be written: there is no folder gone"));
        CHECK(h2sim({"check", option, "scenarios"}, ci::in(workspace)).code == 2);
        CHECK(h2sim({"check", option}, ci::in(workspace)).code == 2);
        CHECK_THAT(h2sim({"check", option, ""}, ci::in(workspace)).err,
                   Contains("the name of a file is empty"));
        CHECK(h2sim({"check", option + "="}, ci::in(workspace)).code == 2);

        command::Setting full = ci::in(workspace);
        full.output_file = "/dev/full";
        CHECK(h2sim({"check", option, "-"}, full).code == 2);
        command::Setting pipe = ci::in(workspace);
        pipe.broken_pipe = true;
        CHECK(h2sim({"check", option, "-"}, pipe).code == 141);

        workspace.write("out/report", "old");
        command::Setting small = ci::in(workspace);
        small.file_octets = 100;
        const Result cut = h2sim({"check", option, "out/report"}, small);
        CHECK(cut.code == 2);
        CHECK(read_file(workspace.path("out/report")) == "old");
        CHECK(std::distance(std::filesystem::directory_iterator{workspace.path("out")}, {}) == 1);
    }
    const Result both = h2sim({"check", "--junit", "-", "--md", "-"}, ci::in(workspace));
    CHECK(both.code == 2);
    CHECK_THAT(both.err, Contains("--junit and --md both want standard output"));
    CHECK(h2sim({"check", "--junit", "x", "--json", "x"}, ci::in(workspace)).code == 2);
}

TEST_CASE("check: the command that shows it again, for odd paths", "[tools][ci]") {
    const Workspace workspace;
    const std::string odd = "it's here/a $(x).json";
    workspace.write(odd, ci::with_id("t/c", ci::kUnexpected));
    workspace.write("-dash.json", ci::with_id("t/d", ci::kUnexpected));
    const Result result = h2sim({"check", odd, "./-dash.json"}, ci::in(workspace));
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Contains("h2sim explore 'it'\\''s here/a $(x).json' --property "
                                    "no-false-refusal\n"));
    CHECK_THAT(h2sim({"check", "--", "-dash.json"}, ci::in(workspace)).out,
               Contains("h2sim explore ./-dash.json --property no-false-refusal\n"));
    CHECK_THAT(h2sim({"explore", "./-dash.json"}, ci::in(workspace)).out,
               Contains("  h2sim explore ./-dash.json --property no-false-refusal --trace-out "
                        "d.trace.json\n  h2sim replay d.trace.json\n"));
    std::filesystem::create_directories(workspace.path("s s"));
    CHECK_THAT(h2sim({"check", odd, "--scenarios", "s s"}, ci::in(workspace)).out,
               Contains("a $(x).json' --scenarios 's s' --property no-false-refusal\n"));
}
