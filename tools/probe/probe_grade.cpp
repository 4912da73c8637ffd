// The outcomes that a case lists come first; what it does not list is graded by what it is short
// of. An error of a stream may always be one of the connection (RFC 9113 section 5.4.1).

#include "tools/probe/probe_grade.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tools {
namespace {

constexpr std::uint32_t kKnownCodes = 14;  // RFC 9113 section 7: 0x00 to 0x0d

bool fits_status(const std::string& pattern, const std::string& status) {
    return pattern.size() == status.size() &&
           std::equal(pattern.begin(), pattern.end(), status.begin(),
                      [](char p, char s) { return p == 'x' || p == s; });
}

bool matches(const ProbeOutcome& outcome, const ProbeReaction& reaction) {
    if (outcome.see != reaction.sight) {
        return false;
    }
    switch (outcome.see) {
        case ProbeSight::goaway:
        case ProbeSight::reset:
            return outcome.codes.empty() || std::find(outcome.codes.begin(), outcome.codes.end(),
                                                      reaction.code) != outcome.codes.end();
        case ProbeSight::response:
            return outcome.statuses.empty() ||
                   std::any_of(outcome.statuses.begin(), outcome.statuses.end(),
                               [&](const std::string& pattern) {
                                   return fits_status(pattern, reaction.status);
                               });
        case ProbeSight::alive:
        case ProbeSight::close:
        case ProbeSight::unasked:
        case ProbeSight::no_answer: return true;
    }
    return false;
}

bool expects(const ProbeCase& asked, ProbeSight sight) {
    return std::any_of(asked.expect.begin(), asked.expect.end(),
                       [&](const ProbeOutcome& outcome) { return outcome.see == sight; });
}

bool names(const ProbeCase& asked, ProbeSight sight, h2::ErrorCode code) {
    return std::any_of(asked.expect.begin(), asked.expect.end(), [&](const ProbeOutcome& outcome) {
        return outcome.see == sight &&
               std::find(outcome.codes.begin(), outcome.codes.end(), code) != outcome.codes.end();
    });
}

// "A generic error code (such as PROTOCOL_ERROR or INTERNAL_ERROR) can always be used in place of
// more specific error codes" (section 5.4). Whether PROTOCOL_ERROR is more specific than
// INTERNAL_ERROR may be read either way.
ProbeGrade of_other_code(const ProbeCase& asked, ProbeSight sight, h2::ErrorCode code) {
    const bool general =
        code == h2::ErrorCode::PROTOCOL_ERROR || code == h2::ErrorCode::INTERNAL_ERROR;
    if (!general) {
        return ProbeGrade::wrong_code;
    }
    return names(asked, sight, h2::ErrorCode::PROTOCOL_ERROR) ? ProbeGrade::ambiguous
                                                              : ProbeGrade::legal_alternative;
}

// An error is due, and this was none of those that are listed.
ProbeGrade short_of_error(const ProbeCase& asked, const ProbeReaction& reaction) {
    switch (reaction.sight) {
        case ProbeSight::goaway:
            if (names(asked, ProbeSight::reset, reaction.code)) {
                return ProbeGrade::legal_alternative;
            }
            return of_other_code(
                asked, expects(asked, ProbeSight::goaway) ? ProbeSight::goaway : ProbeSight::reset,
                reaction.code);
        case ProbeSight::reset:
            if (!expects(asked, ProbeSight::reset)) {
                return ProbeGrade::wrong_scope;
            }
            return of_other_code(asked, ProbeSight::reset, reaction.code);
        case ProbeSight::close: return ProbeGrade::bare_close;
        case ProbeSight::response:
        case ProbeSight::unasked:
        case ProbeSight::alive: return ProbeGrade::accepted;
        case ProbeSight::no_answer: return ProbeGrade::no_answer;
    }
    return ProbeGrade::inconclusive;
}

std::string outcome_text(const ProbeOutcome& outcome) {
    std::string words;
    switch (outcome.see) {
        case ProbeSight::goaway:
        case ProbeSight::reset: {
            std::vector<std::string_view> codes;
            for (const h2::ErrorCode code : outcome.codes) {
                codes.push_back(h2::name(code));
            }
            words =
                fmt::format("{}({})", outcome.see == ProbeSight::goaway ? "GOAWAY" : "RST_STREAM",
                            codes.empty() ? "any code" : fmt::format("{}", fmt::join(codes, "|")));
            break;
        }
        case ProbeSight::response:
            words = outcome.statuses.empty() ? "a response"
                                             : fmt::format("a response with status {}",
                                                           fmt::join(outcome.statuses, "|"));
            break;
        case ProbeSight::alive: words = "no error, and requests go on"; break;
        case ProbeSight::close: words = "the end of the connection"; break;
        case ProbeSight::unasked:
        case ProbeSight::no_answer: words = "nothing"; break;
    }
    return outcome.grade == ProbeGrade::conform
               ? words
               : fmt::format("{} ({})", words, name(outcome.grade));
}

}  // namespace

