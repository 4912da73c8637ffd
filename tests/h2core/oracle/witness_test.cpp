// A witness of what the generator makes: it accuses nobody who keeps the rules, whatever part of
// the connection it sees, and it reports what an endpoint punishes.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "h2core/witness/two_directions.hpp"
#include "tests/h2core/oracle/generator.hpp"
#include "tests/h2core/oracle/mutator.hpp"
#include "tests/h2core/oracle/watched.hpp"
#include "tests/support/instrumented.hpp"

using namespace oracle;

namespace {

constexpr h2::Role kPeers[] = {h2::Role::server, h2::Role::client};

// What the generator's peers do and only SHOULD not: RFC 9218 section 2.1.1.
bool recommended(h2::RuleId rule) {
    return h2::rule(rule).level == h2::Level::should;
}

// For people: the first finding that accuses, and the script. Empty: none.
std::string accusation(const std::vector<h2::Finding>& findings) {
    for (const h2::Finding& finding : findings) {
        if (finding.certainty == h2::Certainty::broken && !recommended(finding.rule)) {
            return text(finding);
        }
    }
    return {};
}

h2::Beginning beginning(h2::Record client, h2::Record server) {
    h2::Beginning result;
    result.of(h2::Role::client).record = client;
    result.of(h2::Role::server).record = server;
    return result;
}

h2::Beginning only(h2::Role sender, h2::Record record) {
    h2::Beginning result = beginning(h2::Record::absent, h2::Record::absent);
    result.of(sender).record = record;
    return result;
}

std::vector<Sending> of_sender(const std::vector<Sending>& all, h2::Role sender) {
    std::vector<Sending> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [sender](const Sending& each) { return each.sender == sender; });
    return some;
}

// Where the witness cites another rule than an endpoint for the same frame, or none; why.
struct Otherwise {
    h2::RuleId endpoint;
    std::vector<h2::RuleId> witness;  // any of them; empty: it says nothing
    std::string_view why;
};
const std::vector<Otherwise> kOtherwise = {
    {h2::RuleId::concurrency_limit_unacked, {}, "who has not acknowledged a limit is not bound"},
    {h2::RuleId::priority_update_idle_limit, {}, "as above"},
    {h2::RuleId::implicitly_closed,
     {h2::RuleId::closed_sends, h2::RuleId::half_closed_remote, h2::RuleId::goaway_covers},
     "it remembers how the stream was closed"},
    {h2::RuleId::stream_id_order,
     {h2::RuleId::closed_sends, h2::RuleId::half_closed_remote, h2::RuleId::goaway_covers},
     "as above"},
    {h2::RuleId::closed_after_reset, {h2::RuleId::closed_sends}, "the duty of who sends"},
    {h2::RuleId::closed_after_end_stream,
     {h2::RuleId::half_closed_remote, h2::RuleId::closed_sends, h2::RuleId::goaway_covers},
     "its own END_STREAM, or GOAWAY, is enough"},
    {h2::RuleId::reserved_remote, {h2::RuleId::data_before_headers}, "DATA are both"},
    {h2::RuleId::push_parent,
     {h2::RuleId::closed_sends, h2::RuleId::goaway_covers},
     "the state of the parent"},
    {h2::RuleId::idle_stream, {h2::RuleId::push_parent}, "the parent is no request"},
    {h2::RuleId::settings_no_priorities_changed,
     {h2::RuleId::settings_no_priorities},
     "a value that is neither 0 nor 1 is no change"},
};

bool cites(const std::vector<h2::Finding>& findings, h2::RuleId rule) {
    return std::any_of(findings.begin(), findings.end(),
                       [rule](const h2::Finding& finding) { return finding.rule == rule; });
}

bool otherwise(h2::RuleId endpoint, const std::vector<h2::Finding>& findings) {
    for (const Otherwise& each : kOtherwise) {
        if (each.endpoint != endpoint) {
            continue;
        }
        if (each.witness.empty() ||
            std::any_of(findings.begin(), findings.end(), [&](const h2::Finding& finding) {
                return std::count(each.witness.begin(), each.witness.end(), finding.rule) > 0;
            })) {
            return true;
        }
    }
    return false;
}

