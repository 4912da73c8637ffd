// Convictions first; then what nobody can tell; nobody is in the right by default.

#include "tools/diagnose/verdict.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tools/system/wording.hpp"
#include "tools/wire/finding_text.hpp"

namespace tools {
namespace {

constexpr std::size_t kMostDecisive = 5;

bool is_log(const ConnectionFacts& facts) {
    return facts.vantage == Vantage::first || facts.vantage == Vantage::second;
}

bool of_client(const ConnectionFacts& facts) {
    return is_log(facts) && facts.logged_by == h2::Role::client;
}

bool all_there(const ConnectionFacts& facts) {
    return !facts.gap && facts.record_of(h2::Role::client) == h2::Record::whole &&
           facts.record_of(h2::Role::server) == h2::Record::whole;
}

std::string clause_of(h2::RuleId rule) {
    const std::string_view section = h2::rule(rule).section;  // "9113/5.1.2"
    const std::size_t slash = section.find('/');
    return fmt::format("RFC {} {}", section.substr(0, slash), section.substr(slash + 1));
}

std::vector<Charge> first_of(const ConnectionFacts& facts, bool (*wanted)(const Charge&)) {
    std::vector<Charge> found;
    for (const Charge& charge : facts.charges) {
        if (wanted(charge) && found.size() < kMostDecisive) {
            found.push_back(charge);
        }
    }
    return found;
}

// A false accusation is what people ask about: it comes first.
std::vector<Charge> decisive_of(const ConnectionFacts& facts) {
    std::vector<Charge> found = first_of(facts, [](const Charge& charge) {
        return convicts(charge) && is_accusation(charge.finding.rule);
    });
    for (const Charge& charge : first_of(facts, [](const Charge& other) {
             return convicts(other) && !is_accusation(other.finding.rule);
         })) {
        if (found.size() < kMostDecisive) {
            found.push_back(charge);
        }
    }
    return found;
}

bool undecided(const Charge& charge) {
    return is_accusation(charge.finding.rule) && charge.finding.certainty != h2::Certainty::broken;
}

bool any(const ConnectionFacts& facts, h2::Role who) {
    return std::any_of(facts.charges.begin(), facts.charges.end(), [who](const Charge& charge) {
        return charge.finding.who == who && convicts(charge);
    });
}

// Every MUST for sure.
bool proven(const ConnectionFacts& facts) {
    const bool faultless =
        std::none_of(facts.charges.begin(), facts.charges.end(), [](const Charge& charge) {
            return charge.finding.who == h2::Role::client &&
                   h2::rule(charge.finding.rule).level == h2::Level::must;
        });
    return faultless && all_there(facts) && facts.not_read.empty() && facts.kept.unproven == 0 &&
           facts.more_charges == 0;
}

std::string streams_text(const ConnectionFacts& facts) {
    const std::string opened = counted(facts.kept.opened, "stream");
    if (facts.kept.unproven > 0) {
        return fmt::format("{}, of which {} may have been opened too early by what it had received",
                           opened, grouped(facts.kept.unproven));
    }
    return fmt::format("{}, never more than {} open by {}", opened, facts.kept.most,
                       of_client(facts)     ? "what its log had read"
                       : facts.acknowledged ? "acknowledged octets"
                                            : "what it has shown to have received");
}

// What the client did, before it is said what the server did.
std::string client_text(const ConnectionFacts& facts) {
    if (!facts.limit) {
        return "the client broke no rule";
    }
    return fmt::format("the client {} the limit of {}: {}",
                       proven(facts) ? "is proven to have kept" : "kept", *facts.limit,
                       streams_text(facts));
}

std::string conviction_text(const Charge& charge, const ConnectionFacts& facts) {
    const std::string_view who = name_of(charge.finding.who);
    const std::string place = place_of(charge, facts);
    const std::string clause = clause_of(charge.finding.rule);
    const std::string_view rule = h2::rule(charge.finding.rule).text;
    if (!is_accusation(charge.finding.rule)) {
        return fmt::format("the {} broke {} with {}: {}", who, clause, place, rule);
    }
    const std::string before =
        charge.finding.who == h2::Role::server ? client_text(facts) : "the server broke no rule";
    return fmt::format("{}; the {}'s {}{} is wrong by {}: {}", before, who, place,
                       charge.record > 0 ? "," : "", clause, rule);
}

std::string convicted(const ConnectionFacts& facts, const std::vector<Charge>& decisive) {
    std::string text = conviction_text(decisive.front(), facts);
    const h2::Role first = decisive.front().finding.who;
    if (any(facts, h2::peer_of(first))) {
        const auto other =
            std::find_if(facts.charges.begin(), facts.charges.end(), [first](const Charge& charge) {
                return charge.finding.who != first && convicts(charge);
            });
        text += "; and " + conviction_text(*other, facts);
    }
    return text;
}

struct Lack {
    std::string text;
    std::string advice;
};

constexpr std::string_view kCapture =
    "capture at the client, from before the connection: tcpdump -i any -s 0 -w FILE tcp port PORT";

// What is missing to be sure.
Lack lack_of(const ConnectionFacts& facts) {
    for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
        if (facts.record_of(role) == h2::Record::absent) {
            return {fmt::format("what the {} sent is not in it", name_of(role)),
                    std::string{kCapture}};
        }
    }
    if (facts.gap) {
        return {
            *facts.gap == 0
                ? std::string{"octets are missing in it"}
                : fmt::format("octets are missing before packet {}", grouped(*facts.gap)),
            "capture whole packets (-s 0) with a larger buffer (-B 65536), or nearer to one end"};
    }
    if (!all_there(facts)) {
        return {is_log(facts) ? "the log leaves out how the connection began, or values of frames"
                              : "it begins in the middle of the connection",
                std::string{kCapture}};
    }
    if (is_log(facts) && facts.logged_by == h2::Role::server) {
        return {"it is a log of the server, which is written before its frames are sent",
                "a capture shows when they were; or a log of the client"};
    }
    if (facts.vantage == Vantage::none) {
        return {"the order between the two directions is not in it", std::string{kCapture}};
    }
    if (is_log(facts)) {
        return {"it does not show what was sent in the fields of requests", std::string{kCapture}};
    }
    return {"what the other one sent may be what it answers", {}};
}

}  // namespace

