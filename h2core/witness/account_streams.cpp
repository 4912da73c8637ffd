// What each peer may send on a stream: RFC 9113 section 5.1, seen from the wire.

#include <algorithm>

#include "h2core/witness/account.hpp"
#include "h2core/witness/section_facts.hpp"

namespace h2 {

namespace {

using State = StreamTable::State;

bool is_reset(const Frame& frame) {
    return std::holds_alternative<RstStream>(frame);
}

bool is_message(const Frame& frame) {
    return std::holds_alternative<Data>(frame) || std::holds_alternative<Headers>(frame);
}

// Whether it is informational, final or trailers: a field that is not known may be ":status".
bool tells_its_kind(Role sender, std::span<const Field> fields) {
    return sender == Role::client || !value_of(fields, ":status").empty() ||
           std::all_of(fields.begin(), fields.end(),
                       [](const Field& field) { return field.known(); });
}

MessageInput input_of(Role sender, const Headers& headers) {
    const std::string_view status = value_of(fields_of(headers.fields), ":status");
    const bool informational = sender == Role::server && status.size() == 3 && status[0] == '1';
    if (informational) {
        return headers.end_stream ? MessageInput::informational_end_stream
                                  : MessageInput::informational;
    }
    return headers.end_stream ? MessageInput::headers_end_stream : MessageInput::headers;
}

}  // namespace

// Of a stream that may have been opened before the octets begin.
WitnessStream* Account::first_seen(StreamId id) {
    WitnessStream* stream = streams_.open(id);
    if (stream != nullptr) {
        const Role opener = opener_of(id);
        for (const Role role : {Role::client, Role::server}) {
            stream->of(role).known = whole(role);
        }
        if (opener == Role::server) {  // a client sends nothing that ends a pushed stream
            stream->of(Role::client).ended = true;
        }
    }
    return stream;
}

bool Account::is_idle(StreamId id) {
    const Role opener = opener_of(id);
    return streams_.locate(id, whole(opener)).state == State::idle;
}

// Where the stream stands that a frame other than PRIORITY is sent on, unless it is HEADERS that
// open it. Null: there is nothing to keep account of.
WitnessStream* Account::uses(const Passing& at, StreamId id, const Frame& frame) {
    const Role opener = opener_of(id);
    const StreamTable::Place place = streams_.locate(id, whole(opener));
    switch (place.state) {
        case State::idle:
            add(at, is_reset(frame) ? RuleId::rst_stream_idle : RuleId::idle_stream, id);
            return nullptr;
        case State::skipped: add(at, RuleId::closed_sends, id); return nullptr;
        case State::gone:
            add(at, RuleId::closed_sends, id, Certainty::unless_crossed);
            return nullptr;
        case State::unknown: return first_seen(id);
        case State::known: break;
    }
    const bool given_up = side(at.sender).goaway_sent && id > side(at.sender).last_stream;
    if (given_up && opener != at.sender &&
        (is_message(frame) || std::holds_alternative<PushPromise>(frame))) {
        add(at, RuleId::goaway_covers, id);  // it has taken action on the stream (section 6.8)
    }
    if (opener != at.sender) {  // it knows of the stream
        proves(at.sender, place.stream->of(opener).opened_at);
    }
    return permitted(at, *place.stream, frame) ? place.stream : nullptr;
}

bool Account::permitted(const Passing& at, const WitnessStream& stream, const Frame& frame) {
    const HalfStream& own = stream.of(at.sender);
    const HalfStream& other = stream.of(peer_of(at.sender));
    const bool message = is_message(frame);
    const bool reset = is_reset(frame);
    const bool promised = stream.id.opened_by(Role::server);
    const bool reserved = at.sender == Role::server && promised;
    const bool opens_it = std::holds_alternative<Headers>(frame);
    if (own.reset) {
        add(at, reset ? RuleId::one_reset : RuleId::closed_sends, stream.id);
    } else if (own.ended && message) {
        add(at,
            at.sender == Role::client && promised ? RuleId::reserved_local
                                                  : RuleId::half_closed_remote,
            stream.id);
    } else if (reserved && own.known && !own.begun && !reset && !opens_it) {
        add(at, RuleId::reserved_remote, stream.id);
    } else if (own.ended && std::holds_alternative<PushPromise>(frame)) {
        add(at, RuleId::push_parent, stream.id);
    } else if (other.reset) {
        add(at, reset ? RuleId::no_reset_for_reset : RuleId::nothing_after_reset, stream.id,
            crossing(at, other.reset_at));
        return true;
    } else if (own.ended && other.ended && reset && accuses(std::get<RstStream>(frame).code) &&
               doubted(peer_of(at.sender), stream.id)) {
        // The frame that ended it was a stream error, or may have been (section 5.4.2).
        if (!*doubted(peer_of(at.sender), stream.id)) {
            add_unknown(at, RuleId::closed_sends, stream.id);
        }
        return true;
    } else if (own.ended && other.ended) {
        add(at, RuleId::closed_sends, stream.id, crossing(at, other.ended_at));
        return true;
    } else {
        return true;
    }
    return false;
}

void Account::advance_half(const Passing& at, WitnessStream& stream, MessageInput input) {
    HalfStream& half = stream.of(at.sender);
    if (!half.known) {
        return;
    }
    const PhaseStep step = advance(half.phase, input);
    add(at, step.broken, stream.id);
    half.phase = step.next;
}

void Account::end_half(const Passing& at, WitnessStream& stream) {
    HalfStream& half = stream.of(at.sender);
    if (!half.ended) {
        half.ended = true;
        half.ended_at = at.end;
    }
    if (stream.closed()) {
        close(stream);
    }
}

void Account::close(WitnessStream& stream) {
    count_no_more(stream);
    if (stream.of(Role::client).over()) {
        requests_.forget(stream.id);
    }
    if (stream.of(Role::server).over() || stream.of(Role::client).reset) {
        responses_.forget(stream.id);
    }
    streams_.close(stream);
}

// Section 5.1.2. What the peer has open for sure: the ends of the other one count as received, and
// what it has announced. What has been received for sure proves more.
void Account::count(const Passing& at, WitnessStream& stream) {
    const Role other = peer_of(at.sender);
    Side& opener = side(at.sender);
    const AnnouncedSettings& limits = side(other).announced;
    constexpr auto limit = &Settings::max_concurrent_streams;
    streams_.count(stream);
    opener.seen[static_cast<std::size_t>(at.sender)].opens(0);
    opener.seen[static_cast<std::size_t>(other)].opens(at.end);
    const std::uint32_t own = open_as_seen(at.sender, at.sender);
    stream.kept_limit = both_whole() && own <= limits.greatest_received(limit, opener.heard);
    ++opener.limit.opened;
    opener.limit.most = std::max(opener.limit.most, own);
    opener.limit.unproven += stream.kept_limit ? 0 : 1;
    // Ends that were not seen leave streams open here.
    if (both_whole() && streams_.open_count(at.sender) > limits.greatest(limit)) {
        add(at, RuleId::concurrency_limit, stream.id);
    }
}

void Account::count_no_more(const WitnessStream& stream) {
    if (!stream.counts) {
        return;
    }
    Side& opener = side(opener_of(stream.id));
    for (const Role viewer : {Role::client, Role::server}) {
        const HalfStream& own = stream.of(viewer);
        const HalfStream& other = stream.of(peer_of(viewer));
        const std::uint64_t known_at = own.reset     ? 0
                                       : other.reset ? other.reset_at
                                                     : other.ended_at;
        opener.seen[static_cast<std::size_t>(viewer)].closes(known_at);
    }
}

// HEADERS of a client on a stream that is not open yet.
WitnessStream* Account::opens(const Passing& at, const Headers& headers) {
    const Side& server = side(Role::server);
    if (server.goaway_sent) {
        add(at, RuleId::goaway_new_stream, headers.stream, crossing(at, server.goaway_at));
    }
    WitnessStream* stream = streams_.open(headers.stream);
    if (stream != nullptr) {
        stream->of(Role::client).opened_at = at.end;
        stream->of(Role::server).known = whole(Role::server);  // it may be told of late
        count(at, *stream);
    }
    return stream;
}

void Account::headers(const Passing& at, const Headers& headers, bool readable) {
    const StreamId id = headers.stream;
    if (at.sender == Role::client ? !id.opened_by(Role::client) : is_idle(id)) {
        return;  // said when it began
    }
    WitnessStream* stream = nullptr;
    bool opening = false;
    const StreamTable::Place place = streams_.locate(id, whole(at.sender));
    if (at.sender == Role::client && place.state != State::known) {
        opening = place.state == State::idle || (place.state == State::unknown && readable &&
                                                 has_pseudo_field(fields_of(headers.fields)));
        if (place.state == State::skipped) {
            add(at, RuleId::stream_id_order, id);
            return;
        }
    }
    stream = opening ? opens(at, headers) : uses(at, id, headers);
    if (stream == nullptr) {
        return;
    }
    HalfStream& half = stream->of(at.sender);
    half.begun = true;
    side(at.sender).answered = side(at.sender).answered || opener_of(id) != at.sender;
    if (readable) {
        doubt_fields(at, id, headers.fields);
    } else {
        side(at.sender).doubts.unreadable = true;
    }
    if (!readable || !tells_its_kind(at.sender, fields_of(headers.fields))) {
        half.readable = false;
    }
    if (at.sender == Role::server) {
        if (readable && !half.known && has_pseudo_field(fields_of(headers.fields))) {
            half.known = true;  // nothing but informational responses can have been before
        }
        if (id.opened_by(Role::server) && !stream->counts && !stream->closed()) {
            count(at, *stream);
        }
    }
    const std::size_t before = findings_.size();
    if (half.readable) {
        advance_half(at, *stream, input_of(at.sender, headers));
    }
    if (readable && findings_.size() == before) {
        at.sender == Role::client ? request(at, *stream, headers, opening)
                                  : response(at, *stream, headers);
    }
    if (headers.end_stream) {
        end_half(at, *stream);
    }
}

void Account::data(const Passing& at, const Data& data) {
    WitnessStream* stream = uses(at, data.stream, data);
    debit(at, data, stream);
    if (stream == nullptr) {
        return;
    }
    if (stream->of(at.sender).readable) {
        advance_half(at, *stream,
                     data.end_stream ? MessageInput::data_end_stream : MessageInput::data);
    }
    content(at, *stream, data);
    if (data.end_stream) {
        end_half(at, *stream);
    }
}

void Account::rst_stream(const Passing& at, const RstStream& reset) {
    if (WitnessStream* stream = uses(at, reset.stream, reset)) {
        HalfStream& half = stream->of(at.sender);
        half.reset = true;
        half.reset_at = at.end;
        accuse(at, reset.code, reset.stream);
        close(*stream);
    }
}

// Section 6.6.
void Account::push_promise(const Passing& at, const PushPromise& push, bool readable) {
    if (at.sender == Role::client) {
        return;  // said when it began
    }
    const StreamId promised = push.promised;
    if (!push.stream.opened_by(Role::client)) {
        add(at, RuleId::push_parent, push.stream);
    } else {
        (void)uses(at, push.stream, push);
    }
    const bool used = promised <= streams_.highest(Role::server);
    if (!promised.opened_by(Role::server) || (used && whole(Role::server))) {
        add(at, RuleId::push_promised_id, promised);
        return;
    }
    if (used) {
        add_unknown(at, RuleId::push_promised_id, promised);  // it may be told of late
        return;
    }
    const Side& client = side(Role::client);
    if (client.goaway_sent) {
        add(at, RuleId::goaway_new_stream, promised, crossing(at, client.goaway_at));
    }
    WitnessStream* stream = streams_.open(promised);
    if (stream != nullptr) {
        stream->of(Role::client).ended = true;
        stream->of(Role::server).opened_at = at.end;
    }
    if (readable) {
        promised_request(at, stream, push);
    }
}

}  // namespace h2
