// The ledger of rules: its form, its order, and that it holds every requirement of the RFCs.

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "h2core/ledger.hpp"
#include "tests/h2core/ledger_sentences.hpp"

namespace {

using h2::Level;
using h2::Rule;
using test::KeyWord;
using test::Sentence;

std::vector<Sentence> all_sentences() {
    std::vector<Sentence> sentences;
    for (const auto part : {test::sentences_of_others(), test::sentences_of_9113_frames(),
                            test::sentences_of_9113_messages()}) {
        sentences.insert(sentences.end(), part.begin(), part.end());
    }
    return sentences;
}

std::vector<std::string> words(std::string_view text) {
    std::istringstream stream{std::string{text}};
    std::vector<std::string> found;
    for (std::string word; stream >> word;) {
        found.push_back(word);
    }
    return found;
}

std::map<std::string, Rule> rows_by_slug() {
    std::map<std::string, Rule> rows;
    for (const Rule& row : h2::ledger()) {
        rows.emplace(row.slug, row);
    }
    return rows;
}

Level level_of(KeyWord word) {
    return word == KeyWord::must || word == KeyWord::must_not ? Level::must : Level::should;
}

// Requirements that verdicts cite under another section than the sentence that says MUST: where the
// rule is described, or where its kind of frame is.
const std::set<std::string> kSaidInAnotherSection = {
    "9113/5.1.1/stream-forbidden",        // 6.5, 6.7, 6.8
    "9113/5.1.1/stream-required",         // 6.1 to 6.4, 6.6
    "9113/5.1/late-after-end-stream",     // 6.9
    "9113/6.2/priority-size",             // 4.2
    "9113/6.6/size",                      // 4.2
    "9113/6.8/size",                      // 4.2
    "9113/8.1/data-before-headers",       // 8.1.1
    "9113/8.1/headers-after-end",         // 8.1.1
    "9113/8.1/informational-end-stream",  // 8.1.1
    "9218/7.1/size",                      // 9113/4.2
};

// Stated as a fact, without a key word; or in an RFC of which the ledger holds no more than that.
const std::set<std::string> kWithoutKeyWord = {
    "7838/4/ignored",
    "8336/2/ignored",
    "8441/4/disabled",
    "9113/8.6/101",
};

}  // namespace

TEST_CASE("the rules that verdicts cite stand in the order of their ids") {
    for (std::size_t i = 0; i < h2::all_rules().size(); ++i) {
        const Rule& row = h2::all_rules()[i];
        CAPTURE(row.slug);
        CHECK(row.id == static_cast<h2::RuleId>(i));
        CHECK(&h2::rule(row.id) == &row);
    }
    CHECK(h2::all_rules().size() == static_cast<std::size_t>(h2::RuleId::count_));
}

TEST_CASE("each row of the ledger has a slug of its own that begins with its section") {
    std::set<std::string_view> slugs;
    std::set<std::string_view> texts;
    for (const Rule& row : h2::ledger()) {
        CAPTURE(row.slug);
        CHECK(slugs.insert(row.slug).second);
        CHECK(texts.insert(row.text).second);
        CHECK_FALSE(row.text.empty());
        CHECK(row.text.find('\n') == std::string_view::npos);
        if (row.id != h2::RuleId::concurrency_limit_unacked) {  // of 5.1.2 because of 6.5.3
            CHECK(row.section == row.slug.substr(0, row.slug.rfind('/')));
        }
        CHECK(row.slug.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz/.-") ==
              std::string_view::npos);
    }
}

TEST_CASE("the ledger holds every rule that a verdict can cite, once") {
    std::multiset<h2::RuleId> cited;
    for (const Rule& row : h2::ledger()) {
        cited.insert(row.id);
    }
    for (const Rule& row : h2::all_rules().subspan(1)) {
        CAPTURE(row.slug);
        CHECK(cited.count(row.id) == 1);
    }
}

TEST_CASE("what a receiver can see is cited, or it is said why not") {
    for (const Rule& row : h2::ledger()) {
        CAPTURE(row.slug);
        CHECK((row.id != h2::RuleId::none) == h2::why_uncited(row).empty());
        CHECK((row.unseen.empty() || row.observer == h2::Observer::receiver));
    }
}

