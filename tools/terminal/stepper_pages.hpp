#pragma once
// What the stepper shows over the whole screen: texts to be read, scrolled and closed.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/trace_search.hpp"
#include "sim/trace/walk.hpp"
#include "tools/terminal/keys.hpp"

namespace tools {

struct Page {
    std::string title;
    std::vector<std::string> lines;  // printable; as long as they are
    std::size_t top = 0;             // the first line that is shown
};

// Scrolls. False if the key closes the page.
bool turn(Page& page, const Key& key);

Page help_page();
// All facts of the state; a star marks what the last step has changed.
Page state_page(const sim::Walk& walk);
// The scenario, the property, the claim.
Page about_page(const sim::Trace& trace, const std::optional<sim::NoReturn>& no_return);
Page divergence_page(const std::string& reason);

}  // namespace tools
