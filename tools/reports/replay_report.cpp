// Replays the trace once and keeps its picture and its last state, of which every form is made. In
// JSON lines each step is a line, and where the trace does not replay one more line says so.

#include "tools/reports/replay_report.hpp"

#include <fmt/format.h>

#include "sim/trace/drawing.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/reports/report_text.hpp"
#include "tools/reports/trace_report.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

using Format = ReplayArguments::Format;

std::string text_report(const Walk& walk, TextStyle style) {
    const sim::Scenario& scenario = walk.trace.scenario;
    const std::size_t marked =
        walk.no_return && walk.no_return->kind == sim::NoReturn::Kind::at_step
            ? walk.no_return->step
            : 0;
    std::string below;
    if (walk.ended()) {
        below += sim::conclusion(walk.trace, walk.picture.rows, walk.last);
    }
    if (walk.no_return) {
        below += "\n" + sim::to_text(*walk.no_return, walk.trace) + "\n";
    }
    below += "\n" + ending(walk) + digests(walk);
    return heading(scenario, style) + "\n" +
           to_text(trace_table(walk.picture.rows, scenario.limit, marked), style) +
           folded(below, style.width);
}

nlohmann::json report_of(const sim::TraceRow& row) {
    return {
        {"step", row.step},       {"actor", row.actor},     {"event", row.event},
        {"streams", row.streams}, {"client", row.client},   {"wire", row.wire},
        {"server", row.server},   {"verdict", row.verdict}, {"observed", row.observed},
        {"wrong", row.wrong},
    };
}

nlohmann::json report_of(const sim::NoReturn& answer) {
    using Kind = sim::NoReturn::Kind;
    const bool has_step = answer.kind == Kind::at_step || answer.kind == Kind::violation;
    return {
        {"known", answer.kind != Kind::unknown},
        {"step", has_step                         ? nlohmann::json(answer.step)
                 : answer.kind == Kind::beginning ? nlohmann::json(0)
                                                  : nlohmann::json(nullptr)},
        {"is_violation", answer.kind == Kind::violation},
        {"states", answer.states},
    };
}

nlohmann::json report_of(const sim::Refit& refit) {
    return {
        {"steps", refit.steps},
        {"taken", refit.trace.steps.size()},
        {"reason", refit.reason.empty() ? nlohmann::json(nullptr) : nlohmann::json(refit.reason)}};
}

nlohmann::json divergence_of(const Walk& walk) {
    if (walk.replays()) {
        return nullptr;
    }
    if (walk.refit != nullptr) {
        return {{"step", walk.refit->trace.steps.size() + 1}, {"reason", walk.refit->reason}};
    }
    return {{"step", walk.outcome.divergence->step}, {"reason", walk.outcome.divergence->reason}};
}

nlohmann::json json_report(const Walk& walk) {
    nlohmann::json steps = nlohmann::json::array();
    for (const sim::TraceRow& row : walk.picture.rows) {
        steps.push_back(report_of(row));
    }
    nlohmann::json report = {
        {"schema", "h2sim-replay/1"},
        {"scenario", walk.trace.scenario.id},
        {"limit", walk.trace.scenario.limit},
        {"property", walk.trace.property},
        {"verdict", name(walk.trace.verdict)},
        {"shortest", walk.trace.shortest},
        {"whole", walk.whole},
        {"steps", std::move(steps)},
        {"divergence", divergence_of(walk)},
        {"h2sim",
         walk.trace.h2sim.empty() ? nlohmann::json(nullptr) : nlohmann::json(walk.trace.h2sim)},
        {"digests_differ_from", walk.outcome.digests_from == 0
                                    ? nlohmann::json(nullptr)
                                    : nlohmann::json(walk.outcome.digests_from)},
    };
    if (walk.refit != nullptr) {
        report["refit"] = report_of(*walk.refit);
    }
    if (walk.no_return) {
        report["point_of_no_return"] = report_of(*walk.no_return);
    }
    return report;
}

// One line for each step; where it does not replay, one more that says so.
std::string jsonl_report(const Walk& walk) {
    const auto line = [](const nlohmann::json& object) { return object.dump() + "\n"; };
    std::string text;
    for (const sim::TraceRow& row : walk.picture.rows) {
        nlohmann::json report = report_of(row);
        if (walk.no_return && walk.no_return->step == row.step) {
            report["point_of_no_return"] = true;
        }
        text += line(report);
    }
    return walk.replays() ? text : text + line({{"divergence", divergence_of(walk)}});
}

// How far the changed design goes along.
std::string ending(const sim::Refit& refit) {
    const std::size_t taken = refit.trace.steps.size();
    if (!refit.all_taken()) {
        return fmt::format("The changed design takes {} of {}. Step {}: {}\n", taken,
                           counted(refit.steps, "step"), taken + 1, refit.reason);
    }
    return refit.reason.empty() ? fmt::format("The changed design takes all of it: {}, {} {}.\n",
                                              counted(refit.steps, "step"), refit.trace.property,
                                              name(refit.trace.verdict))
                                : fmt::format("The changed design takes all {}, but {}.\n",
                                              counted(refit.steps, "step"), refit.reason);
}

sim::Drawing drawing_of(const Walk& walk) {
    std::string note = ending(walk);
    note.pop_back();  // the line feed
    return {walk.trace,
            walk.picture,
            walk.ended() ? sim::conclusion(walk.trace, walk.picture.rows, walk.last) : "",
            std::move(note),
            walk.ended(),
            walk.no_return};
}

}  // namespace

Walk walk(const sim::Model& model, const sim::Trace& trace, std::size_t until) {
    const bool whole = until == 0 || until >= trace.steps.size();
    Walk walk{trace, {}, sim::JudgedWorld{model}, {}, whole, {}, nullptr};
    sim::SpaceTimeRecorder recorder{model};
    const auto show = [&](const sim::ReplayStep& step) {
        recorder.add(step);
        walk.last = step.after;
    };
    walk.outcome = sim::replay(model, trace, show, whole ? 0 : until);
    walk.picture = recorder.picture();
    return walk;
}

std::string ending(const Walk& walk) {
    if (walk.refit != nullptr) {
        return ending(*walk.refit);
    }
    if (!walk.replays()) {
        return fmt::format("The trace does not replay. Step {}: {}\n",
                           walk.outcome.divergence->step, walk.outcome.divergence->reason);
    }
    if (!walk.whole) {
        return fmt::format("Stopped after step {} of {}; the verdict was not checked.\n",
                           walk.outcome.steps, walk.trace.steps.size());
    }
    if (walk.trace.verdict == sim::PropertyVerdict::unknown) {
        return fmt::format("The trace replays: {}; it claims no verdict.\n",
                           counted(walk.outcome.steps, "step"));
    }
    return fmt::format("The trace replays: {}, {} {}.\n", counted(walk.outcome.steps, "step"),
                       walk.trace.property, name(walk.trace.verdict));
}

std::string digests(const Walk& walk) {
    const std::string text = sim::digests_text(walk.trace, walk.outcome);
    return text.empty() ? text : text + "\n";
}

std::string replay_report(const Walk& walk, Format format, TextStyle style) {
    switch (format) {
        case Format::text: return text_report(walk, style);
        case Format::json: return json_text(json_report(walk));
        case Format::jsonl: return jsonl_report(walk);
        case Format::mermaid: return sim::to_mermaid(drawing_of(walk));
        case Format::svg: return sim::to_svg(drawing_of(walk));
    }
    return {};
}

}  // namespace tools
