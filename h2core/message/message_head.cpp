// Examines the heads of requests (RFC 9113 sections 8.3.1 and 8.5, RFC 8441 section 4) and
// responses (section 8.3.2).

#include "h2core/message/message_head.hpp"

#include "h2core/message/authority.hpp"
#include "h2core/message/field_rules.hpp"
#include "h2core/message/octet_class.hpp"
#include "h2core/message/pseudo_fields.hpp"

namespace h2 {

namespace {

MessageHead malformed(RuleId rule) {
    MessageHead head;
    head.malformed = rule;
    return head;
}

// "the host and port to connect to", and nothing else (section 8.5).
RuleId examine_connect(const HeadFields& head) {
    if (head.has(Pseudo::scheme) || head.has(Pseudo::path) ||
        !is_valid_authority(head[Pseudo::authority]) ||
        !is_host_and_port(head[Pseudo::authority])) {
        return RuleId::connect_pseudo;
    }
    return RuleId::none;
}

// RFC 8441 section 4: ":protocol" belongs to CONNECT, and brings the others along.
RuleId examine_extended_connect(const HeadFields& head, bool connect) {
    const bool complete = connect && !head[Pseudo::protocol].empty() && head.has(Pseudo::scheme) &&
                          head.has(Pseudo::path) && head.has(Pseudo::authority);
    return complete ? RuleId::none : RuleId::extended_connect_pseudo;
}

// Section 8.3.1, for everything but CONNECT without :protocol.
RuleId examine_target(const HeadFields& head) {
    const std::string_view path = head[Pseudo::path];
    const std::string_view authority = head[Pseudo::authority];
    if (!head.has(Pseudo::path) || !octet_class::all_of(path, octet_class::kTarget) ||
        !is_valid_scheme(head[Pseudo::scheme])) {
        return RuleId::request_pseudo_missing;
    }
    const bool http = is_http_scheme(head[Pseudo::scheme]);
    const bool asterisk = path == "*" && head[Pseudo::method] == "OPTIONS";
    if (http && !asterisk && (path.empty() || path.front() != '/')) {
        return RuleId::request_path;
    }
    if (!is_valid_authority(authority) ||
        (http && head.has(Pseudo::authority) && (authority.empty() || has_userinfo(authority)))) {
        return RuleId::request_authority;
    }
    return RuleId::none;
}

// A field of one value: two lines of it are one too many (RFC 9110 sections 5.3 and 7.2), even
// where they say the same.
RuleId examine_host(const HeadFields& head, std::span<const Field> fields) {
    if (!head.has_host()) {
        return RuleId::none;
    }
    bool seen = false;
    for (const Field& field : fields) {
        if (field.name != "host") {
            continue;
        }
        if (seen || (head.has(Pseudo::authority) &&
                     !same_entity(head[Pseudo::authority], field.value, head[Pseudo::scheme]))) {
            return RuleId::request_host;
        }
        seen = true;
    }
    return RuleId::none;
}

RuleId examine_control_data(const HeadFields& head, std::span<const Field> fields) {
    const std::string_view method = head[Pseudo::method];
    if (method.empty() || !octet_class::all_of(method, octet_class::kToken)) {
        return RuleId::request_pseudo_missing;
    }
    const bool connect = method == "CONNECT";
    const bool extended = head.has(Pseudo::protocol);
    RuleId broken = extended ? examine_extended_connect(head, connect) : RuleId::none;
    if (broken == RuleId::none) {
        broken = connect && !extended ? examine_connect(head) : examine_target(head);
    }
    return broken == RuleId::none ? examine_host(head, fields) : broken;
}

Method method_of(const HeadFields& head) {
    if (head[Pseudo::method] == "CONNECT") {
        return head.has(Pseudo::protocol) ? Method::extended_connect : Method::connect;
    }
    return head[Pseudo::method] == "HEAD" ? Method::head : Method::other;
}

bool is_status(std::string_view text) {
    return text.size() == 3 && text[0] != '0' && octet_class::all_of(text, octet_class::kDigit);
}

MessageHead request_head(const HeadFields& head, std::span<const Field> fields) {
    const RuleId broken =
        head.broken() == RuleId::none ? examine_control_data(head, fields) : head.broken();
    if (broken != RuleId::none) {
        return malformed(broken);
    }
    return {RuleId::none, method_of(head), 0, head.content_length()};
}

}  // namespace

MessageHead examine_request(std::span<const Field> fields, bool extended_connect) {
    return request_head(HeadFields::of_request(fields, extended_connect), fields);
}

MessageHead examine_response(std::span<const Field> fields, Method request) {
    const bool to_connect = request == Method::connect || request == Method::extended_connect;
    const HeadFields head = HeadFields::of_response(fields, to_connect);
    if (head.broken() != RuleId::none) {
        return malformed(head.broken());
    }
    const std::string_view text = head[Pseudo::status];
    if (!is_status(text)) {
        return malformed(RuleId::response_status);
    }
    const auto status =
        static_cast<std::uint16_t>((text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0'));
    if (status == 101) {
        return malformed(RuleId::status_101);
    }
    return {RuleId::none, Method::other, status, head.content_length()};
}

RuleId examine_trailers(std::span<const Field> fields) {
    for (const Field& field : fields) {
        if (const RuleId broken = examine_field(field); broken != RuleId::none) {
            return broken;
        }
        if (field.name.front() == ':') {
            return RuleId::pseudo_in_trailers;
        }
    }
    return RuleId::none;
}

MessageHead examine_promise(std::span<const Field> fields) {
    const HeadFields head = HeadFields::of_request(fields, /*extended_connect=*/false);
    const MessageHead request = request_head(head, fields);
    if (request.malformed != RuleId::none) {
        return request;
    }
    const std::string_view method = head[Pseudo::method];
    const bool safe_and_cacheable = method == "GET" || method == "HEAD";
    if (!safe_and_cacheable || request.content_length.value_or(0) != 0) {
        return malformed(RuleId::promised_request);
    }
    return request;
}

}  // namespace h2
