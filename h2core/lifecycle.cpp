// The tables of RFC 9113 section 5.1, to be compared with the RFC line by line. Where another
// section is more specific (6.4 RST_STREAM on idle, 6.6 PUSH_PROMISE) it wins, because "if a frame
// causes a connection error, that error MUST be reported" (section 5.4).

#include "h2core/lifecycle.hpp"

#include <array>
#include <cstddef>

namespace h2 {

namespace {

using enum Cell::Kind;
using Row = std::array<Cell, kStreamInputs>;
using Table = std::array<Row, kLifecycles>;

constexpr Cell move_to(Lifecycle next) {
    return {to, next, ErrorCode::NO_ERROR, RuleId::none};
}
constexpr Cell late(RuleId rule) {
    return {discard, {}, ErrorCode::NO_ERROR, rule};
}
constexpr Cell on_stream(ErrorCode code, RuleId rule) {
    return {stream_error, {}, code, rule};
}
constexpr Cell on_conn(ErrorCode code, RuleId rule) {
    return {connection_error, {}, code, rule};
}

// Nothing moves to idle, so "to idle" stands for "stays as it is"; row() puts the state in.
constexpr Cell kStay = move_to(Lifecycle::idle);
constexpr Cell kNever = {never, {}, ErrorCode::NO_ERROR, RuleId::none};
constexpr Cell kNo = {refuse, {}, ErrorCode::NO_ERROR, RuleId::none};

constexpr Cell kOpen = move_to(Lifecycle::open);
constexpr Cell kResL = move_to(Lifecycle::reserved_local);
constexpr Cell kResR = move_to(Lifecycle::reserved_remote);
constexpr Cell kHcL = move_to(Lifecycle::half_closed_local);
constexpr Cell kHcR = move_to(Lifecycle::half_closed_remote);
constexpr Cell kEnd = move_to(Lifecycle::closed_end_stream);
constexpr Cell kRst = move_to(Lifecycle::closed_rst_received);
constexpr Cell kOurs = move_to(Lifecycle::closed_rst_sent);

constexpr ErrorCode kProto = ErrorCode::PROTOCOL_ERROR;
constexpr ErrorCode kClosed = ErrorCode::STREAM_CLOSED;

constexpr Cell cIdle = on_conn(kProto, RuleId::idle_stream);
constexpr Cell cRIdl = on_conn(kProto, RuleId::rst_stream_idle);
constexpr Cell cResL = on_conn(kProto, RuleId::reserved_local);
constexpr Cell cResR = on_conn(kProto, RuleId::reserved_remote);
constexpr Cell cPush = on_conn(kProto, RuleId::push_parent);
constexpr Cell cProm = on_conn(kProto, RuleId::push_promised_id);
constexpr Cell sHcR = on_stream(kClosed, RuleId::half_closed_remote);
constexpr Cell cEnd = on_conn(kClosed, RuleId::closed_after_end_stream);
constexpr Cell dEnd = late(RuleId::late_after_end_stream);
constexpr Cell cRst = on_conn(kClosed, RuleId::closed_after_reset);
constexpr Cell dRst = late(RuleId::closed_after_reset);
constexpr Cell dOurs = late(RuleId::late_after_our_reset);
constexpr Cell cOrdr = on_conn(kProto, RuleId::stream_id_order);
constexpr Cell cSkip = on_conn(kClosed, RuleId::implicitly_closed);
constexpr Cell dSkip = late(RuleId::implicitly_closed);

constexpr Row row(Lifecycle state, Row cells) {
    for (Cell& cell : cells) {
        if (cell == kStay) {
            cell.next = state;
        }
    }
    return cells;
}

using enum Lifecycle;

// Received. Prefixes: c connection error, s stream error, d discarded. Notes:
//  1. HEADERS opens an idle stream only at a server and on an odd identifier; the connection looks
//     at that before it comes here (section 5.1.1).
//  2. After END_STREAM both ways, RST_STREAM and WINDOW_UPDATE may have crossed our last frame.
//  3. After the peer's RST_STREAM it may send another one (section 5.4.2); a WINDOW_UPDATE is
//     harmless and let pass, which section 5.1 leaves to us.
//  4. After our RST_STREAM anything may arrive; PUSH_PROMISE is even carried out (section 6.6).
//  5. HEADERS on a skipped or forgotten identifier is an unexpected identifier (section 5.1.1).
// clang-format off
constexpr Table kReceive = {{
    //                          HEADERS DATA   END_ST  RST    WINDOW PRIOR  PUSH_P promised
    row(idle,                 {{kOpen,  cIdle, kNever, cRIdl, cIdle, kStay, cIdle, kResR}}),  // 1
    row(reserved_local,       {{cResL,  cResL, kNever, kRst,  kStay, kStay, cResL, cProm}}),
    row(reserved_remote,      {{kHcL,   cResR, kNever, kRst,  cResR, kStay, cResR, cProm}}),
    row(open,                 {{kStay,  kStay, kHcR,   kRst,  kStay, kStay, kStay, cProm}}),
    row(half_closed_local,    {{kStay,  kStay, kEnd,   kRst,  kStay, kStay, kStay, cProm}}),
    row(half_closed_remote,   {{sHcR,   sHcR,  kNever, kRst,  kStay, kStay, cPush, cProm}}),
    row(closed_end_stream,    {{cEnd,   cEnd,  kNever, dEnd,  dEnd,  kStay, cPush, cProm}}),  // 2
    row(closed_rst_received,  {{cRst,   cRst,  kNever, dRst,  dRst,  kStay, cPush, cProm}}),  // 3
    row(closed_rst_sent,      {{dOurs,  dOurs, dOurs,  dOurs, dOurs, kStay, kStay, cProm}}),  // 4
    row(closed_rst_forgotten, {{cRst,   cRst,  kNever, dRst,  dRst,  kStay, cPush, cProm}}),
    row(closed_implicitly,    {{cOrdr,  cSkip, kNever, dSkip, dSkip, kStay, cPush, cProm}}),  // 5
}};

// Sent. "An endpoint MUST NOT send frames other than PRIORITY on a closed stream."
constexpr Table kSend = {{
    //                          HEADERS DATA   END_ST  RST    WINDOW PRIOR  PUSH_P promised
    row(idle,                 {{kOpen,  kNo,   kNever, kNo,   kNo,   kStay, kNo,   kResL}}),
    row(reserved_local,       {{kHcR,   kNo,   kNever, kOurs, kNo,   kStay, kNo,   kNo}}),
    row(reserved_remote,      {{kNo,    kNo,   kNever, kOurs, kStay, kStay, kNo,   kNo}}),
    row(open,                 {{kStay,  kStay, kHcL,   kOurs, kStay, kStay, kStay, kNo}}),
    row(half_closed_local,    {{kNo,    kNo,   kNever, kOurs, kStay, kStay, kNo,   kNo}}),
    row(half_closed_remote,   {{kStay,  kStay, kEnd,   kOurs, kStay, kStay, kStay, kNo}}),
    row(closed_end_stream,    {{kNo,    kNo,   kNever, kNo,   kNo,   kStay, kNo,   kNo}}),
    row(closed_rst_received,  {{kNo,    kNo,   kNever, kNo,   kNo,   kStay, kNo,   kNo}}),
    row(closed_rst_sent,      {{kNo,    kNo,   kNever, kNo,   kNo,   kStay, kNo,   kNo}}),
    row(closed_rst_forgotten, {{kNo,    kNo,   kNever, kNo,   kNo,   kStay, kNo,   kNo}}),
    row(closed_implicitly,    {{kNo,    kNo,   kNever, kNo,   kNo,   kStay, kNo,   kNo}}),
}};
// clang-format on

constexpr bool every_cell_is_decided(const Table& table) {
    for (const Row& cells : table) {
        for (const Cell& cell : cells) {
            if (cell.kind == undecided) {
                return false;
            }
        }
    }
    return true;
}
static_assert(every_cell_is_decided(kReceive), "a cell of section 5.1 (receiving) was forgotten");
static_assert(every_cell_is_decided(kSend), "a cell of section 5.1 (sending) was forgotten");

}  // namespace

std::string_view name(Lifecycle state) {
    switch (state) {
        case Lifecycle::idle: return "idle";
        case Lifecycle::reserved_local: return "reserved (local)";
        case Lifecycle::reserved_remote: return "reserved (remote)";
        case Lifecycle::open: return "open";
        case Lifecycle::half_closed_local: return "half-closed (local)";
        case Lifecycle::half_closed_remote: return "half-closed (remote)";
        case Lifecycle::closed_end_stream: return "closed (END_STREAM)";
        case Lifecycle::closed_rst_received: return "closed (RST_STREAM received)";
        case Lifecycle::closed_rst_sent: return "closed (RST_STREAM sent)";
        case Lifecycle::closed_rst_forgotten: return "closed (RST_STREAM sent, forgotten)";
        case Lifecycle::closed_implicitly: return "closed (implicitly)";
    }
    return "unknown";
}

std::string_view name(StreamInput input) {
    switch (input) {
        case StreamInput::headers: return "HEADERS";
        case StreamInput::data: return "DATA";
        case StreamInput::end_stream: return "END_STREAM";
        case StreamInput::rst_stream: return "RST_STREAM";
        case StreamInput::window_update: return "WINDOW_UPDATE";
        case StreamInput::priority: return "PRIORITY";
        case StreamInput::push_promise: return "PUSH_PROMISE";
        case StreamInput::promised: return "promised";
    }
    return "unknown";
}

const Cell& on_receive(Lifecycle state, StreamInput input) {
    return kReceive[static_cast<std::size_t>(state)][static_cast<std::size_t>(input)];
}

const Cell& on_send(Lifecycle state, StreamInput input) {
    return kSend[static_cast<std::size_t>(state)][static_cast<std::size_t>(input)];
}

}  // namespace h2
