// The arguments of the threaded server, and the policy of the core that follows from them.

#include "tests/net/threaded/options.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace threaded {
namespace {

constexpr std::string_view kHelp =
    "threaded_server [--port N] [--design before|drain|fixed|wait-at-limit] [--limit N]\n"
    "                [--buffer OCTETS] [--hold MICROSECONDS]\n"
    "                [--over-limit protocol-error|refused-stream|goaway]\n"
    "                [--debit enqueued|completion] [--reset-memory N] [--requests N]\n"
    "                [--after-goaway discard|idle-stream-error]\n"
    "\n"
    "An HTTP/2 server (cleartext, 127.0.0.1) with a reader, a loop and a writer thread for each\n"
    "connection. Paths: /bytes/N, /trailers/N, /empty, /early/N (answers before the request\n"
    "ends). Ends on SIGTERM and SIGINT.\n";

[[noreturn]] void usage_error(const std::string& text) {
    std::fprintf(stderr, "threaded_server: %s\n", text.c_str());
    std::exit(2);
}

template <class Number>
Number number_of(std::string_view option, std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        usage_error(std::string{option} + ": expected a number, got '" + std::string{text} + "'");
    }
    return number;
}

Design design_of(std::string_view text) {
    if (text == "before") {
        return Design::before;
    }
    if (text == "drain") {
        return Design::drain;
    }
    if (text == "fixed") {
        return Design::fixed;
    }
    if (text == "wait-at-limit") {
        return Design::wait_at_limit;
    }
    usage_error("--design: expected before, drain, fixed or wait-at-limit");
}

h2::OverLimit answer_of(std::string_view text) {
    if (text == "protocol-error") {
        return h2::OverLimit::rst_protocol_error;
    }
    if (text == "refused-stream") {
        return h2::OverLimit::rst_refused_stream;
    }
    if (text == "goaway") {
        return h2::OverLimit::goaway_protocol_error;
    }
    usage_error("--over-limit: expected protocol-error, refused-stream or goaway");
}

// True for `other`, false for `usual`.
bool is_other(std::string_view option, std::string_view text, std::string_view usual,
              std::string_view other) {
    if (text != usual && text != other) {
        usage_error(std::string{option} + ": expected " + std::string{usual} + " or " +
                    std::string{other});
    }
    return text == other;
}

void take(Options& options, std::string_view name, std::string_view value) {
    if (name == "--port") {
        options.port = number_of<std::uint16_t>(name, value);
    } else if (name == "--design") {
        options.design = design_of(value);
    } else if (name == "--limit") {
        options.limit = number_of<std::uint32_t>(name, value);
    } else if (name == "--buffer") {
        options.buffer = number_of<std::size_t>(name, value);
    } else if (name == "--hold") {
        options.hold = std::chrono::microseconds{number_of<std::uint32_t>(name, value)};
    } else if (name == "--debit") {
        const bool late = is_other(name, value, "enqueued", "completion");
        options.debit_at = late ? h2::DebitAt::completion : h2::DebitAt::enqueued;
    } else if (name == "--reset-memory") {
        options.reset_memory = number_of<std::uint32_t>(name, value);
    } else if (name == "--requests") {
        options.requests = number_of<std::uint32_t>(name, value);
    } else if (name == "--after-goaway") {
        const bool forgets = is_other(name, value, "discard", "idle-stream-error");
        options.after_goaway =
            forgets ? h2::AfterGoAway::idle_stream_error : h2::AfterGoAway::discard;
    } else if (name == "--over-limit") {
        options.over_limit = answer_of(value);
    } else {
        usage_error("no such option: " + std::string{name});
    }
}

}  // namespace

Options parse_options(std::span<char*> arguments) {
    Options options;
    for (std::size_t i = 1; i < arguments.size(); i += 2) {
        const std::string_view name{arguments[i]};
        if (name == "--help") {
            std::fputs(kHelp.data(), stdout);
            std::exit(0);
        }
        if (i + 1 == arguments.size()) {
            usage_error(std::string{name} + ": a value is missing");
        }
        take(options, name, arguments[i + 1]);
    }
    return options;
}

h2::Policy policy_of(const Options& options) {
    using h2::WriteStage;
    const WriteStage release =
        options.design == Design::fixed ? WriteStage::write_start : WriteStage::completion;
    h2::Policy policy;
    policy.release = {release, release, release, release};
    policy.over_limit = options.over_limit;
    policy.debit_at = options.debit_at;
    policy.reset_memory = options.reset_memory;
    policy.after_goaway = options.after_goaway;
    policy.limit_in_force = h2::LimitInForce::submitted;
    // What is refused falsely must not count as the peer's abuse.
    policy.budgets.resets_received.capacity = h2::kUnlimited;
    policy.budgets.resets_caused.capacity = h2::kUnlimited;
    policy.budgets.control_frames_queued = h2::kUnlimited;
    return policy;
}

}  // namespace threaded
