// Where a broken invariant ends: in the handler of the program, or in a message and abort().

#include "h2core/invariant.hpp"

#include <cstdio>
#include <cstdlib>

namespace h2 {

namespace {

void print_and_abort(const char* claim, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: invariant failed: %s\n", file, line, claim);
    std::abort();
}

// The one piece of process-wide state: where a broken invariant ends. It is set once by main.
InvariantHandler current_handler = &print_and_abort;

}  // namespace

InvariantHandler set_invariant_handler(InvariantHandler handler) {
    const InvariantHandler old = current_handler;
    current_handler = handler;
    return old;
}

void invariant_failed(const char* claim, const char* file, int line) {
    current_handler(claim, file, line);
    std::abort();  // a handler that returns has broken its promise
}

}  // namespace h2
