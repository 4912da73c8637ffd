// Which rule a verdict cites.

#include "h2core/verdict.hpp"

#include "h2core/overloaded.hpp"

namespace h2 {

RuleId rule_of(const Verdict& verdict) {
    return std::visit(overloaded{
                          [](const Accept&) { return RuleId::none; },
                          [](const Discard& discard) { return discard.rule; },
                          [](const StreamError& error) { return error.rule; },
                          [](const ConnectionError& error) { return error.rule; },
                      },
                      verdict);
}

}  // namespace h2