// Found with the first frame of a field block, or of the connection, complete or not.
const std::set<h2::RuleId> kFoundEarly = {h2::RuleId::stream_id_parity, h2::RuleId::settings_first,
                                          h2::RuleId::push_disabled};

bool cited_before(const std::vector<std::vector<h2::Finding>>& found, std::size_t index,
                  h2::RuleId rule) {
    return std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(index),
                       [rule](const auto& findings) { return cites(findings, rule); });
}

// What a sender owes and a receiver must or may let pass; what is wrong with a frame of a stream
// alone is ignored by who has closed the stream.
const std::set<h2::RuleId> kDuties = {
    h2::RuleId::unused_flags_unset,
    h2::RuleId::reserved_bit_unset,
    h2::RuleId::data_padding_zero,
    h2::RuleId::headers_padding_zero,
    h2::RuleId::push_promise_padding_zero,
    h2::RuleId::closed_sends,
    h2::RuleId::one_reset,
    h2::RuleId::one_goaway,
    h2::RuleId::window_update_zero_stream,
    h2::RuleId::no_old_signals,
    h2::RuleId::no_new_signals,
    h2::RuleId::no_priorities_first_frame,
    h2::RuleId::priority_update_request_state,
    h2::RuleId::priority_size,
    h2::RuleId::error_without_cause,
};

bool is_accusation(h2::RuleId rule) {
    return rule == h2::RuleId::error_without_cause || rule == h2::RuleId::refused_within_limit;
}

bool resets_or_leaves(const Script& script) {
    return std::any_of(script.items.begin(), script.items.end(), [](const Item& item) {
        return std::holds_alternative<Reset>(item) || std::holds_alternative<GoAway>(item);
    });
}

// Scripts that break rules in every way that the oracle knows.
Script misbehaving(h2::Role role, std::uint64_t seed) {
    Manners manners;
    manners.odd_one_in = seed % 3 == 0 ? 3 : 40;
    manners.reckless_one_in = seed % 3 == 1 ? 5 : 40;
    Script script = generate(role, seed, manners);
    if (seed % 3 == 2) {
        support::SplitMix64 random{seed};
        mutate(script, random);
    }
    return script;
}

}  // namespace

TEST_CASE("what an endpoint punishes a witness reports", "[witness]") {
    int punished = 0;
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 15'000; seed += support::kStride) {
            const Script script = misbehaving(role, seed);
            const std::vector<Sending> all = conversation(script);
            const auto found = watch_each({}, all);
            for (std::size_t i = 0; i < all.size(); ++i) {
                const h2::RuleId rule = all[i].punished;
                if (rule == h2::RuleId::none) {
                    continue;
                }
                ++punished;
                const bool early = kFoundEarly.contains(rule) && cited_before(found, i, rule);
                CAPTURE(seed, text(script), i, h2::rule(rule).slug, text(found[i]));
                REQUIRE((early || cites(found[i], rule) || otherwise(rule, found[i])));
            }
        }
    }
    CHECK(punished > 10'000 / static_cast<int>(support::kStride));
}

TEST_CASE("an endpoint that punishes is never called a false accuser", "[witness]") {
    int punished = 0;
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 15'000; seed += support::kStride) {
            const Script script = misbehaving(role, seed);
            const std::vector<Sending> all = conversation(script);
            std::string rules;
            for (const Sending& sending : all) {
                if (sending.punished != h2::RuleId::none) {
                    ++punished;
                    rules += std::string{h2::rule(sending.punished).slug} + " ";
                }
            }
            for (const h2::Finding& finding : watch({}, all)) {
                if (finding.who == role && is_accusation(finding.rule)) {
                    CAPTURE(seed, text(script), text(finding), rules);
                    REQUIRE(finding.certainty == h2::Certainty::unknown);
                }
            }
        }
    }
    CHECK(punished > 10'000 / static_cast<int>(support::kStride));
}

