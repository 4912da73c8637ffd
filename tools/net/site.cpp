// Takes paths apart and says what each is answered with.

#include "tools/net/site.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tools::net {
namespace {

constexpr std::uint64_t kMostOctets = std::uint64_t{1} << 40U;
constexpr std::uint64_t kMostPieces = 1'000'000;
constexpr std::uint64_t kLongestDelay = 3'600'000;  // ms

constexpr std::string_view kHello = "h2sim is listening\n";
constexpr std::string_view kNotFound = "no such path\n";
constexpr std::string_view kBadRequest = "that path wants a number in its range\n";
constexpr std::string_view kBadMethod = "not with this method\n";

std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value <= most
               ? std::optional{value}
               : std::nullopt;
}

// The number of `key` in "a=1&b=2"; `otherwise` where it is not given, empty where it is no number.
std::optional<std::uint64_t> parameter(std::string_view query, std::string_view key,
                                       std::uint64_t otherwise, std::uint64_t most) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view each = query.substr(0, end);
        if (each.starts_with(key) && each.substr(key.size()).starts_with('=')) {
            return number(each.substr(key.size() + 1), most);
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return otherwise;
}

std::optional<h2::ErrorCode> error_code(std::string_view text) {
    for (std::uint32_t code = 0; code <= 0xd; ++code) {
        if (h2::name(static_cast<h2::ErrorCode>(code)) == text) {
            return static_cast<h2::ErrorCode>(code);
        }
    }
    const auto value = number(text, 0xffff'ffff);
    return value ? std::optional{static_cast<h2::ErrorCode>(*value)} : std::nullopt;
}

Plan text(std::string_view words) {
    Plan plan;
    plan.text = words;
    return plan;
}

Plan refusal(std::uint16_t status, std::string_view words) {
    Plan plan = text(words);
    plan.status = status;
    plan.at_once = true;
    return plan;
}

Plan filler(std::string_view argument) {
    const auto octets = number(argument, kMostOctets);
    Plan plan;
    plan.body = Plan::Body::filler;
    plan.octets = octets.value_or(0);
    plan.content_type = "application/octet-stream";
    return octets ? plan : refusal(400, kBadRequest);
}

Plan timed(Plan::Body body, std::string_view query) {
    const bool drip = body == Plan::Body::drip;
    const auto octets =
        drip ? parameter(query, "n", 5, kMostPieces) : parameter(query, "bytes", 1024, kMostOctets);
    const auto delay = parameter(query, "delay", 100, kLongestDelay);
    if (!octets || !delay || (!drip && *octets == 0)) {
        return refusal(400, kBadRequest);
    }
    Plan plan;
    plan.body = body;
    plan.octets = *octets;
    plan.delay = Milliseconds{*delay};
    plan.at_once = drip;
    return plan;
}

Plan status(std::string_view argument) {
    const auto asked = number(argument, 599);
    if (!asked || *asked < 200) {
        return refusal(400, kBadRequest);
    }
    Plan plan = refusal(static_cast<std::uint16_t>(*asked), "as asked\n");
    // RFC 9110 sections 15.3.5, 15.3.6, 15.4.5
    const bool without_content = *asked == 204 || *asked == 205 || *asked == 304;
    plan.body = without_content ? Plan::Body::none : Plan::Body::text;
    return plan;
}

Plan reset(std::string_view argument) {
    const auto code = error_code(argument);
    Plan plan = refusal(400, kBadRequest);
    plan.reset = code;
    return plan;
}

Plan echo(const Request& request) {
    Plan plan;
    plan.body = Plan::Body::echo;
    plan.content_type =
        request.content_type.empty() ? "application/octet-stream" : request.content_type;
    plan.at_once = true;
    return plan;
}

Plan plan_for_path(const Request& request) {
    const std::size_t mark = std::min(request.target.find('?'), request.target.size());
    const std::string_view path = request.target.substr(0, mark);
    const std::string_view query = request.target.substr(std::min(mark + 1, request.target.size()));
    const auto below = [&](std::string_view folder) {
        return path.starts_with(folder) ? std::optional{path.substr(folder.size())} : std::nullopt;
    };
    Plan plan = text(kHello);
    plan.informational = path == "/1xx";
    plan.trailers = path == "/trailers";
    plan.go_away = path == "/goaway";
    if (path == "/" || plan.informational || plan.trailers || plan.go_away) {
        return plan;
    }
    if (path == "/echo") {
        return echo(request);
    }
    if (path == "/drip") {
        return timed(Plan::Body::drip, query);
    }
    if (path == "/slow-sink") {
        return timed(Plan::Body::sink, query);
    }
    if (const auto argument = below("/bytes/")) {
        return filler(*argument);
    }
    if (const auto argument = below("/status/")) {
        return status(*argument);
    }
    if (const auto argument = below("/reset/")) {
        return reset(*argument);
    }
    return refusal(404, kNotFound);
}

bool takes(const Plan& plan, std::string_view method) {
    constexpr std::array<std::string_view, 3> kUsual{"GET", "HEAD", "POST"};
    return plan.body == Plan::Body::echo || plan.body == Plan::Body::sink || plan.status != 200 ||
           plan.reset || std::find(kUsual.begin(), kUsual.end(), method) != kUsual.end();
}

}  // namespace

Request request_of(const h2::FieldList& fields) {
    Request request;
    for (const h2::Field& field : fields.fields) {
        if (field.name == ":method") {
            request.method = field.value;
        } else if (field.name == ":path") {
            request.target = field.value;
        } else if (field.name == "content-type") {
            request.content_type = field.value;
        } else if (field.name == "expect") {
            request.expects_continue = field.value == "100-continue";
        }
    }
    return request;
}

std::optional<std::uint64_t> Plan::content_length() const {
    switch (body) {
        case Body::text: return text.size();
        case Body::filler: return octets;
        case Body::none:
        case Body::drip:
        case Body::echo:
        case Body::sink: return std::nullopt;
    }
    return std::nullopt;
}

Plan plan_for(const Request& request) {
    constexpr std::string_view kAllowed = "GET, HEAD, POST, OPTIONS";
    if (request.method == "CONNECT") {
        return refusal(501, "h2sim is no proxy\n");
    }
    Plan plan = plan_for_path(request);
    if (request.method == "OPTIONS" && plan.status == 200 && plan.body != Plan::Body::echo) {
        plan = refusal(204, "");
        plan.body = Plan::Body::none;
        plan.allow = kAllowed;
    } else if (!takes(plan, request.method)) {
        plan = refusal(405, kBadMethod);
        plan.allow = kAllowed;
    }
    plan.head_only = request.method == "HEAD";
    plan.expects_continue = request.expects_continue && !plan.at_once;
    return plan;
}

}  // namespace tools::net
