// Draws the stepper, waits for a key, presses it, and so on. What the stepper wants of files,
// whether one exists and that one is written, is here too.

#include "tools/commands/replay_steps.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/terminal/screen.hpp"
#include "tools/terminal/stepper_view.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

bool exists(const std::string& file) {
    std::error_code error;
    return std::filesystem::exists(std::filesystem::symlink_status(file, error));
}

std::string write(const std::string& file, const std::string& text) {
    try {
        write_text(file, text);
        return {};
    } catch (const Failure& failure) {
        constexpr std::string_view kBegin = "h2sim: error: ";
        const std::string_view reason = failure.what();
        return std::string{reason.substr(reason.starts_with(kBegin) ? kBegin.size() : 0)};
    }
}

}  // namespace

void require_screen(const std::string& trace) {
    if (trace == "-" && isatty(STDIN_FILENO) == 1) {
        throw Failure{
            ExitCode::invalid,
            "h2sim: error: --step: the keys come from standard input, so the trace has to "
            "come from a file"};
    }
    if (const std::string reason = Screen::why_not(); !reason.empty()) {
        throw Failure{
            ExitCode::invalid,
            fmt::format("h2sim: error: --step needs a terminal: {}\n  h2sim replay without "
                        "--step prints all steps, --until N those up to one of them, "
                        "--format json what\n  programs read",
                        reason)};
    }
}

bool step_through(const CommonArguments& common, const sim::Model& model, const Walk& walked) {
    const std::string divergence = walked.replays() ? std::string{} : ending(walked);
    Stepper stepper{model, walked.trace, divergence, walked.no_return, {exists, write}};
    const bool colour = use_colour(common.colour, STDOUT_FILENO);
    Screen screen;
    while (!stepper.over()) {
        screen.show(view(stepper, screen.size(), colour));
        const Input input = screen.wait();
        switch (input.kind) {
            case Input::Kind::key:
                if (input.key.kind == Key::Kind::redraw) {
                    screen.forget();
                } else {
                    stepper.press(input.key);
                }
                break;
            case Input::Kind::changed: break;
            case Input::Kind::gone: return false;
            case Input::Kind::interrupted: return true;
        }
    }
    return false;
}

}  // namespace tools