TEST_CASE("what a witness calls broken an endpoint punishes, or it is no receiver's to punish",
          "[witness]") {
    std::set<h2::RuleId> beyond;
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 15'000; seed += support::kStride) {
            const Script script = misbehaving(role, seed);
            if (resets_or_leaves(script)) {  // then it discards what comes late
                continue;
            }
            const std::vector<Sending> all = conversation(script);
            const auto found = watch_each({}, all);
            for (std::size_t i = 0; i < all.size() && all[i].punished == h2::RuleId::none; ++i) {
                for (const h2::Finding& finding : found[i]) {
                    if (finding.certainty == h2::Certainty::broken) {
                        CAPTURE(seed, text(script), i, text(finding));
                        REQUIRE(
                            (kFoundEarly.contains(finding.rule) || kDuties.contains(finding.rule)));
                        REQUIRE(finding.who == h2::peer_of(role));
                        beyond.insert(finding.rule);
                    }
                }
            }
        }
    }
    // Each of them is there: the list is no longer than it must be.
    if (support::kStride == 1) {
        for (const h2::RuleId rule : kDuties) {
            CAPTURE(h2::rule(rule).slug);
            // Of PRIORITY the scripts of one compiler have a single one, of another none.
            CHECK((beyond.contains(rule) || rule == h2::RuleId::priority_size));
        }
    }
}

TEST_CASE("a witness of both directions accuses nobody who keeps the rules", "[witness]") {
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 2'000; seed += support::kStride) {
            const Script script = generate(role, seed, {});
            const std::string wrong = accusation(watch({}, conversation(script)));
            CAPTURE(seed, role == h2::Role::server, text(script));
            REQUIRE(wrong == "");
        }
    }
}

TEST_CASE("a witness of one direction accuses nobody who keeps the rules", "[witness]") {
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 2'000; seed += support::kStride) {
            const Script script = generate(role, seed, {});
            const std::vector<Sending> all = conversation(script);
            for (const h2::Role sender : kPeers) {
                const std::string wrong =
                    accusation(watch(only(sender, h2::Record::whole), of_sender(all, sender)));
                CAPTURE(seed, text(script));
                REQUIRE(wrong == "");
            }
        }
    }
}

TEST_CASE("a witness of a piece accuses nobody who keeps the rules", "[witness]") {
    const h2::Beginning pieces = beginning(h2::Record::piece, h2::Record::piece);
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 300; seed += support::kStride) {
            const Script script = generate(role, seed, {});
            std::vector<Sending> all = conversation(script);
            while (all.size() > 1) {
                all.erase(all.begin());
                CAPTURE(seed, text(script), all.size());
                REQUIRE(accusation(watch(pieces, all)) == "");
                for (const h2::Role sender : kPeers) {
                    REQUIRE(
                        accusation(watch(only(sender, h2::Record::piece), of_sender(all, sender)))
                            .empty());
                }
            }
        }
    }
}

TEST_CASE("both directions without the order between them: nobody who keeps the rules is accused",
          "[witness]") {
    for (const h2::Role role : kPeers) {
        for (std::uint64_t seed = 0; seed < 2'000; seed += support::kStride) {
            const Script script = generate(role, seed, {});
            std::array<Octets, 2> sent;
            for (const Sending& sending : conversation(script)) {
                append(sent[static_cast<std::size_t>(sending.sender)], sending.octets);
            }
            h2::TwoDirections both{{}, {sent[0], sent[1]}};
            std::vector<h2::Finding> findings;
            while (const auto next = both.next()) {
                const auto& found = next->sight.findings;
                findings.insert(findings.end(), found.begin(), found.end());
            }
            CAPTURE(seed, text(script));
            REQUIRE(accusation(findings) == "");
            REQUIRE(both.witness().octets_sent(h2::Role::client) == sent[0].size());
            REQUIRE(both.witness().octets_sent(h2::Role::server) == sent[1].size());
        }
    }
}
