// What each exit code means, the worst first.

#include "tools/system/exit_code.hpp"

namespace tools {
namespace {

using enum ExitCode;

constexpr std::array kTexts = {
    ExitCodeText{
        terminated, "terminated", "terminated: what was found so far has been written",
        "timeout 1 h2sim explore races/go-42777-landed --set limit=100 --set requests=200"},
    ExitCodeText{interrupted, "interrupted", "interrupted: what was found so far has been written",
                 ""},
    ExitCodeText{unread, "unread", "standard output was closed before its end; nothing is said",
                 ""},
    ExitCodeText{internal, "internal-error", "internal error: a mistake of h2sim, please report it",
                 ""},
    ExitCodeText{invalid, "invalid", "wrong usage, invalid input, or output that cannot be written",
                 "h2sim explore races/go-42777-landed --set limit=0"},
    ExitCodeText{diverged, "diverged", "a trace no longer replays", ""},
    ExitCodeText{
        failed, "failed",
        "a scenario or property is not as expected; two traces differ; or a peer was wrong",
        "h2sim explore races/go-42777-landed --set properties.0.expect=holds"},
    ExitCodeText{unreachable, "unreachable", "a live target cannot be reached, or speaks no HTTP/2",
                 "h2sim get http://127.0.0.1:1/"},
    ExitCodeText{incomplete, "incomplete",
                 "incomplete: a bound was hit before an answer, or it takes more than is there",
                 "h2sim explore races/release-at-write-start --max-states 10"},
    ExitCodeText{nothing_selected, "nothing-selected", "nothing selected",
                 "h2sim check --filter there-is-no-such-scenario"},
    ExitCodeText{ok, "ok", "everything as expected", "h2sim explore races/go-42777-landed"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
        if (kTexts[i].code != kWorstFirst[i]) {
            return false;
        }
    }
    return kTexts.size() == kWorstFirst.size();
}

static_assert(in_order());

}  // namespace

std::span<const ExitCodeText> exit_code_texts() {
    return kTexts;
}

}  // namespace tools
