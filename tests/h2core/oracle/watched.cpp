// Plays a script against our endpoint and writes down both directions.

#include "tests/h2core/oracle/watched.hpp"

#include "h2core/overloaded.hpp"

namespace oracle {

std::vector<Sending> conversation(const Script& script) {
    std::vector<Sending> all;
    Ours ours{script, [&](std::span<const std::byte> octets) {
                  all.push_back({script.role, {octets.begin(), octets.end()}});
              }};
    bool over = false;
    for (const Item& item : script.items) {
        std::visit(h2::overloaded{
                       [&](const Octets& octets) {
                           const std::size_t index = all.size();
                           all.push_back({h2::peer_of(script.role), octets});
                           const Outcome outcome = ours.receive(octets);
                           over = outcome.scope == Outcome::Scope::connection;
                           if (outcome.scope != Outcome::Scope::accept) {
                               all[index].punished = ours.rule();
                               all[index].fatal = over;
                           }
                       },
                       [&](const auto& action) { ours.act(action); },
                   },
                   item);
        if (over) {
            break;
        }
    }
    return all;
}

std::vector<std::vector<h2::Finding>> watch_each(const h2::Beginning& beginning,
                                                 const std::vector<Sending>& all) {
    h2::Witness witness{beginning};
    std::vector<std::vector<h2::Finding>> found;
    for (const Sending& sending : all) {
        std::vector<h2::Finding>& findings = found.emplace_back();
        std::span<const std::byte> left = sending.octets;
        for (;;) {
            const h2::Sight sight = witness.sent(sending.sender, left);
            findings.insert(findings.end(), sight.findings.begin(), sight.findings.end());
            left = left.subspan(sight.consumed);
            if (sight.kind == h2::Sight::Kind::need_more) {
                break;
            }
        }
    }
    return found;
}

std::vector<h2::Finding> watch(const h2::Beginning& beginning, const std::vector<Sending>& all) {
    std::vector<h2::Finding> findings;
    for (const std::vector<h2::Finding>& each : watch_each(beginning, all)) {
        findings.insert(findings.end(), each.begin(), each.end());
    }
    return findings;
}

std::string text(const h2::Finding& finding) {
    return (finding.who == h2::Role::client ? "client " : "server ") +
           std::string{h2::name(finding.certainty)} + " " +
           std::string{h2::rule(finding.rule).slug} + " on stream " +
           std::to_string(finding.stream.value()) + " at " + std::to_string(finding.offset);
}

std::string text(const std::vector<h2::Finding>& findings) {
    std::string result;
    for (const h2::Finding& finding : findings) {
        result += text(finding) + "; ";
    }
    return result;
}

}  // namespace oracle
