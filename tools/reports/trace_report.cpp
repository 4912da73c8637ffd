// The columns of a trace.

#include "tools/reports/trace_report.hpp"

#include <fmt/format.h>

namespace tools {
namespace {

std::string verdict_text(const sim::TraceRow& row) {
    std::string text = row.verdict;
    for (const std::string& property : row.observed) {
        text += fmt::format("{}{} {}", text.empty() ? "" : "  ", row.wrong ? "<<<" : "(", property);
        text += row.wrong ? "" : ")";
    }
    return text;
}

}  // namespace

Table trace_table(const std::vector<sim::TraceRow>& rows, std::uint32_t limit,
                  std::size_t no_return_after) {
    Table table{{{"step", Align::right},
                 {"actor", Align::left, Fit::cut},
                 {"event", Align::left, Fit::wrapped},
                 {"streams at the server", Align::left, Fit::below},
                 {"client", Align::right},
                 {"wire", Align::right},
                 {fmt::format("server/{}", limit), Align::right},
                 {"verdict", Align::left, Fit::below}}};
    table.below_from = 2;  // below the event
    for (const sim::TraceRow& row : rows) {
        table.add({std::to_string(row.step), row.actor, row.event, row.streams,
                   std::to_string(row.client), std::to_string(row.wire), std::to_string(row.server),
                   verdict_text(row)},
                  row.wrong ? Tone::bad : Tone::plain);
        if (no_return_after == row.step) {
            table.rows.back().notes.emplace_back("----- point of no return -----");
        }
    }
    return table;
}

}  // namespace tools
