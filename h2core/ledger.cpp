// Puts the tables of requirements (ledger_*.cpp) and the rules that verdicts cite into one list, in
// the order of sections.

#include "h2core/ledger.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "h2core/ledger_tables.hpp"

namespace h2 {
namespace {

constexpr bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// Takes the digits at the front of a section.
unsigned next_number(std::string_view& section) {
    unsigned number = 0;
    while (!section.empty() && is_digit(section.front())) {
        number = number * 10 + static_cast<unsigned>(section.front() - '0');
        section.remove_prefix(1);
    }
    return number;
}

// "9113/6.9" < "9113/6.9.1" < "9113/6.10": number by number.
bool section_before(std::string_view left, std::string_view right) {
    while (!left.empty() && !right.empty()) {
        const unsigned left_number = next_number(left);
        const unsigned right_number = next_number(right);
        if (left_number != right_number) {
            return left_number < right_number;
        }
        left.remove_prefix(left.empty() ? 0 : 1);  // '/' or '.'
        right.remove_prefix(right.empty() ? 0 : 1);
    }
    return left.empty() && !right.empty();
}

bool stands_before(const Rule& left, const Rule& right) {
    return section_before(left.section, right.section);
}

}  // namespace

std::vector<Rule> ledger() {
    std::vector<Rule> rows;
    const auto add = [&rows](std::span<const Rule> table) {
        for (const Rule& row : table) {
            rows.insert(std::upper_bound(rows.begin(), rows.end(), row, stands_before), row);
        }
    };
    add(all_rules().subspan(1));  // without the row of RuleId::none
    add(ledger_tables::rfc7541());
    add(ledger_tables::extensions());
    add(ledger_tables::rfc9113_frames());
    add(ledger_tables::rfc9113_messages());
    return rows;
}

bool holds(std::string_view part, std::string_view slug) {
    if (!slug.starts_with(part)) {
        return false;
    }
    if (part.empty() || part.size() == slug.size() || part.back() == '/') {
        return true;
    }
    const char next = slug[part.size()];
    return next == '/' || next == '.';
}

std::string_view why_uncited(const Rule& row) {
    if (row.id != RuleId::none || !row.unseen.empty()) {
        return row.unseen;
    }
    switch (row.observer) {
        case Observer::receiver: return {};
        case Observer::prober: return "it takes somebody who sends and watches what comes back";
        case Observer::self: return "it is about what an endpoint does with what it has";
        case Observer::application: return "only the application can tell";
        case Observer::transport: return "only the layer below can tell";
        case Observer::intermediary: return "it takes both sides of an intermediary";
    }
    return {};
}

}  // namespace h2