std::string_view name(ProbeSight sight) {
    switch (sight) {
        case ProbeSight::goaway: return "goaway";
        case ProbeSight::reset: return "reset";
        case ProbeSight::response: return "response";
        case ProbeSight::alive: return "alive";
        case ProbeSight::close: return "close";
        case ProbeSight::unasked: return "unasked";
        case ProbeSight::no_answer: return "no-answer";
    }
    return {};
}

std::string_view name(ProbeGrade grade) {
    switch (grade) {
        case ProbeGrade::conform: return "conform";
        case ProbeGrade::legal_alternative: return "legal-alternative";
        case ProbeGrade::ambiguous: return "ambiguous";
        case ProbeGrade::wrong_code: return "wrong-code";
        case ProbeGrade::wrong_scope: return "wrong-scope";
        case ProbeGrade::bare_close: return "bare-close";
        case ProbeGrade::accepted: return "accepted-invalid";
        case ProbeGrade::rejected: return "rejected-valid";
        case ProbeGrade::no_answer: return "no-answer";
        case ProbeGrade::crashed: return "crashed";
        case ProbeGrade::unsupported: return "unsupported";
        case ProbeGrade::inconclusive: return "inconclusive";
    }
    return {};
}

bool is_pass(ProbeGrade grade) {
    return grade == ProbeGrade::conform || grade == ProbeGrade::legal_alternative ||
           grade == ProbeGrade::ambiguous;
}

bool counts(ProbeGrade grade) {
    return grade != ProbeGrade::unsupported && grade != ProbeGrade::inconclusive;
}

ProbeGrade grade_of(const ProbeCase& asked, const ProbeReaction& reaction) {
    for (const ProbeOutcome& outcome : asked.expect) {
        if (matches(outcome, reaction)) {
            return outcome.grade;
        }
    }
    if (reaction.sight == ProbeSight::no_answer) {
        return ProbeGrade::no_answer;
    }
    if (reaction.sight == ProbeSight::unasked) {
        return ProbeGrade::accepted;
    }
    const bool error_due =
        std::any_of(asked.expect.begin(), asked.expect.end(), [](const ProbeOutcome& outcome) {
            return outcome.grade == ProbeGrade::conform &&
                   (outcome.see == ProbeSight::goaway || outcome.see == ProbeSight::reset);
        });
    return error_due ? short_of_error(asked, reaction) : ProbeGrade::rejected;
}

std::string text_of(const ProbeReaction& reaction) {
    switch (reaction.sight) {
        case ProbeSight::goaway: return fmt::format("GOAWAY({})", h2::name(reaction.code));
        case ProbeSight::reset: return fmt::format("RST_STREAM({})", h2::name(reaction.code));
        case ProbeSight::response: return fmt::format("a response with status {}", reaction.status);
        case ProbeSight::alive: return "no error, and requests go on";
        case ProbeSight::close: return "the connection ended without GOAWAY";
        case ProbeSight::unasked: return "the acknowledgment of a PING that nobody had sent";
        case ProbeSight::no_answer:
            return reaction.waiting.empty() ? "nothing"
                                            : fmt::format("nothing, when {}", reaction.waiting);
    }
    return {};
}

std::string expected_text(const ProbeCase& asked) {
    std::string text;
    for (const ProbeOutcome& outcome : asked.expect) {
        text += (text.empty() ? "" : ", or ") + outcome_text(outcome);
    }
    return text;
}

bool can_fail(const ProbeCase& asked) {
    std::vector<ProbeReaction> all = {{ProbeSight::alive, {}, "", ""},
                                      {ProbeSight::close, {}, "", ""}};
    for (std::uint32_t code = 0; code < kKnownCodes; ++code) {
        for (const ProbeSight sight : {ProbeSight::goaway, ProbeSight::reset}) {
            all.push_back({sight, static_cast<h2::ErrorCode>(code), "", ""});
        }
    }
    for (const char* status : {"200", "302", "400", "500"}) {
        all.push_back({ProbeSight::response, {}, status, ""});
    }
    return std::any_of(all.begin(), all.end(), [&](const ProbeReaction& reaction) {
        return !is_pass(grade_of(asked, reaction));
    });
}

}  // namespace tools