TEST_CASE("the ledger stands in document order: by RFC, then by section") {
    std::vector<std::string_view> sections;
    for (const Rule& row : h2::ledger()) {
        if (sections.empty() || sections.back() != row.section) {
            sections.push_back(row.section);
        }
    }
    const std::set<std::string_view> distinct{sections.begin(), sections.end()};
    CHECK(distinct.size() == sections.size());  // each section in one piece
    const auto place = [&](std::string_view section) {
        const auto found = std::find(sections.begin(), sections.end(), section);
        REQUIRE(found != sections.end());
        return found - sections.begin();
    };
    CHECK(place("7541/6.3") < place("8441/3"));
    CHECK(place("9113/6.9") + 1 == place("9113/6.9.1"));
    CHECK(place("9113/6.9.3") + 1 == place("9113/6.10"));
    CHECK(place("9113/8.7") < place("9113/10.3"));
    CHECK(place("9113/10.7") < place("9218/2.1"));
}

TEST_CASE("a part of an RFC holds its own sections and rules") {
    CHECK(h2::holds("", "9113/6.9"));
    CHECK(h2::holds("9113", "9113/6.9.1/overflow-stream"));
    CHECK(h2::holds("9113/6", "9113/6.10/alone"));
    CHECK(h2::holds("9113/6.9", "9113/6.9"));
    CHECK(h2::holds("9113/6.9", "9113/6.9.1/overflow-stream"));
    CHECK(h2::holds("9113/6.9/", "9113/6.9/size"));
    CHECK(h2::holds("9113/6.9/size", "9113/6.9/size"));
    CHECK_FALSE(h2::holds("9113/6.1", "9113/6.10/alone"));
    CHECK_FALSE(h2::holds("9113/6.9/siz", "9113/6.9/size"));
    CHECK_FALSE(h2::holds("7541", "9113/6.9/size"));
    CHECK_FALSE(h2::holds("9113/6.9.1", "9113/6.9"));
}

TEST_CASE("every key word of the RFCs is looked at: as many in each section as the text has") {
    std::map<std::string_view, std::array<int, 6>> looked_at;
    for (const Sentence& sentence : all_sentences()) {
        ++looked_at[sentence.section][static_cast<std::size_t>(sentence.word)];
    }
    CHECK(looked_at.size() == test::section_counts().size());
    for (const auto& [section, occurrences] : test::section_counts()) {
        CAPTURE(section);
        CHECK(looked_at[section] == occurrences);
    }
}

TEST_CASE("every requirement has a row, or a reason why it has none") {
    const std::map<std::string, Rule> rows = rows_by_slug();
    for (const Sentence& sentence : all_sentences()) {
        CAPTURE(sentence.section, sentence.rows);
        CHECK(sentence.rows.empty() != sentence.left_out.empty());
        bool held = sentence.rows.empty();
        for (const std::string& slug : words(sentence.rows)) {
            CAPTURE(slug);
            REQUIRE(rows.contains(slug));
            held = held || rows.at(slug).level <= level_of(sentence.word);
        }
        CHECK(held);  // by a row that is at least as binding
    }
}

TEST_CASE("a row says MUST or SHOULD where its section says so") {
    std::map<std::string, std::set<std::pair<std::string, Level>>> said;  // by row
    for (const Sentence& sentence : all_sentences()) {
        for (const std::string& slug : words(sentence.rows)) {
            said[slug].emplace(sentence.section, level_of(sentence.word));
        }
    }
    for (const Rule& row : h2::ledger()) {
        const std::string slug{row.slug};
        CAPTURE(slug);
        const auto& places = said[slug];
        const bool in_its_section = places.contains({std::string{row.section}, row.level});
        const bool elsewhere = std::any_of(places.begin(), places.end(), [&row](const auto& place) {
            return place.second == row.level;
        });
        if (row.level == Level::may) {
            CHECK(places.empty());
        } else if (kWithoutKeyWord.contains(slug)) {
            CHECK(places.empty());
        } else if (kSaidInAnotherSection.contains(slug)) {
            CHECK_FALSE(in_its_section);
            CHECK(elsewhere);
        } else {
            CHECK(in_its_section);
        }
    }
}
