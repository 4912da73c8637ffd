#pragma once
// The third kind of failure: *we* are wrong (the other two are Verdict, the peer broke the RFC,
// and Refusal, our caller asked for something illegal). Always on, in release builds too: a
// simulator without its assertions proves nothing. A failed invariant calls the handler, which
// prints where and what and ends the process. A handler may throw instead, where a caller drops
// every value that was being changed and goes on with others.

namespace h2 {

// Called with the failed claim and its place; must not return (an exception is no return).
using InvariantHandler = void (*)(const char* claim, const char* file, int line);

// Replaces the handler (the default prints to standard error and aborts). Returns the old one.
InvariantHandler set_invariant_handler(InvariantHandler handler);

[[noreturn]] void invariant_failed(const char* claim, const char* file, int line);

}  // namespace h2

#define H2_INVARIANT(claim)                                     \
    do {                                                        \
        if (!(claim)) [[unlikely]] {                            \
            ::h2::invariant_failed(#claim, __FILE__, __LINE__); \
        }                                                       \
    } while (false)