std::string_view name(Blame blame) {
    switch (blame) {
        case Blame::nobody: return "nobody-wrong";
        case Blame::client: return "client-wrong";
        case Blame::server: return "server-wrong";
        case Blame::both: return "both-wrong";
        case Blame::undecidable: return "undecidable";
    }
    return {};
}

bool convicts(const Charge& charge) {
    return convicts(charge.finding) || (is_accusation(charge.finding.rule) &&
                                        charge.finding.certainty == h2::Certainty::broken);
}

std::string place_of(const Charge& charge, const ConnectionFacts& facts) {
    std::string text = charge.frame.empty() ? "what is missing at the end" : charge.frame;
    if (!charge.finding.stream.names_connection()) {
        text += fmt::format(" on stream {}", charge.finding.stream.value());
    }
    if (charge.record > 0) {
        text += fmt::format(", {} {}", is_log(facts) ? "line" : "frame", charge.record);
    }
    return text;
}

Verdict judge(const ConnectionFacts& facts) {
    Verdict verdict;
    verdict.client_proven = proven(facts);
    if (!facts.not_read.empty()) {
        verdict.blame = Blame::undecidable;
        verdict.sentence = "undecidable from this file: " + facts.not_read;
        return verdict;
    }
    const bool client = any(facts, h2::Role::client);
    const bool server = any(facts, h2::Role::server);
    if (client || server) {
        verdict.blame = !client ? Blame::server : !server ? Blame::client : Blame::both;
        verdict.decisive = decisive_of(facts);
        verdict.sentence = convicted(facts, verdict.decisive);
        return verdict;
    }
    verdict.decisive = first_of(facts, undecided);
    if (!verdict.decisive.empty() || !all_there(facts)) {
        const Lack lack = lack_of(facts);
        verdict.blame = Blame::undecidable;
        verdict.advice = lack.advice;
        verdict.sentence = "undecidable from this file: " + lack.text;
        if (!verdict.decisive.empty()) {
            const Charge& charge = verdict.decisive.front();
            verdict.sentence += fmt::format("; whether the {}'s {} is right takes that",
                                            name_of(charge.finding.who), place_of(charge, facts));
        }
        return verdict;
    }
    const bool blameless = std::none_of(
        facts.charges.begin(), facts.charges.end(),
        [](const Charge& charge) { return charge.finding.certainty == h2::Certainty::broken; });
    verdict.sentence =
        fmt::format("nobody was wrong: {}, {}, no {} broken",
                    facts.limit ? client_text(facts) : counted(facts.kept.opened, "stream"),
                    counted(facts.frames, "frame"), blameless ? "rule" : "MUST");
    return verdict;
}

}  // namespace tools
