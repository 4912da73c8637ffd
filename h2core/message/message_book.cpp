// Follows each stream's messages from field section to END_STREAM and holds content-length against
// the DATA that came (RFC 9113 section 8.1.1).

#include "h2core/message/message_book.hpp"

namespace h2 {

namespace {

// Of a request that was not examined: ours, which is as the application wants it.
Method method_of(std::span<const Field> fields) {
    Method method = Method::other;
    bool protocol = false;
    for (const Field& field : fields) {
        if (field.name == ":protocol") {
            protocol = true;
        } else if (field.name == ":method" && field.value == "HEAD") {
            method = Method::head;
        } else if (field.name == ":method" && field.value == "CONNECT") {
            method = Method::connect;
        }
    }
    return method == Method::connect && protocol ? Method::extended_connect : method;
}

bool is_connect(Method method) {
    return method == Method::connect || method == Method::extended_connect;
}

}  // namespace

void MessageBook::sent_request(StreamId stream, std::span<const Field> fields) {
    entries_.insert(stream).method = method_of(fields);
}

RuleId MessageBook::received(const Frame& frame) {
    if (const Data* data = std::get_if<Data>(&frame)) {
        return on_data(*data);
    }
    if (const Headers* headers = std::get_if<Headers>(&frame)) {
        return on_headers(*headers);
    }
    const PushPromise* push = std::get_if<PushPromise>(&frame);
    return push == nullptr ? RuleId::none : on_promise(*push);
}

RuleId MessageBook::on_headers(const Headers& headers) {
    Entry* entry = entries_.find(headers.stream);
    if (entry == nullptr) {
        const bool begins = role_ == Role::server && headers.stream.opened_by(Role::client) &&
                            headers.stream > highest_begun_;
        return begins ? begin_request(headers) : RuleId::none;
    }
    if (!entry->head_seen) {
        return respond(*entry, headers);
    }
    if (entry->tunnel) {
        return RuleId::connect_frames;
    }
    if (!headers.end_stream) {
        return RuleId::none;
    }
    const RuleId broken = examine_trailers(fields_of(headers.fields));
    return broken == RuleId::none ? end(headers.stream, *entry) : broken;
}

RuleId MessageBook::begin_request(const Headers& headers) {
    highest_begun_ = headers.stream;
    const MessageHead head = examine_request(fields_of(headers.fields), extended_connect_);
    if (head.malformed != RuleId::none) {
        return head.malformed;
    }
    const bool tunnel = is_connect(head.method);
    const std::uint64_t length = tunnel ? 0 : head.content_length.value_or(0);
    if (headers.end_stream) {
        return length == 0 ? RuleId::none : RuleId::content_length_mismatch;
    }
    Entry& entry = entries_.insert(headers.stream);
    entry.method = head.method;
    entry.head_seen = true;
    entry.tunnel = tunnel;
    entry.counts = !tunnel && head.content_length.has_value();
    entry.length = length;
    return RuleId::none;
}

// A field section before the content of a response: informational, or the final one.
RuleId MessageBook::respond(Entry& entry, const Headers& headers) {
    const MessageHead head = examine_response(fields_of(headers.fields), entry.method);
    if (head.malformed != RuleId::none || head.status < 200) {
        return head.malformed;
    }
    entry.head_seen = true;
    entry.tunnel = is_connect(entry.method) && head.status < 300;
    entry.no_content =
        !entry.tunnel && (entry.method == Method::head || head.status == 204 || head.status == 304);
    entry.counts = head.content_length && !entry.no_content && !entry.tunnel;
    entry.length = head.content_length.value_or(0);
    return headers.end_stream ? end(headers.stream, entry) : RuleId::none;
}

RuleId MessageBook::on_data(const Data& data) {
    Entry* entry = entries_.find(data.stream);
    if (entry == nullptr || !entry->head_seen) {
        return RuleId::none;
    }
    if (entry->no_content && data.payload.size != 0) {
        return RuleId::content_forbidden;
    }
    entry->octets += data.payload.size;
    if (entry->counts && entry->octets > entry->length) {
        return RuleId::content_length_mismatch;
    }
    return data.end_stream ? end(data.stream, *entry) : RuleId::none;
}

// The promise is a whole request; its stream carries the response.
RuleId MessageBook::on_promise(const PushPromise& push) {
    if (role_ == Role::server) {
        return RuleId::none;
    }
    const Entry* parent = entries_.find(push.stream);
    if (parent != nullptr && parent->tunnel) {
        return RuleId::connect_frames;
    }
    const MessageHead head = examine_promise(fields_of(push.fields));
    if (head.malformed == RuleId::none && push.promised.opened_by(Role::server) &&
        push.promised > highest_begun_) {
        highest_begun_ = push.promised;
        entries_.insert(push.promised).method = head.method;
    }
    return head.malformed;
}

RuleId MessageBook::end(StreamId stream, const Entry& entry) {
    const bool mismatch = entry.counts && entry.octets != entry.length;
    entries_.erase(stream);
    return mismatch ? RuleId::content_length_mismatch : RuleId::none;
}

}  // namespace h2
