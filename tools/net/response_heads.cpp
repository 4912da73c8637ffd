// Makes the field sections of responses: status, date, content-length and content-type.

#include "tools/net/response_heads.hpp"

#include <array>

#include <fmt/format.h>

namespace tools::net {

// As RFC 9110 section 5.6.7 writes it, whatever the locale.
const std::string& ResponseHeads::date() {
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    if (now != second_) {
        second_ = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        date_ = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                            kDays.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                            kMonths.at(static_cast<std::size_t>(parts.tm_mon)),
                            1900 + parts.tm_year, parts.tm_hour, parts.tm_min, parts.tm_sec);
    }
    return date_;
}

SharedFields ResponseHeads::of(const Plan& plan) {
    const std::string& now = date();
    const auto length = plan.content_length();
    if (last_ != nullptr && status_ == plan.status && length_ == length &&
        content_type_ == plan.content_type && allow_ == plan.allow && made_at_ == second_) {
        return last_;
    }
    status_ = plan.status;
    length_ = length;
    content_type_ = plan.content_type;
    allow_ = plan.allow;
    made_at_ = second_;
    const std::string status = std::to_string(plan.status);
    const std::string octets = length ? std::to_string(*length) : "";
    std::vector<std::pair<std::string_view, std::string_view>> fields{{":status", status}};
    if (plan.body != Plan::Body::none) {
        fields.emplace_back("content-type",
                            plan.content_type.empty() ? "text/plain" : plan.content_type.c_str());
    }
    if (length) {
        fields.emplace_back("content-length", octets);
    }
    if (!plan.allow.empty()) {
        fields.emplace_back("allow", plan.allow);
    }
    fields.emplace_back("server", "h2sim");
    fields.emplace_back("date", now);
    last_ = std::make_shared<const FieldTexts>(fields);
    return last_;
}

SharedFields informational_head(std::string_view status, std::string_view name,
                                std::string_view value) {
    std::vector<std::pair<std::string_view, std::string_view>> fields{{":status", status}};
    if (!name.empty()) {
        fields.emplace_back(name, value);
    }
    return std::make_shared<const FieldTexts>(fields);
}

}  // namespace tools::net
