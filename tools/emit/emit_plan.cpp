// What traces and race reports have in common.

#include "tools/emit/emit_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"
#include "tools/emit/plan_sources.hpp"
#include "tools/runs/trace_file.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

constexpr std::uint32_t kMostCycles = 1'000'000;

bool is_letter_or_digit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

bool has_only(std::string_view text, std::string_view others) {
    return std::ranges::all_of(text, [&](char letter) {
        return is_letter_or_digit(letter) || others.find(letter) != others.npos;
    });
}

}  // namespace

std::string plain_text(std::string_view text, std::size_t most) {
    std::string plain;
    for (const char letter : text.substr(0, most)) {
        const bool visible = letter >= ' ' && letter <= '~';
        const bool harmless =
            visible && std::string_view{"\"\\`${}@"}.find(letter) == std::string_view::npos;
        const bool ends_comment = letter == '/' && plain.ends_with('*');
        plain += harmless && !ends_comment ? letter : letter == '"' ? '\'' : '?';
    }
    return plain;
}

void require_plain_path(const std::string& path, const std::string& what) {
    constexpr std::size_t kLongestPath = 2'000;
    if (!path.starts_with('/') || path.size() > kLongestPath ||
        !has_only(path, "/-._~?=&%+,:;!()*")) {
        refuse_arguments(
            fmt::format("{}: {} is no path that a test could have: expected '/' and "
                        "letters, digits and -._~?=&%+,:;!()*, others as %XX",
                        what, sim::in_quotes(path)));
    }
}

void require_plain_target(const std::string& target, const std::string& what) {
    std::string_view host{target};
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (host.starts_with(scheme)) {
            host.remove_prefix(scheme.size());
            break;
        }
    }
    const std::size_t colon = host.rfind(':');
    const bool has_port = colon != host.npos && colon > 0 && colon + 1 < host.size() &&
                          host.find_first_not_of("0123456789", colon + 1) == host.npos;
    if (!has_port || host.size() > 300 || !has_only(host, ".:-[]_")) {
        refuse_arguments(fmt::format("{}: {} is no server: expected HOST:PORT or https://HOST:PORT",
                                     what, sim::in_quotes(target)));
    }
}

void take_wishes(EmitPlan& plan, const EmitWishes& wishes) {
    if (!wishes.path.empty()) {
        require_plain_path(wishes.path, "--url");
        plan.path = wishes.path;
        plan.octets.reset();
        plan.parked_path = plan.end == "headers" ? plan.parked_path : wishes.path;
    }
    if (!wishes.target.empty()) {
        require_plain_target(wishes.target, "--target");
        plan.target = wishes.target;
    }
    if (wishes.cycles) {
        plan.cycles = std::clamp<std::uint32_t>(*wishes.cycles, 1, kMostCycles);
    }
    plan.connections = std::min(plan.connections, plan.cycles);
}

EmitPlan plan_of(const std::string& named, const EmitWishes& wishes, bool quiet) {
    const std::string text = load_trace_text(named);
    const std::string file = input_name(named);
    const auto document = sim::parse_located_json(text, file);
    const bool is_object = document && document->value.is_object();
    if (is_object && !document->value.contains("h2sim_race") &&
        !document->value.contains("schema")) {
        sim::InputError error = document->error_at("", sim::At::value);
        error.code = sim::ErrorCode::wrong_kind;
        error.message = "neither a trace nor a race report";
        error.expected = "an object with \"schema\", or one with \"h2sim_race\"";
        error.hint = "h2sim explore --trace-out writes the one, h2sim race --json the other";
        throw Failure{ExitCode::invalid, sim::to_text(error)};
    }
    const bool is_report = is_object && document->value.contains("h2sim_race");
    if (!is_report && wishes.cell) {
        refuse_arguments("--cell: only a race report has cells");
    }
    EmitPlan plan = is_report ? plan_of_report(*document, wishes.cell)
                              : plan_of_trace(trace_of(text, named, quiet), file);
    take_wishes(plan, wishes);
    return plan;
}

}  // namespace tools
