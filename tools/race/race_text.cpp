// For people: the sentence, a table of the cells, the first case frame by frame.

#include <fmt/format.h>

#include "h2core/error_code.hpp"
#include "tools/race/race_report.hpp"
#include "tools/race/wilson.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/wire/finding_text.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools {
namespace {

std::string percent(double part) {
    const double value = 100 * part;
    return value == 0  ? "0"
           : value < 1 ? fmt::format("{:.3f}", value)
                       : fmt::format("{:.1f}", value);
}

std::string interval(const Rate& rate) {
    return rate.rate == 0 ? "< " + percent(rate.high)
                          : fmt::format("{} to {}", percent(rate.low), percent(rate.high));
}

Table cells_table(const RaceReport& report) {
    Table table{{{"URL", Align::left, Fit::inside},
                 {"mode"},
                 {"ends with"},
                 {"octets", Align::right},
                 {"held", Align::right},
                 {"opened", Align::right},
                 {"refused", Align::right},
                 {"%", Align::right},
                 {"95 %", Align::right},
                 {"again", Align::right},
                 {"predicted"},
                 {"note", Align::left, Fit::below}}};
    for (std::size_t i = 0; i < report.found.cells.size(); ++i) {
        const RaceCellResult& result = report.found.cells[i];
        const auto predicted = prediction(report, i);
        const RaceCounts& counts = result.counts;
        const std::uint64_t wrong = wrong_in(report, counts);
        const Rate rate = wilson(wrong, counts.opened);
        const bool any = counts.opened > 0;
        const bool get = result.cell.method == "GET";
        const Tone tone = wrong > 0 ? Tone::bad : any ? Tone::good : Tone::open;
        const bool trials = row_of(result.cell.race).trials;
        table.add({get ? result.cell.path : result.cell.method + " " + result.cell.path,
                   std::string{trials ? name(result.cell.race) : name(result.cell.mode)},
                   std::string{name(result.end)},
                   result.response ? grouped(result.response->content) : "0",
                   result.cell.delay > 0 ? fmt::format("{} us", result.cell.delay) : "-",
                   grouped(counts.opened),
                   {any ? grouped(wrong) : "-", tone},
                   any ? percent(rate.rate) : "-",
                   any ? interval(rate) : "-",
                   counts.turned_away > 0 && !report.strict ? grouped(counts.turned_away) : "-",
                   !predicted   ? "-"
                   : *predicted ? "can"
                                : "never",
                   result.trouble.empty() ? "-" : result.trouble});
    }
    return table;
}

std::string flags_of(const h2::FrameHeader& header) {
    const bool has_end = header.is(h2::FrameType::DATA) || header.is(h2::FrameType::HEADERS);
    return has_end && header.has(h2::flag::END_STREAM) ? ", END_STREAM" : "";
}

std::string frame_row(const RaceFrame& frame) {
    const bool has_code =
        frame.header.is(h2::FrameType::RST_STREAM) || frame.header.is(h2::FrameType::GOAWAY);
    return fmt::format("  {:6} at {:>9}  {} stream {}, {}{}{}\n", name_of(frame.sender),
                       grouped(frame.offset), frame_type_text(frame.header.type),
                       frame.header.stream.value(), counted(frame.header.length, "octet"),
                       flags_of(frame.header),
                       has_code ? fmt::format(", {}", h2::name(frame.code)) : "");
}

std::string case_text(const RaceReport& report) {
    const auto cell = cell_of_case(report);
    if (!cell) {
        return {};
    }
    const RaceCellResult& result = report.found.cells[*cell];
    const RaceCase& found = *result.first;
    const std::string where =
        row_of(result.cell.race).trials
            ? fmt::format("race {}, stream {}", name(result.cell.race), found.stream.value())
            : fmt::format("{} of {} streams open, with stream {} in the place of {}",
                          grouped(found.open), grouped(found.limit), found.stream.value(),
                          found.freed.value());
    std::string text = fmt::format(
        "\nThe first case: connection {}, {} {}; {} (offsets in octets since each began to send)\n",
        found.connection, result.cell.method, result.cell.path, where);
    for (const RaceFrame& frame : found.frames) {
        text += frame_row(frame);
    }
    return text;
}

std::string designs_text_of(const RaceReport& report) {
    if (!report.designs) {
        return {};
    }
    const RaceDesigns& designs = *report.designs;
    if (designs.designs.empty()) {
        return fmt::format("\nNone of {} refuses so.\n", counted(designs.tried, "known design"));
    }
    std::vector<std::string> exact;
    std::vector<std::string> others;
    for (const RaceDesign& design : designs.designs) {
        (design.exact ? exact : others).push_back(design.profile);
    }
    std::string text =
        fmt::format("\nOf {} in {} of response:\n", counted(designs.tried, "known design"),
                    counted(designs.cells, "shape"));
    text += exact.empty() ? "" : fmt::format("  just so: {}\n", joined(exact));
    text += others.empty() ? "" : fmt::format("  so, and in other cells too: {}\n", joined(others));
    return text;
}

std::string others_text(const RaceReport& report) {
    std::string text;
    for (const auto& [rule, times] : report.found.broken) {
        text += fmt::format("also broken by the server: {} ({}): {}\n", h2::rule(rule).slug,
                            counted(times, "time"), h2::rule(rule).text);
    }
    for (const std::string& fault : report.found.own_faults) {
        text += fmt::format("a mistake of h2sim: {}\n", fault);
    }
    if (!report.predictions.empty()) {
        text += fmt::format("{} {}\n", report.profile,
                            contradicts(report) ? "is not the design of this server: it never "
                                                  "refuses where a stream was refused"
                                                : "contradicts nothing that was seen");
    }
    if (!report.perturbation.empty()) {
        text += report.perturbation + "\n";
    }
    if (!report.found.trouble.empty() && !report.found.cells.empty()) {
        text += fmt::format("it ended early: {}\n", report.found.trouble);
    }
    if (report.found.out_of_time) {
        text += "--max-time ended it before all cells were full\n";
    }
    return text.empty() ? text : "\n" + text;
}

Tone tone_of(RaceVerdict verdict) {
    switch (verdict) {
        case RaceVerdict::server_wrong: return Tone::bad;
        case RaceVerdict::not_seen: return Tone::good;
        case RaceVerdict::cannot_show: return Tone::open;
    }
    return Tone::plain;
}

}  // namespace

std::string race_text(const RaceReport& report, const TextStyle& style) {
    const RaceVerdict verdict = verdict_of(report);
    std::string text = report.found.cells.empty() ? "" : to_text(cells_table(report), style);
    text += folded(case_text(report), style.width);
    text += folded(designs_text_of(report), style.width);
    text += folded(others_text(report), style.width);
    const std::string_view word = name(verdict);
    const std::string sentence =
        folded(fmt::format("{}: {}", word, sentence_of(report)), style.width);
    text += text.empty() ? "" : "\n";
    text += toned(word, tone_of(verdict), style.colour) + sentence.substr(word.size()) + "\n";
    return text;
}

std::string race_markdown(const RaceReport& report) {
    std::string text =
        fmt::format("**{}**: {}\n\n", name(verdict_of(report)), markdown_text(sentence_of(report)));
    if (!report.found.cells.empty()) {
        text += to_markdown(cells_table(report));
    }
    for (const std::string& part :
         {case_text(report), designs_text_of(report), others_text(report)}) {
        text += part.empty() ? "" : "\n```\n" + part.substr(1) + "```\n";
    }
    return text;
}

}  // namespace tools
