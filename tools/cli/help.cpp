// The words of --help that are put together.

#include "tools/cli/help.hpp"

#include <fmt/format.h>

#include "tools/system/exit_code.hpp"

namespace tools {

std::string general_help() {
    std::string text = fmt::format("{}\n\nExit codes, the worst one wins:\n", kHelpExamples);
    for (const ExitCodeText& each : exit_code_texts()) {
        text += fmt::format("  {:>3}  {}\n", static_cast<int>(each.code), each.meaning);
    }
    return fmt::format("{}\n{}", text, kHelpStreams);
}

}  // namespace tools
