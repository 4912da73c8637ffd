// A broken invariant becomes an exception, so the nearest handler decides what is lost. What no
// handler catches comes to on_terminate(), which ends the process without destructors.

#include "tools/system/internal_error.hpp"

#include <exception>
#include <new>

#include <fmt/format.h>
#include <unistd.h>

#include "h2core/invariant.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {
namespace {

void (*before_words)() = nullptr;

[[noreturn]] void on_broken_invariant(const char* claim, const char* file, int line) {
    throw BrokenInvariant{fmt::format("{}:{}: {} does not hold", file, line, claim)};
}

// Where no handler is left to ask: out of a destructor, or of a thread.
[[noreturn]] void on_terminate() {
    before_words();
    if (std::current_exception() != nullptr) {
        write_err(fmt::format("h2sim: {}\n", current_internal_error()));
    }
    _exit(static_cast<int>(ExitCode::internal));
}

}  // namespace

void report_internal_errors(void (*first)()) {
    before_words = first;
    h2::set_invariant_handler(on_broken_invariant);
    std::set_terminate(on_terminate);
}

std::string current_internal_error() {
    try {
        throw;
    } catch (const BrokenInvariant& error) {
        return fmt::format("internal error at {}", error.what());
    } catch (const std::bad_alloc&) {
        return "internal error: out of memory";
    } catch (const std::exception& error) {
        return fmt::format("internal error: {}", error.what());
    } catch (...) {
        return "internal error";
    }
}

}  // namespace tools
