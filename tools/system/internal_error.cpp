#include "tools/system/internal_error.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "h2core/invariant.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {
namespace {

void (*before_words)() = nullptr;

[[noreturn]] void on_broken_invariant(const char* claim, const char* file, int line) {
    before_words();
    write_err(fmt::format("h2sim: internal error at {}:{}: {} does not hold\n", file, line, claim));
    _exit(static_cast<int>(ExitCode::internal));
}

}  // namespace

void report_broken_invariants(void (*first)()) {
    before_words = first;
    h2::set_invariant_handler(on_broken_invariant);
}

}  // namespace tools
