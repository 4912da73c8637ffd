// A key goes to the handler of the current mode: it moves the walk, begins a question, opens a page
// or leaves a message. Own steps that are in no file are warned of once before it quits.

#include "tools/terminal/stepper.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr std::size_t kPageSteps = 10;     // steps of a page key
constexpr std::size_t kMostDigits = 9;     // of a number that is typed
constexpr std::size_t kMostOctets = 1000;  // of a file name
constexpr const char* kDefaultFile = "own.trace.json";

// Of a trace that does not replay, the steps that do.
std::vector<sim::Pick> good_picks(const sim::Model& model, const sim::Trace& trace) {
    std::vector<sim::Pick> picks = sim::picks_of(trace);
    const auto outcome = sim::replay(model, trace, [](const sim::ReplayStep&) {});
    picks.resize(outcome.steps);
    return picks;
}

bool is_digit(const Key& key) {
    return key.kind == Key::Kind::text && key.text.size() == 1 && key.text[0] >= '0' &&
           key.text[0] <= '9';
}

bool counts_differ(const sim::TraceRow& row) {
    return row.client != row.wire || row.wire != row.server;
}

bool counts_stale(const sim::TraceRow& row) {
    return row.stale;
}

void erase_character(std::string& text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80U) {
        text.pop_back();
    }
    if (!text.empty()) {
        text.pop_back();
    }
}

}  // namespace

Stepper::Stepper(const sim::Model& model, const sim::Trace& trace, std::string divergence,
                 std::optional<sim::NoReturn> no_return, StepperHost host)
    : model_{model},
      trace_{trace},
      divergence_{std::move(divergence)},
      no_return_{no_return},
      host_{std::move(host)},
      walk_{model, divergence_.empty() ? sim::picks_of(trace) : good_picks(model, trace)} {
    if (!divergence_.empty()) {
        open_page(divergence_page(divergence_));
    }
}

std::optional<std::size_t> Stepper::no_return_step() const {
    using NoReturnKind = sim::NoReturn::Kind;
    const bool has_step = no_return_ && (no_return_->kind == NoReturnKind::at_step ||
                                         no_return_->kind == NoReturnKind::violation);
    const auto own = walk_.own_from();
    return has_step && (!own || *own > no_return_->step) && walk_.length() >= no_return_->step
               ? std::optional{no_return_->step}
               : std::nullopt;
}

std::optional<std::size_t> Stepper::wrong_step() const {
    if (replays() && !walk_.own_from() && walk_.length() == trace_.steps.size() &&
        trace_.verdict != sim::PropertyVerdict::unknown) {
        return walk_.length();
    }
    const auto wrong = std::find_if(walk_.rows().begin(), walk_.rows().end(),
                                    [](const sim::TraceRow& row) { return row.wrong; });
    return wrong == walk_.rows().end() ? std::nullopt : std::optional{wrong->step};
}

void Stepper::press(const Key& key) {
    message_.clear();
    switch (mode_) {
        case Mode::browse: return browse(key);
        case Mode::choose: return choose(key);
        case Mode::ask_step:
        case Mode::ask_file: return edit(key);
        case Mode::confirm:
            mode_ = Mode::browse;
            if (key.kind == Key::Kind::text && (key.text == "y" || key.text == "Y")) {
                return write(/*overwrite=*/true);
            }
            typed_.clear();
            message_ = "Not written.";
            return;
        case Mode::page: return turn_page(key);
    }
}

void Stepper::browse(const Key& key) {
    if (is_digit(key)) {
        typed_ += typed_.size() < kMostDigits ? key.text : "";
        return;
    }
    const bool quits = key.kind == Key::Kind::text && (key.text == "q" || key.text == "Q");
    warned_ = warned_ && quits;
    const bool uses_number = key.kind == Key::Kind::enter ||
                             (key.kind == Key::Kind::text && (key.text == "g" || key.text == "t"));
    if (!uses_number) {
        typed_.clear();
    }
    if (quits) {
        quit();
    } else if (!move(key) && key.kind == Key::Kind::text && !jump(key.text)) {
        command(key.text);
    }
}

