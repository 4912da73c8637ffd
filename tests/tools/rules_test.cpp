// h2sim rules: the ledger with the tests and scenarios that touch each row.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "h2core/ledger.hpp"
#include "sim/text/nearest_name.hpp"
#include "tests/tools/command.hpp"
#include "tools/system/rule_mentions.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using Kind = tools::RuleMention::Kind;

namespace {

nlohmann::json rules_json(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"rules", "--format", "json"});
    const Result result = h2sim(arguments);
    REQUIRE(result.code == 0);
    return nlohmann::json::parse(result.out).at("rules");
}

std::vector<std::string> ids(const nlohmann::json& rules) {
    std::vector<std::string> found;
    for (const nlohmann::json& rule : rules) {
        found.push_back(rule.at("id"));
    }
    return found;
}

bool mentioned(Kind kind, std::string_view slug, std::string_view where) {
    const std::vector<tools::RuleMention> all = tools::rule_mentions();
    return std::any_of(all.begin(), all.end(), [&](const tools::RuleMention& each) {
        return each.kind == kind && each.slug == slug && each.where == where;
    });
}

}  // namespace

TEST_CASE("rules: every rule that a test or scenario names is in the ledger", "[tools][rules]") {
    const std::vector<h2::Rule> rows = h2::ledger();
    std::vector<std::string_view> slugs;
    for (const h2::Rule& row : rows) {
        slugs.push_back(row.slug);
    }
    for (const tools::RuleMention& mention : tools::rule_mentions()) {
        if (std::find(slugs.begin(), slugs.end(), mention.slug) == slugs.end()) {
            FAIL_CHECK(mention.where << " names " << mention.slug << ", which is no rule; "
                                     << sim::did_you_mean(mention.slug, slugs));
        }
    }
}

TEST_CASE("rules: what touches a rule is known to the program",
          "[tools][rules][9113/5.1.2/within-limit]") {
    CHECK(mentioned(Kind::test, "9113/5.1.2/within-limit",
                    "tests/tools/rules_test.cpp: rules: what touches a rule is known to the "
                    "program"));
    CHECK(mentioned(Kind::test, "9113/6.9/zero-stream",
                    "tests/h2core/flow_control_test.cpp: 9113/6.9 an increment of 0 is an error "
                    "of its window"));
    CHECK(mentioned(Kind::scenario, "9113/5.1.2/within-limit", "races/go-42777-landed"));
    CHECK(mentioned(Kind::scenario, "9113/5.1.2/within-limit",
                    "traces/go-42777-landed.no-false-refusal"));
    CHECK(mentioned(Kind::scenario, "9113/5.2.2/read-when-available", "races/blocking-drain"));
    CHECK_FALSE(mentioned(Kind::scenario, "9113/5.2.2/read-when-available",
                          "traces/go-42777-landed.no-false-refusal"));
}

TEST_CASE("rules: mentions stand in order, each once", "[tools][rules]") {
    const std::vector<tools::RuleMention> all = tools::rule_mentions();
    REQUIRE(all.size() > 100);
    const auto key = [](const tools::RuleMention& mention) {
        return std::tuple{mention.slug, mention.kind, mention.where};
    };
    for (std::size_t i = 1; i < all.size(); ++i) {
        CAPTURE(all[i].slug, all[i].where);
        CHECK(key(all[i - 1]) < key(all[i]));
    }
}

TEST_CASE("rules: all rows of the ledger in document order", "[tools][rules]") {
    const nlohmann::json rules = rules_json({});
    const std::vector<h2::Rule> rows = h2::ledger();
    REQUIRE(rules.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const nlohmann::json& rule = rules[i];
        CAPTURE(rows[i].slug);
        CHECK(rule.at("id") == rows[i].slug);
        CHECK(rule.at("section") == rows[i].section);
        CHECK(rule.at("level") == name(rows[i].level));
        CHECK(rule.at("observer") == name(rows[i].observer));
        CHECK(rule.at("text") == rows[i].text);
        CHECK(rule.at("cited_by_core") == (rows[i].id != h2::RuleId::none));
        CHECK(rule.at("tests").is_array());
        CHECK(rule.at("scenarios").is_array());
    }
}

