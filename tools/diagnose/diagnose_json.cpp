// Connections as JSON; numbers of frames as Wireshark has them.

#include <nlohmann/json.hpp>

#include "tools/diagnose/diagnose_report.hpp"
#include "tools/wire/finding_text.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr std::size_t kMostPointsInJson = 1'000;

json record_json(std::uint64_t record) {
    return record == 0 ? json{} : json(record);
}

json charge_json(const Charge& charge) {
    json entry = json_of(charge.finding);
    entry["frame"] = record_json(charge.record);
    entry["what"] = charge.frame;
    return entry;
}

std::string_view record_name(h2::Record record) {
    switch (record) {
        case h2::Record::whole: return "whole";
        case h2::Record::piece: return "piece";
        case h2::Record::absent: return "absent";
    }
    return {};
}

json connection_json(const Diagnosed& connection) {
    const ConnectionFacts& facts = connection.facts;
    json entry = {{"file", connection.file},
                  {"client", facts.client},
                  {"server", facts.server},
                  {"verdict", name(connection.verdict.blame)},
                  {"client_proven", connection.verdict.client_proven},
                  {"sentence", connection.verdict.sentence},
                  {"secured", facts.secured},
                  {"first_frame", record_json(facts.first_record)},
                  {"frames", facts.frames},
                  {"streams", facts.kept.opened},
                  {"most_open", facts.kept.most},
                  {"unproven", facts.kept.unproven},
                  {"limit", facts.limit ? json(*facts.limit) : json{}},
                  {"client_record", record_name(facts.record_of(h2::Role::client))},
                  {"server_record", record_name(facts.record_of(h2::Role::server))},
                  {"findings", json::array()},
                  {"counts", json::array()}};
    if (!connection.verdict.advice.empty()) {
        entry["advice"] = connection.verdict.advice;
    }
    if (facts.gap) {
        entry["missing_before"] = record_json(*facts.gap);
    }
    if (facts.more_charges > 0) {
        entry["more_findings"] = facts.more_charges;
    }
    for (const Charge& charge : facts.charges) {
        entry["findings"].push_back(charge_json(charge));
    }
    for (const CountPoint& point : thinned(facts.counts, kMostPointsInJson)) {
        entry["counts"].push_back(
            json::array({record_json(point.record), point.client, point.wire, point.server}));
    }
    return entry;
}

}  // namespace

json diagnose_json(const std::vector<Diagnosed>& connections) {
    json document = {{"connections", json::array()}};
    for (const Diagnosed& connection : connections) {
        document["connections"].push_back(connection_json(connection));
    }
    return document;
}

}  // namespace tools