bool Stepper::move(const Key& key) {
    const std::size_t here = walk_.position();
    const auto is = [&key](std::string_view letters) {
        return key.kind == Key::Kind::text && letters.find(key.text) != std::string_view::npos;
    };
    if (key.kind == Key::Kind::enter && !typed_.empty()) {
        go_to_typed();
    } else if (key.kind == Key::Kind::down || key.kind == Key::Kind::right ||
               key.kind == Key::Kind::enter || is("jl ")) {
        message_ = here == walk_.length() ? "This is the last step; t takes another one." : "";
        walk_.go_to(here + 1);
    } else if (key.kind == Key::Kind::up || key.kind == Key::Kind::left ||
               key.kind == Key::Kind::backspace || is("khb")) {
        message_ = here == 0 ? "This is the beginning." : "";
        walk_.go_to(here - std::min<std::size_t>(here, 1));
    } else if (key.kind == Key::Kind::page_down) {
        walk_.go_to(here + kPageSteps);
    } else if (key.kind == Key::Kind::page_up) {
        walk_.go_to(here - std::min(here, kPageSteps));
    } else if (key.kind == Key::Kind::home || is("<")) {
        walk_.go_to(0);
    } else if (key.kind == Key::Kind::end || is(">G")) {
        walk_.go_to(walk_.length());
    } else {
        return false;
    }
    return true;
}

bool Stepper::jump(const std::string& letter) {
    if (letter == "g") {
        if (typed_.empty()) {
            mode_ = Mode::ask_step;
        } else {
            go_to_typed();
        }
    } else if (letter == "v") {
        const auto wrong = wrong_step();
        message_ = wrong ? "" : "No step here breaks a property of the scenario.";
        walk_.go_to(wrong.value_or(walk_.position()));
    } else if (letter == "c" || letter == "C") {
        go_to_counts(letter == "C");
    } else if (letter == "p") {
        const auto step = no_return_step();
        walk_.go_to(step.value_or(walk_.position()));
        message_ = no_return_ ? sim::to_text(*no_return_, trace_)
                              : "Not looked for: begin with --at-point-of-no-return.";
    } else {
        return false;
    }
    return true;
}

void Stepper::command(const std::string& letter) {
    if (letter == "t") {
        if (!typed_.empty()) {
            take(std::stoul(std::exchange(typed_, {})));
        } else if (walk_.enabled().empty()) {
            message_ = "Nothing can happen here.";
        } else {
            mode_ = Mode::choose;
            chosen_ = walk_.position() < walk_.length() ? walk_.picks()[walk_.position()] : 0;
        }
    } else if (letter == "r") {
        message_ = walk_.own_from() || walk_.length() < trace_.steps.size()
                       ? "The trace's own steps again."
                       : "These are the trace's own steps.";
        unwritten_ = false;
        walk_.restore();
    } else if (letter == "w") {
        mode_ = Mode::ask_file;
        typed_ = kDefaultFile;
    } else if (letter == "s") {
        open_page(state_page(walk_));
    } else if (letter == "i") {
        open_page(replays() ? about_page(trace_, no_return_) : divergence_page(divergence_));
    } else if (letter == "?") {
        open_page(help_page());
    } else {
        message_ = fmt::format("No key {}; ? shows all keys.", letter);
    }
}

void Stepper::quit() {
    if (unwritten_ && !warned_) {
        warned_ = true;
        message_ = "Your own steps are in no file: w writes them, q again quits.";
        return;
    }
    over_ = true;
}

void Stepper::choose(const Key& key) {
    const std::size_t count = walk_.enabled().size();
    const auto letter = [&key](const char* wanted) {
        return key.kind == Key::Kind::text && key.text == wanted;
    };
    if (is_digit(key)) {
        typed_ += typed_.size() < kMostDigits ? key.text : "";
        chosen_ = std::min<std::size_t>(std::stoul(typed_), count - 1);
    } else if (key.kind == Key::Kind::down || letter("j")) {
        typed_.clear();
        chosen_ = std::min(chosen_ + 1, count - 1);
    } else if (key.kind == Key::Kind::up || letter("k")) {
        typed_.clear();
        chosen_ -= std::min<std::size_t>(chosen_, 1);
    } else if (key.kind == Key::Kind::enter || letter("t")) {
        mode_ = Mode::browse;
        const std::string typed = std::exchange(typed_, {});
        take(typed.empty() ? chosen_ : std::stoul(typed));
    } else if (key.kind == Key::Kind::backspace) {
        erase_character(typed_);
    } else {
        mode_ = Mode::browse;
        typed_.clear();
    }
}

