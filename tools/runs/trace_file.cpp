// A name is that of a file, or, where there is none, of a trace that is part of the program. Of the
// keys that are ignored the first kMostNamed are named.

#include "tools/runs/trace_file.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/world/version.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

constexpr std::size_t kMostNamed = 3;

std::string ignored_text(const std::string& file, const sim::Trace& trace) {
    std::string keys;
    for (std::size_t i = 0; i < std::min(trace.ignored.size(), kMostNamed); ++i) {
        keys += (i == 0 ? "" : ", ") + sim::printable(trace.ignored[i]);
    }
    if (trace.ignored.size() > kMostNamed) {
        keys += fmt::format(" and {} more", trace.ignored.size() - kMostNamed);
    }
    return fmt::format(
        "h2sim: note: {}: h2sim {} wrote this trace, this is h2sim {}; ignored are the keys {}\n",
        sim::printable(file, 400), trace.h2sim, sim::version(), keys);
}

// "traces/NAME.trace.json" is part of the program where no file has that name.
std::string embedded_or(const std::string& file) {
    const std::string inside = fmt::format("{}/{}", kEmbeddedFolder, file);
    return !is_there(file) && embedded_text(inside) ? inside : file;
}

}  // namespace

std::string load_trace_text(const std::string& named) {
    auto text = read_text(embedded_or(named));
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    return std::move(*text);
}

sim::Trace trace_of(const std::string& text, const std::string& named, bool quiet) {
    const std::string file = input_name(embedded_or(named));
    if (text.starts_with("{\"schema\":\"h2sim-live-trace/")) {
        throw Failure{ExitCode::invalid,
                      sim::to_text(file_error(sim::ErrorCode::wrong_kind, file,
                                              "this is a trace of h2sim get or serve: of a "
                                              "connection, not of a scenario",
                                              "h2sim diagnose says who was wrong on it"))};
    }
    auto trace = sim::parse_trace(text, file);
    if (!trace) {
        throw Failure{ExitCode::invalid, sim::to_text(trace.error())};
    }
    if (!trace->ignored.empty() && !quiet) {
        write_err(ignored_text(file, *trace));
    }
    return std::move(*trace);
}

sim::Trace load_trace(const std::string& named, bool quiet) {
    return trace_of(load_trace_text(named), named, quiet);
}

}  // namespace tools
