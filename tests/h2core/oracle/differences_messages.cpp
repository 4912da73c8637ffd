#include <array>
#include <optional>

#include "tests/h2core/oracle/differences.hpp"

namespace oracle {

namespace {

using Scope = Outcome::Scope;
using h2::ErrorCode;
using h2::RuleId;

// We find nothing wrong with what they call malformed.
bool only_they_object(const Occasion& occasion) {
    return occasion.ours.scope == Scope::accept && occasion.theirs.scope == Scope::stream &&
           occasion.theirs.code == ErrorCode::PROTOCOL_ERROR;
}

std::span<const h2::Field> fields_of(const Occasion& occasion) {
    if (occasion.frame == nullptr) {
        return {};
    }
    h2::Fields fields;
    if (const h2::Headers* headers = std::get_if<h2::Headers>(occasion.frame)) {
        fields = headers->fields;
    } else if (const h2::PushPromise* push = std::get_if<h2::PushPromise>(occasion.frame)) {
        fields = push->fields;
    }
    return fields.list == nullptr ? std::span<const h2::Field>{} : fields.list->fields;
}
std::optional<std::string_view> value(const Occasion& occasion, std::string_view name) {
    for (const h2::Field& field : fields_of(occasion)) {
        if (field.name == name) {
            return field.value;
        }
    }
    return std::nullopt;
}
bool has(const Occasion& occasion, std::string_view name) {
    return value(occasion, name).has_value();
}
bool is_trailers(const Occasion& occasion) {
    return !fields_of(occasion).empty() && !has(occasion, ":status") && !has(occasion, ":method");
}

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~:";  // with the colon of pseudo-fields
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c != '\0' && kOthers.find(c) != std::string_view::npos);
    });
}
// RFC 9110 section 5.5.
bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; });
}

constexpr std::array kMessageDifferences = {
    Difference{"Content-Length in the refusal of a CONNECT", "does not count",
               "counts as in any response",
               "9110/9.3.6: it is to be ignored \"in a successful response to CONNECT\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && occasion.connect &&
                          cites(occasion,
                                {RuleId::content_length_mismatch, RuleId::content_length_syntax});
               }},
    Difference{"204 to CONNECT", "has no content", "opens the tunnel, as every 2xx does",
               "9110/9.3.6: \"Any 2xx (Successful) response indicates that the sender [...] will "
               "switch to tunnel mode\"",
               [](const Occasion& occasion) {
                   return only_they_object(occasion) && occasion.connect &&
                          occasion.header.is(h2::FrameType::DATA);
               }},
    Difference{"Host by itself", "malformed when empty, as if it were a pseudo-field",
               "a field like others, once and where it agrees with :authority",
               "9113/8.2.1: \"Field values that are not valid according to the definition of the "
               "corresponding field do not cause a request to be malformed\"",
               [](const Occasion& occasion) {
                   return only_they_object(occasion) && has(occasion, "host");
               }},
    Difference{"Host and :authority", "does not compare them",
               "a Host that names another entity is malformed",
               "9113/8.3.1: \"A server SHOULD treat a request as malformed if it contains a Host "
               "header field that identifies an entity that differs\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::request_host});
               }},
    Difference{"userinfo in :authority", "accepts it for http and https", "malformed",
               "9113/8.3.1: \":authority\" MUST NOT include the deprecated userinfo subcomponent",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::request_authority}) &&
                          value(occasion, ":authority").value_or("").find('@') !=
                              std::string_view::npos;
               }},
    Difference{"CONNECT without a port", "accepts it", "malformed",
               "9113/8.5: \"The :authority pseudo-header field contains the host and port to "
               "connect to\"; 9110/9.3.6: a server MUST reject an empty or invalid port",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::connect_pseudo}) &&
                          has(occasion, ":authority");
               }},
    Difference{"neither :authority nor Host", "malformed", "accepts it",
               "9113/8.3.1: \"unless there is no authority information to convey (in which case it "
               "MUST NOT generate :authority)\"",
               [](const Occasion& occasion) {
                   return only_they_object(occasion) && has(occasion, ":method") &&
                          !has(occasion, ":authority") && !has(occasion, "host");
               }},
    Difference{"an empty :path or :authority with another scheme", "malformed", "accepts it",
               "9113/8.3.1: \"MUST NOT be empty for http or https URIs\"",
               [](const Occasion& occasion) {
                   const std::string_view scheme = value(occasion, ":scheme").value_or("http");
                   return only_they_object(occasion) && scheme.substr(0, 4) != "http" &&
                          (value(occasion, ":path") == "" || value(occasion, ":authority") == "");
               }},
    Difference{"names that are no token, values with control characters", "malformed", "accepts it",
               "9113/8.2.1: only the \"minimal validation\" is a MUST",
               [](const Occasion& occasion) {
                   const auto fields = fields_of(occasion);
                   return only_they_object(occasion) &&
                          std::any_of(fields.begin(), fields.end(), [](const h2::Field& field) {
                              return !is_token(field.name) || has_control(field.value);
                          });
               }},
    Difference{"Content-Length beyond 2^63-1", "malformed", "a number that no content has",
               "9110/8.6: \"a recipient MUST anticipate potentially large decimal numerals\"",
               [](const Occasion& occasion) {
                   return only_they_object(occasion) &&
                          value(occasion, "content-length").value_or("").size() >= 19;
               }},
    Difference{"Content-Length in trailers", "the length of the content once more, or malformed",
               "a field that means nothing there",
               "9113/8.1.1: \"a content-length header field\" is one of the header section",
               [](const Occasion& occasion) {
                   return only_they_object(occasion) && is_trailers(occasion) &&
                          has(occasion, "content-length");
               }},
    Difference{"frames in a tunnel", "accepts trailers on the stream of CONNECT", "stream error",
               "9113/8.5: \"Frame types other than DATA or stream management frames [...] MUST be "
               "treated as a stream error\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::connect_frames});
               }},
    Difference{"status codes below 100", "accepts them", "malformed",
               "9110/15: \"a three-digit integer\" of 100 to 599; 9113/8.3: invalid pseudo-header "
               "fields are malformed",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::response_status}) &&
                          value(occasion, ":status").value_or("").substr(0, 1) == "0";
               }},
    Difference{"Content-Length of 1xx and 204", "malformed unless 0, for 1xx always", "accepts it",
               "9113/8.1.1: \"204 [...] responses contain no content [and] MAY have a non-zero "
               "content-length header field\"",
               [](const Occasion& occasion) {
                   const std::string_view status = value(occasion, ":status").value_or("");
                   return only_they_object(occasion) && has(occasion, "content-length") &&
                          (status == "204" || status.substr(0, 1) == "1");
               }},
    Difference{"promised requests that are not safe", "accepts any method", "stream error",
               "9113/8.4: \"Clients that receive a promised request that is not cacheable, that is "
               "not known to be safe [...] MUST reset the promised stream\"",
               [](const Occasion& occasion) {
                   return they_accept(occasion) && cites(occasion, {RuleId::promised_request});
               }},
};

}  // namespace

std::span<const Difference> message_differences() {
    return kMessageDifferences;
}

}  // namespace oracle
