#pragma once
// A stepper at a committed trace, with keys as letters and files in memory.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/describe.hpp"
#include "tests/sim/trace/traces.hpp"
#include "tools/terminal/stepper_view.hpp"

struct Table {
    using Kind = tools::Key::Kind;

    explicit Table(const std::string& name = "go-42777-landed.no-false-refusal.trace.json",
                   const std::string& divergence = "",
                   std::optional<sim::NoReturn> no_return = std::nullopt)
        : trace{traces::parse(traces::text_of(name))},
          model{trace.scenario},
          stepper{model, trace, divergence, std::move(no_return), host()} {}

    tools::StepperHost host() {
        return {[this](const std::string& file) { return files.contains(file); },
                [this](const std::string& file, const std::string& text) -> std::string {
                    if (file.starts_with("/nowhere/")) {
                        return file + ": cannot be written: there is no folder /nowhere";
                    }
                    files[file] = text;
                    return "";
                }};
    }

    // Characters are keys; Enter is '\r', escape '\x1b'.
    void type(const std::string& letters) {
        for (const char letter : letters) {
            if (letter == '\r') {
                stepper.press({Kind::enter, ""});
            } else if (letter == '\x1b') {
                stepper.press({Kind::escape, ""});
            } else {
                stepper.press({Kind::text, std::string{letter}});
            }
        }
    }
    void press(Kind kind) { stepper.press({kind, ""}); }
    // Of the steps of the trace.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const sim::TraceStep& step : trace.steps) {
            found.push_back(step.name);
        }
        return found;
    }
    // From the beginning, by names.
    void follow(const std::vector<std::string>& wanted) {
        type("<");
        for (const std::string& name : wanted) {
            CAPTURE(name);
            const auto events = stepper.walk().enabled();
            std::uint32_t event = 0;
            while (event < events.size() &&
                   sim::step_name(stepper.walk().world(), events[event]) != name) {
                ++event;
            }
            REQUIRE(event < events.size());
            type(std::to_string(event) + "t");
        }
    }
    [[nodiscard]] std::size_t at() const { return stepper.walk().position(); }
    [[nodiscard]] std::string screen(tools::ScreenSize size = {80, 24}) const {
        std::string text;
        for (const std::string& line : tools::view(stepper, size, false)) {
            text += line + "\n";
        }
        return text;
    }

    std::map<std::string, std::string> files;
    sim::Trace trace;
    sim::Model model;
    tools::Stepper stepper;
};
