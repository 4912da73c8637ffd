#pragma once
// A case of the conformance harness as a value: what is sent to a peer, what is waited for, and
// which reactions are right, each with its grade. Cases are data (scenarios/rfc9113/*.json);
// probe_form.hpp reads them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/error_code.hpp"
#include "h2core/rules.hpp"

namespace tools {

// How a connection begins before the steps of the case.
enum class ProbeBegin : std::uint8_t {
    settled,  // preface and SETTINGS, both acknowledged, both ways
    preface,  // preface and SETTINGS, together with the first step
    nothing,  // what the steps send are the first octets; nothing is acknowledged
};

struct ProbeStep {
    enum class Kind : std::uint8_t {
        send,      // frames in JSON (tools/wire/wire_json.hpp), in one write
        octets,    // as they are
        fill,      // the frame of `frames` with so many zeros, 0: one more than the peer takes
        segments,  // from here on so many octets in each write
        head,      // the response's HEADERS on that stream
        data,      // DATA on that stream
        end,       // the response's end on that stream
        reset,     // RST_STREAM on that stream
        ping,      // the answer to a PING that is sent now
        settled,   // as many acknowledgments as we have sent SETTINGS
        close,     // the end of the connection
    };
    Kind kind = Kind::send;
    nlohmann::json frames;     // send
    std::string octets;        // octets
    std::uint32_t number = 0;  // a stream, or octets of a segment or a payload
};

// What a peer does, seen from the other end.
enum class ProbeSight : std::uint8_t {
    goaway,     // with that code
    reset,      // RST_STREAM of the case's stream, with that code
    response,   // a whole one on the case's stream, with that status, and all goes on
    alive,      // no error, and a later request on the connection is answered
    close,      // the connection ends without GOAWAY
    unasked,    // the acknowledgment of a PING that was none
    no_answer,  // nothing, within the time limit
};
std::string_view name(ProbeSight sight);

enum class ProbeGrade : std::uint8_t {
    conform,
    legal_alternative,
    ambiguous,     // both readings of the RFC are possible; Outcome::why
    wrong_code,    // an error as it is due, with another code
    wrong_scope,   // an error of the stream where one of the connection is due
    bare_close,    // the connection ends without the GOAWAY that is due
    accepted,      // what must be rejected
    rejected,      // what must be accepted
    no_answer,     // within the time limit; of nothing else a time limit is proof
    crashed,       // no connection, or no answer, is to be had afterwards
    unsupported,   // the peer has not what the case needs
    inconclusive,  // the case did not come to its question
};
std::string_view name(ProbeGrade grade);
// Whether the reaction is a right one.
bool is_pass(ProbeGrade grade);
// Whether the case says anything about the peer.
bool counts(ProbeGrade grade);

struct ProbeOutcome {
    ProbeSight see = ProbeSight::alive;
    std::vector<h2::ErrorCode> codes;   // goaway, reset; empty: any
    std::vector<std::string> statuses;  // response: "200", "4xx"; empty: any
    ProbeGrade grade = ProbeGrade::conform;
    std::string why;  // of an ambiguous one: both readings
};

struct ProbeCase {
    std::string id;       // "9113/6.9.1/overflow-stream"
    std::string section;  // "9113/6.9.1"
    std::string title;
    std::string file;
    std::uint32_t line = 0;
    h2::Level level = h2::Level::must;
    std::vector<std::string> rules;  // of the ledger
    std::string needs;               // "body", "post"; empty: nothing
    ProbeBegin begin = ProbeBegin::settled;
    nlohmann::json settings = nlohmann::json::array();  // ours
    std::vector<ProbeStep> steps;
    std::uint32_t stream = 0;  // that outcomes are about; 0: the connection
    bool quiet = false;        // nothing follows the last step: no PING, no request
    std::vector<ProbeOutcome> expect;
};

struct ProbeSection {
    std::string id;  // "9113/6.9.1"
    std::string title;
    std::vector<ProbeCase> cases;
};

}  // namespace tools
