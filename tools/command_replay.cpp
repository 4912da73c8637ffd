#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "sim/model.hpp"
#include "sim/replay.hpp"
#include "sim/trace_table.hpp"
#include "tools/commands.hpp"
#include "tools/descriptors.hpp"
#include "tools/failure.hpp"
#include "tools/files.hpp"
#include "tools/report_json.hpp"
#include "tools/report_text.hpp"
#include "tools/wording.hpp"

namespace tools {
namespace {

sim::Trace load(const std::string& file) {
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

// A trace walked through: what there is to show of it.
struct Walk {
    std::vector<sim::TraceRow> rows;
    sim::ConnectionWorld last;
    sim::ReplayOutcome outcome;
    bool whole = false;  // to its end: the verdict has been checked too
};

Walk walk(const sim::Model& model, const sim::Trace& trace, std::size_t until) {
    Walk walk{{}, sim::ConnectionWorld{model}, {}, until == 0 || until >= trace.steps.size()};
    const auto show = [&](const sim::ReplayStep& step) {
        walk.rows.push_back(sim::make_row(model, step));
        walk.last = step.after;
    };
    walk.outcome = sim::replay(model, trace, show, walk.whole ? 0 : until);
    return walk;
}

std::string ending(const sim::Trace& trace, const Walk& walk) {
    if (walk.outcome.divergence) {
        return fmt::format("The trace does not replay. Step {}: {}\n",
                           walk.outcome.divergence->step, walk.outcome.divergence->reason);
    }
    if (!walk.whole) {
        return fmt::format("Stopped after step {} of {}; the verdict was not checked.\n",
                           walk.outcome.steps, trace.steps.size());
    }
    return fmt::format("The trace replays: {}, {} {}.\n", counted(walk.outcome.steps, "step"),
                       trace.property, name(trace.verdict));
}

std::string text_report(const sim::Trace& trace, const Walk& walk, bool colour) {
    std::string text =
        heading(trace.scenario) + "\n" + sim::to_table(walk.rows, trace.scenario.limit, {colour});
    if (walk.whole && !walk.outcome.divergence) {
        text += sim::conclusion(trace, walk.rows, walk.last);
    }
    return text + "\n" + ending(trace, walk);
}

nlohmann::json row_report(const sim::TraceRow& row) {
    return {
        {"step", row.step},       {"actor", row.actor},     {"event", row.event},
        {"streams", row.streams}, {"client", row.client},   {"wire", row.wire},
        {"server", row.server},   {"verdict", row.verdict}, {"observed", row.observed},
        {"wrong", row.wrong},
    };
}

nlohmann::json json_report(const sim::Trace& trace, const Walk& walk) {
    nlohmann::json steps = nlohmann::json::array();
    for (const sim::TraceRow& row : walk.rows) {
        steps.push_back(row_report(row));
    }
    nlohmann::json divergence = nullptr;
    if (walk.outcome.divergence) {
        divergence = {{"step", walk.outcome.divergence->step},
                      {"reason", walk.outcome.divergence->reason}};
    }
    return {
        {"schema", "h2sim-replay/1"},
        {"scenario", trace.scenario.id},
        {"limit", trace.scenario.limit},
        {"property", trace.property},
        {"verdict", name(trace.verdict)},
        {"shortest", trace.shortest},
        {"whole", walk.whole},
        {"steps", std::move(steps)},
        {"divergence", std::move(divergence)},
    };
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ReplayArguments& arguments) {
    const sim::Trace trace = load(arguments.trace);
    const sim::Model model{trace.scenario};
    const Walk walked = walk(model, trace, arguments.until);
    const bool diverged = walked.outcome.divergence.has_value();
    if (arguments.json) {
        write_out(json_text(json_report(trace, walked)));
    } else if (!common.quiet) {
        write_out(text_report(trace, walked, use_colour(common.colour, STDOUT_FILENO)));
    } else if (diverged) {
        write_err(ending(trace, walked));
    }
    return diverged ? ExitCode::diverged : ExitCode::ok;
}

}  // namespace tools
