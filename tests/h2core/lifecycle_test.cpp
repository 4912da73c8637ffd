// Both tables of section 5.1, cell by cell. Each claim quotes the sentence of the RFC it stands on;
// together the claims cover every cell exactly once, so that no cell is there by accident.

#include "h2core/lifecycle.hpp"

#include <map>
#include <utility>
#include <vector>

#include "tests/support/frames.hpp"

using namespace h2;

namespace {

using enum Lifecycle;
using In = StreamInput;
using States = std::vector<Lifecycle>;
using Inputs = std::vector<StreamInput>;

struct Claim {
    const char* sentence;
    States states;
    Inputs inputs;
    Cell expected;
};

constexpr Cell stays(Lifecycle state) {
    return {Cell::Kind::to, state, {}, RuleId::none};
}
constexpr Cell becomes(Lifecycle state) {
    return stays(state);
}
constexpr Cell refused() {
    return {Cell::Kind::refuse, idle, {}, RuleId::none};
}
constexpr Cell impossible() {
    return {Cell::Kind::never, idle, {}, RuleId::none};
}
constexpr Cell ignored(RuleId rule) {
    return {Cell::Kind::discard, idle, {}, rule};
}
constexpr Cell breaks_stream(ErrorCode code, RuleId rule) {
    return {Cell::Kind::stream_error, idle, code, rule};
}
constexpr Cell breaks_connection(ErrorCode code, RuleId rule) {
    return {Cell::Kind::connection_error, idle, code, rule};
}

const States kAll = {idle,
                     reserved_local,
                     reserved_remote,
                     open,
                     half_closed_local,
                     half_closed_remote,
                     closed_end_stream,
                     closed_rst_received,
                     closed_rst_sent,
                     closed_rst_forgotten,
                     closed_implicitly};
const States kClosed = {closed_end_stream, closed_rst_received, closed_rst_sent,
                        closed_rst_forgotten, closed_implicitly};
constexpr ErrorCode kProto = ErrorCode::PROTOCOL_ERROR;
constexpr ErrorCode kStreamClosed = ErrorCode::STREAM_CLOSED;

// Adds "`input` leaves each of these states as it is".
void add_stays(std::vector<Claim>& claims, const char* sentence, const States& states, In input) {
    for (const Lifecycle state : states) {
        claims.push_back({sentence, {state}, {input}, stays(state)});
    }
}

// clang-format off
std::vector<Claim> received() {
    std::vector<Claim> claims = {
        {"receiving a HEADERS frame as a server causes the stream to become open",
         {idle}, {In::headers}, becomes(open)},
        {"receiving PUSH_PROMISE on another stream reserves an idle stream",
         {idle}, {In::promised}, becomes(reserved_remote)},
        {"any frame other than HEADERS or PRIORITY on an idle stream MUST be a connection error",
         {idle}, {In::data, In::window_update, In::push_promise},
         breaks_connection(kProto, RuleId::idle_stream)},
        {"6.4: RST_STREAM identifying an idle stream MUST be a connection error",
         {idle}, {In::rst_stream}, breaks_connection(kProto, RuleId::rst_stream_idle)},
        {"reserved (local): other than RST_STREAM, PRIORITY, WINDOW_UPDATE MUST be an error",
         {reserved_local}, {In::headers, In::data, In::push_promise},
         breaks_connection(kProto, RuleId::reserved_local)},
        {"reserved (local): a PRIORITY or WINDOW_UPDATE frame MAY be received",
         {reserved_local}, {In::window_update}, stays(reserved_local)},
        {"reserved (remote): receiving a HEADERS frame: half-closed (local)",
         {reserved_remote}, {In::headers}, becomes(half_closed_local)},
        {"reserved (remote): other than HEADERS, RST_STREAM, PRIORITY MUST be an error",
         {reserved_remote}, {In::data, In::window_update, In::push_promise},
         breaks_connection(kProto, RuleId::reserved_remote)},
        {"receiving END_STREAM causes an open stream to become half-closed (remote)",
         {open}, {In::end_stream}, becomes(half_closed_remote)},
        {"half-closed (local) transitions to closed when END_STREAM is received",
         {half_closed_local}, {In::end_stream}, becomes(closed_end_stream)},
        {"either endpoint can send RST_STREAM to cause the stream to become closed",
         {reserved_local, reserved_remote, open, half_closed_local, half_closed_remote},
         {In::rst_stream}, becomes(closed_rst_received)},
        {"half-closed (remote): additional frames: MUST respond with stream error STREAM_CLOSED",
         {half_closed_remote}, {In::headers, In::data},
         breaks_stream(kStreamClosed, RuleId::half_closed_remote)},
        {"6.6: PUSH_PROMISE on a stream neither open nor half-closed (local): connection error",
         {half_closed_remote, closed_end_stream, closed_rst_received, closed_rst_forgotten,
          closed_implicitly},
         {In::push_promise}, breaks_connection(kProto, RuleId::push_parent)},
        {"6.6: a promised identifier of a stream not in the idle state: connection error",
         {reserved_local, reserved_remote, open, half_closed_local, half_closed_remote,
          closed_end_stream, closed_rst_received, closed_rst_sent, closed_rst_forgotten,
          closed_implicitly},
         {In::promised}, breaks_connection(kProto, RuleId::push_promised_id)},
        {"closed: MAY treat any other type of frame as a connection error STREAM_CLOSED",
         {closed_end_stream}, {In::headers, In::data},
         breaks_connection(kStreamClosed, RuleId::closed_after_end_stream)},
        {"closed: MAY treat any other type of frame as a connection error STREAM_CLOSED",
         {closed_rst_received, closed_rst_forgotten}, {In::headers, In::data},
         breaks_connection(kStreamClosed, RuleId::closed_after_reset)},
        {"who sends END_STREAM might receive WINDOW_UPDATE or RST_STREAM before it is processed",
         {closed_end_stream}, {In::rst_stream, In::window_update},
         ignored(RuleId::late_after_end_stream)},
        {"5.4.2: an endpoint MAY send additional RST_STREAM frames",
         {closed_rst_received, closed_rst_forgotten}, {In::rst_stream, In::window_update},
         ignored(RuleId::closed_after_reset)},
        {"after RST_STREAM MUST minimally process and then discard any frames it receives",
         {closed_rst_sent},
         {In::headers, In::data, In::end_stream, In::rst_stream, In::window_update},
         ignored(RuleId::late_after_our_reset)},
        {"5.1.1: an unexpected stream identifier MUST be a connection error PROTOCOL_ERROR",
         {closed_implicitly}, {In::headers}, breaks_connection(kProto, RuleId::stream_id_order)},
        {"5.1.1: the skipped stream is immediately closed",
         {closed_implicitly}, {In::data},
         breaks_connection(kStreamClosed, RuleId::implicitly_closed)},
        {"the stream may have been closed by END_STREAM: RST_STREAM, WINDOW_UPDATE can be late",
         {closed_implicitly}, {In::rst_stream, In::window_update},
         ignored(RuleId::implicitly_closed)},
        {"END_STREAM is an event of its own, after a frame that these states do not let pass",
         {idle, reserved_local, reserved_remote, half_closed_remote, closed_end_stream,
          closed_rst_received, closed_rst_forgotten, closed_implicitly},
         {In::end_stream}, impossible()},
    };
    add_stays(claims, "PRIORITY can be sent and received in any stream state", kAll, In::priority);
    for (const In input : {In::headers, In::data, In::window_update, In::push_promise}) {
        add_stays(claims, "open and half-closed (local): can receive any type of frame",
                  {open, half_closed_local}, input);
    }
    add_stays(claims, "6.9: a WINDOW_UPDATE in half-closed (remote) MUST NOT be an error",
              {half_closed_remote}, In::window_update);
    add_stays(claims, "6.6: who sent RST_STREAM MUST handle PUSH_PROMISE created before",
              {closed_rst_sent}, In::push_promise);
    return claims;
}

std::vector<Claim> sent_claims() {
    std::vector<Claim> claims = {
        {"sending a HEADERS frame as a client causes the stream to become open",
         {idle}, {In::headers}, becomes(open)},
        {"sending PUSH_PROMISE on another stream reserves the idle stream",
         {idle}, {In::promised}, becomes(reserved_local)},
        {"an idle stream carries nothing before HEADERS; 6.4: no RST_STREAM on idle",
         {idle}, {In::data, In::rst_stream, In::window_update, In::push_promise}, refused()},
        {"reserved (local): sending HEADERS opens the stream in half-closed (remote)",
         {reserved_local}, {In::headers}, becomes(half_closed_remote)},
        {"reserved (local): MUST NOT send other than HEADERS, RST_STREAM, PRIORITY",
         {reserved_local}, {In::data, In::window_update, In::push_promise}, refused()},
        {"reserved (remote): MUST NOT send other than RST_STREAM, WINDOW_UPDATE, PRIORITY",
         {reserved_remote}, {In::headers, In::data, In::push_promise}, refused()},
        {"an endpoint can send RST_STREAM from these states: closed",
         {reserved_local, reserved_remote, open, half_closed_local, half_closed_remote},
         {In::rst_stream}, becomes(closed_rst_sent)},
        {"sending END_STREAM causes an open stream to become half-closed (local)",
         {open}, {In::end_stream}, becomes(half_closed_local)},
        {"half-closed (remote) transitions to closed by sending END_STREAM",
         {half_closed_remote}, {In::end_stream}, becomes(closed_end_stream)},
        {"half-closed (local) cannot send other than WINDOW_UPDATE, PRIORITY, RST_STREAM",
         {half_closed_local}, {In::headers, In::data, In::push_promise}, refused()},
        {"MUST NOT send frames other than PRIORITY on a closed stream",
         kClosed,
         {In::headers, In::data, In::rst_stream, In::window_update, In::push_promise}, refused()},
        {"6.6: the promised stream MUST be in the idle state",
         {reserved_local, reserved_remote, open, half_closed_local, half_closed_remote,
          closed_end_stream, closed_rst_received, closed_rst_sent, closed_rst_forgotten,
          closed_implicitly},
         {In::promised}, refused()},
        {"END_STREAM is an event of its own, after a frame that these states do not let pass",
         {idle, reserved_local, reserved_remote, half_closed_local, closed_end_stream,
          closed_rst_received, closed_rst_sent, closed_rst_forgotten, closed_implicitly},
         {In::end_stream}, impossible()},
    };
    add_stays(claims, "PRIORITY can be sent and received in any stream state", kAll, In::priority);
    for (const In input : {In::headers, In::data, In::window_update, In::push_promise}) {
        add_stays(claims, "open and half-closed (remote): can send frames of any type",
                  {open, half_closed_remote}, input);
    }
    add_stays(claims, "a WINDOW_UPDATE may be sent while the peer's side is or will be open",
              {reserved_remote, half_closed_local}, In::window_update);
    return claims;
}
// clang-format on

template <class Table>
void check_claims(const std::vector<Claim>& claims, const Table& table) {
    std::map<std::pair<Lifecycle, In>, int> claimed;
    for (const Claim& claim : claims) {
        for (const Lifecycle state : claim.states) {
            for (const In input : claim.inputs) {
                INFO(claim.sentence << " — " << name(state) << ", " << name(input));
                CHECK(table(state, input) == claim.expected);
                CHECK(++claimed[std::pair{state, input}] == 1);
            }
        }
    }
    CHECK(claimed.size() == static_cast<std::size_t>(kLifecycles * kStreamInputs));
}

}  // namespace

