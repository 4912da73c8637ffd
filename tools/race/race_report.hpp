#pragma once
// What race found, as text, Markdown, JSON and JUnit XML.
//
// JSON: {"h2sim_race": 1, "target": "127.0.0.1:8443", "tls": true, "limit": 250 or null,
//  "verdict": "server-wrong"|"not-seen"|"cannot-show", "severity": "stream"|"connection"|null,
//  "retryable": true|false|null, "client_proven": true, "sentence": "…", "connections": 12,
//  "cells": [{"race", "url", "method", "mode": "park"|"saturate", "end":
//  "data"|"headers"|"trailers"|
//   "reset", "octets", "delay_us", "streams", "opened", "refused", "turned_away", "unproven",
//   "ended", "connections", "rate", "low", "high", "trouble", "predicted": true|false|null}],
//  "case": {"connection", "cell", "stream", "freed", "code", "open", "frames": [{"sender",
//   "offset", "type", "stream", "length", "flags", "code"}]} or null,
//  "designs": … or null (RaceDesigns), "other_rules": [{"rule", "times"}], "perturbation": "why
//  not", "profile"}
// "octets" is the content of the response, "rate" what of "opened" was refused; "delay_us" is not 0
// where writes of a launched server returned late; "predicted" whether the design of "profile" can
// refuse there.

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "tools/race/race.hpp"
#include "tools/race/race_designs.hpp"
#include "tools/tables/table.hpp"

namespace tools {

enum class RaceVerdict : std::uint8_t {
    server_wrong,  // a client within the limit was refused
    not_seen,      // it was never; how often it may be is bounded
    cannot_show,   // no stream could be opened at the limit, or a refusal may have had a cause
};
std::string_view name(RaceVerdict verdict);

struct RaceReport {
    std::string target;  // "127.0.0.1:8443"
    bool tls = false;
    bool strict = false;  // REFUSED_STREAM within the limit is wrong too (I1, not I1w)
    RaceFound found;
    std::optional<RaceDesigns> designs;
    std::string perturbation;  // why holding the server showed nothing more; empty: nothing to say
    std::string profile;       // that was asked for; empty: none
    std::vector<std::optional<bool>> predictions{};  // of it, by cell
};

RaceVerdict verdict_of(const RaceReport& report);
// Streams of a cell that count as wrongly refused.
std::uint64_t wrong_in(const RaceReport& report, const RaceCounts& counts);
// Of that cell, where a profile was asked.
std::optional<bool> prediction(const RaceReport& report, std::size_t cell);
// A cell in which was seen what the profile excludes.
bool contradicts(const RaceReport& report);
// The first cell with a refusal that counts, and with its frames.
std::optional<std::size_t> cell_of_case(const RaceReport& report);
// The frame of the server that is wrong: "RST_STREAM", "GOAWAY", or "DATA".
std::string_view frame_of_case(const RaceCase& found);
// To paste into an issue: one or two sentences with the clause.
std::string sentence_of(const RaceReport& report);

std::string race_text(const RaceReport& report, const TextStyle& style);
std::string race_markdown(const RaceReport& report);
nlohmann::json race_json(const RaceReport& report);
std::string race_junit(const RaceReport& report);

}  // namespace tools
