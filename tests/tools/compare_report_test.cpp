// The forms of a comparison: what a hostile name may not do in any of them, groups of the same
// states, flips.

#include "tools/reports/compare_report.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/well_formed.hpp"
#include "tools/reports/report_json.hpp"

using Catch::Contains;
using sim::PropertyVerdict;
using tools::ComparedVariant;
using tools::Comparison;
using tools::Flip;
using tools::Scan;
using tools::VariantStatus;

namespace {

using Numbers = std::vector<std::size_t>;

const std::string kHostile =
    "</script><img src=x onerror=alert(1)> | `a` *b* [c](http://d) \" ' & \n\r\x1b[31m\x01\x7f\xff "
    "\xe2\x80\xae @e #1 $(f) ${g}";

ComparedVariant complete(std::uint64_t states, std::uint64_t fingerprint) {
    ComparedVariant variant;
    variant.values = {"1"};
    variant.status = VariantStatus::complete;
    variant.states = states;
    variant.fingerprint = {fingerprint, 7};
    return variant;
}

// One key, one property with these verdicts, one variant for each.
Comparison with_verdicts(const std::vector<PropertyVerdict>& verdicts) {
    Comparison comparison;
    comparison.scenario = "t/x";
    comparison.title = "x";
    comparison.keys = {"limit"};
    comparison.properties = {"no-deadlock"};
    for (const PropertyVerdict verdict : verdicts) {
        ComparedVariant variant = complete(10 + comparison.variants.size(), 1);
        variant.values = {std::to_string(comparison.variants.size() + 1)};
        variant.cells = {{verdict, std::nullopt, ""}};
        if (verdict == PropertyVerdict::violated) {
            variant.cells[0].steps = 1234;
            variant.cells[0].command = "h2sim explore t/x --property no-deadlock";
        }
        comparison.variants.push_back(std::move(variant));
    }
    return comparison;
}

Comparison hostile() {
    Comparison comparison = with_verdicts({PropertyVerdict::violated, PropertyVerdict::unknown});
    comparison.scenario = kHostile;
    comparison.title = kHostile;
    comparison.sets = {"why=" + kHostile};
    comparison.keys = {kHostile};
    comparison.variants[0].values = {kHostile};
    comparison.has_threshold = true;
    comparison.scans = {{0, 2, Scan::End::last_value, {{0, 0, 1}}}};
    return comparison;
}

std::size_t cells_in(const std::string& row) {
    return static_cast<std::size_t>(std::count(row.begin(), row.end(), '|'));
}

bool is_plain(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char letter) {
        const auto octet = static_cast<unsigned char>(letter);
        return octet == '\n' || (octet >= 0x20 && octet != 0x7f && octet != 0xff);
    });
}

}  // namespace

TEST_CASE("compare: no name reaches a terminal or a page as more than text", "[tools][compare]") {
    const Comparison comparison = hostile();
    const std::string text = compare_text(comparison, {});
    const std::string markdown = compare_markdown(comparison);
    const std::string html = compare_html(comparison);
    for (const std::string& form : {text, markdown, html}) {
        CHECK(is_plain(form));
        CHECK_THAT(form, !Contains("\xe2\x80\xae"));
    }
    CHECK_THAT(markdown + html, !Contains("<img") && !Contains("</script>"));
    CHECK_THAT(markdown, !Contains("`a`") && !Contains("[c]"));
    CHECK(nlohmann::json::parse(tools::json_text(compare_json(comparison))).at("variants").size() ==
          2);
}

TEST_CASE("compare: every row of the Markdown table has the same cells", "[tools][compare]") {
    const std::string markdown = compare_markdown(hostile());
    const std::size_t begin = markdown.find("| variant |");
    REQUIRE(begin != std::string::npos);
    std::size_t rows = 0;
    for (std::size_t at = begin; markdown[at] == '|'; ++rows) {
        const std::size_t end = markdown.find('\n', at);
        CHECK(cells_in(markdown.substr(at, end - at)) == 9);
        at = end + 1;
    }
    CHECK(rows == 4);
    CHECK_THAT(markdown, Contains("| **violated 1,234** | 10 | 0 | 0 | complete | - |\n"));
}

