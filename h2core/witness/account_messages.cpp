// Messages (RFC 9113 section 8): the same rules as an endpoint holds its peer to, in both
// directions. Where a request is not known, the method is not, on which the content of a response
// depends.

#include <algorithm>

#include "h2core/message/field_rules.hpp"
#include "h2core/witness/account.hpp"
#include "h2core/witness/section_facts.hpp"

namespace h2 {

namespace {

bool all_known(const Fields& fields) {
    const auto list = fields_of(fields);
    return std::all_of(list.begin(), list.end(), [](const Field& field) { return field.known(); });
}

bool depends_on_method(RuleId rule) {
    return rule == RuleId::content_length_mismatch || rule == RuleId::content_length_syntax ||
           rule == RuleId::content_forbidden;
}

}  // namespace

void Account::malformed(const Passing& at, const WitnessStream& stream, RuleId rule) {
    if (at.sender == Role::server && !stream.request_seen && depends_on_method(rule)) {
        add_unknown(at, rule, stream.id);
    } else {
        add(at, rule, stream.id);
    }
}

// Fields of which not all are known: each known one by itself.
void Account::single_fields(const Passing& at, StreamId stream, const Fields& fields) {
    for (const Field& field : fields_of(fields)) {
        if (field.known()) {
            if (const RuleId broken = examine_field(field); broken != RuleId::none) {
                add(at, broken, stream);
                return;
            }
        }
    }
}

// `opening`: the stream; else trailers, of which the request may not have been seen.
void Account::request(const Passing& at, WitnessStream& stream, const Headers& headers,
                      bool opening) {
    if (headers.fields.list == nullptr) {
        return;  // frames without fields: those of a world
    }
    if (!all_known(headers.fields)) {
        single_fields(at, stream.id, headers.fields);
        return;
    }
    const auto fields = fields_of(headers.fields);
    if (!opening && !(stream.request_seen && stream.of(Role::client).known)) {
        return;
    }
    requests_.set_extended_connect(
        side(Role::server).announced.greatest(&Settings::enable_connect_protocol) == 1);
    malformed(at, stream, requests_.received(headers));
    if (opening && !stream.of(Role::server).over()) {
        stream.request_seen = true;
        responses_.sent_request(stream.id, fields);
    }
    const std::string_view scheme = value_of(fields, ":scheme");
    if (value_of(fields, ":protocol") == "websocket" && scheme != "https" && scheme != "http") {
        add(at, RuleId::websocket_scheme, stream.id);
    }
}

void Account::response(const Passing& at, WitnessStream& stream, const Headers& headers) {
    if (headers.fields.list == nullptr) {
        return;
    }
    if (!all_known(headers.fields)) {
        single_fields(at, stream.id, headers.fields);
        responses_.forget(stream.id);
        return;
    }
    if (!stream.request_seen && has_pseudo_field(fields_of(headers.fields)) &&
        stream.of(Role::server).known && !stream.response_begun) {
        stream.response_begun = true;
        responses_.sent_unknown_request(stream.id);
    }
    malformed(at, stream, responses_.received(headers));
}

void Account::content(const Passing& at, WitnessStream& stream, const Data& data) {
    MessageBook& book = at.sender == Role::client ? requests_ : responses_;
    malformed(at, stream, book.received(data));
}

// Section 8.4: the promise is a request.
void Account::promised_request(const Passing& at, WitnessStream* promised,
                               const PushPromise& push) {
    if (push.fields.list == nullptr) {
        return;
    }
    if (!all_known(push.fields)) {
        single_fields(at, push.promised, push.fields);
        return;
    }
    const RuleId broken = responses_.received(push);
    add(at, broken, push.promised);
    if (promised != nullptr) {
        promised->request_seen = broken == RuleId::none;
    }
}

}  // namespace h2