void Stepper::take(std::size_t event) {
    const std::size_t here = walk_.position();
    if (event >= walk_.enabled().size()) {
        message_ = fmt::format("There is no event {} here.", event);
        return;
    }
    const bool next = here < walk_.length() && walk_.picks()[here] == event;
    const std::size_t dropped = next ? 0 : walk_.length() - here;
    walk_.take(static_cast<sim::Pick>(event));
    if (next) {
        message_ = "That is the step the walk takes anyway.";
        return;
    }
    unwritten_ = walk_.own_from().has_value();
    if (dropped > 0) {
        message_ = fmt::format("From here on these are your own steps; {} dropped, r restores.",
                               counted(dropped, "step"));
    }
}

void Stepper::edit(const Key& key) {
    if (key.kind == Key::Kind::escape) {
        mode_ = Mode::browse;
        typed_.clear();
    } else if (key.kind == Key::Kind::backspace) {
        erase_character(typed_);
    } else if (key.kind == Key::Kind::clear) {
        typed_.clear();
    } else if (key.kind == Key::Kind::enter) {
        answer();
    } else if (mode_ == Mode::ask_step
                   ? is_digit(key) && typed_.size() < kMostDigits
                   : key.kind == Key::Kind::text && typed_.size() < kMostOctets) {
        typed_ += key.text;
    }
}

void Stepper::answer() {
    const bool step = mode_ == Mode::ask_step;
    mode_ = Mode::browse;
    if (typed_.empty()) {
        message_ = step ? "" : "Not written: a file needs a name.";
    } else if (step) {
        go_to_typed();
    } else if (host_.exists(typed_)) {
        mode_ = Mode::confirm;
    } else {
        write(/*overwrite=*/false);
    }
}

void Stepper::write(bool overwrite) {
    std::string file = std::exchange(typed_, {});
    if (file == "-") {
        file = "./-";  // no file but standard output, elsewhere
    }
    const std::string error =
        host_.write(file, sim::to_json_text(sim::trace_of(model_, trace_, walk_)));
    if (!error.empty()) {
        message_ = error;
        return;
    }
    unwritten_ = false;
    message_ = fmt::format("{}: h2sim explore --from {}", overwrite ? "Overwritten" : "Written",
                           path_word(fmt::format("{}@{}", file, walk_.position())));
}

void Stepper::open_page(Page page) {
    mode_ = Mode::page;
    page_ = std::move(page);
}

void Stepper::turn_page(const Key& key) {
    if (!turn(page_, key)) {
        mode_ = Mode::browse;
    }
}

void Stepper::go_to_typed() {
    go_to(std::stoul(std::exchange(typed_, {})));
}

void Stepper::go_to(std::size_t step) {
    if (step > walk_.length()) {
        message_ = fmt::format("There is no step {}: the last one is {}.", step, walk_.length());
        return;
    }
    walk_.go_to(step);
}

// To the next step from which on the counts differ; after the last one, to the first.
void Stepper::go_to_counts(bool stale) {
    const auto& rows = walk_.rows();
    const auto differs = stale ? counts_stale : counts_differ;
    std::optional<std::size_t> found;
    for (std::size_t i = rows.size(); i > 0; --i) {
        const bool begins = differs(rows[i - 1]) && (i == 1 || !differs(rows[i - 2]));
        const bool ahead = i > walk_.position();
        if (begins && (ahead || !found || *found <= walk_.position())) {
            found = i;
        }
    }
    if (!found) {
        message_ = stale ? "The server never counts a stream that is closed on the wire."
                         : "The counts agree after every step.";
        return;
    }
    walk_.go_to(*found);
    const sim::TraceRow& row = rows[*found - 1];
    message_ = fmt::format("Open streams: {} for the client, {} on the wire, {} for the server.",
                           row.client, row.wire, row.server);
}

}  // namespace tools