TEST_CASE("rules: a section selects what it holds", "[tools][rules]") {
    const std::vector<std::string> section = ids(rules_json({"9113/6.9"}));
    CHECK(std::count(section.begin(), section.end(), "9113/6.9/zero-stream") == 1);
    CHECK(std::count(section.begin(), section.end(), "9113/6.9.1/overflow-stream") == 1);
    CHECK(std::count(section.begin(), section.end(), "9113/6.10/alone") == 0);
    CHECK(ids(rules_json({"9113/6.4/size", "9113/6.3/size"})) ==
          std::vector<std::string>{"9113/6.3/size", "9113/6.4/size"});
    // A rule of 5.1.2 that section 6.5.3 is the reason of is found by both.
    for (const char* part : {"9113/5.1.2", "9113/6.5.3"}) {
        const std::vector<std::string> found = ids(rules_json({part}));
        CHECK(std::count(found.begin(), found.end(), "9113/5.1.2/limit-unacked") == 1);
    }
}

TEST_CASE("rules: uncovered are those that nothing touches", "[tools][rules]") {
    const nlohmann::json all = rules_json({"9113"});
    std::vector<std::string> expected;
    for (const nlohmann::json& rule : all) {
        if (rule.at("tests").empty() && rule.at("scenarios").empty()) {
            expected.push_back(rule.at("id"));
        }
    }
    CHECK(ids(rules_json({"9113", "--uncovered"})) == expected);
    CHECK_FALSE(expected.empty());
    CHECK(expected.size() < all.size());
    const Result none = h2sim({"rules", "9113/6.9/zero-stream", "--uncovered"});
    CHECK(none.code == 0);
    CHECK(none.out == "0 rules: 0 cited by the core, 0 without a test or scenario\n");
}

TEST_CASE("rules: as text and as a table of Markdown", "[tools][rules]") {
    const Result text = h2sim({"rules", "9113/6.9/zero-stream"});
    CHECK(text.code == 0);
    CHECK(text.err.empty());
    CHECK_THAT(text.out,
               Catch::StartsWith("rule                  level  observer  verdicts  requirement\n"
                                 "9113/6.9/zero-stream  must   receiver  cited     a WINDOW_UPDATE "
                                 "of a stream adds at least 1\n"));
    CHECK_THAT(text.out, Contains("\n    test      tests/h2core/flow_control_test.cpp: 9113/6.9 "));
    CHECK_THAT(text.out, Catch::EndsWith("\n1 rule: 1 cited by the core, 0 without a test or "
                                         "scenario\n"));
    CHECK(h2sim({"rules", "9113/6.9/zero-stream", "--format", "text"}).out == text.out);

    const Result table = h2sim({"rules", "9113/3.4", "--format", "md"});
    CHECK(table.code == 0);
    CHECK_THAT(table.out, Catch::StartsWith("| Rule | Level | Observer | Requirement | Cited by "
                                            "the core | Tests | Scenarios |\n| :-- |"));
    CHECK_THAT(table.out, Contains("\n| 9113/3.4/magic | must | receiver | a client's "));
    CHECK(std::count(table.out.begin(), table.out.end(), '\n') ==
          2 + static_cast<long>(rules_json({"9113/3.4"}).size()));
}

TEST_CASE("rules: what is not in the ledger is told with its nearest", "[tools][rules]") {
    const Result typo = h2sim({"rules", "9113/6.9/zero-steam"});
    CHECK(typo.code == 4);
    CHECK(typo.out.empty());
    CHECK(typo.err ==
          "h2sim: error: the ledger has no rule of \"9113/6.9/zero-steam\"; did you mean "
          "\"9113/6.9/zero-stream\"?\n");
    CHECK(h2sim({"rules", "9113/6.9", "2616"}).code == 4);
    CHECK(h2sim({"rules", "--format", "xml"}).code == 2);
    CHECK_THAT(h2sim({"rules", "--help"}).out, Contains("h2sim rules 9113/6.9"));
}
