#pragma once
// What our own side asks of the connection. A command is either carried out (effects) or refused
// (it would make us break the RFC, or it must wait): see Connection::submit.

#include <cstdint>
#include <string_view>
#include <variant>

#include "h2core/frame.hpp"

namespace h2 {

struct SubmitHeaders {  // request (opens the stream), response, informational response or trailers
    StreamId stream;    // a new stream: exactly Connection::next_stream_id()
    Fields fields;
    bool end_stream = false;
    bool informational = false;  // 1xx: another field section of the same kind follows
};
struct SubmitData {
    StreamId stream;
    Octets payload;
    bool end_stream = false;
};
struct SubmitReset {
    StreamId stream;
    ErrorCode code = ErrorCode::CANCEL;
};
struct SubmitSettings {
    const SettingList* list;  // kept alive by the caller until acknowledged
};
struct SubmitPing {
    std::uint64_t opaque = 0;
};
struct SubmitGoAway {
    ErrorCode code = ErrorCode::NO_ERROR;
    // The announced last stream: kMax for the first half of a graceful shutdown (section 6.8),
    // otherwise the highest peer stream processed. True: announce 2^31-1.
    bool announce_maximum = false;
};
struct SubmitWindowUpdate {
    StreamId stream;  // 0: the connection
    std::uint32_t increment;
};
struct SubmitPush {  // server
    StreamId parent;
    Fields fields;
};
struct RequestDone {  // server: the request function of this stream has returned
    StreamId stream;
};
struct ForgetReset {  // a reset stream has been remembered long enough (section 5.1); no clock here
    StreamId stream;
};
struct RemovalTaken {  // the writer has come to the removal of this stream (QueueRemoval)
    StreamId stream;
};

using Command =
    std::variant<SubmitHeaders, SubmitData, SubmitReset, SubmitSettings, SubmitPing, SubmitGoAway,
                 SubmitWindowUpdate, SubmitPush, RequestDone, ForgetReset, RemovalTaken>;

enum class Refusal : std::uint8_t {
    stream_not_open,       // idle where it must exist, or closed for sending
    out_of_order,          // message phase: DATA before HEADERS, anything after END_STREAM
    concurrency_limit,     // the peer allows no more streams now: wait
    window_exhausted,      // flow control: wait for WINDOW_UPDATE
    going_away,            // no new streams after GOAWAY either way
    stream_ids_exhausted,  // section 5.1.1: a new connection is needed
    invalid_argument,      // zero increment, wrong stream id, push to a peer that disabled it
    connection_closed,
};

std::string_view name(Refusal refusal);

}  // namespace h2
