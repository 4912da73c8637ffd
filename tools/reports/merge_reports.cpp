// The form of a shard is checked when it is read. Then all shards must be of one run, each of them
// be there once, and each position be taken once. Counts are made anew; the exit code is the worst
// of all shards and all scenarios.

#include "tools/reports/merge_reports.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/check_report.hpp"
#include "tools/runs/shard.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr const char* kCheckSchema = "h2sim-check/1";

std::string shown(const std::string& file) {
    return file == "-" ? "standard input" : sim::printable(file, 400);
}

[[noreturn]] void refuse(const std::string& message) {
    throw Failure{ExitCode::invalid, fmt::format("h2sim: error: {}", message)};
}

Shard shard_of(const ShardReport& report) {
    const json& shard = report.report.at("shard");
    return {shard.at("index").get<std::uint32_t>(), shard.at("count").get<std::uint32_t>()};
}

ExitCode known_code(std::uint64_t number) {
    for (const ExitCode code : kWorstFirst) {
        if (static_cast<std::uint64_t>(code) == number) {
            return code;
        }
    }
    throw json::other_error::create(501, fmt::format("no exit code: {}", number), nullptr);
}

// Everything that is used of a report is there and has its type. Throws json::exception.
void check_form(const json& report) {
    const json& shard = report.at("shard");
    const std::string text =
        fmt::format("{}/{}", whole_number(shard.at("index")), whole_number(shard.at("count")));
    const auto parsed = parse_shard(text);
    if (!parsed) {
        throw json::other_error::create(501, fmt::format("no shard: {}", text), nullptr);
    }
    static_cast<void>(report.at("version").get<std::string>());
    static_cast<void>(report.at("selection").at("digest").get<std::string>());
    whole_number(report.at("selection").at("scenarios"));
    known_code(whole_number(report.at("exit_code")));
    const CheckCases cases = cases_of(report);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        whole_number(report.at("scenarios")[i].at("position"));
        if (shard_index(cases[i].label, parsed->count) != parsed->index) {
            throw json::other_error::create(
                501, fmt::format("{} belongs to another shard", sim::in_quotes(cases[i].label)),
                nullptr);
        }
    }
}

// What nlohmann's messages say after their number: "[json.exception.out_of_range.403] key …".
std::string reason_of(const json::exception& error) {
    const std::string text = error.what();
    const std::size_t end = text.find("] ");
    return sim::printable(end == std::string::npos ? text : text.substr(end + 2), 200);
}

void check_same(const ShardReport& first, const ShardReport& other) {
    const auto differ = [&](const char* what, const std::string& left, const std::string& right) {
        if (left != right) {
            refuse(fmt::format("{} and {} are not of one run: {} {} and {}", shown(first.file),
                               shown(other.file), what, sim::printable(left, 60),
                               sim::printable(right, 60)));
        }
    };
    differ("of h2sim", first.report.at("version").get<std::string>(),
           other.report.at("version").get<std::string>());
    differ("number of shards", std::to_string(shard_of(first).count),
           std::to_string(shard_of(other).count));
    if (first.report.at("selection") != other.report.at("selection")) {
        refuse(fmt::format("{} and {} are not of one run: other scenarios, or other contents",
                           shown(first.file), shown(other.file)));
    }
}

void check_all_there(const std::vector<ShardReport>& shards) {
    std::map<std::uint32_t, std::string> file_of;
    for (const ShardReport& shard : shards) {
        const std::uint32_t index = shard_of(shard).index;
        const auto [before, fresh] = file_of.emplace(index, shard.file);
        if (!fresh) {
            refuse(fmt::format("shard {} is there twice: {} and {}", index, shown(before->second),
                               shown(shard.file)));
        }
    }
    const std::uint32_t count = shard_of(shards.front()).count;
    std::vector<std::string> missing;
    for (std::uint32_t index = 1; index <= count && missing.size() < 10; ++index) {
        if (!file_of.contains(index)) {
            missing.push_back(fmt::format("{}/{}", index, count));
        }
    }
    if (!missing.empty()) {
        const std::size_t number = count - file_of.size();
        refuse(fmt::format("missing: shard{} {}{}", number == 1 ? "" : "s", joined(missing),
                           number > missing.size() ? ", …" : ""));
    }
}

void sort_by_position(json& entries, std::size_t expected) {
    const auto position = [](const json& entry) { return entry.at("position").get<std::size_t>(); };
    std::sort(entries.begin(), entries.end(), [&](const json& left, const json& right) {
        return position(left) < position(right);
    });
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (position(entries[i]) != i) {
            refuse(fmt::format("scenario {} of {} is missing or there twice", i + 1, expected));
        }
    }
    if (entries.size() != expected) {
        refuse(fmt::format("{} instead of {}", counted(entries.size(), "scenario"), expected));
    }
}

}  // namespace

ShardReport read_shard_report(const std::string& file) {
    const auto text = read_text(file);
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    json report = json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (!report.is_object() || !report.contains("schema") || report["schema"] != kCheckSchema) {
        refuse(
            fmt::format("{}: no result of \"h2sim check --json\" ({})", shown(file), kCheckSchema));
    }
    if (!report.contains("shard") || report["shard"].is_null()) {
        refuse(fmt::format("{}: the result of a run without --shard: there is nothing to merge",
                           shown(file)));
    }
    try {
        check_form(report);
    } catch (const json::exception& error) {
        refuse(fmt::format("{}: not as \"h2sim check --shard\" writes it: {}", shown(file),
                           reason_of(error)));
    }
    return {file, std::move(report)};
}

json merge_reports(const std::vector<ShardReport>& shards) {
    for (const ShardReport& shard : shards) {
        check_same(shards.front(), shard);
    }
    check_all_there(shards);
    json merged = shards.front().report;
    merged["shard"] = nullptr;
    merged["scenarios"] = json::array();
    ExitCode code = ExitCode::ok;
    for (const ShardReport& shard : shards) {
        code = worst(code, known_code(whole_number(shard.report.at("exit_code"))));
        for (const json& entry : shard.report.at("scenarios")) {
            merged["scenarios"].push_back(entry);
        }
    }
    for (const CheckCase& each : cases_of(merged)) {
        code = worst(code, code_of(each.status));
    }
    merged["exit_code"] = static_cast<int>(code);
    sort_by_position(merged["scenarios"],
                     merged.at("selection").at("scenarios").get<std::size_t>());
    add_counts(merged);
    return merged;
}

}  // namespace tools