TEST_CASE("9113/5.1 every cell of the table of received frames",
          "[rfc9113][5.1][9113/5.1.1/implicitly-closed][9113/5.1.1/order]"
          "[9113/5.1/closed-end-stream][9113/5.1/closed-reset][9113/5.1/half-closed-remote]"
          "[9113/5.1/idle][9113/5.1/late-after-end-stream][9113/5.1/late-after-our-reset]"
          "[9113/5.1/reserved-local][9113/5.1/reserved-remote][9113/6.4/idle][9113/6.6/parent]"
          "[9113/6.6/promised-id]") {
    check_claims(received(), on_receive);
}

TEST_CASE("9113/5.1 every cell of the table of sent frames",
          "[rfc9113][5.1][9113/5.1/closed-sends]") {
    check_claims(sent_claims(), on_send);
}

TEST_CASE("9113/5.1 the closed states are the last five", "[rfc9113][5.1]") {
    for (const Lifecycle state : kAll) {
        const bool closed = state >= closed_end_stream;
        CAPTURE(state);
        CHECK(is_closed(state) == closed);
        CHECK((name(state).substr(0, 6) == "closed") == closed);
    }
}

TEST_CASE("9113/5.1 whatever the state, a frame leads nowhere but forward", "[rfc9113][5.1]") {
    for (const Lifecycle state : kAll) {
        for (int i = 0; i < kStreamInputs; ++i) {
            const auto input = static_cast<In>(i);
            INFO(name(state) << ", " << name(input));
            for (const Cell& cell : {on_receive(state, input), on_send(state, input)}) {
                if (cell.kind == Cell::Kind::to) {
                    CHECK(cell.next >= state);
                }
                const bool error = cell.kind == Cell::Kind::discard ||
                                   cell.kind == Cell::Kind::stream_error ||
                                   cell.kind == Cell::Kind::connection_error;
                CHECK((cell.rule != RuleId::none) == error);
            }
        }
    }
}
