#pragma once
// Going through a trace step by step, as keys and what they do; tools/terminal/stepper_view.hpp
// draws it. Nothing here touches a terminal or a file: the host does.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/trace_search.hpp"
#include "sim/trace/walk.hpp"
#include "tools/terminal/keys.hpp"
#include "tools/terminal/stepper_pages.hpp"

namespace tools {

// What the stepper cannot do by itself.
struct StepperHost {
    std::function<bool(const std::string& file)> exists;
    // Empty when it is written, else the reason.
    std::function<std::string(const std::string& file, const std::string& text)> write;
};

class Stepper {
  public:
    enum class Mode : std::uint8_t {
        browse,
        choose,    // one of the enabled events
        ask_step,  // the number of one
        ask_file,
        confirm,  // that a file is overwritten
        page,
    };

    // `divergence`: why the trace does not replay, with the step, from which on there is nothing to
    // walk along; empty if it replays. Model and trace outlive the stepper.
    Stepper(const sim::Model& model, const sim::Trace& trace, std::string divergence,
            std::optional<sim::NoReturn> no_return, StepperHost host);

    void press(const Key& key);
    [[nodiscard]] bool over() const { return over_; }

    [[nodiscard]] const sim::Model& model() const { return model_; }
    [[nodiscard]] const sim::Trace& trace() const { return trace_; }
    [[nodiscard]] const sim::Walk& walk() const { return walk_; }
    [[nodiscard]] bool replays() const { return divergence_.empty(); }
    // The step of the point of no return, while the trace's own steps are walked.
    [[nodiscard]] std::optional<std::size_t> no_return_step() const;
    // The step that breaks the property, or comes to the state that does; none is known.
    [[nodiscard]] std::optional<std::size_t> wrong_step() const;

    [[nodiscard]] Mode mode() const { return mode_; }
    [[nodiscard]] const std::string& typed() const { return typed_; }  // in a question, or a number
    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] std::size_t chosen() const { return chosen_; }  // while choosing
    [[nodiscard]] const Page& page() const { return page_; }

  private:
    void browse(const Key& key);
    bool move(const Key& key);
    bool jump(const std::string& letter);
    void command(const std::string& letter);
    void choose(const Key& key);
    void edit(const Key& key);
    void answer();
    void turn_page(const Key& key);
    void go_to(std::size_t step);
    void go_to_counts(bool stale);
    void go_to_typed();
    void take(std::size_t event);
    void open_page(Page page);
    void write(bool overwrite);
    void quit();

    const sim::Model& model_;
    const sim::Trace& trace_;
    std::string divergence_;
    std::optional<sim::NoReturn> no_return_;
    StepperHost host_;
    sim::Walk walk_;
    Mode mode_ = Mode::browse;
    std::string typed_;
    std::string message_;
    Page page_;
    std::size_t chosen_ = 0;
    bool unwritten_ = false;  // own steps that are in no file
    bool warned_ = false;     // that they are lost
    bool over_ = false;
};

}  // namespace tools
