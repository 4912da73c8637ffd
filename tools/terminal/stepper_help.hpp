#pragma once
// The words of the stepper that explain its keys. Lines have at most 60 columns.

#include <string_view>

namespace tools {

// The line at the bottom, for screens of 80 columns and for narrow ones.
inline constexpr std::string_view kStepperKeys =
    "j k step  g goto  v wrong  c counts  t take  w write  s state  ? help  q quit";
inline constexpr std::string_view kStepperKeysShort = "j k step  t take  ? help  q quit";

inline constexpr std::string_view kStepperHelp =
    R"(space j l Enter, Down, Right   one step forward
b k h Backspace, Up, Left      one step back
Page Down, Page Up             ten steps
< Home, > G End                beginning, end
12g, or g 12 Enter             to the state after step 12
v   to the step that shows what the trace is about
c   to the next step from which on the counts of open
    streams differ: client, wire, server
C   the same, where the server counts a stream that is
    closed on the wire
p   to the point of no return, if it was asked for with
    --at-point-of-no-return

t   list what can happen here, and take one of them:
    number or arrows, then Enter; 2t takes number 2.
    From then on the steps are your own.
r   back to the trace's own steps
w   write the steps as a trace file, from which
    h2sim explore --from FILE@STEP goes on
s   the whole state; a star marks what the step changed
i   what the trace is about; why it does not replay
?   this page
q   quit

In the list, > is where you are, ! breaks a property of
the scenario, ^ is the point of no return. In the list of
what can happen, * is what the next step takes.)";

}  // namespace tools