TEST_CASE("compare: the page is one well-formed file", "[tools][compare]") {
    const std::string html = compare_html(hostile());
    const std::string doctype = "<!DOCTYPE html>\n";
    REQUIRE(html.starts_with(doctype));
    CHECK(support::is_well_formed(html.substr(doctype.size())));
    CHECK_THAT(html, Contains("<td class=\"bad\"><a href=\"#v1p1\">violated 1,234</a></td>"));
    CHECK_THAT(html, Contains("<li id=\"v1p1\">"));
    CHECK_THAT(html, Contains("prefers-color-scheme: dark"));
    for (const char* elsewhere : {"src=\"", "url(", "@import", "http:", "<link", "<script"}) {
        const std::string without_names = compare_html(with_verdicts({PropertyVerdict::violated}));
        CHECK_THAT(without_names, !Contains(elsewhere));
    }
}

TEST_CASE("compare: colours beside the text, widths without them", "[tools][compare]") {
    const Comparison comparison =
        with_verdicts({PropertyVerdict::holds, PropertyVerdict::violated});
    const std::string plain = compare_text(comparison, {});
    std::string coloured = compare_text(comparison, {.colour = true});
    CHECK_THAT(coloured, Contains("\x1b[32mholds\x1b[0m     \x1b[31mviolated 1,234\x1b[0m\n"));
    for (std::size_t at = coloured.find('\x1b'); at != std::string::npos;
         at = coloured.find('\x1b')) {
        coloured.erase(at, coloured.find('m', at) - at + 1);
    }
    CHECK(coloured == plain);
}

TEST_CASE("compare: all violations have their command, the text shows thirty", "[tools][compare]") {
    const Comparison comparison =
        with_verdicts(std::vector<PropertyVerdict>(32, PropertyVerdict::violated));
    const auto commands = [](const std::string& text) {
        std::size_t number = 0;
        for (std::size_t at = text.find("h2sim explore "); at != std::string::npos;
             at = text.find("h2sim explore ", at + 1)) {
            ++number;
        }
        return number;
    };
    CHECK(commands(compare_text(comparison, {})) == 30);
    CHECK_THAT(compare_text(comparison, {}), Contains("  and 2 more: --format json"));
    CHECK(commands(compare_markdown(comparison)) == 32);
    CHECK(commands(compare_html(comparison)) == 32);
    CHECK(commands(compare_json(comparison).dump()) == 32);
}

TEST_CASE("compare: the same states need the same number of them, and completeness",
          "[tools][compare]") {
    std::vector<ComparedVariant> variants{complete(5, 1), complete(5, 2), complete(6, 1),
                                          complete(5, 2), complete(5, 1), complete(5, 3)};
    variants.push_back(complete(5, 3));
    variants.back().status = VariantStatus::incomplete;
    mark_same_states(variants);
    std::string letters;
    for (const ComparedVariant& variant : variants) {
        letters += variant.same_states.empty() ? "-" : variant.same_states;
    }
    CHECK(letters == "AB-BA--");
    const std::vector<tools::SameStates> groups = groups_of(variants);
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].variants == Numbers{0, 4});
    CHECK(groups[1].label == "B");
}

TEST_CASE("compare: letters after Z", "[tools][compare]") {
    std::vector<ComparedVariant> variants;
    for (std::uint64_t i = 0; i < 28; ++i) {
        variants.insert(variants.end(), {complete(5, i), complete(5, i)});
    }
    mark_same_states(variants);
    CHECK(variants[51].same_states == "Z");
    CHECK(variants[52].same_states == "AA");
    CHECK(variants[54].same_states == "AB");
}

TEST_CASE("compare: only the first change of a verdict is a flip", "[tools][compare]") {
    using enum PropertyVerdict;
    const Comparison comparison = with_verdicts({holds, holds, violated, holds, violated});
    const auto flips = [&](std::size_t first, std::size_t size) {
        return flips_at_end(comparison, Scan{first, size, Scan::End::last_value, {}});
    };
    CHECK(flips(0, 1).empty());
    CHECK(flips(0, 2).empty());
    REQUIRE(flips(0, 3).size() == 1);
    CHECK(flips(0, 3)[0].before == 1);
    CHECK(flips(0, 3)[0].after == 2);
    CHECK(flips(0, 4).empty());
    CHECK(flips(0, 5).empty());
    CHECK(flips(2, 2).size() == 1);
}
