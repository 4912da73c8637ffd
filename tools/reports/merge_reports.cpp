// All must be of one run, each of them be there once, and each position be taken once. Counts are
// made anew; the exit code is the worst of all shards and all scenarios.

#include "tools/reports/merge_reports.hpp"

#include <map>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/check_report.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using nlohmann::json;

std::string shown(const std::string& file) {
    return sim::printable(input_name(file), 400);
}

void check_same(const ShardReport& first, const ShardReport& other) {
    const auto differ = [&](const std::string& how) {
        refuse_arguments(fmt::format("{} and {} are not of one run: {}", shown(first.file),
                                     shown(other.file), how));
    };
    const std::string versions[]{first.report.at("version").get<std::string>(),
                                 other.report.at("version").get<std::string>()};
    if (versions[0] != versions[1]) {
        differ(fmt::format("h2sim {} wrote the one, h2sim {} the other",
                           sim::printable(versions[0]), sim::printable(versions[1])));
    }
    const std::uint32_t counts[]{first.shard.count, other.shard.count};
    if (counts[0] != counts[1]) {
        differ(fmt::format("the one is of {}, the other of {}", counted(counts[0], "shard"),
                           counted(counts[1], "shard")));
    }
    if (first.report.at("selection") != other.report.at("selection")) {
        differ("they are about other scenarios, or the same with other contents");
    }
}

void check_all_there(const std::vector<ShardReport>& shards) {
    const std::uint32_t count = shards.front().shard.count;
    std::map<std::uint32_t, std::string> file_of;
    for (const ShardReport& shard : shards) {
        const std::uint32_t index = shard.shard.index;
        const auto [before, fresh] = file_of.emplace(index, shard.file);
        if (!fresh) {
            refuse_arguments(fmt::format("shard {}/{} is there twice: {} and {}", index, count,
                                         shown(before->second), shown(shard.file)));
        }
    }
    std::vector<std::string> missing;
    for (std::uint32_t index = 1; index <= count && missing.size() < 10; ++index) {
        if (!file_of.contains(index)) {
            missing.push_back(fmt::format("{}/{}", index, count));
        }
    }
    if (!missing.empty()) {
        const std::size_t number = count - file_of.size();
        refuse_arguments(fmt::format("shard{} {}{} {} missing", number == 1 ? "" : "s",
                                     joined(missing), number > missing.size() ? ", …" : "",
                                     number == 1 ? "is" : "are"));
    }
}

// All scenarios in the order of an unsharded run, which has `expected` of them.
json in_positions(const std::vector<ShardReport>& shards, std::size_t expected) {
    struct Place {
        const ShardReport* shard;
        const json* entry;
    };
    std::map<std::size_t, Place> places;
    for (const ShardReport& shard : shards) {
        for (const json& entry : shard.report.at("scenarios")) {
            const auto position = entry.at("position").get<std::size_t>();
            const auto [before, fresh] = places.emplace(position, Place{&shard, &entry});
            if (!fresh) {
                refuse_arguments(fmt::format("scenario {} of {} is there twice: in {} and in {}",
                                             position + 1, expected,
                                             shown(before->second.shard->file), shown(shard.file)));
            }
        }
    }
    json entries = json::array();
    for (const auto& [position, place] : places) {
        if (position == entries.size()) {
            entries.push_back(*place.entry);
        }
    }
    if (entries.size() != expected) {
        refuse_arguments(fmt::format("{} of {} are there; no report has number {}", places.size(),
                                     counted(expected, "scenario"), entries.size() + 1));
    }
    return entries;
}

}  // namespace

json merge_reports(const std::vector<ShardReport>& shards) {
    for (const ShardReport& shard : shards) {
        check_same(shards.front(), shard);
    }
    check_all_there(shards);
    json merged = shards.front().report;
    merged["shard"] = nullptr;
    merged["scenarios"] =
        in_positions(shards, merged.at("selection").at("scenarios").get<std::size_t>());
    ExitCode code = ExitCode::ok;
    for (const ShardReport& shard : shards) {
        code = worst(code, static_cast<ExitCode>(shard.report.at("exit_code").get<int>()));
    }
    for (const CheckCase& each : cases_of(merged)) {
        code = worst(code, code_of(each.status));
    }
    merged["exit_code"] = static_cast<int>(code);
    add_counts(merged);
    return merged;
}

}  // namespace tools
