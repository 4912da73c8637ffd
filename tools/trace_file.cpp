#include "tools/trace_file.hpp"

#include <utility>

#include "tools/failure.hpp"
#include "tools/files.hpp"

namespace tools {

sim::Trace load_trace(const std::string& file) {
    const auto text = read_text(file);
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    auto trace = sim::parse_trace(*text, file == "-" ? "standard input" : file);
    if (!trace) {
        throw Failure{ExitCode::invalid, sim::to_text(trace.error())};
    }
    return std::move(*trace);
}

}  // namespace tools
